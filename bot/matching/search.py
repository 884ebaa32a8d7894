"""Type-ahead search: the topics somebody may mean while she is still typing."""

from collections.abc import Sequence

from rapidfuzz import fuzz, process

from bot.matching.fold import compact, fold
from bot.matching.topic import LANGUAGES, Topic

_WHOLE, _START, _WORD_START, _WITHIN, _MISTYPED = 5.0, 4.0, 3.0, 2.0, 1.0
_LEAST_WITHIN = 3  # letters before the middle of a word counts
_LEAST_MISTYPED = 4
_MISTYPED_FROM = 75  # rapidfuzz ratio of the query with as much of a label
_NAME_BONUS = 0.5  # a hit in the shown name comes before one in a synonym


class Shelf:
    """All labels in one list, ready to be searched within a few milliseconds."""

    def __init__(self, topics: Sequence[Topic]) -> None:
        self._keys = [topic.key for topic in topics]
        self._names = {
            language: [topic.name(language) for topic in topics] for language in LANGUAGES
        }
        self._rows = [
            (number, fold(label.replace("_", " ")), language)
            for number, topic in enumerate(topics)
            for label, language in _labelled(topic)
        ]
        self._compact = [compact(label) for _, label, _ in self._rows]

    def search(self, query: str, language: str, limit: int) -> list[str]:
        """Keys of the best topics; all topics by name for an empty query."""
        names = self._names.get(language) or self._names["en"]
        wanted = compact(fold(query))
        if not wanted:
            order = sorted(range(len(names)), key=lambda number: fold(names[number]))
            return [self._keys[number] for number in order[:limit]]
        best: dict[int, float] = {}
        for (number, label, named), joined in zip(self._rows, self._compact, strict=True):
            relevance = _relevance(wanted, joined, label)
            if relevance:
                relevance += _NAME_BONUS * (named == language) + len(wanted) / (9 * len(joined))
                best[number] = max(best.get(number, 0.0), relevance)
        if len(best) < limit and len(wanted) >= _LEAST_MISTYPED:
            for number, relevance in self._mistyped(wanted):
                best.setdefault(number, relevance)
        order = sorted(best, key=lambda number: (-best[number], fold(names[number])))
        return [self._keys[number] for number in order[:limit]]

    def _mistyped(self, wanted: str) -> list[tuple[int, float]]:
        starts = [label[: len(wanted) + 1] for label in self._compact]
        hits = process.extract(
            wanted, starts, scorer=fuzz.ratio, score_cutoff=_MISTYPED_FROM, limit=30, processor=None
        )
        hits.sort(key=lambda hit: -hit[1])
        return [(self._rows[row][0], _MISTYPED * score / 100) for _, score, row in hits]


def _labelled(topic: Topic) -> list[tuple[str, str]]:
    names = [(name, language) for language, name in topic.names.items()]
    return [*names, *((label, "") for label in (topic.key, *topic.labels, *topic.alone))]


def _relevance(wanted: str, joined: str, label: str) -> float:
    if joined == wanted:
        return _WHOLE
    if joined.startswith(wanted):
        return _START
    place = joined.find(wanted)
    if place < 0:
        return 0.0
    if any(word.startswith(wanted[: len(word)]) for word in label.split() if word):
        return _WORD_START
    return _WITHIN if len(wanted) >= _LEAST_WITHIN else 0.0
