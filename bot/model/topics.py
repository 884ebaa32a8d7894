"""What HR changed about the topics of a programme: one after the other, on top of the product's own."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TopicAction(StrEnum):
    """A topic is added, gets other names (also more of them), or is merged into another one."""

    ADD = "add"
    RENAME = "rename"
    MERGE = "merge"


@dataclass(frozen=True)
class TopicChange:
    """One change; `topic` is the key it is about, `into` the key of the topic it is merged into.

    `de` and `en` are names, empty where they stay as they are; `labels` are more ways to write it,
    `related` the keys of more topics that are near it.
    """

    programme: int
    at: datetime
    action: TopicAction
    topic: str
    de: str = ""
    en: str = ""
    labels: tuple[str, ...] = ()
    into: str = ""
    related: tuple[str, ...] = ()
    id: int = 0
