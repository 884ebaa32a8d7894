"""Somebody comes later: the best group that runs, wants the same topic and has a place for her."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.matching.catalogue import Catalogue
from bot.matching.entrant import Entrant, OrgChart, Seat, Terms
from bot.matching.fitness import unfit
from bot.matching.hierarchy import Hierarchy
from bot.matching.meaning import meaning_of
from bot.matching.reasons import Reason
from bot.matching.result import Match
from bot.matching.round import described
from bot.matching.rules import refusals
from bot.matching.score import Criteria, Weights
from bot.matching.together import in_common, may_sit_together


@dataclass(frozen=True)
class Table:
    """A group that runs and has room; `topic` is a key of the catalogue."""

    id: int
    mentor: Entrant
    topic: str
    mentees: tuple[Entrant, ...]


@dataclass(frozen=True)
class Place:
    """A place for somebody: at which table, how she fits its mentor, and what all of them share."""

    table: Table
    match: Match
    shared: tuple[Reason, ...]


def best_place(
    newcomer: Entrant,
    tables: Iterable[Table],
    chart: OrgChart,
    catalogue: Catalogue,
    *,
    threshold: int = 0,
    weights: Weights | None = None,
    terms: Terms | None = None,
) -> Place | None:
    """The place at which somebody who wants to learn fits best, ties by number; None if nowhere.

    Every rule of a pair holds between her and the mentor, whatever else the mentor does already;
    with the others she shares a language and an hour, and nobody's line.
    """
    terms = terms or Terms()
    wanted = {topic for each in newcomer.wants for topic in meaning_of(each.text, catalogue).topics}
    if not newcomer.mentee or unfit(newcomer, Seat.MENTEE, terms):
        return None
    found: list[Place] = []
    for table in (each for each in tables if each.topic in wanted):
        mentor = replace(table.mentor, mentor=True, capacity=1)
        hierarchy = Hierarchy(chart, (newcomer, mentor, *table.mentees))
        if refusals(mentor, newcomer, hierarchy, terms):
            continue
        if not may_sit_together(mentor, table.mentees, newcomer, hierarchy, terms):
            continue
        match = described(
            mentor, newcomer, Criteria(hierarchy, catalogue, weights or Weights(), terms)
        )
        if match.score >= threshold:
            shared = in_common((mentor, *table.mentees, newcomer), terms)
            found.append(Place(table, match, shared))
    return min(found, key=lambda each: (-each.match.score, each.table.id), default=None)
