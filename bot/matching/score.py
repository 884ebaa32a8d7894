"""The compatibility degree of a pair, 0 to 100: the same facts always give the same number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from bot.matching.catalogue import Catalogue
from bot.matching.entrant import Entrant, Terms, TopicChoice
from bot.matching.hierarchy import FAR, Hierarchy
from bot.matching.hours import CommonTime, common_time
from bot.matching.meaning import MET_FROM, Meaning, meaning_of, meeting
from bot.matching.rules import CEFR, same_site, shared_languages

WHOLE = 100
MOST_RELATED_PERCENT = 50  # more, and a related topic would pass for the wanted one
# A mentor at level 1 can still teach the basics; the level refines a match, it does not make one.
LEVEL_WORTH = {1: 0.9, 2: 0.96, 3: 1.0}
ENOUGH_HOURS_A_WEEK = 10  # beyond that, one weekly hour finds its place anyway
LANGUAGE_WORTH = (0.0, 0.2, 0.5, 0.75, 0.95, 1.0)  # by rank of the weaker one, A1 to C2
NEAREST_STEPS, FARTHEST_STEPS = 2, 6  # same manager; from six steps on, another world


@dataclass(frozen=True)
class Weights:
    """What each part may add to the 100 points, and what a related topic is worth, in percent."""

    topics: int = 70
    hours: int = 10
    language: int = 8
    place: int = 4
    distance: int = 8
    related_percent: int = 15

    def __post_init__(self) -> None:
        parts = [self.topics, self.hours, self.language, self.place, self.distance]
        if min(parts) < 0 or sum(parts) != WHOLE:
            raise ValueError(f"weights must be 0 or more and sum to 100, got {parts}")
        if not 0 <= self.related_percent < MOST_RELATED_PERCENT:
            raise ValueError(
                f"related_percent must be 0 to 49, got {self.related_percent}:"
                " a related topic must not pass for the wanted one"
            )


@dataclass(frozen=True)
class Criteria:
    """What one programme judges pairs by."""

    hierarchy: Hierarchy
    catalogue: Catalogue
    weights: Weights = field(default_factory=Weights)
    terms: Terms = field(default_factory=Terms)

    @property
    def related(self) -> float:
        """What a related topic is worth, 0 to 1."""
        return self.weights.related_percent / WHOLE


PARTS = tuple(part.name for part in fields(Weights) if part.name != "related_percent")


@dataclass(frozen=True)
class TopicFact:
    """The best a mentor has for one wanted topic."""

    wanted: TopicChoice
    offered: TopicChoice | None
    likeness: float  # 0..1, without the mentor's level

    @property
    def met(self) -> bool:
        """Whether the offer truly is the wanted topic, not only near it."""
        return self.likeness >= MET_FROM


@dataclass(frozen=True)
class Facts:
    """What the score is made of."""

    topics: tuple[TopicFact, ...]
    languages: tuple[tuple[str, int], ...]
    common: CommonTime
    same_site: bool
    steps: int

    @property
    def any_met(self) -> bool:
        """Whether at least one wanted topic is truly met: the default floor of a proposal."""
        return any(topic.met for topic in self.topics)


@dataclass(frozen=True)
class Score:
    """Points of a pair in total and by part, and the facts behind them."""

    total: float
    parts: Mapping[str, float]
    facts: Facts

    @property
    def whole(self) -> int:
        """The degree as people see it, 0 to 100."""
        return round(self.total)


def score(mentor: Entrant, mentee: Entrant, criteria: Criteria) -> Score:
    """How well the two fit; says nothing about whether they may be a pair (see rules)."""
    facts = _facts(mentor, mentee, criteria, topic_facts(mentor, mentee, criteria))
    parts = _parts(mentor, mentee, criteria.weights, facts)
    return Score(sum(parts.values()), parts, facts)


def other_points(mentor: Entrant, mentee: Entrant, criteria: Criteria) -> float:
    """What all but the topics adds to the score of the two."""
    parts = _parts(mentor, mentee, criteria.weights, _facts(mentor, mentee, criteria, ()))
    return sum(parts.values())


def _facts(
    mentor: Entrant, mentee: Entrant, criteria: Criteria, topics: tuple[TopicFact, ...]
) -> Facts:
    return Facts(
        topics=topics,
        languages=tuple(shared_languages(mentor, mentee, criteria.terms)),
        common=common_time(mentor.hours, mentee.hours, criteria.terms.weeks),
        same_site=same_site(mentor, mentee),
        steps=criteria.hierarchy.distance(mentor.id, mentee.id),
    )


def _parts(mentor: Entrant, mentee: Entrant, weights: Weights, facts: Facts) -> dict[str, float]:
    """Points by part."""
    shares = {
        "topics": coverage(facts.topics),
        "hours": hours_share(facts.common),
        "language": LANGUAGE_WORTH[facts.languages[0][1]] if facts.languages else 0.0,
        "place": place_share(mentor.meeting, mentee.meeting, here=facts.same_site),
        "distance": distance_share(facts.steps),
    }
    return {part: getattr(weights, part) * share for part, share in shares.items()}


def topic_facts(mentor: Entrant, mentee: Entrant, criteria: Criteria) -> tuple[TopicFact, ...]:
    """For each wanted topic the offer that teaches it best."""
    catalogue = criteria.catalogue
    offers = [(offer, meaning_of(offer.text, catalogue)) for offer in mentor.offers]
    return tuple(_best_offer(wanted, offers, criteria) for wanted in mentee.wants)


def _best_offer(
    wanted: TopicChoice, offers: Sequence[tuple[TopicChoice, Meaning]], criteria: Criteria
) -> TopicFact:
    meaning = meaning_of(wanted.text, criteria.catalogue)
    best, best_worth = TopicFact(wanted, None, 0.0), 0.0
    for offer, offered in offers:
        likeness = meeting(meaning, offered, criteria.catalogue, criteria.related)
        worth = likeness * LEVEL_WORTH[offer.strength]
        if worth > best_worth:
            best, best_worth = TopicFact(wanted, offer, likeness), worth
    return best


def coverage(topics: tuple[TopicFact, ...]) -> float:
    """Share of the wanted topics that the mentor can teach, by priority and level, 0 to 1."""
    total = sum(topic.wanted.strength for topic in topics)
    gained = sum(
        topic.wanted.strength * topic.likeness * LEVEL_WORTH[topic.offered.strength]
        for topic in topics
        if topic.offered is not None
    )
    return gained / total if total else 0.0


def hours_share(common: CommonTime) -> float:
    """Common working time against what a weekly hour needs to find its place, 0 to 1."""
    return min(1.0, common.minutes_a_week / (60 * ENOUGH_HOURS_A_WEEK))


def place_share(mentor: str, mentee: str, *, here: bool) -> float:
    """How many of the two meet as they prefer: only a wish for the same site can be missed."""
    return sum(here or wish != "same_site" for wish in (mentor, mentee)) / 2


def distance_share(steps: int) -> float:
    """How far apart the two work, 0 (same manager) to 1 (six steps or more)."""
    return max(0.0, min(1.0, (steps - NEAREST_STEPS) / (FARTHEST_STEPS - NEAREST_STEPS)))


assert len(LANGUAGE_WORTH) == len(CEFR)
assert FAR > FARTHEST_STEPS
