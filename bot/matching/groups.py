"""Groups: one mentor and several mentees who want the same topic from her."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.matching.catalogue import Catalogue
from bot.matching.entrant import Entrant, OrgChart, Terms
from bot.matching.hierarchy import Hierarchy
from bot.matching.score import Criteria, Weights
from bot.matching.seating import seated
from bot.matching.tables import Filled, Limits, offers_among

LEAST_LEARNERS, MOST_LEARNERS = 2, 6  # fewer is a pair, more is a workshop


@dataclass(frozen=True)
class Group:
    """A mentor, a topic of the catalogue, and those who want to learn it, best fitting first.

    `score` is the mean compatibility degree of the mentor with each of them, 0 to 100.
    """

    mentor: str
    topic: str
    mentees: tuple[str, ...]
    score: int


def match_groups(
    entrants: Iterable[Entrant],
    chart: OrgChart,
    catalogue: Catalogue,
    *,
    least: int = LEAST_LEARNERS,
    most: int = MOST_LEARNERS,
    threshold: int = 0,
    weights: Weights | None = None,
    terms: Terms | None = None,
    without: Collection[tuple[str, str]] = (),
) -> tuple[Group, ...]:
    """Groups that the rules allow, each with `least` to `most` mentees; nobody is in two.

    As many mentees as a search from the fullest groups on finds places for, see `seated`; not
    always the greatest number that some choice of groups could serve. A mentor leads one group.
    In a group nobody meets her own manager or report, nor somebody she does not want to meet, and
    all share a language and an hour. `without` takes pairs (mentor, mentee) out. The order of the
    input changes nothing.
    Raises ValueError unless 1 <= least <= most.
    """
    if not 1 <= least <= most:
        raise ValueError(f"a group has at least 1 and at most {most} mentees, not {least}")
    people = sorted(entrants, key=lambda each: each.id)
    criteria = Criteria(Hierarchy(chart, people), catalogue, weights or Weights(), terms or Terms())
    limits = Limits(least, most, threshold, without)
    return tuple(map(_group, seated(offers_among(people, criteria, limits), limits, criteria)))


def _group(table: Filled) -> Group:
    mentees = tuple(each.id for _, each in table.learners)
    return Group(table.offer.mentor.id, table.offer.topic, mentees, round(table.fit / len(mentees)))
