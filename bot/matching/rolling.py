"""One person joins: the best free partner now, without touching any pair that exists."""

from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.matching.catalogue import Catalogue
from bot.matching.entrant import Entrant, OrgChart, Seat, Terms
from bot.matching.fitness import unfit
from bot.matching.hierarchy import Hierarchy
from bot.matching.result import Match
from bot.matching.round import described
from bot.matching.rules import refusals
from bot.matching.score import WHOLE, Criteria, Weights, other_points
from bot.matching.wishes import Wishes

TENTHS = 10

Found = tuple[int, str, Seat, Entrant]  # minus tenths of a point, id, the newcomer's seat, partner


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
    """The best partners for one person, best first, ties by id, at most `limit`.

    Looks at everybody's topics, and at rules and hours only of those who could still be better
    than the best found so far.
    """
    weights, terms = weights or Weights(), terms or Terms()
    people = [each for each in others if each.id != entrant.id]
    criteria = Criteria(Hierarchy(chart, [entrant, *people]), catalogue, weights, terms)
    best = _Best(criteria, threshold * TENTHS, limit)
    for seat in Seat:
        sits = entrant.mentor if seat is Seat.MENTOR else entrant.mentee
        if sits and not unfit(entrant, seat, terms):
            best.look(entrant, seat, people)
    return tuple(
        described(*_pair(entrant, seat, partner), criteria) for _, _, seat, partner in best.found
    )


@dataclass
class _Best:
    """The best partners found so far, best first."""

    criteria: Criteria
    least: int  # tenths of a point
    limit: int
    found: list[Found] = field(default_factory=list)

    def look(self, entrant: Entrant, seat: Seat, people: list[Entrant]) -> None:
        """Looks at one seat of the newcomer."""
        best_others = WHOLE - self.criteria.weights.topics
        for topic_points, partner in _by_topics(entrant, seat, people, self.criteria):
            if round((topic_points + best_others) * TENTHS) < self._enough():
                return
            mentor, mentee = _pair(entrant, seat, partner)
            points = topic_points + other_points(mentor, mentee, self.criteria)
            candidate = (-round(points * TENTHS), partner.id, seat, partner)
            if -candidate[0] < self.least or not self._is_better(candidate):
                continue
            if not refusals(mentor, mentee, self.criteria.hierarchy, self.criteria.terms):
                insort(self.found, candidate, key=lambda each: each[:2])
                del self.found[self.limit :]

    def _enough(self) -> int:
        return -self.found[-1][0] if len(self.found) == self.limit else self.least

    def _is_better(self, candidate: Found) -> bool:
        return len(self.found) < self.limit or candidate[:2] < self.found[-1][:2]


def _by_topics(
    entrant: Entrant, seat: Seat, people: list[Entrant], criteria: Criteria
) -> Iterator[tuple[float, Entrant]]:
    """Those who could sit opposite and truly meet a topic, with their topic points, best first."""
    covered = Wishes(entrant, seat, criteria).covered(_opposite(entrant, seat, people))
    return ((criteria.weights.topics * share, each) for share, each in covered)


def _opposite(entrant: Entrant, seat: Seat, people: list[Entrant]) -> Iterator[Entrant]:
    """People on the other seat, by the cheapest of the rules; all rules are asked later."""
    mine = entrant.level or 0
    if seat is Seat.MENTEE:
        return (e for e in people if e.mentor and e.level is not None and e.level < mine)
    return (e for e in people if e.mentee and e.level is not None and mine < e.level)


def _pair(entrant: Entrant, seat: Seat, partner: Entrant) -> tuple[Entrant, Entrant]:
    return (entrant, partner) if seat is Seat.MENTOR else (partner, entrant)
