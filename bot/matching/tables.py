"""Whom a mentor could gather around a topic, and who of them may sit at one table."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.matching.catalogue import Catalogue
from bot.matching.entrant import Entrant, Seat
from bot.matching.fitness import unfit
from bot.matching.meaning import meaning_of
from bot.matching.rules import refusals
from bot.matching.score import Criteria, score
from bot.matching.together import may_sit_together

Learner = tuple[int, Entrant]  # minus the degree, so that the best comes first


@dataclass(frozen=True)
class Offer:
    """A mentor, a topic of the catalogue that she could teach, and all who may learn it from her."""

    mentor: Entrant
    topic: str
    learners: tuple[Learner, ...]


@dataclass(frozen=True)
class Filled:
    """An offer with those who sit at its table, best fitting first."""

    offer: Offer
    learners: tuple[Learner, ...]

    @property
    def people(self) -> frozenset[str]:
        """Everybody at the table, the mentor too."""
        return frozenset({self.offer.mentor.id, *(each.id for _, each in self.learners)})

    @property
    def fit(self) -> int:
        """The degrees of all who sit here, in sum."""
        return -sum(degree for degree, _ in self.learners)

    @property
    def rank(self) -> tuple[int, int, str, str]:
        """What sorts the fullest first, then the best fitting."""
        return -len(self.learners), -self.fit, self.offer.mentor.id, self.offer.topic


@dataclass(frozen=True)
class Limits:
    """How many sit at a table, the minimum score (0 to 100), and pairs (mentor, mentee) left out."""

    least: int
    most: int
    threshold: int
    without: Collection[tuple[str, str]]


def offers_among(people: Sequence[Entrant], criteria: Criteria, limits: Limits) -> Iterator[Offer]:
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
            yield Offer(mentor, topic, tuple(learners))


def filled(
    offer: Offer, order: Sequence[Learner], limits: Limits, criteria: Criteria
) -> Filled | None:
    """The table of those who come first in this order and may sit together; None where too few may.

    Where they would be too few around the first of them, the next one begins the table.
    """
    for first in range(len(order) - limits.least + 1):
        chosen = more_at(Filled(offer, ()), order[first:], limits, criteria)
        if len(chosen.learners) >= limits.least:
            return chosen
    return None


def more_at(table: Filled, order: Iterable[Learner], limits: Limits, criteria: Criteria) -> Filled:
    """A table with as many more of these as may sit at it, in this order."""
    chosen = list(table.learners)
    for degree, learner in order:
        if len(chosen) == limits.most:
            break
        others = [each for _, each in chosen]
        mentor = table.offer.mentor
        if may_sit_together(mentor, others, learner, criteria.hierarchy, criteria.terms):
            chosen.append((degree, learner))
    return Filled(table.offer, tuple(sorted(chosen, key=lambda pair: (pair[0], pair[1].id))))


class _Degrees:
    """The compatibility degrees of one mentor, each reckoned once; None where it may not be."""

    def __init__(self, mentor: Entrant, criteria: Criteria, limits: Limits) -> None:
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
