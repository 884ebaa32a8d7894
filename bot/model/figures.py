"""A programme's figures as they were frozen at the end of a week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class FrozenFigures:
    """What may be shown of one ISO week ("2026-W47"): plain JSON, already free of small groups."""

    programme: int
    week: str
    frozen_at: datetime
    content: Mapping[str, object]
    id: int = 0
