"""What people answer to the longer surveys: at entry, on day 30, at the end, three months after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# The keys of the items, as they stand in somebody's answers.
SATISFIED = "satisfied"  # 1 to 5
RELATIONSHIP = ("open", "worth", "both")  # 1 to 5
PROJECT = "project"  # 1: an idea has reached a project, 0: not
RECOMMEND = "recommend"  # 0 to 10
TODAY, BEFORE = (
    "now.",
    "then.",
)  # before a competence: 1 to 5, today or looking back to the beginning
TOPIC, SKILL = "topic.", "skill."  # kinds of competence: a topic to learn, a skill of who teaches
LEAST_POINTS, MOST_POINTS = 1, 5
LEAST_LIKELY, MOST_LIKELY = 0, 10


class SurveyTime(StrEnum):
    """When a survey is asked."""

    ENTRY = "entry"
    DAY30 = "day30"
    END = "end"
    LATER = "later"


@dataclass(frozen=True)
class Survey:
    """One survey to one person about her part, and what she answered: numbers by the key of the item.

    It is there from the moment it is asked; `reminded_at` is None until she was reminded, or said
    that she would rather not be. `given_at` is that of her first answer, None before it.
    """

    participant: int
    person: int
    time: SurveyTime
    asked_at: datetime
    reminded_at: datetime | None = None
    given_at: datetime | None = None
    answers: Mapping[str, int] = field(default_factory=dict)
    id: int = 0


class WhatNext(StrEnum):
    """What somebody would like after her tandem.

    ON: meet on without the bot; AGAIN: the next programme; SWAP: the next programme, in the other
    seat; STOP: no more of it.
    """

    ON = "on"
    AGAIN = "again"
    SWAP = "swap"
    STOP = "stop"


@dataclass(frozen=True)
class Farewell:
    """What one of the two says at the end of their tandem.

    `next` is private and None as long as she has not chosen; `takeaway` is a sentence that she
    shares with her partner, empty where she shares none.
    """

    pairing: int
    person: int
    given_at: datetime
    next: WhatNext | None = None
    takeaway: str = ""
    id: int = 0
