"""How unkind an hour is to people: lunch, the edges of the day, far from the good hours."""

from datetime import datetime, time
from functools import lru_cache

from .meetings import MEETING_MINUTES
from .working import WorkingTime
from .zones import zone_named

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
LUNCH_STARTS_MINUTE = 12 * MINUTES_PER_HOUR
LUNCH_ENDS_MINUTE = 13 * MINUTES_PER_HOUR
# Starts that suit most people, in minutes after midnight: mid-morning and early afternoon.
GOOD_STARTS = (
    (10 * MINUTES_PER_HOUR, 11 * MINUTES_PER_HOUR),
    (13 * MINUTES_PER_HOUR, 14 * 60 + 30),
)
# Within this of the beginning or end of the working day people arrive, sort and leave.
EDGE_MINUTES = 60
# Minutes of inconvenience that a minute of lunch, or of the day's edge, weighs.
LUNCH_WEIGHT = 4
EDGE_WEIGHT = 2
# Minutes of inconvenience by weekday, Monday first: mid-week has the fewest days off.
WEEKDAY_MINUTES = (40, 0, 0, 0, 40, 90, 90)


def _minutes_from_good(start: int) -> int:
    return min(max(first - start, start - last, 0) for first, last in GOOD_STARTS)


def _minute_of(clock: time) -> int:
    return clock.hour * MINUTES_PER_HOUR + clock.minute


def _minutes_at_the_edge(start: int, working: WorkingTime) -> int:
    # On the wall clock and round midnight, so that night shifts have edges too.
    since_start = (start - _minute_of(working.start)) % MINUTES_PER_DAY
    until_end = (_minute_of(working.end) - start - MEETING_MINUTES) % MINUTES_PER_DAY
    return sum(max(0, EDGE_MINUTES - margin) for margin in (since_start, until_end))


@lru_cache(maxsize=16384)
def _unkindness_at(weekday: int, start: int, working: WorkingTime) -> int:
    lunch = min(start + MEETING_MINUTES, LUNCH_ENDS_MINUTE) - max(start, LUNCH_STARTS_MINUTE)
    return (
        LUNCH_WEIGHT * max(0, lunch)
        + EDGE_WEIGHT * _minutes_at_the_edge(start, working)
        + _minutes_from_good(start)
        + WEEKDAY_MINUTES[weekday]
    )


def _unkindness_to(start: datetime, working: WorkingTime) -> int:
    local = start.astimezone(zone_named(working.zone))
    return _unkindness_at(local.weekday(), _minute_of(local.time()), working)


def unkindness(start: datetime, *people: WorkingTime) -> int:
    """How unkind a meeting at that UTC instant is, in minutes of inconvenience; 0 is best.

    It counts how far the start is from mid-morning or early afternoon, the minutes over lunch
    (12 to 13) and in the first or last hour of the working day, and Mondays, Fridays and
    weekends, each on the person's own clock; it takes for granted that all work then. The
    worst-off counts twice, so that an hour that is middling for both of two beats one that is
    good for one and bad for the other. The weights are a judgement, not a measurement.
    """
    to_each = [_unkindness_to(start, each) for each in people]
    return sum(to_each) + max(to_each)
