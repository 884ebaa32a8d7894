"""Groups: one mentor and several mentees who want the same topic from her."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.matching.catalogue import Catalogue
from bot.matching.entrant import Entrant, OrgChart, Seat, Terms
from bot.matching.fitness import unfit
from bot.matching.hierarchy import Hierarchy
from bot.matching.meaning import meaning_of
from bot.matching.rules import refusals
from bot.matching.score import Criteria, Weights, score

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


def match_groups(
    entrants: Iterable[Entrant],
    chart: OrgChart,
    catalogue: Catalogue,
    *,
    least: int = LEAST_LEARNERS,
    most: int = MOST_LEARNERS,
    weights: Weights | None = None,
    terms: Terms | None = None,
) -> tuple[Group, ...]:
    """Groups that the rules allow, each with `least` to `most` mentees; nobody is in two.

    The fullest group first, again and again: quick and easy to explain, though not always the
    greatest number of mentees that some choice of groups could serve. A mentor leads one group.
    In a group nobody meets her own manager or report, nor somebody she does not want to meet. The
    order of the input changes nothing.
    Raises ValueError unless 1 <= least <= most.
    """
    if not 1 <= least <= most:
        raise ValueError(f"a group has at least 1 and at most {most} mentees, not {least}")
    people = sorted(entrants, key=lambda each: each.id)
    criteria = Criteria(Hierarchy(chart, people), catalogue, weights or Weights(), terms or Terms())
    offers = list(_offers(people, criteria))
    taken: set[str] = set()
    groups: list[Group] = []
    while offers:
        filled = [(offer, _filled(offer, taken, most, criteria.hierarchy)) for offer in offers]
        filled = [(offer, learners) for offer, learners in filled if len(learners) >= least]
        if not filled:
            break
        offer, learners = min(filled, key=lambda each: _rank(*each))
        groups.append(_group(offer, learners))
        taken |= {offer.mentor.id, *(learner.id for _, learner in learners)}
        # An offer that cannot fill a group now never will: people are only taken, never given back.
        offers = [each for each, _ in filled if each.mentor.id not in taken]
    return tuple(sorted(groups, key=lambda each: (each.mentor, each.topic)))


def _offers(people: Sequence[Entrant], criteria: Criteria) -> Iterator[_Offer]:
    """Every topic that somebody could teach for certain, with all who may learn it from her."""
    wanting: dict[str, list[Entrant]] = {}
    for each in people:
        if each.mentee and not unfit(each, Seat.MENTEE, criteria.terms):
            for topic in _topics([choice.text for choice in each.wants], criteria.catalogue):
                wanting.setdefault(topic, []).append(each)
    for mentor in people:
        if not mentor.mentor or unfit(mentor, Seat.MENTOR, criteria.terms):
            continue
        degrees = _Degrees(mentor, criteria)
        for topic in _topics([choice.text for choice in mentor.offers], criteria.catalogue):
            found = [(degrees.of(each), each) for each in wanting.get(topic, ())]
            learners = [(-degree, each) for degree, each in found if degree is not None]
            learners.sort(key=lambda pair: (pair[0], pair[1].id))
            yield _Offer(mentor, topic, tuple(learners))


class _Degrees:
    """The compatibility degrees of one mentor, each reckoned once; None where a rule forbids it."""

    def __init__(self, mentor: Entrant, criteria: Criteria) -> None:
        self._mentor, self._criteria = mentor, criteria
        self._known: dict[str, int | None] = {}

    def of(self, mentee: Entrant) -> int | None:
        if mentee.id not in self._known:
            refused = refusals(self._mentor, mentee, self._criteria.hierarchy, self._criteria.terms)
            degree = None if refused else score(self._mentor, mentee, self._criteria).whole
            self._known[mentee.id] = degree
        return self._known[mentee.id]


def _topics(texts: Iterable[str], catalogue: Catalogue) -> list[str]:
    return sorted({topic for text in texts for topic in meaning_of(text, catalogue).topics})


def _filled(
    offer: _Offer, taken: set[str], most: int, hierarchy: Hierarchy
) -> list[tuple[int, Entrant]]:
    """The best learners still free who may sit at one table."""
    chosen: list[tuple[int, Entrant]] = []
    if offer.mentor.id in taken:
        return chosen
    for degree, learner in offer.learners:
        together = all(_may_meet(learner, other, hierarchy) for _, other in chosen)
        if learner.id not in taken and together:
            chosen.append((degree, learner))
        if len(chosen) == most:
            break
    return chosen


def _may_meet(one: Entrant, other: Entrant, hierarchy: Hierarchy) -> bool:
    if one.id in other.not_with or other.id in one.not_with:
        return False
    return not hierarchy.in_line(one.id, other.id)


def _rank(offer: _Offer, learners: Sequence[tuple[int, Entrant]]) -> tuple[int, int, str, str]:
    return -len(learners), sum(degree for degree, _ in learners), offer.mentor.id, offer.topic


def _group(offer: _Offer, learners: Sequence[tuple[int, Entrant]]) -> Group:
    mean = round(-sum(degree for degree, _ in learners) / len(learners))
    return Group(offer.mentor.id, offer.topic, tuple(each.id for _, each in learners), mean)
