"""A programme's topics as a table: what its rows would change, and what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.matching.editing import changed, own_key
from bot.matching.fold import compact, fold
from bot.matching.topic import LONGEST_NAME, CatalogueError, Topic
from bot.model import TopicAction, TopicChange


@dataclass(frozen=True)
class TopicRow:
    """A line of the table: `topic` is a key, empty for a new topic; other topics by key or name.

    A table only adds: names that differ, labels and neighbours that are new. What it leaves out stays.
    """

    line: int
    topic: str = ""
    de: str = ""
    en: str = ""
    labels: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    merge_into: str = ""


@dataclass
class TopicPlan:
    """The changes that a table asks for, and its problems by line; with any, nothing is to be done."""

    topics: tuple[Topic, ...]
    programme: int
    at: datetime
    changes: list[TopicChange] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @staticmethod
    def of(
        rows: Sequence[TopicRow], topics: Sequence[Topic], programme: int, at: datetime
    ) -> "TopicPlan":
        """What the rows change about these topics: first names, then neighbours, then merging."""
        plan = TopicPlan(tuple(topics), programme, at)
        for step in (plan.name, plan.relate, plan.merge):
            for row in rows:
                try:
                    step(row)
                except CatalogueError as wrong:
                    plan.problems.append(f"line {row.line}: {wrong}")
        return plan

    def name(self, row: TopicRow) -> None:
        """Adds a topic, or gives one other names and more labels."""
        if row.merge_into:
            return
        if any(len(name) > LONGEST_NAME for name in (row.de, row.en, *row.labels)):
            raise CatalogueError(f"a name or label has at most {LONGEST_NAME} characters")
        known = self._known(row)
        if known is None:
            self._add(row)
            return
        de, en = (
            name if name and name != known.names.get(language) else ""
            for language, name in (("de", row.de), ("en", row.en))
        )
        its = {compact(fold(label)) for label in known.all_labels()}
        labels = tuple(label for label in row.labels if compact(fold(label)) not in its)
        if de or en or labels:
            self._change(TopicAction.RENAME, known.key, de=de, en=en, labels=labels)

    def relate(self, row: TopicRow) -> None:
        """Makes topics neighbours of this one."""
        if row.merge_into or not row.related:
            return
        topic = self._named(row.topic or row.en or row.de)
        keys = tuple(self._named(each).key for each in row.related)
        new = tuple(key for key in keys if key not in topic.related and key != topic.key)
        if new:
            self._change(TopicAction.RENAME, topic.key, related=new)

    def merge(self, row: TopicRow) -> None:
        """Takes a topic into another, unless that was done before."""
        if not row.merge_into:
            return
        into, gone = self._named(row.merge_into), row.topic or row.en or row.de
        if gone not in {topic.key for topic in self.topics} and gone in into.labels:
            return
        self._change(TopicAction.MERGE, self._named(gone).key, into=into.key)

    def _known(self, row: TopicRow) -> Topic | None:
        if row.topic:
            return self._named(row.topic)
        wanted = {fold(name) for name in (row.de, row.en) if name}
        if not wanted:
            raise CatalogueError("a new topic needs a name in the column de or en")
        return next((each for each in self.topics if wanted & _names(each)), None)

    def _named(self, words: str) -> Topic:
        for topic in self.topics:
            if words == topic.key:
                return topic
        for topic in self.topics:
            if fold(words) in _names(topic):
                return topic
        raise CatalogueError(
            f"{words!r} is no topic: give the key or name of one, or leave `topic` empty for a new one"
        )

    def _add(self, row: TopicRow) -> None:
        key = own_key(row.en or row.de, {topic.key for topic in self.topics})
        self._change(TopicAction.ADD, key, de=row.de, en=row.en, labels=row.labels)

    def _change(
        self,
        action: TopicAction,
        topic: str,
        *,
        de: str = "",
        en: str = "",
        labels: tuple[str, ...] = (),
        into: str = "",
        related: tuple[str, ...] = (),
    ) -> None:
        change = TopicChange(self.programme, self.at, action, topic, de, en, labels, into, related)
        self.topics = changed(self.topics, change)
        self.changes.append(change)


def _names(topic: Topic) -> set[str]:
    return {fold(name) for name in topic.names.values()}
