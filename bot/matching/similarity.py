"""How alike two texts are by their letters and words alone, without knowing any topic."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from scipy import sparse

from bot.matching.fold import SHORT_LABEL, compact, fold, is_filler, meaning

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

_BUCKETS_LOG2 = 20
_GRAM_SIZES = (2, 3, 4)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio, Knuth's multiplicative hash
_CANDIDATES = 12  # by letters; only these are compared word by word
_LEAST_COSINE = 0.15
_FILLER_WEIGHT = 0.15
ALIKE = 0.78  # ratio from which two words count as spellings of one
PART_LENGTH = 4  # shortest word that may be found inside a compound
_PART_VALUE = 0.75
ACRONYM_VALUE = 0.72  # likely, never certain
_ACRONYM_LETTERS = range(2, 7)


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs as three columns: row of the one, row of the other, likeness 0..1."""

    one: Whole
    other: Whole
    likeness: Floats


class Measure:
    """The mean of three views of a text pair, with rarity learnt from one fixed set of texts.

    Spelling (rapidfuzz ratio without spaces), letters (tf-idf cosine of 2- to 4-grams) and words
    (soft idf with compounds and a bilingual lexicon). The set is fixed, so that the same two texts
    have the same likeness whoever else takes part.
    """

    def __init__(self, texts: Sequence[str] = ()) -> None:
        counts = np.zeros(1 << _BUCKETS_LOG2, dtype=np.float64)
        _, buckets = _grams(texts)
        np.add.at(counts, buckets, 1.0)
        self._rarity: Floats = np.log((len(texts) + 1.0) / (counts + 1.0)) + 1.0
        words = Counter(word for text in texts for word in {meaning(word) for word in text.split()})
        self._unheard = math.log(len(texts) + 1.0) + 1.0
        self._word_rarity = {
            word: self._unheard - math.log(count + 1.0) for word, count in words.items()
        }

    def vectors(self, folded: Sequence[str]) -> sparse.csr_array:
        """One tf-idf row of length one for each folded text."""
        rows, buckets = _grams(folded)
        shape = (len(folded), 1 << _BUCKETS_LOG2)
        matrix = sparse.csr_array((self._rarity[buckets], (rows, buckets)), shape=shape)
        rows = np.repeat(np.arange(len(folded)), np.diff(matrix.indptr))
        norms = np.sqrt(np.bincount(rows, matrix.data**2, len(folded)))
        matrix.data /= norms[rows]
        return matrix

    def likeness(self, one: str, other: str) -> float:
        """Likeness of two folded texts, 0.0 to 1.0; the order of the two does not matter."""
        cosine = self._cosine(one, other)
        return self._verdict(one, other, fuzz.ratio(compact(one), compact(other)) / 100, cosine)

    def _cosine(self, one: str, other: str) -> float:
        """The product of the two rows of `vectors`, without tables: many ask about two texts."""
        owners, buckets = _grams([one, other])
        weights = self._rarity[buckets]
        second = int(np.searchsorted(owners, 1))
        _, ours, theirs = np.intersect1d(
            buckets[:second], buckets[second:], assume_unique=True, return_indices=True
        )
        shared = float((weights[:second][ours] * weights[second:][theirs]).sum())
        lengths = float(np.sqrt((weights[:second] ** 2).sum() * (weights[second:] ** 2).sum()))
        return shared / lengths if lengths else 0.0

    def nearest(
        self,
        ones: Sequence[str],
        others: Sequence[str],
        other_vectors: sparse.csr_array | None = None,
    ) -> Pairs:
        """The likeness of every pair of folded texts that shares enough letters to matter."""
        left = self.vectors(ones)
        right = self.vectors(others) if other_vectors is None else other_vectors
        right = sparse.csr_array(right.T)  # once, not for every block
        found = [
            self._block(ones, others, start, left[start : start + 512], right)
            for start in range(0, len(ones), 512)
        ]
        if not found:
            return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
        columns = (np.concatenate(column) for column in zip(*found, strict=True))
        one, other, likeness = columns
        return Pairs(one.astype(np.int64), other.astype(np.int64), likeness)

    def _block(
        self,
        ones: Sequence[str],
        others: Sequence[str],
        start: int,
        left: sparse.csr_array,
        right: sparse.csr_array,
    ) -> tuple[Whole, Whole, Floats]:
        product = sparse.csr_array(left @ right)
        rows, columns, cosines = _best_of_each_row(product, _CANDIDATES)
        rows = rows + start
        spellings = process.cpdist(
            [compact(ones[row]) for row in rows],
            [compact(others[column]) for column in columns],
            scorer=fuzz.ratio,
        )
        verdicts = [
            self._verdict(ones[row], others[column], spelling / 100, cosine)
            for row, column, spelling, cosine in zip(rows, columns, spellings, cosines, strict=True)
        ]
        return rows, columns, np.array(verdicts, dtype=np.float64)

    def _verdict(self, one: str, other: str, spelling: float, cosine: float) -> float:
        if one == other:
            return 1.0
        if min(len(compact(one)), len(compact(other))) <= SHORT_LABEL:
            return ACRONYM_VALUE if _is_acronym(one, other) else 0.0
        mean = (spelling + min(1.0, cosine) + self._words(one, other)) / 3
        return max(mean, ACRONYM_VALUE) if _is_acronym(one, other) else mean

    def _words(self, one: str, other: str) -> float:
        a, b = one.split(), other.split()
        return (self._covered(a, b) + self._covered(b, a)) / 2

    def _covered(self, words: Sequence[str], by: Sequence[str]) -> float:
        weights = [self.rarity(word) for word in words]
        best = [max((self.word(word, other) for other in by), default=0.0) for word in words]
        total = sum(weights)
        return sum(w * b for w, b in zip(weights, best, strict=True)) / total if total else 0.0

    def word(self, one: str, other: str) -> float:
        """Likeness of two folded words, 0.0 to 1.0, by meaning, spelling or as parts of a compound."""
        alike = _word_likeness(one, other)
        return max(alike, _PART_VALUE) if alike < 1 and self._is_part(one, other) else alike

    def _is_part(self, one: str, other: str) -> bool:
        """Whether one is a word of the compound that the other is, and its rest a word as well."""
        shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
        if len(shorter) < PART_LENGTH or not (
            longer.startswith(shorter) or longer.endswith(shorter)
        ):
            return False
        rest = longer.removeprefix(shorter) if longer.startswith(shorter) else ""
        rest = rest or longer.removesuffix(shorter)
        return bool(rest) and any(
            meaning(word) in self._word_rarity or is_filler(word)
            for word in (rest, rest.strip("s"))
        )

    def rarity(self, word: str) -> float:
        """What a folded word weighs in a text: more the fewer of the fixed set have it."""
        rarity = self._word_rarity.get(meaning(word), self._unheard)
        return rarity * _FILLER_WEIGHT if is_filler(word) else rarity


@lru_cache(maxsize=1)
def _plain_measure() -> Measure:
    return Measure()


def similarity(one: str, other: str) -> float:
    """Likeness of two texts as typed, 0.0 (unrelated) to 1.0 (the same), by letters and words."""
    return _plain_measure().likeness(fold(one), fold(other))


def _best_of_each_row(product: sparse.csr_array, limit: int) -> tuple[Whole, Whole, Floats]:
    """Rows, columns and values of the `limit` greatest entries of each row."""
    values = product.data
    rows = np.repeat(np.arange(product.shape[0]), np.diff(product.indptr))
    enough = values >= _LEAST_COSINE
    rows, columns, values = rows[enough], product.indices[enough], values[enough]
    order = np.lexsort((columns, -values, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    starts = np.searchsorted(rows, np.arange(product.shape[0]))
    rank = np.arange(len(rows)) - starts[rows] if len(rows) else rows
    kept = rank < limit
    return rows[kept].astype(np.int64), columns[kept].astype(np.int64), values[kept]


def _grams(folded: Sequence[str]) -> tuple[Whole, Whole]:
    """Text number and bucket of each letter gram, once per text; word edges count as letters."""
    framed = [f" {text} " for text in folded]
    signs = np.frombuffer("".join(framed).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(framed)), [len(text) for text in framed])
    found = []
    for size in _GRAM_SIZES:
        count = len(signs) - size + 1
        if count <= 0:
            continue
        code = np.full(count, size, dtype=np.uint64)
        for place in range(size):
            code = (code ^ signs[place : place + count]) * _MULTIPLIER
            code ^= code >> np.uint64(29)
        whole = owner[:count] == owner[size - 1 :]
        bucket = ((code * _MULTIPLIER) >> np.uint64(64 - _BUCKETS_LOG2)).astype(np.int64)
        found.append((owner[:count][whole] << _BUCKETS_LOG2) | bucket[whole])
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    once = np.unique(np.concatenate(found))
    return once >> _BUCKETS_LOG2, once & ((1 << _BUCKETS_LOG2) - 1)


@lru_cache(maxsize=262144)
def _word_likeness(one: str, other: str) -> float:
    """Likeness of two folded words by meaning and spelling."""
    if one == other or meaning(one) == meaning(other):
        return 1.0
    if min(len(one), len(other)) <= SHORT_LABEL:
        return 0.0
    ratio = fuzz.ratio(one, other) / 100
    return ratio if ratio >= ALIKE else 0.0


def acronym_of(text: str) -> str:
    """The initials of a folded text, or nothing where they are too few or too many for a name."""
    initials = "".join(word[0] for word in text.split())
    return initials if len(initials) in _ACRONYM_LETTERS else ""


def _is_acronym(one: str, other: str) -> bool:
    return one == acronym_of(other) or other == acronym_of(one)
