"""HR's changes to the catalogue: each gives new topics, the old ones stay as they were."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.matching.catalogue import Catalogue
from bot.matching.fold import fold
from bot.matching.topic import CatalogueError, Topic, checked
from bot.model import TopicAction, TopicChange

LONGEST_KEY = 40  # letters of a name that go into a key
OWN_AREA = "own"  # where topics stand that a programme added
_CATALOGUES_REMEMBERED = 16  # a few megabytes each


@lru_cache(maxsize=_CATALOGUES_REMEMBERED)
def edited(catalogue: Catalogue, changes: tuple[TopicChange, ...]) -> Catalogue:
    """The catalogue with a programme's changes; the same one for the same changes.

    A change that no longer fits is left out: a newer catalogue may know the topic by itself.
    """
    if not changes:
        return catalogue
    topics = catalogue.topics
    for change in changes:
        try:
            topics = changed(topics, change)
        except CatalogueError:
            continue
    return Catalogue(topics)


def changed(topics: Sequence[Topic], change: TopicChange) -> tuple[Topic, ...]:
    """The topics after one change; CatalogueError if it does not fit."""
    return _CHANGES[change.action](topics, change)


def _added(topics: Sequence[Topic], change: TopicChange) -> tuple[Topic, ...]:
    names = {language: name for language, name in (("de", change.de), ("en", change.en)) if name}
    new = Topic(change.topic, names, change.labels, related=change.related, area=OWN_AREA)
    return with_topic(topics, new)


def _renamed(topics: Sequence[Topic], change: TopicChange) -> tuple[Topic, ...]:
    for language, name in (("de", change.de), ("en", change.en)):
        if name:
            topics = with_name(topics, change.topic, language, name)
    return with_more(topics, change.topic, change.labels, change.related)


def _merged(topics: Sequence[Topic], change: TopicChange) -> tuple[Topic, ...]:
    return merged(topics, change.topic, change.into)


def with_topic(topics: Sequence[Topic], new: Topic) -> tuple[Topic, ...]:
    """The topics and one more; CatalogueError if a label of it is taken."""
    return checked((*topics, new))


def with_name(topics: Sequence[Topic], key: str, language: str, name: str) -> tuple[Topic, ...]:
    """The topics with another name for one; the old name stays a label, so that it is still read."""
    old = _found(topics, key)
    former = tuple(text for text in (old.names.get(language),) if text and text != name)
    labels = tuple(dict.fromkeys((*old.labels, *former)))
    names = {**old.names, language: name}
    renamed = replace(old, names=names, labels=labels, former=(*old.former, *former))
    return checked(tuple(renamed if topic.key == key else topic for topic in topics))


def with_more(
    topics: Sequence[Topic], key: str, labels: Sequence[str], related: Sequence[str]
) -> tuple[Topic, ...]:
    """The topics with more ways to write one, and more neighbours of it."""
    old = _found(topics, key)
    more = replace(
        old,
        labels=tuple(dict.fromkeys((*old.labels, *labels))),
        related=tuple(dict.fromkeys((*old.related, *related))),
    )
    return checked(tuple(more if topic.key == key else topic for topic in topics))


def own_key(name: str, taken: Container[str]) -> str:
    """A key for a topic that a programme adds, made from its name and not yet `taken`."""
    words = "_".join(fold(name).split())[:LONGEST_KEY]
    key, number = f"own_{words}", 2
    while key in taken:
        key, number = f"own_{words}_{number}", number + 1
    return key


def merged(topics: Sequence[Topic], key: str, into: str) -> tuple[Topic, ...]:
    """The topics with one taken into another: its key, names and labels now mean the other."""
    gone, kept = _found(topics, key), _found(topics, into)
    if key == into:
        raise CatalogueError(f"{key} cannot be merged into itself")
    whole = replace(
        kept,
        labels=tuple(dict.fromkeys((*kept.labels, gone.key, *gone.names.values(), *gone.labels))),
        alone=tuple(dict.fromkeys((*kept.alone, *gone.alone))),
        related=tuple(dict.fromkeys((*kept.related, *gone.related))),
        former=(*kept.former, gone.key, *gone.names.values(), *gone.former),
    )
    left = (whole if topic.key == into else topic for topic in topics if topic.key != key)
    return checked(tuple(_redirected(topic, key, into) for topic in left))


def _redirected(topic: Topic, key: str, into: str) -> Topic:
    near = dict.fromkeys(into if other == key else other for other in topic.related)
    return replace(topic, related=tuple(other for other in near if other != topic.key))


def _found(topics: Sequence[Topic], key: str) -> Topic:
    for topic in topics:
        if topic.key == key:
            return topic
    raise CatalogueError(f"there is no topic {key!r}")


_CHANGES: Mapping[TopicAction, Callable[[Sequence[Topic], TopicChange], tuple[Topic, ...]]] = {
    TopicAction.ADD: _added,
    TopicAction.RENAME: _renamed,
    TopicAction.MERGE: _merged,
}
