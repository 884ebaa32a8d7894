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
_ABBREVIATION = range(3, 7)  # letters; two are too many people's initials
_TOPICS_OF_A_GENERAL_WORD = 5
_LINKS = ("", "s", "n", "en", "es", "er")

Topics = frozenset[str]
NO_TOPICS: Topics = frozenset()


@dataclass(frozen=True)
class Inside:
    """A label found in a longer text; `leads` if the text begins with it."""

    topics: Topics
    label: str
    leads: bool


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
        self._short_for, self._begun = (
            _initials(self.texts, self.topics),
            _begun(self.texts, self.topics),
        )
        self._by_meaning = {key: next(iter(t)) for key, t in by_meaning.items() if len(t) == 1}
        self._deletions = _deletions(self._exact)
        self._topics_of_word = _topics_of_words(zip(self.texts, self.topics, strict=True))

    def exactly(self, folded: str) -> Topics:
        """Topics with this very label, spaces aside."""
        return self._exact.get(compact(folded), NO_TOPICS)

    def by_meaning(self, folded: str) -> Topics:
        """The topic with a label of the same telling words, whatever their order and endings."""
        found = self._by_meaning.get(meanings(folded))
        return frozenset({found}) if found else NO_TOPICS

    def abbreviated(self, folded: str) -> Topics:
        """The one topic with a label of these initials, or whose initials are a label."""
        initials = _initials_of(folded)
        found = self._short_for.get(folded) or (self._exact.get(initials) if initials else None)
        return found if found and len(found) == 1 else NO_TOPICS

    def begun(self, folded: str) -> Topics:
        """The one topic with a label that goes on after this text: Oracle and Oracle Database."""
        found = self._begun.get(compact(folded), NO_TOPICS)
        return found if len(found) == 1 else NO_TOPICS

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
        return all(word in self._topics_of_word for word in folded.split())

    def is_general(self, label: str) -> bool:
        """Whether a one-word label also serves many other topics: marketing, design, video."""
        return len(self._topics_of_word.get(label, ())) >= _TOPICS_OF_A_GENERAL_WORD

    def is_unmistakable(self, part: Inside) -> bool:
        """Whether unread words beside a label change nothing: it leads and its words are its own.

        What stands last is only the kind of thing (measured on foreign catalogues: a "Reddit client"
        is about Reddit): right in 6 of 10 texts, against 19 of 20 for what leads.
        """
        own = all(len(self._topics_of_word.get(word, ())) <= 1 for word in part.label.split())
        return part.leads and own

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
                    label = " ".join(words[start : start + length])
                    found.append(Inside(topics, label, leads=not _telling(words[:start])))
                    for place in window:
                        free[place] = False
        rest = [word for word, unread in zip(words, free, strict=True) if unread]
        for word in list(rest):
            if part := self._in_compound(word):
                found.append(part)
                rest.remove(word)
        return found, [word for word in rest if not self._says_nothing(word)]

    def _says_nothing(self, word: str) -> bool:
        return is_filler(word) or (is_filler_slip(word) and word not in self._topics_of_word)

    def _in_compound(self, word: str) -> Inside | None:
        """A label that begins or ends a compound whose other part is a word too.

        Instagramkanal holds Instagram; Excellence does not hold Excel, as "lence" is no word. What
        leads a German compound only tells its kind: Klimaanlage is no climate.
        """
        for cut in range(len(word) - _COMPOUND_PART, _COMPOUND_PART - 1, -1):
            head, tail = word[:cut], word[cut:]
            if head in self._inside and self._is_word(tail):
                return Inside(self._inside[head], head, leads=False)
            for link in _LINKS:
                if head.endswith(link) and tail in self._inside:
                    front = head.removesuffix(link)
                    if len(front) >= SHORT_LABEL and self._is_word(front):
                        return Inside(self._inside[tail], tail, leads=False)
        return None

    def _is_word(self, part: str) -> bool:
        known = self._topics_of_word
        return part in known or is_filler(part) or part.removeprefix("s") in known


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


def _topics_of_words(labels: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    """For each word the topics in whose labels it stands."""
    topics: dict[str, set[str]] = defaultdict(set)
    for text, topic in labels:
        for word in text.split():
            topics[word].add(topic)
    return dict(topics)


def _initials_of(text: str) -> str:
    """The initials of a text of several words, if they could be an abbreviation; else nothing."""
    words = text.split()
    initials = "".join(word[0] for word in words)
    return initials if len(initials) in _ABBREVIATION and all(map(str.isalpha, words)) else ""


def _initials(texts: Sequence[str], topics: Sequence[str]) -> dict[str, Topics]:
    return _gathered((_initials_of(text), topic) for text, topic in zip(texts, topics, strict=True))


def _begun(texts: Sequence[str], topics: Sequence[str]) -> dict[str, Topics]:
    beginnings = (
        ("".join(words[:count]), topic)
        for words, topic in zip(map(str.split, texts), topics, strict=True)
        for count in range(1, min(len(words), LONGEST_WINDOW))
    )
    return _gathered((text, topic) for text, topic in beginnings if len(text) > SHORT_LABEL)


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, Topics]:
    found: dict[str, set[str]] = defaultdict(set)
    for text, topic in pairs:
        if text:
            found[text].add(topic)
    return {text: frozenset(topics) for text, topics in found.items()}


def _telling(words: Iterable[str]) -> bool:
    return any(not is_filler(word) for word in words)


def core(folded: str) -> str:
    """The text without its filler words."""
    return " ".join(telling_words(folded))
