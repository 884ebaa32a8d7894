"""How unkind an hour is to two people: lunch, the edges of the day, far from the good hours."""

from datetime import datetime, timedelta

from .meetings import MEETING_MINUTES
from .working import WorkingTime, hours_on, local_day
from .zones import zone_named

MINUTES_PER_HOUR = 60
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


def _minutes_at_the_edge(start: datetime, working: WorkingTime) -> int:
    end, today = start + timedelta(minutes=MEETING_MINUTES), local_day(start, working)
    for day in (today, today - timedelta(days=1)):
        hours = hours_on(day, working)
        if hours and hours.holds(start):
            margins = (start - hours.start, hours.end - end)
            return sum(max(0, EDGE_MINUTES - int(each.total_seconds()) // 60) for each in margins)
    return 2 * EDGE_MINUTES


def _unkindness_to(start: datetime, working: WorkingTime) -> int:
    local = start.astimezone(zone_named(working.zone))
    minute = local.hour * MINUTES_PER_HOUR + local.minute
    lunch = min(minute + MEETING_MINUTES, LUNCH_ENDS_MINUTE) - max(minute, LUNCH_STARTS_MINUTE)
    return (
        LUNCH_WEIGHT * max(0, lunch)
        + EDGE_WEIGHT * _minutes_at_the_edge(start, working)
        + _minutes_from_good(minute)
        + WEEKDAY_MINUTES[local.weekday()]
    )


def unkindness(start: datetime, a: WorkingTime, b: WorkingTime) -> int:
    """How unkind a meeting at that UTC instant is, in minutes of inconvenience; 0 is best.

    It counts how far the start is from mid-morning or early afternoon, the minutes over lunch
    (12 to 13) and in the first or last hour of the working day, and Mondays, Fridays and
    weekends, each on the person's own clock. The worse-off of the two counts twice, so that an
    hour that is middling for both beats one that is good for one and bad for the other. The
    weights are a judgement, not a measurement.
    """
    to_a, to_b = _unkindness_to(start, a), _unkindness_to(start, b)
    return to_a + to_b + max(to_a, to_b)
