"""The topic catalogue: which topic a text means, and how sure that is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from scipy import sparse

from bot.matching.fold import SHORT_LABEL, compact, fold
from bot.matching.labels import Labels, core
from bot.matching.search import Shelf
from bot.matching.similarity import Measure
from bot.matching.topic import Topic, checked, load_topics

CERTAIN_FROM = 0.85
ASK_FROM = 0.5
MARGIN = 0.08  # a runner-up this close makes even a good score a question
_MEANING, _INSIDE, _LONG_TYPO, _SHORT_TYPO = 0.97, 0.94, 0.93, 0.58
_LIKELY_SLIP = 0.65  # a short label with a letter too many, too few or swapped: ask, but meets
_KNOWN_WORD = 0.55  # one letter from a label, but a word of its own: team and Teams
_LONG_LABEL = 6
_REST_COSTS = 0.05  # for every telling word that the label leaves unread
_REST_FLOOR = 0.7
_LEAST_LIKENESS, _FULL_LIKENESS, _FUZZY_CEILING = 0.35, 0.85, 0.92
_GUESS = 0.1  # of a likeness too faint to mean anything: enough to rank, never to be taken
_SHOWN_RUNNERS_UP = 4
_REMEMBERED_TEXTS = 100_000


class Decision(StrEnum):
    """What to do with a recognised text: take it, ask the person, or keep it as it is."""

    CERTAIN = "certain"
    ASK = "ask"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Recognition:
    """The catalogue's reading of one text; scores are 0.0 to 1.0, best first."""

    decision: Decision
    topic: str | None
    score: float
    runners_up: tuple[tuple[str, float], ...] = ()
    # A text may name several topics at once: "Instagram und TikTok".
    topics: tuple[tuple[str, float], ...] = ()


NOTHING_RECOGNISED = Recognition(Decision.UNKNOWN, None, 0.0)


class Catalogue:
    """All topics of a programme; loaded once, never changed: HR's changes make a new one."""

    def __init__(self, topics: Iterable[Topic], *, strict: bool = True) -> None:
        self.topics: tuple[Topic, ...] = checked(tuple(topics), strict=strict)
        self._by_key: Mapping[str, Topic] = {topic.key: topic for topic in self.topics}
        self._labels = Labels(self.topics)
        self.measure = Measure(self._labels.texts)
        self._remembered: dict[str, Recognition] = {}

    @classmethod
    def load(cls, path: Path | str | None = None) -> "Catalogue":
        """Our catalogue, or that of a folder or file; another's CSV may claim a label twice."""
        own = None if path is None else Path(path)
        return cls(load_topics(own), strict=own is None or own.suffix.lower() != ".csv")

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def topic(self, key: str) -> Topic:
        """The topic of that key; KeyError for any other."""
        return self._by_key[key]

    @cached_property
    def related(self) -> Mapping[str, frozenset[str]]:
        """Neighbours of each topic; if one names the other, both are related."""
        near: dict[str, set[str]] = {topic.key: set(topic.related) for topic in self.topics}
        for topic in self.topics:
            for other in topic.related:
                near[other].add(topic.key)
        return {key: frozenset(others - {key}) for key, others in near.items()}

    def recognise(self, text: str, language: str | None = None) -> Recognition:  # noqa: ARG002
        """What the text means. `language` is a hint that our labels do not need."""
        return self.recognise_many([text])[0]

    def recognise_many(self, texts: Sequence[str]) -> list[Recognition]:
        """What each text means, in order; a whole round at once is far cheaper than one by one."""
        folded = [fold(text) for text in texts]
        # Looked up once: another thread may tidy the memory while this one reads.
        known = {text: self._remembered.get(text) for text in folded}
        unread = [text for text, recognition in known.items() if recognition is None]
        if unread:
            if len(self._remembered) > _REMEMBERED_TEXTS:
                self._remembered.clear()
            read = self._read(unread)
            self._remembered.update(read)
            known.update(read)
        return [known[text] or NOTHING_RECOGNISED for text in folded]

    def search(self, query: str, language: str = "en", limit: int = 10) -> tuple[Topic, ...]:
        """Topics for a half-typed query in either language, best first, for pickers."""
        keys = self._shelf.search(query, language, limit)
        return tuple(self._by_key[key] for key in keys)

    @cached_property
    def _shelf(self) -> Shelf:
        return Shelf(self.topics)

    @cached_property
    def _label_vectors(self) -> sparse.csr_array:
        return self.measure.vectors(self._labels.texts)

    def _read(self, folded: Sequence[str]) -> dict[str, Recognition]:
        readings = {text: self._by_label(text) for text in folded}
        vague = [text for text in folded if text and readings[text].best() < _SHORT_TYPO]
        self._add_by_likeness(vague, readings)
        return {text: reading.decided() for text, reading in readings.items()}

    def _by_label(self, folded: str) -> "_Reading":
        """Topics whose labels stand in the text: exactly, inflected, mistyped or among others."""
        labels, essence = self._labels, core(folded)
        if found := labels.exactly(folded):
            return _Reading(dict.fromkeys(found, 1.0))
        if found := labels.exactly(essence) or labels.by_meaning(folded):
            return _Reading(dict.fromkeys(found, _MEANING))
        reading = _Reading({})
        for text in (essence, folded):
            for topic, label in labels.mistyped(text).items():
                slip = _LONG_TYPO if len(label) >= _LONG_LABEL else _short_slip(text, label)
                reading.add(topic, _KNOWN_WORD if labels.all_known(text) else slip)
        inside, rest = labels.inside(folded)
        worth = max(_REST_FLOOR, _INSIDE - _REST_COSTS * len(rest))
        for part in inside:
            for topic in part.topics:
                reading.add(topic, _REST_FLOOR if rest and labels.is_general(part.label) else worth)
        for word in (word for word in rest if not labels.all_known(word)):
            for topic, label in labels.mistyped(word).items():
                reading.add(topic, _REST_FLOOR if len(label) >= _LONG_LABEL else _SHORT_TYPO)
        reading.beside = len(inside) > 1 and all(len(part.topics) == 1 for part in inside)
        return reading

    def _add_by_likeness(self, texts: Sequence[str], readings: Mapping[str, "_Reading"]) -> None:
        long_enough = [text for text in texts if len(compact(text)) > SHORT_LABEL]
        if not long_enough:
            return
        labels = self._labels
        pairs = self.measure.nearest(long_enough, labels.texts, self._label_vectors)
        for row, column, likeness in zip(pairs.one, pairs.other, pairs.likeness, strict=True):
            score = confidence(float(likeness)) or round(_GUESS * float(likeness), 4)
            readings[long_enough[row]].add(labels.topics[column], score)


@dataclass
class _Reading:
    """Scores of topics for one text while it is being read."""

    scores: dict[str, float]
    beside: bool = False  # the topics stand side by side in the text, they do not compete

    def add(self, topic: str, score: float) -> None:
        self.scores[topic] = max(score, self.scores.get(topic, 0.0))

    def best(self) -> float:
        return max(self.scores.values(), default=0.0)

    def decided(self) -> Recognition:
        ranked = sorted(self.scores.items(), key=lambda pair: (-pair[1], pair[0]))
        if not ranked:
            return NOTHING_RECOGNISED
        topic, score = ranked[0]
        clear = self.beside or all(score - other >= MARGIN for _, other in ranked[1:])
        if score >= CERTAIN_FROM and clear:
            decision = Decision.CERTAIN
            meant = [pair for pair in ranked if self.beside and pair[1] >= CERTAIN_FROM]
        else:
            decision = Decision.ASK if score >= ASK_FROM else Decision.UNKNOWN
            meant = ranked[: _SHOWN_RUNNERS_UP + 1]
        runners_up = tuple(ranked[1 : _SHOWN_RUNNERS_UP + 1])
        return Recognition(decision, topic, score, runners_up, tuple(meant or ranked[:1]))


def _short_slip(folded: str, label: str) -> float:
    """What one slip in a short label is worth: another letter may be another word (Scala, Scale)."""
    text = compact(folded)
    other_letter = len(text) == len(label) and sorted(text) != sorted(label)
    return _SHORT_TYPO if other_letter else _LIKELY_SLIP


def confidence(likeness: float) -> float:
    """How surely two texts of that likeness (mean of three views) name one topic, 0.0 to 0.92."""
    share = (likeness - _LEAST_LIKENESS) / (_FULL_LIKENESS - _LEAST_LIKENESS)
    return round(max(0.0, min(1.0, share)) * _FUZZY_CEILING, 4)
