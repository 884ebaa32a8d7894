"""Working hours: when a person works, and when several work together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, reduce

from .public_holidays import is_holiday, must_be_known
from .weeks import DAYS_PER_WEEK, Span, Week, span_of
from .zones import aware, instant, zone_named

MIDNIGHT = time()
NOON = time(12)
ONE_DAY = timedelta(days=1)
# Longer than any run of holidays in the way of somebody who works one day a week.
SEARCH_DAYS = 60
LATE_REMINDER_MINUTES = 60


@dataclass(frozen=True)
class WorkingTime:
    """When a person works: from `start` to `end` on `weekdays` (Monday = 0), wall clock of `zone`.

    An `end` at or before `start` is on the next day: a night shift belongs to the day on which
    it starts. 00:00 to 00:00 is round the clock. `country` and `subdivision` (ISO 3166, may be
    "") say which public holidays are free.
    ValueError, naming the value: unknown zone, country or subdivision; no weekday or one that
    is not 0 to 6; equal `start` and `end` other than midnight; a time with a zone of its own.
    """

    zone: str
    start: time
    end: time
    weekdays: frozenset[int]
    country: str = ""
    subdivision: str = ""

    def __post_init__(self) -> None:
        zone_named(self.zone)
        must_be_known(self.country, self.subdivision)
        if not self.weekdays or not self.weekdays <= set(range(DAYS_PER_WEEK)):
            raise ValueError(
                f"weekdays {sorted(self.weekdays)}: expected at least one of 0 (Monday) to 6"
            )
        if self.start == self.end != MIDNIGHT:
            raise ValueError(f"working hours from {self.start} to {self.end} are empty")
        if self.start.tzinfo is not None or self.end.tzinfo is not None:
            raise ValueError("working hours are wall times: expected them without a time zone")


@lru_cache(maxsize=16384)
def hours_on(day: date, working: WorkingTime, *, minding_holidays: bool = True) -> Span | None:
    """The working hours that start on that local day; None on free days and public holidays.

    A night shift ends at midnight when the next day is a public holiday.
    """
    if day.weekday() not in working.weekdays:
        return None
    if minding_holidays and is_holiday(day, working.country, working.subdivision):
        return None
    if not _exists(day, working.zone):
        return None
    last, end = day, working.end
    if working.end <= working.start:
        last = day + ONE_DAY
        if minding_holidays and is_holiday(last, working.country, working.subdivision):
            end = MIDNIGHT
    return Span(instant(day, working.start, working.zone), instant(last, end, working.zone))


def _exists(day: date, zone: str) -> bool:
    # Apia went from 29 to 31 December 2011: its wall times of the 30th land on the day after.
    return instant(day, NOON, zone).astimezone(zone_named(zone)).date() == day


def local_day(moment: datetime, working: WorkingTime) -> date:
    """The calendar day where the person works. ValueError when the moment is naive."""
    return aware(moment).astimezone(zone_named(working.zone)).date()


def works_through(span: Span, working: WorkingTime, *, minding_holidays: bool = True) -> bool:
    """Whether the whole span lies inside one stretch of working hours."""
    today = local_day(span.start, working)
    # Yesterday's hours count too: a night shift reaches into today.
    for day in (today, today - ONE_DAY):
        hours = hours_on(day, working, minding_holidays=minding_holidays)
        if hours and hours.holds(span.start) and span.end <= hours.end:
            return True
    return False


def is_working(moment: datetime, minutes: int, working: WorkingTime) -> bool:
    """Whether the person works from `moment` for all of the next `minutes` (0: at that moment).

    Working means: inside the hours of a working weekday that is no public holiday there. The
    hours of a night shift belong to the weekday on which it starts; those that reach into a
    public holiday are free. ValueError: naive moment, negative minutes.
    """
    if minutes < 0:
        raise ValueError(f"a length of {minutes} minutes: expected 0 or more")
    start = aware(moment)
    return works_through(Span(start, start + timedelta(minutes=minutes)), working)


def _days_from(day: date, step: timedelta) -> Iterator[date]:
    return (day + step * count for count in range(SEARCH_DAYS))


def next_working_moment(moment: datetime, working: WorkingTime) -> datetime:
    """The moment itself when the person works then, else the next start of working hours.

    In UTC. Nothing unasked is sent earlier. ValueError: naive moment, or no working day within
    60 days.
    """
    now = aware(moment)
    for day in _days_from(local_day(now, working) - ONE_DAY, ONE_DAY):
        hours = hours_on(day, working)
        if hours and now < hours.end:
            return max(now, hours.start)
    raise ValueError(f"no working day within {SEARCH_DAYS} days of {now.isoformat()}")


def working_day_before(moment: datetime, working: WorkingTime) -> datetime:
    """When to remind on the last working day before the one of `moment`, in UTC.

    At the same local time of day when that is inside the hours, else an hour before they end
    (at their start, when they are shorter). Weekends and public holidays are skipped; a moment
    in a night shift belongs to the day on which the shift starts. Always earlier than `moment`.
    ValueError: naive moment, or no working day within 60 days.
    """
    now = aware(moment)
    at = now.astimezone(zone_named(working.zone)).time()
    today = local_day(now, working)
    yesterdays = hours_on(today - ONE_DAY, working)
    if yesterdays and yesterdays.holds(now):
        today -= ONE_DAY
    for day in _days_from(today - ONE_DAY, -ONE_DAY):
        hours = hours_on(day, working)
        if hours:
            same_time = (instant(one, at, working.zone) for one in (day, day + ONE_DAY))
            late = max(hours.start, hours.end - timedelta(minutes=LATE_REMINDER_MINUTES))
            return next((one for one in same_time if hours.holds(one)), late)
    raise ValueError(f"no working day within {SEARCH_DAYS} days before {now.isoformat()}")


def week_for_all(week: Week, people: Sequence[WorkingTime], zone: str | None) -> Span:
    """That week on a calendar in `zone`; without one, what is that week on everybody's calendar."""
    return reduce(Span.shared, (span_of(week, zone or each.zone) for each in people))


def shared_hours(
    week: Week, people: Sequence[WorkingTime], zone: str | None, *, minding_holidays: bool = True
) -> tuple[Span, ...]:
    """The stretches in which all work and that begin in `week_for_all`, in order, in UTC.

    A stretch that began before the week counts from the week's start; one that is still going
    on at its end runs on.
    """
    inside = week_for_all(week, people, zone)
    # Somebody's Sunday evening or next Monday morning can lie in this week elsewhere.
    days = [week.monday + timedelta(days=count) for count in range(-2, DAYS_PER_WEEK + 2)]
    shared = [Span(inside.start, datetime.max.replace(tzinfo=UTC))]
    for who in people:
        hours = [hours_on(day, who, minding_holidays=minding_holidays) for day in days]
        both = (one.shared(other) for one in shared for other in hours if other)
        shared = [span for span in both if span.start < span.end]
    return tuple(sorted((span for span in shared if inside.holds(span.start)), key=_by_start))


def _by_start(span: Span) -> datetime:
    return span.start


@lru_cache(maxsize=65536)
def _least_minutes(a: WorkingTime, b: WorkingTime, weeks: tuple[Week, ...]) -> int:
    longest = (
        max(
            (span.minutes for span in shared_hours(week, (a, b), None, minding_holidays=False)),
            default=0,
        )
        for week in weeks
    )
    return min(longest, default=0)


def common_minutes(a: WorkingTime, b: WorkingTime, weeks: Iterable[Week]) -> int:
    """Minutes in which both work on a shared working day, in the week where they are fewest.

    Per week: the longest single stretch that begins in the week and in which both are inside
    their working hours, each on their own weekdays. The result is the least over the weeks, 0
    when some week has none or there are no weeks. Weeks differ because clocks change on
    different dates. Public holidays do not count: a Christmas week says nothing about whether
    two can work together; a meeting that falls on one is moved or skipped. The same whichever
    of the two comes first.
    """
    return _least_minutes(a, b, tuple(weeks))
