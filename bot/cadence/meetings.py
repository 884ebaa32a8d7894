"""The rule of a pairing's hour: its weekday, wall time and zone, and what follows from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from .weeks import DAYS_PER_WEEK, Week
from .zones import instant, zone_named

MEETING_MINUTES = 60


class Every(StrEnum):
    """How often a pairing meets; never more than once in an ISO week."""

    WEEK = "weekly"
    FORTNIGHT = "fortnightly"
    MONTH = "monthly"


@dataclass(frozen=True)
class MeetingRule:
    """A pairing's hour: `weekday` (Monday = 0) at the wall time `at` in `zone`, `every` so often.

    Monthly means: in the ISO week that holds the month's first such weekday.
    ValueError, naming the value: weekday not 0 to 6, `at` with a zone of its own, unknown zone.
    """

    weekday: int
    at: time
    zone: str
    every: Every

    def __post_init__(self) -> None:
        zone_named(self.zone)
        if self.weekday not in range(DAYS_PER_WEEK):
            raise ValueError(f"weekday {self.weekday}: expected 0 (Monday) to 6 (Sunday)")
        if self.at.tzinfo is not None:
            raise ValueError(f"wall time {self.at}: expected it without a time zone")


def occurrence(rule: MeetingRule, week: Week) -> datetime:
    """The rule's instant in that ISO week of its zone, in UTC, whether or not it meets then."""
    return instant(week.day(rule.weekday), rule.at, rule.zone)


def holds(rule: MeetingRule, week: Week, first: Week) -> bool:
    """Whether the rule has a meeting in that week, counted from the week `first`."""
    if week < first:
        return False
    if rule.every is Every.FORTNIGHT:
        return (week.monday - first.monday).days % (2 * DAYS_PER_WEEK) == 0
    if rule.every is Every.MONTH:
        # The first such weekday of a month is the one on its days 1 to 7.
        return week.day(rule.weekday).day <= DAYS_PER_WEEK
    return True


def weeks_of(rule: MeetingRule, first: Week, last: Week) -> Iterator[Week]:
    """The weeks from `first` to `last`, both included, in which the rule has a meeting.

    Weekly: all. Fortnightly: `first` and every second after it. Monthly: those that hold the
    month's first such weekday, wherever `first` lies. Nothing when `last` is before `first`.
    """
    week = first
    while week <= last:
        if holds(rule, week, first):
            yield week
        week = week.next()


def shifted_for(
    partner_zone: str, rule: MeetingRule, week: Week, *, since: Week | None = None
) -> timedelta | None:
    """How much later the partner's clock shows the rule's hour than in the week `since`.

    Negative: earlier. `since` is the week before unless told. None when nothing changes, as it
    is in all but the few weeks around a clock change. ValueError: unknown zone.
    """
    zone, before = zone_named(partner_zone), since or week.plus(-1)
    earlier, now = occurrence(rule, before), occurrence(rule, week)
    offset_then, offset_now = (
        moment.astimezone(zone).utcoffset() or timedelta() for moment in (earlier, now)
    )
    # What the partner's clock and calendar move on, less the whole weeks between the two.
    moved = (now - earlier) + (offset_now - offset_then)
    return moved - (week.monday - before.monday) or None
