"""What a typed topic means to the matcher: topics of the catalogue, or a text of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from bot.matching.catalogue import Catalogue, confidence
from bot.matching.fold import fold
from bot.matching.reading import Decision

MET_FROM = 0.6  # from here on an offer counts as the wanted topic itself
RELATED = 0.15  # what a neighbouring topic is worth unless a programme says otherwise
_LEAST_READING = 0.2  # readings below are noise
_REMEMBERED_TEXTS = 50_000


@dataclass(frozen=True)
class Meaning:
    """Certain topics, or, where the catalogue is not certain, the text with likely topics.

    Texts with equal meanings are one to the matcher: KI, AI and "Künstliche Intelligenz".
    """

    topics: frozenset[str] = frozenset()
    text: str = ""
    likely: tuple[tuple[str, float], ...] = ()

    @property
    def certain(self) -> bool:
        """Whether the catalogue knows the text for sure."""
        return bool(self.topics)

    @cached_property
    def readings(self) -> tuple[tuple[str, float], ...]:
        """Topics the meaning may stand for, each with its certainty."""
        if self.topics:
            return tuple((topic, 1.0) for topic in sorted(self.topics))
        return self.likely


# What each catalogue has made of the texts it met; gone as soon as the catalogue is.
_KNOWN: WeakKeyDictionary[Catalogue, dict[str, Meaning]] = WeakKeyDictionary()


def known_meanings(catalogue: Catalogue) -> Mapping[str, Meaning]:
    """What the catalogue has made of texts so far, by text as typed."""
    return _KNOWN.setdefault(catalogue, {})


def meaning_of(text: str, catalogue: Catalogue) -> Meaning:
    """The meaning of a text as typed."""
    known = _KNOWN.setdefault(catalogue, {})
    meaning = known.get(text)
    if meaning is None:
        if len(known) > _REMEMBERED_TEXTS:
            known.clear()
        meaning = known[text] = _meaning(text, catalogue)
    return meaning


def _meaning(text: str, catalogue: Catalogue) -> Meaning:
    recognition = catalogue.recognise(text)
    if recognition.decision is Decision.CERTAIN:
        return Meaning(topics=frozenset(topic for topic, _ in recognition.topics))
    likely = tuple(pair for pair in recognition.topics if pair[1] >= _LEAST_READING)
    return Meaning(text=fold(text), likely=likely)


def meeting(one: Meaning, other: Meaning, catalogue: Catalogue, related: float) -> float:
    """How surely two meanings are one topic, 0.0 to 1.0; the order does not matter.

    Two certain texts share a topic (1.0), are neighbours (`related`) or have nothing in common.
    Otherwise the noisy-or of what the catalogue and the bare texts say.
    """
    known = _by_catalogue(one, other, catalogue, related)
    if one.certain or other.certain:
        return known  # the uncertain text has already been compared with every label
    if not (one.text and other.text):
        return known
    direct = confidence(catalogue.measure.likeness(one.text, other.text))
    return 1.0 - (1.0 - known) * (1.0 - direct)


def compare(one: str, other: str, catalogue: Catalogue, related: float = RELATED) -> float:
    """How surely two texts as typed are one topic, 0.0 to 1.0, with all the catalogue knows."""
    return meeting(meaning_of(one, catalogue), meaning_of(other, catalogue), catalogue, related)


def _by_catalogue(one: Meaning, other: Meaning, catalogue: Catalogue, related: float) -> float:
    best = 0.0
    for topic, sure in one.readings:
        near = catalogue.related[topic]
        for other_topic, other_sure in other.readings:
            if topic == other_topic:
                best = max(best, sure * other_sure)
            elif other_topic in near:
                best = max(best, sure * other_sure * related)
    return best
