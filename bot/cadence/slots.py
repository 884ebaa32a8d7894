"""Free hours of several people in a week, and where a meeting goes when its own hour does not fit."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from .kindness import unkindness
from .meetings import MEETING_MINUTES, MeetingRule, occurrence
from .weeks import DAYS_PER_WEEK, Span, Week, span_of
from .working import WorkingTime, shared_hours, week_for_all, works_through
from .zones import aware, instant, zone_named

SLOT_STEP_MINUTES = 30
CHOICES_APART = timedelta(hours=2)
MEETING = timedelta(minutes=MEETING_MINUTES)


class Reason(StrEnum):
    """Why a meeting is not at its rule's hour."""

    NONE = ""
    HOLIDAY = "holiday"
    OUTSIDE_HOURS = "outside_hours"
    PAST = "past"
    BUSY = "busy"


@dataclass(frozen=True)
class Planned:
    """A week's meeting: at `starts_at` (UTC), or skipped when that is None.

    `moved_from` is the rule's own instant when the meeting was moved away from it, else None.
    `reason` says why it was moved or skipped, "" when it is at the rule's hour.
    """

    starts_at: datetime | None
    moved_from: datetime | None = None
    reason: Reason = Reason.NONE


def _on_the_clock(span: Span, length: timedelta, step: int, zone: str) -> Iterator[datetime]:
    """The starts inside the span at which a clock in `zone` shows a multiple of `step` minutes."""
    moment = span.start
    while moment + length <= span.end:
        local = moment.astimezone(zone_named(zone))
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        wait = timedelta(seconds=-seconds % (step * 60), microseconds=-local.microsecond)
        if not wait:
            yield moment
        moment += wait or timedelta(minutes=step)


def is_free(start: datetime, length: timedelta, busy: Collection[datetime]) -> bool:
    """Whether an hour of that length meets none of the busy ones (each MEETING_MINUTES long)."""
    return all(start + length <= other or other + MEETING <= start for other in busy)


def free_slots(
    week: Week,
    *people: WorkingTime,
    minutes: int = MEETING_MINUTES,
    step: int = SLOT_STEP_MINUTES,
    busy: Collection[datetime] = (),
    after: datetime | None = None,
    limit: int | None = None,
    zone: str | None = None,
) -> tuple[datetime, ...]:
    """The UTC instants in that ISO week from which all work for so many `minutes`, in order.

    The week and the clock of which every `step` minutes are tried are those of `zone`; without
    one the clock is the first one's and a slot must begin in the week on everybody's calendar. Slots are
    later than `after` and touch no meeting that starts at one of `busy`; at most `limit`.
    ValueError: naive moment, unknown zone, minutes or step below 1.
    """
    if minutes < 1 or step < 1:
        raise ValueError(f"{minutes} minutes every {step}: expected at least 1 of each")
    length, taken = timedelta(minutes=minutes), [aware(moment) for moment in busy]
    not_before = aware(after) if after else None
    inside = week_for_all(week, people, zone)
    free = [
        slot
        for span in shared_hours(week, people, zone)
        for slot in _on_the_clock(span, length, step, zone or people[0].zone)
        if inside.holds(slot)
        and (not_before is None or slot > not_before)
        and is_free(slot, length, taken)
    ]
    return tuple(free[:limit])


@dataclass(frozen=True)
class _Wish:
    """What a meeting of that week must fit: the week, the people, not too early, nobody busy."""

    week: Span
    people: tuple[WorkingTime, ...]
    after: datetime
    busy: tuple[datetime, ...]

    def why_not(self, start: datetime) -> Reason:
        """Why the meeting cannot start then; Reason.NONE when it can."""
        hour = Span(start, start + MEETING)
        if start <= self.after:
            return Reason.PAST
        if not self.week.holds(start):
            return Reason.OUTSIDE_HOURS
        if not all(works_through(hour, who, minding_holidays=False) for who in self.people):
            return Reason.OUTSIDE_HOURS
        if not all(works_through(hour, who) for who in self.people):
            return Reason.HOLIDAY
        return Reason.NONE if is_free(start, MEETING, self.busy) else Reason.BUSY


def _same_hour_elsewhere(rule: MeetingRule, week: Week) -> Iterator[datetime]:
    """The rule's wall time on the other days of the week, the nearest first, later before earlier."""
    others = sorted(
        (day - rule.weekday for day in range(DAYS_PER_WEEK) if day != rule.weekday),
        key=lambda away: (abs(away), -away),
    )
    return (instant(week.day(rule.weekday + away), rule.at, rule.zone) for away in others)


def planned(
    rule: MeetingRule,
    week: Week,
    *people: WorkingTime,
    after: datetime,
    busy: Collection[datetime] = (),
) -> Planned:
    """The meeting of that ISO week: at the rule's hour, moved inside the week, or skipped.

    Moved, it is at the same wall time on the nearest other day (the later of two as near), else
    in the free slot nearest to the rule's hour (the later of two as near). It is later than
    `after`, and no meeting that starts at one of `busy` is in its way. Whether the rule has a
    meeting in that week at all is for `weeks_of` to say. ValueError: naive moment.
    """
    taken = tuple(aware(moment) for moment in busy)
    wish = _Wish(span_of(week, rule.zone), people, aware(after), taken)
    own = occurrence(rule, week)
    reason = wish.why_not(own)
    if not reason:
        return Planned(own)
    for other in _same_hour_elsewhere(rule, week):
        if not wish.why_not(other):
            return Planned(other, own, reason)
    free = free_slots(week, *people, busy=taken, after=after, zone=rule.zone)
    if not free:
        return Planned(None, reason=reason)
    return Planned(min(free, key=lambda slot: (abs(slot - own), own - slot)), own, reason)


def move_choices(
    week: Week,
    *people: WorkingTime,
    now: datetime,
    current: datetime,
    limit: int = 8,
    busy: Collection[datetime] = (),
    zone: str | None = None,
) -> tuple[datetime, ...]:
    """Other UTC instants in that ISO week to which a meeting at `current` can move, in order.

    Later than `now`, all working, no meeting at one of `busy` in the way. Of more than `limit`
    the kindest are offered, at least two hours apart where there are enough and taking the days
    in turn, so that every day and both halves of it have a chance. `zone` is the rule's zone,
    whose week is meant; without it a slot must begin in that week on everybody's calendar.
    ValueError: naive moment, unknown zone.
    """
    free = free_slots(week, *people, busy=busy, after=now, zone=zone)
    others = sorted(
        (slot for slot in free if slot != current),
        key=lambda slot: (unkindness(slot, *people), slot),
    )
    apart: list[datetime] = []
    for slot in others:
        if all(abs(slot - other) >= CHOICES_APART for other in apart):
            apart.append(slot)
    close = [slot for slot in others if slot not in apart]
    best = [*_days_in_turn(apart, zone or people[0].zone), *close]
    return tuple(sorted(best[: max(0, limit)]))


def _days_in_turn(slots: list[datetime], zone: str) -> list[datetime]:
    """The first slot of each day, then the second of each, and so on; otherwise as they come."""
    seen, turns = Counter[date](), list[int]()
    for slot in slots:
        day = slot.astimezone(zone_named(zone)).date()
        turns.append(seen[day])
        seen[day] += 1
    return [slot for _, slot in sorted(zip(turns, slots, strict=True), key=lambda pair: pair[0])]
