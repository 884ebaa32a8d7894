"""What one catalogue knows of words, lent to another: SoMe and Social Media are one in any company."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from bot.matching.reading import Decision, Reading, Recognition

Read = Callable[[Sequence[str]], list[Recognition]]
Neighbours = Mapping[str, frozenset[str]]

# Two texts of one of our topics may be two of another's topics, ChatGPT and Claude: so a question.
_LENT = 0.65
_LENT_BY_ONE = 0.72  # only one topic of the other catalogue has labels of that meaning
_LENT_BY_A_NEIGHBOUR = 0.3  # enough to rank, not to ask
_ALSO_ALIKE = 0.1  # for letters and words, so that the likeliest of several comes first


class Thesaurus:
    """Leads from the words of one catalogue to the topics of another."""

    def __init__(
        self, read: Read, neighbours: Neighbours, labels: Sequence[str], topics: Sequence[str]
    ) -> None:
        self._read, self._neighbours = read, neighbours
        self._lends: dict[str, set[str]] = defaultdict(set)
        for topic, recognition in zip(topics, read(labels), strict=True):
            if meaning := _meaning(recognition):
                self._lends[meaning].add(topic)

    def add(self, readings: Mapping[str, Reading]) -> None:
        """Adds to each text's reading the topics whose labels have the same meaning."""
        texts = list(readings)
        for text, recognition in zip(texts, self._read(texts), strict=True):
            for topic, worth in self._lent(recognition).items():
                alike = readings[text].scores.get(topic, 0.0)
                readings[text].add(topic, round(worth + _ALSO_ALIKE * alike, 4))

    def _lent(self, recognition: Recognition) -> dict[str, float]:
        meaning = _meaning(recognition)
        if not meaning:
            return {}
        near = {topic for each in self._neighbours[meaning] for topic in self._lends.get(each, ())}
        lent = dict.fromkeys(near, _LENT_BY_A_NEIGHBOUR)
        found = self._lends.get(meaning, set())
        return lent | dict.fromkeys(found, _LENT_BY_ONE if len(found) == 1 else _LENT)


def _meaning(recognition: Recognition) -> str:
    """The one topic that a text means for certain, or nothing."""
    sure = recognition.decision is Decision.CERTAIN and len(recognition.topics) == 1
    return str(recognition.topic) if sure else ""
