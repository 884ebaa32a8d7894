"""Every label of the catalogue, found again exactly, inside a text, in a compound or mistyped."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.matching.fold import (
    SHORT_LABEL,
    compact,
    fold,
    is_filler,
    is_filler_slip,
    meanings,
    telling_words,
)
from bot.matching.topic import Topic

LONGEST_WINDOW = 6  # words of a label inside a longer text
_LONGEST_WITH_TYPO = 40
_COMPOUND_PART = 4
_TOPICS_OF_A_GENERAL_WORD = 5
_LINKS = ("", "s", "n", "en", "es", "er")

Topics = frozenset[str]
NO_TOPICS: Topics = frozenset()


@dataclass(frozen=True)
class Inside:
    """A label found in a longer text."""

    topics: Topics
    label: str


class Labels:
    """The labels of all topics, folded, with one index for each way of finding them."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self.texts: list[str] = []
        self.topics: list[str] = []
        exact: dict[str, set[str]] = defaultdict(set)
        inside: dict[str, set[str]] = defaultdict(set)
        by_meaning: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for topic in topics:
            alone = {fold(label) for label in topic.alone}
            for text in dict.fromkeys(
                fold(label.replace("_", " ")) for label in topic.all_labels()
            ):
                self.texts.append(text)
                self.topics.append(topic.key)
                exact[compact(text)].add(topic.key)
                if text not in alone:
                    inside[compact(text)].add(topic.key)
                    by_meaning[meanings(text)].add(topic.key)
        self._exact = {key: frozenset(found) for key, found in exact.items()}
        self._inside = {key: frozenset(found) for key, found in inside.items()}
        # Where two topics have one meaning the words decide nothing: that is for a person to say.
        self._by_meaning = {key: next(iter(t)) for key, t in by_meaning.items() if len(t) == 1}
        self._general = _general(zip(self.texts, self.topics, strict=True))
        self._deletions = _deletions(self._exact)
        self._words = frozenset(word for text in self.texts for word in text.split())

    def exactly(self, folded: str) -> Topics:
        """Topics with this very label, spaces aside."""
        return self._exact.get(compact(folded), NO_TOPICS)

    def by_meaning(self, folded: str) -> Topics:
        """The topic with a label of the same telling words, whatever their order and endings."""
        found = self._by_meaning.get(meanings(folded))
        return frozenset({found}) if found else NO_TOPICS

    def mistyped(self, folded: str) -> dict[str, str]:
        """Topics with a label one slip away, and that label; short labels must be exact."""
        text = compact(folded)
        if not SHORT_LABEL < len(text) <= _LONGEST_WITH_TYPO:
            return {}
        near = {
            label for form in (text, *_without_one(text)) for label in self._deletions.get(form, ())
        }
        near = {label for label in near if OSA.distance(text, label, score_cutoff=1) <= 1}
        return {topic: label for label in sorted(near) for topic in sorted(self._exact[label])}

    def all_known(self, folded: str) -> bool:
        """Whether every word stands in some label: then a near miss is hardly a slip."""
        return all(word in self._words for word in folded.split())

    def is_general(self, label: str) -> bool:
        """Whether a one-word label also serves many other topics: marketing, design, video."""
        return label in self._general

    def inside(self, folded: str) -> tuple[list[Inside], list[str]]:
        """The labels that the text contains, longest first, and the telling words left over."""
        words = folded.split()
        free = [True] * len(words)
        found: list[Inside] = []
        for length in range(min(LONGEST_WINDOW, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                window = range(start, start + length)
                topics = self._inside.get("".join(words[start : start + length]), NO_TOPICS)
                if topics and all(free[place] for place in window):
                    found.append(Inside(topics, " ".join(words[start : start + length])))
                    for place in window:
                        free[place] = False
        rest = [word for word, unread in zip(words, free, strict=True) if unread]
        for word in list(rest):
            if topics := self._in_compound(word):
                found.append(Inside(topics, word))
                rest.remove(word)
        return found, [word for word in rest if not self._says_nothing(word)]

    def _says_nothing(self, word: str) -> bool:
        return is_filler(word) or (is_filler_slip(word) and word not in self._words)

    def _in_compound(self, word: str) -> Topics:
        """A label that begins or ends a compound whose other part is a word too.

        Instagramkanal holds Instagram; Excellence does not hold Excel, as "lence" is no word.
        """
        for cut in range(len(word) - _COMPOUND_PART, _COMPOUND_PART - 1, -1):
            head, tail = word[:cut], word[cut:]
            if head in self._inside and self._is_word(tail):
                return self._inside[head]
            for link in _LINKS:
                if head.endswith(link) and tail in self._inside:
                    front = head.removesuffix(link)
                    if len(front) >= SHORT_LABEL and self._is_word(front):
                        return self._inside[tail]
        return NO_TOPICS

    def _is_word(self, part: str) -> bool:
        return part in self._words or is_filler(part) or part.removeprefix("s") in self._words


def _without_one(text: str) -> set[str]:
    return {text[:place] + text[place + 1 :] for place in range(len(text))}


def _deletions(labels: Iterable[str]) -> dict[str, Sequence[str]]:
    """Each label under itself and under itself less one letter: two slips meet in the middle.

    Source: the symmetric delete method of Wolf Garbe's SymSpell.
    """
    index: dict[str, list[str]] = defaultdict(list)
    for label in labels:
        if SHORT_LABEL < len(label) <= _LONGEST_WITH_TYPO:
            for form in {label, *_without_one(label)}:
                index[form].append(label)
    return dict(index)


def _general(labels: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Words that stand in the labels of many topics."""
    topics: dict[str, set[str]] = defaultdict(set)
    for text, topic in labels:
        for word in text.split():
            topics[word].add(topic)
    return frozenset(
        word for word, found in topics.items() if len(found) >= _TOPICS_OF_A_GENERAL_WORD
    )


def core(folded: str) -> str:
    """The text without its filler words."""
    return " ".join(telling_words(folded))
