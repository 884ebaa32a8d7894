"""Common working time of two people, across zones, midnights and changes to summer time."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from bot.matching.entrant import Hours

MINUTES_PER_DAY = 24 * 60
MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY
# A sample year for programmes that name no weeks: 53 Mondays see every change to summer time.
SAMPLE_WEEKS = tuple(dt.date(2026, 1, 5) + dt.timedelta(weeks=week) for week in range(53))

DAYS = 7
DAYS_APART = (-2, -1, 0, 1, 2)  # zones reach from UTC-12 to UTC+14, and shifts past midnight

Weeks = Sequence[dt.date]
Minutes = npt.NDArray[np.int64]
Days = npt.NDArray[np.int64]


@dataclass(frozen=True)
class CommonTime:
    """What two people share in the worst week: minutes a week, and the longest stretch in one."""

    minutes_a_week: int = 0
    longest_minutes: int = 0

    @property
    def hours_a_week(self) -> int:
        """Whole hours, rounded down: what a proposal may promise."""
        return self.minutes_a_week // 60


@dataclass(frozen=True)
class CommonTimes:
    """CommonTime of many with many, as two tables in minutes."""

    minutes: Minutes
    longest: Minutes


@lru_cache(maxsize=1024)
def zone_known(name: str) -> bool:
    """Whether the name is an IANA zone this machine knows; never a path into the file system."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+\-/]{0,63}", name):
        return False
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # ZoneInfoNotFoundError is a KeyError
        return False
    return True


def hours_usable(hours: Hours | None) -> bool:
    """Whether the hours can be compared: a known zone and at least one working day."""
    return hours is not None and zone_known(hours.time_zone) and bool(_working_days(hours))


def common_time(one: Hours | None, other: Hours | None, weeks: Weeks = ()) -> CommonTime:
    """The least time both work at once in any of the weeks; nothing if hours are not known."""
    if one is None or other is None or not (hours_usable(one) and hours_usable(other)):
        return CommonTime()
    return _common(one, other, tuple(weeks) or SAMPLE_WEEKS)


@lru_cache(maxsize=65536)
def _common(one: Hours, other: Hours, weeks: tuple[dt.date, ...]) -> CommonTime:
    table = common_times([one], [other], weeks)
    return CommonTime(int(table.minutes[0, 0]), int(table.longest[0, 0]))


@lru_cache(maxsize=4096)
def shifts(time_zone: str, weeks: tuple[dt.date, ...]) -> tuple[int, ...]:
    """Minutes ahead of UTC at noon of each week's Wednesday."""
    zone = ZoneInfo(time_zone)
    noons = (dt.datetime.combine(week, dt.time(12), zone) + dt.timedelta(days=2) for week in weeks)
    return tuple(_minutes(noon.utcoffset()) for noon in noons)


def _minutes(shift: dt.timedelta | None) -> int:
    return 0 if shift is None else int(shift.total_seconds() // 60)


def _working_days(hours: Hours) -> list[int]:
    return sorted(day for day in hours.weekdays if 0 <= day < DAYS)


def _starts_and_lengths(hours: Sequence[Hours]) -> tuple[Minutes, Minutes, Days]:
    """Minute of the local day at which work begins, its length, and which days are worked."""
    starts = np.array([each.start.hour * 60 + each.start.minute for each in hours], np.int64)
    ends = np.array([each.end.hour * 60 + each.end.minute for each in hours], np.int64)
    # An end before the start is a night shift; 00:00 to 00:00 is the whole day.
    lengths = np.where(ends <= starts, ends + MINUTES_PER_DAY, ends) - starts
    days = np.zeros((len(hours), DAYS), np.int64)
    for row, each in enumerate(hours):
        days[row, _working_days(each)] = 1
    return starts, lengths, days


def common_times(ones: Sequence[Hours], others: Sequence[Hours], weeks: Weeks = ()) -> CommonTimes:
    """The common time of everybody of the one list with everybody of the other, see common_time.

    Work begins at the same local minute every working day, so an overlap depends only on how many
    days the two starts lie apart; it is counted as often as both work on such days. The week is a
    circle: Sunday evening in Lima is Monday morning in Tokyo. All hours must be usable.
    """
    weeks = tuple(weeks) or SAMPLE_WEEKS
    minutes = np.full((len(ones), len(others)), MINUTES_PER_WEEK, np.int64)
    longest = minutes.copy()
    starts, lengths, days = _starts_and_lengths(ones)
    other_starts, other_lengths, other_days = _starts_and_lengths(others)
    ahead = np.array([shifts(each.time_zone, weeks) for each in (*ones, *others)], np.int64)
    for shift in np.unique(ahead, axis=1).T if len(ahead) else ():
        begin = (starts - shift[: len(ones)])[:, None]
        other_begin = (other_starts - shift[len(ones) :])[None, :]
        total, best = np.zeros_like(minutes), np.zeros_like(minutes)
        for apart in DAYS_APART:
            other_from = other_begin + apart * MINUTES_PER_DAY
            until = np.minimum(begin + lengths[:, None], other_from + other_lengths[None, :])
            overlap = np.maximum(until - np.maximum(begin, other_from), 0)
            often = days @ np.roll(other_days, -apart, axis=1).T
            total += overlap * often
            best = np.maximum(best, overlap * (often > 0))
        minutes, longest = np.minimum(minutes, total), np.minimum(longest, best)
    return CommonTimes(minutes, longest)
