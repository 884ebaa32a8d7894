"""When things are due: weeks, zones, clock changes, holidays and working hours."""

from .meetings import MEETING_MINUTES, Every, MeetingRule, occurrence, shifted_for, weeks_of
from .proposing import propose_rule
from .public_holidays import holiday_name, known_country
from .slots import Planned, Reason, free_slots, move_choices, planned
from .weeks import Week
from .working import (
    WorkingTime,
    common_minutes,
    is_working,
    next_working_moment,
    working_day_before,
)
from .zones import instant, known_zone

__all__ = [
    "MEETING_MINUTES",
    "Every",
    "MeetingRule",
    "Planned",
    "Reason",
    "Week",
    "WorkingTime",
    "common_minutes",
    "free_slots",
    "holiday_name",
    "instant",
    "is_working",
    "known_country",
    "known_zone",
    "move_choices",
    "next_working_moment",
    "occurrence",
    "planned",
    "propose_rule",
    "shifted_for",
    "weeks_of",
    "working_day_before",
]
