"""Groups: one mentor and several mentees who want the same topic from her."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.matching.catalogue import Catalogue
from bot.matching.entrant import Entrant, OrgChart, Seat, Terms
from bot.matching.fitness import unfit
from bot.matching.hierarchy import Hierarchy
from bot.matching.meaning import meaning_of
from bot.matching.rules import refusals
from bot.matching.score import Criteria, Weights, score
from bot.matching.together import may_sit_together

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


@dataclass(frozen=True)
class _Offer:
    mentor: Entrant
    topic: str
    learners: tuple[tuple[int, Entrant], ...]  # minus the degree, so that the best comes first


@dataclass(frozen=True)
class _Limits:
    """How many sit at a table, the least degree (0 to 100), and pairs (mentor, mentee) left out."""

    least: int
    most: int
    threshold: int
    without: Collection[tuple[str, str]]


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

    The fullest group first, again and again: quick and easy to explain, though not always the
    greatest number of mentees that some choice of groups could serve. A mentor leads one group.
    In a group nobody meets her own manager or report, nor somebody she does not want to meet, and
    all share a language and an hour. `without` takes pairs (mentor, mentee) out. The order of the
    input changes nothing.
    Raises ValueError unless 1 <= least <= most.
    """
    if not 1 <= least <= most:
        raise ValueError(f"a group has at least 1 and at most {most} mentees, not {least}")
    people = sorted(entrants, key=lambda each: each.id)
    criteria = Criteria(Hierarchy(chart, people), catalogue, weights or Weights(), terms or Terms())
    limits = _Limits(least, most, threshold, without)
    offers = _offers(people, criteria, limits)
    groups = _fullest_first(offers, limits, criteria)
    return tuple(sorted(groups, key=lambda each: (each.mentor, each.topic)))


def _fullest_first(
    offers: Iterable[_Offer], limits: _Limits, criteria: Criteria
) -> Iterator[Group]:
    taken: set[str] = set()
    tables = ((offer, _filled(offer, taken, limits, criteria)) for offer in offers)
    filled = [(offer, learners) for offer, learners in tables if learners]
    while filled:
        offer, learners = min(filled, key=lambda each: _rank(*each))
        yield _group(offer, learners)
        taken |= {offer.mentor.id, *(learner.id for _, learner in learners)}
        # Who is taken changes only the tables at which she sits: she kept nobody from the others,
        # and a table that cannot be filled now never will be, since nobody is given back.
        tables = ((each, _without(each, old, taken, limits, criteria)) for each, old in filled)
        filled = [(offer, learners) for offer, learners in tables if learners]


def _offers(people: Sequence[Entrant], criteria: Criteria, limits: _Limits) -> Iterator[_Offer]:
    """Every topic that somebody could teach for certain, with all who may learn it from her."""
    wanting: dict[str, list[Entrant]] = {}
    for each in people:
        if each.mentee and not unfit(each, Seat.MENTEE, criteria.terms):
            for topic in _topics([choice.text for choice in each.wants], criteria.catalogue):
                wanting.setdefault(topic, []).append(each)
    for mentor in people:
        if not mentor.mentor or unfit(mentor, Seat.MENTOR, criteria.terms):
            continue
        degrees = _Degrees(mentor, criteria, limits)
        for topic in _topics([choice.text for choice in mentor.offers], criteria.catalogue):
            found = [(degrees.of(each), each) for each in wanting.get(topic, ())]
            learners = [(-degree, each) for degree, each in found if degree is not None]
            learners.sort(key=lambda pair: (pair[0], pair[1].id))
            yield _Offer(mentor, topic, tuple(learners))


class _Degrees:
    """The compatibility degrees of one mentor, each reckoned once; None where it may not be."""

    def __init__(self, mentor: Entrant, criteria: Criteria, limits: _Limits) -> None:
        self._mentor, self._criteria, self._limits = mentor, criteria, limits
        self._known: dict[str, int | None] = {}

    def of(self, mentee: Entrant) -> int | None:
        if mentee.id not in self._known:
            self._known[mentee.id] = self._degree(mentee)
        return self._known[mentee.id]

    def _degree(self, mentee: Entrant) -> int | None:
        if not self._may(mentee):
            return None
        degree = score(self._mentor, mentee, self._criteria).whole
        return degree if degree >= self._limits.threshold else None

    def _may(self, mentee: Entrant) -> bool:
        if (self._mentor.id, mentee.id) in self._limits.without:
            return False
        hierarchy, terms = self._criteria.hierarchy, self._criteria.terms
        return not refusals(self._mentor, mentee, hierarchy, terms)


def _topics(texts: Iterable[str], catalogue: Catalogue) -> list[str]:
    return sorted({topic for text in texts for topic in meaning_of(text, catalogue).topics})


def _without(
    offer: _Offer,
    before: list[tuple[int, Entrant]],
    taken: set[str],
    limits: _Limits,
    criteria: Criteria,
) -> list[tuple[int, Entrant]]:
    """A table as it is now that others are taken."""
    if offer.mentor.id not in taken and taken.isdisjoint(learner.id for _, learner in before):
        return before
    return _filled(offer, taken, limits, criteria)


def _filled(
    offer: _Offer, taken: set[str], limits: _Limits, criteria: Criteria
) -> list[tuple[int, Entrant]]:
    """The best learners still free who may sit at one table; nobody where they are too few.

    Where they would be too few around the best of them, the next best begins the table.
    """
    if offer.mentor.id in taken:
        return []
    free = [each for each in offer.learners if each[1].id not in taken]
    for first in range(len(free) - limits.least + 1):
        chosen = _seated(offer.mentor, free[first:], limits.most, criteria)
        if len(chosen) >= limits.least:
            return chosen
    return []


def _seated(
    mentor: Entrant, free: Sequence[tuple[int, Entrant]], most: int, criteria: Criteria
) -> list[tuple[int, Entrant]]:
    chosen: list[tuple[int, Entrant]] = []
    for degree, learner in free:
        others = [each for _, each in chosen]
        if may_sit_together(mentor, others, learner, criteria.hierarchy, criteria.terms):
            chosen.append((degree, learner))
        if len(chosen) == most:
            break
    return chosen


def _rank(offer: _Offer, learners: Sequence[tuple[int, Entrant]]) -> tuple[int, int, str, str]:
    return -len(learners), sum(degree for degree, _ in learners), offer.mentor.id, offer.topic


def _group(offer: _Offer, learners: Sequence[tuple[int, Entrant]]) -> Group:
    mean = round(-sum(degree for degree, _ in learners) / len(learners))
    return Group(offer.mentor.id, offer.topic, tuple(each.id for _, each in learners), mean)
