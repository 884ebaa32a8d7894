"""HR's changes to the catalogue: each gives new topics, the old ones stay as they were."""

from collections.abc import Sequence
from dataclasses import replace

from bot.matching.topic import CatalogueError, Topic, checked


def with_topic(topics: Sequence[Topic], new: Topic) -> tuple[Topic, ...]:
    """The topics and one more; CatalogueError if a label of it is taken."""
    return checked((*topics, new))


def with_name(topics: Sequence[Topic], key: str, language: str, name: str) -> tuple[Topic, ...]:
    """The topics with another name for one; the old name stays a label, so that it is still read."""
    old = _found(topics, key)
    former = tuple(text for text in (old.names.get(language),) if text and text != name)
    labels = tuple(dict.fromkeys((*old.labels, *former)))
    renamed = replace(old, names={**old.names, language: name}, labels=labels)
    return checked(tuple(renamed if topic.key == key else topic for topic in topics))


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
