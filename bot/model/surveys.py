"""What people answer to the longer surveys: at entry, on day 30, at the end, three months after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class SurveyTime(StrEnum):
    """When a survey is asked."""

    ENTRY = "entry"
    DAY30 = "day30"
    END = "end"
    LATER = "later"


@dataclass(frozen=True)
class Survey:
    """One person's answers to one survey about her part: whole numbers by the key of the item."""

    participant: int
    person: int
    time: SurveyTime
    given_at: datetime
    answers: Mapping[str, int] = field(default_factory=dict)
    id: int = 0
