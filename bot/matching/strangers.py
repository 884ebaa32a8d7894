"""Texts that no topic stands for, prepared so that one more is held against all of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from weakref import WeakKeyDictionary

import numpy as np
from rapidfuzz import fuzz, process

from bot.matching.catalogue import LEAST_LIKENESS, Catalogue, confidence
from bot.matching.fold import SHORT_LABEL, compact, meaning
from bot.matching.similarity import ACRONYM_VALUE, ALIKE, PART_LENGTH, Floats, Measure, acronym_of

_REMEMBERED_TEXTS = 50_000


class Vocabulary:
    """The distinct words of some texts, and what each other word is like among them."""

    def __init__(self, words: Iterable[str], measure: Measure) -> None:
        self.numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
        self._words = list(self.numbers)
        self._measure = measure
        self.rarity = np.array([measure.rarity(word) for word in self._words])
        self._marked: dict[str, list[int]] = defaultdict(list)
        for number, word in enumerate(self._words):
            for mark in _marks(word):
                self._marked[mark].append(number)

    def likenesses(self, word: str) -> Floats:
        """`Measure.word` with each word; reckoned only for those that can be more than nothing."""
        found = np.zeros(len(self._words))
        ratios = process.cdist([word], self._words, scorer=fuzz.ratio, dtype=np.float64)[0]
        near = set(np.flatnonzero(ratios >= 100 * ALIKE - 1).tolist())
        for mark in _marks(word):
            near.update(self._marked.get(mark, ()))
        for number in near:
            found[number] = self._measure.word(word, self._words[number])
        return found


def _marks(word: str) -> tuple[str, str, str]:
    """What two words share of which one means the other, or begins or ends it."""
    return f"={meaning(word)}", f"^{word[:PART_LENGTH]}", f"{word[-PART_LENGTH:]}$"


class Strangers:
    """Distinct folded texts with their grams and words; never changed, so that threads share it."""

    def __init__(self, texts: Iterable[str], measure: Measure) -> None:
        self.places = {text: place for place, text in enumerate(dict.fromkeys(texts))}
        self.texts = list(self.places)
        self._measure = measure
        self._joined = [compact(text) for text in self.texts]
        self._short = np.array([len(joined) <= SHORT_LABEL for joined in self._joined], bool)
        self._vectors = measure.vectors(self.texts)
        self._by_acronym: dict[str, list[int]] = defaultdict(list)
        for place, text in enumerate(self.texts):
            self._by_acronym[acronym_of(text)].append(place)
        words = [text.split() for text in self.texts]
        self._vocabulary = Vocabulary((word for each in words for word in each), measure)
        self._starts = np.cumsum([0, *map(len, words)])[:-1]
        numbers = self._vocabulary.numbers
        self._said = np.array([numbers[word] for each in words for word in each], np.int64)

    def alike(self, one: str) -> dict[str, float]:
        """How surely each of our texts means what this folded one does; only those at all alike."""
        likenesses = self.likenesses(one)
        return {
            self.texts[place]: confidence(float(likenesses[place]))
            for place in np.flatnonzero(likenesses > LEAST_LIKENESS)
        }

    def likenesses(self, one: str) -> Floats:
        """`Measure.likeness` of one folded text with each of ours, in their order."""
        joined = [compact(one)]
        spelling = process.cdist(joined, self._joined, scorer=fuzz.ratio, dtype=np.float64)[0]
        found: Floats = (spelling / 100 + np.minimum(1, self._cosines(one)) + self._words(one)) / 3
        if len(joined[0]) <= SHORT_LABEL:
            found[:] = 0
        found[self._short] = 0
        for place in self._acronyms(one):
            found[place] = max(found[place], ACRONYM_VALUE)
        if one in self.places:
            found[self.places[one]] = 1
        return found

    def _cosines(self, one: str) -> Floats:
        vector, ours = self._measure.vectors([one]), self._vectors
        whole = np.zeros(vector.shape[1])
        whole[vector.indices] = vector.data
        cosines: Floats = ours @ whole
        return cosines

    def _words(self, one: str) -> Floats:
        """How far each text says in its words what this one does, and the reverse: the mean."""
        words = one.split()
        alike = np.array([self._vocabulary.likenesses(word) for word in words])
        weights = np.array([self._measure.rarity(word) for word in words])
        mine = weights @ np.maximum.reduceat(alike[:, self._said], self._starts, axis=1)
        rarity = self._vocabulary.rarity[self._said]
        theirs = np.add.reduceat(rarity * alike.max(axis=0)[self._said], self._starts)
        both: Floats = mine / weights.sum() + theirs / np.add.reduceat(rarity, self._starts)
        return both / 2

    def _acronyms(self, one: str) -> Sequence[int]:
        longer = self._by_acronym.get(one, [])
        shorter = self.places.get(acronym_of(one))
        return longer if shorter is None else [*longer, shorter]


# Those that each catalogue has met; gone as soon as the catalogue is.
_MET: WeakKeyDictionary[Catalogue, Strangers] = WeakKeyDictionary()


def strangers_met(texts: Set[str], catalogue: Catalogue) -> Strangers:
    """At least these folded texts, none of them empty; those of earlier calls stay prepared."""
    met = _MET.get(catalogue)
    if met is None or not texts <= met.places.keys():
        earlier = met.texts if met and len(met.texts) < _REMEMBERED_TEXTS else ()
        met = _MET[catalogue] = Strangers([*earlier, *sorted(texts)], catalogue.measure)
    return met
