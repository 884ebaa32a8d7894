"""The hour to propose to a new pairing: one that really works, and that is kind to all."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, time
from fractions import Fraction

from .kindness import unkindness
from .meetings import Every, MeetingRule, holds, occurrence
from .slots import free_slots
from .weeks import DAYS_PER_WEEK, Week
from .working import MIDNIGHT, WorkingTime
from .zones import zone_named

PROPOSAL_STEP_MINUTES = 30
# A weekday (Monday = 0) and a wall time.
Hour = tuple[int, time]
# Of two hours as good as each other the one nearer to the middle of the week.
WEEKDAYS_IN_ORDER = (1, 2, 3, 0, 4, 5, 6)


def _taken(busy_rules: Collection[MeetingRule], week: Week) -> list[datetime]:
    """The starts of other meetings in and next to that week.

    A fortnightly rule counts in every week: which of the two weeks it takes is not known here.
    """
    return [
        occurrence(rule, near)
        for rule in busy_rules
        for near in (week.plus(-1), week, week.next())
        if rule.every is not Every.MONTH or holds(rule, near, near)
    ]


def _workable(
    people: Sequence[WorkingTime], week: Week, busy_rules: Collection[MeetingRule], zone: str
) -> Iterator[tuple[Hour, datetime]]:
    """The wall clock hours of `zone` at which all are free in that week, with their instants."""
    where, taken = zone_named(zone), _taken(busy_rules, week)
    for slot in free_slots(week, *people, step=PROPOSAL_STEP_MINUTES, busy=taken, zone=zone):
        local = slot.astimezone(where)
        # The second of a doubled hour is not the one that a rule means.
        if not local.fold:
            yield (local.weekday(), local.time()), slot


def propose_rule(
    people: Sequence[WorkingTime],
    first: Week,
    weeks: int,
    every: Every,
    *,
    busy_rules: Collection[MeetingRule] = (),
    owner_zone: str,
) -> MeetingRule | None:
    """The kindest hour that works in as many of the `weeks` weeks from `first` as possible.

    A weekday and wall time (full and half hours) of `owner_zone`. First comes the share of the
    rule's meetings at which all work, holidays included, and none of the `busy_rules` meets;
    then the least unkindness on average (see `unkindness`); then mid-week, then the earlier
    hour: the same question always has the same answer. None when no hour ever works. A wall
    time that a clock change skips does not work in that week. ValueError: unknown zone.
    """
    rules = [MeetingRule(day, MIDNIGHT, owner_zone, every) for day in range(DAYS_PER_WEEK)]
    programme = [first.plus(count) for count in range(weeks)]
    held = [frozenset(week for week in programme if holds(rule, week, first)) for rule in rules]
    works: dict[Hour, list[datetime]] = {}
    for week in programme:
        for hour, slot in _workable(people, week, busy_rules, owner_zone):
            if week in held[hour[0]]:
                works.setdefault(hour, []).append(slot)
    shares = {hour: Fraction(len(slots), len(held[hour[0]])) for hour, slots in works.items()}
    most = max(shares.values(), default=None)
    if most is None:
        return None
    best = [hour for hour in works if shares[hour] == most]
    weekday, at = min(best, key=lambda hour: (_mean(works[hour], people), *_order(hour)))
    return MeetingRule(weekday, at, owner_zone, every)


def _mean(slots: Sequence[datetime], people: Sequence[WorkingTime]) -> Fraction:
    return Fraction(sum(unkindness(slot, *people) for slot in slots), len(slots))


def _order(hour: Hour) -> tuple[int, time]:
    return WEEKDAYS_IN_ORDER.index(hour[0]), hour[1]
