"""One person joins: the best free partner now, without touching any pair that exists."""

from collections.abc import Iterable

import numpy as np

from bot.matching.board import Board, RoundTerms
from bot.matching.catalogue import Catalogue
from bot.matching.entrant import Entrant, OrgChart, Seat, Terms
from bot.matching.fitness import unfit
from bot.matching.hierarchy import Hierarchy
from bot.matching.result import Match
from bot.matching.round import described
from bot.matching.score import Criteria, Weights


def match_one(
    entrant: Entrant,
    others: Iterable[Entrant],
    chart: OrgChart,
    catalogue: Catalogue,
    *,
    threshold: int = 0,
    weights: Weights | None = None,
    terms: Terms | None = None,
) -> Match | None:
    """The best free partner for one person on any seat she takes, or None.

    `others` are those with a free seat. Where mentors are scarce, many single matches fall behind
    one round for all (measured: 86 % of its worth); then collect people and run a round.
    """
    found = best_partners(
        entrant,
        others,
        chart,
        catalogue,
        limit=1,
        threshold=threshold,
        weights=weights,
        terms=terms,
    )
    return found[0] if found else None


def best_partners(
    entrant: Entrant,
    others: Iterable[Entrant],
    chart: OrgChart,
    catalogue: Catalogue,
    *,
    limit: int = 5,
    threshold: int = 0,
    weights: Weights | None = None,
    terms: Terms | None = None,
) -> tuple[Match, ...]:
    """The best partners for one person, best first, ties by id, at most `limit`."""
    weights, terms = weights or Weights(), terms or Terms()
    people = sorted((each for each in others if each.id != entrant.id), key=lambda each: each.id)
    criteria = Criteria(Hierarchy(chart, [entrant, *people]), catalogue, weights, terms)
    found: list[tuple[int, str, Entrant, Entrant]] = []
    for seat in Seat:
        partners = _partners(entrant, people, seat, terms)
        if not partners:
            continue
        mine, theirs = (entrant,), tuple(partners)
        mentees, mentors = (theirs, mine) if seat is Seat.MENTOR else (mine, theirs)
        board = Board.of(mentees, mentors, criteria, RoundTerms(threshold))
        tenths = np.concatenate([board.tenths(part) for part in board.stretches()]).ravel()
        best = np.lexsort((np.arange(len(tenths)), -tenths.astype(int)))[:limit]
        for place in best[tenths[best] >= 0]:
            partner = partners[place]
            pair = (entrant, partner) if seat is Seat.MENTOR else (partner, entrant)
            found.append((-int(tenths[place]), partner.id, *pair))
    found.sort(key=lambda each: each[:2])
    return tuple(described(mentor, mentee, criteria) for _, _, mentor, mentee in found[:limit])


def _partners(entrant: Entrant, people: list[Entrant], seat: Seat, terms: Terms) -> list[Entrant]:
    """Those who could sit opposite, if the person herself can sit on that seat."""
    sits = entrant.mentor if seat is Seat.MENTOR else entrant.mentee
    if not sits or unfit(entrant, seat, terms):
        return []
    if seat is Seat.MENTOR:
        return [each for each in people if each.mentee and not unfit(each, Seat.MENTEE, terms)]
    return [each for each in people if each.mentor and not unfit(each, Seat.MENTOR, terms)]
