"""What is promised of a rule's occurrences, as one check that knows no implementation."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from bot.cadence import MeetingRule, Week

Reckoning = Callable[[MeetingRule, Sequence[Week]], list[datetime]]
ONE_DAY = timedelta(days=1)


def local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def meanings(day: date, at: time, zone: str) -> list[datetime]:
    """All instants at which a clock in the zone shows that wall time: none, one or two."""
    wall = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    both = sorted({wall.replace(fold=fold).astimezone(UTC) for fold in (0, 1)})
    return [
        one for one in both if local(one, zone).replace(tzinfo=None) == wall.replace(tzinfo=None)
    ]


def gap_before(moment: datetime, zone: str) -> timedelta:
    """By how much clocks in the zone were put forward in the day up to that moment."""
    now, earlier = local(moment, zone).utcoffset(), local(moment - ONE_DAY, zone).utcoffset()
    assert now is not None
    assert earlier is not None
    return now - earlier


def _wrong_hour(moment: datetime, day: date, at: time, zone: str) -> str | None:
    meant = meanings(day, at, zone)
    if meant:
        return None if moment == meant[0] else f"{moment} is not the (first) {day} {at}"
    shown = local(moment, zone).replace(tzinfo=None)
    moved = datetime.combine(day, at) + gap_before(moment, zone)
    return None if shown == moved else f"{moment} shows {shown}, the skipped hour became {moved}"


def broken_promises(
    reckoning: Reckoning, rule: MeetingRule, weeks: Sequence[Week]
) -> Iterator[str]:
    """What the reckoning gets wrong about a weekly rule in consecutive weeks; nothing if right.

    Promised: exactly one instant in each ISO week of the rule's zone, strictly increasing, on
    the rule's weekday at its wall time; the first where that comes twice, later by the gap
    where it is skipped.
    """
    found = reckoning(rule, weeks)
    if [Week.of(moment, rule.zone) for moment in found] != list(weeks):
        yield f"{len(found)} meetings, not one in each of {len(weeks)} weeks"
    if any(later <= earlier for earlier, later in pairwise(found)):
        yield "not strictly increasing"
    for moment in found:
        day = Week.of(moment, rule.zone).day(rule.weekday)
        if wrong := _wrong_hour(moment, day, rule.at, rule.zone):
            yield wrong
