"""ISO weeks: the unit in which a pairing meets at most once."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Self

from .zones import aware, instant, zone_named

DAYS_PER_WEEK = 7
WRITTEN_WEEK = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, order=True)
class Week:
    """An ISO 8601 week, Monday to Sunday; `number` is 1 to 52, in long years to 53.

    Weeks sort by time. ValueError when the year has no such week.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.number, 1)

    @classmethod
    def of(cls, moment: datetime, zone: str) -> Self:
        """The week on a calendar in `zone` at that moment. ValueError: naive, unknown zone."""
        return cls.of_day(aware(moment).astimezone(zone_named(zone)).date())

    @classmethod
    def of_day(cls, day: date) -> Self:
        """The week that holds that calendar day."""
        year, number, _ = day.isocalendar()
        return cls(year, number)

    @classmethod
    def parse(cls, written: str) -> Self:
        """The week written as "2026-W47". ValueError when it is written otherwise."""
        found = WRITTEN_WEEK.fullmatch(written)
        if found is None:
            raise ValueError(f"unknown week {written!r}: expected one such as '2026-W47'")
        return cls(int(found[1]), int(found[2]))

    @property
    def monday(self) -> date:
        """The first day."""
        return self.day(0)

    def day(self, weekday: int) -> date:
        """The calendar day of that weekday, Monday = 0 to Sunday = 6."""
        return date.fromisocalendar(self.year, self.number, weekday + 1)

    def plus(self, weeks: int) -> "Week":
        """The week so many weeks later; earlier when negative."""
        return Week.of_day(self.monday + timedelta(days=DAYS_PER_WEEK * weeks))

    def next(self) -> "Week":
        """The week after."""
        return self.plus(1)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.number:02d}"


@dataclass(frozen=True)
class Span:
    """A stretch of time in UTC: `start` belongs to it, `end` no more."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """Its length in whole minutes, 0 when it is empty or turned round."""
        return max(0, int((self.end - self.start).total_seconds()) // 60)

    def holds(self, moment: datetime) -> bool:
        """Whether the moment lies in it."""
        return self.start <= moment < self.end

    def shared(self, other: "Span") -> "Span":
        """What both have in common; empty (0 minutes) when they do not touch."""
        return Span(max(self.start, other.start), min(self.end, other.end))


@lru_cache(maxsize=4096)
def span_of(week: Week, zone: str) -> Span:
    """From Monday 00:00 to the next Monday 00:00 on a clock in `zone`."""
    return Span(instant(week.monday, time(), zone), instant(week.next().monday, time(), zone))
