"""The topic catalogue: which topic a text means, and how sure that is."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from scipy import sparse

from bot.matching.fold import SHORT_LABEL, compact
from bot.matching.labels import Inside, Labels, core
from bot.matching.reading import (
    A_QUESTION,
    NOTHING_RECOGNISED,
    Reading,
    Recognition,
    Typed,
)
from bot.matching.search import Shelf
from bot.matching.similarity import Measure
from bot.matching.thesaurus import Thesaurus
from bot.matching.topic import Topic, checked, load_topics, topics_in_csv

_MEANING, _INSIDE, _LONG_TYPO, _SHORT_TYPO = 0.97, 0.94, 0.93, 0.58
_LIKELY_TYPO = 0.9  # in a label that is neither long nor short: hiking is not hiring
_LIKELY_SLIP = 0.65  # a short label with a letter too many, too few or swapped: ask, but meets
_KNOWN_WORD = 0.55  # one letter from a label, but a word of its own: team and Teams
_LONG_LABEL = 6
_SURE_LABEL = 8  # letters; Nation branding is not about Notion
_BEGUN, _ABBREVIATED = 0.57, 0.55  # worth a question, but not enough for a proposal
_TRAILS = 0.02  # what leads comes before what trails
_REST_COSTS = 0.05  # for every telling word that the label leaves unread
_REST_FLOOR = 0.7
LEAST_LIKENESS, _FULL_LIKENESS, _FUZZY_CEILING = 0.35, 0.85, 0.92
_GUESS = 0.1  # of a likeness too faint to mean anything: enough to rank, never to be taken
_REMEMBERED_TEXTS = 100_000


class Catalogue:
    """All topics of a programme; loaded once, never changed: HR's changes make a new one."""

    def __init__(
        self, topics: Iterable[Topic], *, strict: bool = True, knowing: "Catalogue | None" = None
    ) -> None:
        self.topics: tuple[Topic, ...] = checked(tuple(topics), strict=strict)
        self._by_key: Mapping[str, Topic] = {topic.key: topic for topic in self.topics}
        self._labels = Labels(self.topics)
        self.measure = Measure(self._labels.texts)
        self._remembered: dict[Typed, Recognition] = {}
        self._knowing = knowing

    @classmethod
    def load(cls, path: Path | str | None = None) -> "Catalogue":
        """Our catalogue, or that of a TOML file or a folder of them, which ours helps to read."""
        if path is None:
            return cls(load_topics())
        return cls(load_topics(Path(path)), knowing=cls.load())

    @classmethod
    def in_csv(cls, text: str, name: str) -> "Catalogue":
        """Somebody else's table `topic, labels`; two topics may claim a label. Ours helps to read."""
        return cls(topics_in_csv(text, name), strict=False, knowing=cls.load())

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def topic(self, key: str) -> Topic:
        """The topic of that key; KeyError for any other."""
        return self._by_key[key]

    def became(self, former: str) -> Topic | None:
        """The topic that took over one of this key or name, or is called otherwise now; else None."""
        return self._by_former.get(former)

    @cached_property
    def _by_former(self) -> Mapping[str, Topic]:
        return {each: topic for topic in self.topics for each in topic.former}

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
        folded = [Typed.of(text) for text in texts]
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
    def _thesaurus(self) -> Thesaurus | None:
        labels, known = self._labels, self._knowing
        if known is None:
            return None
        return Thesaurus(known.recognise_many, known.related, labels.texts, labels.topics)

    @cached_property
    def _label_vectors(self) -> sparse.csr_array:
        return self.measure.vectors(self._labels.texts)

    def _read(self, texts: Sequence[Typed]) -> dict[Typed, Recognition]:
        readings = {text: self._by_label(text) for text in texts}
        vague = {t.folded: readings[t] for t in texts if readings[t].best() < _SHORT_TYPO}
        self._add_by_likeness(vague)
        if self._thesaurus:
            self._thesaurus.add({t.folded: readings[t] for t in texts if not readings[t].sure()})
        return {text: reading.decided() for text, reading in readings.items()}

    def _by_label(self, text: Typed) -> "Reading":
        """Topics whose labels stand in the text: exactly, inflected, mistyped or among others."""
        labels, folded, essence = self._labels, text.folded, core(text.folded)
        if found := labels.exactly(folded):
            return Reading(dict.fromkeys(found, 1.0))
        if found := labels.exactly(essence) or labels.by_meaning(folded):
            return Reading(dict.fromkeys(found, _MEANING))
        reading = Reading({})
        for form in (essence, folded):
            for topic, label in labels.mistyped(form).items():
                slip = _slip(form, label)
                slip = min(slip, A_QUESTION) if form[0] != label[0] else slip
                reading.add(topic, _KNOWN_WORD if labels.all_known(form) else slip)
        inside, rest = labels.inside(folded)
        reading.beside = text.listed and len(inside) > 1 and _one_each(inside)
        for part in inside:
            worth = self._worth_inside(part, rest)
            if not (reading.beside or (len(inside) == 1 and labels.is_unmistakable(part))):
                worth = min(worth, A_QUESTION - (0 if part.leads else _TRAILS))
            for topic in part.topics:
                reading.add(topic, worth)
        for topic in labels.begun(essence) - reading.scores.keys():
            reading.add(topic, _BEGUN)
        for topic in labels.abbreviated(folded) - reading.scores.keys():
            reading.add(topic, _ABBREVIATED)
        for word in (word for word in rest if not labels.all_known(word)):
            for topic, label in labels.mistyped(word).items():
                reading.add(topic, _REST_FLOOR if len(label) >= _SURE_LABEL else _SHORT_TYPO)
        return reading

    def _worth_inside(self, part: Inside, rest: Sequence[str]) -> float:
        """How surely a text that contains a label means its topic."""
        if rest and self._labels.is_general(part.label):
            return _REST_FLOOR
        return max(_REST_FLOOR, _INSIDE - _REST_COSTS * len(rest))

    def _add_by_likeness(self, readings: Mapping[str, "Reading"]) -> None:
        long_enough = [text for text in readings if len(compact(text)) > SHORT_LABEL]
        if not long_enough:
            return
        labels = self._labels
        pairs = self.measure.nearest(long_enough, labels.texts, self._label_vectors)
        for row, column, likeness in zip(pairs.one, pairs.other, pairs.likeness, strict=True):
            score = confidence(float(likeness)) or round(_GUESS * float(likeness), 4)
            readings[long_enough[row]].add(labels.topics[column], score)


def _one_each(parts: Sequence[Inside]) -> bool:
    return all(len(part.topics) == 1 for part in parts)


def _slip(folded: str, label: str) -> float:
    """What one slip in a label is worth, more the longer the label is."""
    if len(label) >= _SURE_LABEL:
        return _LONG_TYPO
    return _LIKELY_TYPO if len(label) >= _LONG_LABEL else _short_slip(folded, label)


def _short_slip(folded: str, label: str) -> float:
    """What one slip in a short label is worth: another letter may be another word (Scala, Scale)."""
    text = compact(folded)
    other_letter = len(text) == len(label) and sorted(text) != sorted(label)
    return _SHORT_TYPO if other_letter else _LIKELY_SLIP


def confidence(likeness: float) -> float:
    """How surely two texts of that likeness (mean of three views) name one topic, 0.0 to 0.92."""
    share = (likeness - LEAST_LIKENESS) / (_FULL_LIKENESS - LEAST_LIKENESS)
    return round(max(0.0, min(1.0, share)) * _FUZZY_CEILING, 4)
