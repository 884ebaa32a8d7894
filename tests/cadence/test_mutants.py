"""Six ways in which schedulers get time wrong, each of which the promises must catch."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import find, settings
from hypothesis import strategies as st

from bot.cadence import Every, MeetingRule, Week, occurrence

from .promises import Reckoning, broken_promises, local, meanings
from .worlds import rules, weeks

YEAR = [Week(2026, 1).plus(count) for count in range(53)]
SUNDAY_NIGHT = MeetingRule(6, time(2, 30), "Europe/Berlin", Every.WEEK)
SUNDAY_MORNING = MeetingRule(6, time(10), "Europe/Berlin", Every.WEEK)
TUESDAY = MeetingRule(1, time(10), "Europe/Berlin", Every.WEEK)
FOUND = settings(max_examples=2000, database=None)


def ours(rule: MeetingRule, some: Sequence[Week]) -> list[datetime]:
    return [occurrence(rule, week) for week in some]


def utc_plus_seven_days(rule: MeetingRule, some: Sequence[Week]) -> list[datetime]:
    """Counts on from the first meeting in steps of 7 x 24 hours."""
    first = occurrence(rule, some[0])
    return [first + timedelta(days=7 * count) for count in range(len(some))]


def todays_offset(rule: MeetingRule, some: Sequence[Week]) -> list[datetime]:
    """Takes the offset from UTC that holds when the week is planned, at its start."""
    return [
        datetime.combine(week.day(rule.weekday), rule.at, UTC)
        - offset_at(datetime.combine(week.monday, time(), ZoneInfo(rule.zone)))
        for week in some
    ]


def offset_at(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def cron_trigger(rule: MeetingRule, some: Sequence[Week]) -> list[datetime]:
    """Fires whenever the clock shows the time: twice in the overlap, never in the gap."""
    return [
        moment for week in some for moment in meanings(week.day(rule.weekday), rule.at, rule.zone)
    ]


def calendar_interval(rule: MeetingRule, some: Sequence[Week]) -> list[datetime]:
    """Leaves out the day on which the wall time does not exist."""
    return [
        meant[0] for week in some if (meant := meanings(week.day(rule.weekday), rule.at, rule.zone))
    ]


def second_fold(rule: MeetingRule, some: Sequence[Week]) -> list[datetime]:
    """Trusts a stored fold=1: the second of two, and backward in a gap."""
    return [
        datetime.combine(
            day_of(rule, week), rule.at.replace(fold=1), ZoneInfo(rule.zone)
        ).astimezone(UTC)
        for week in some
    ]


def day_of(rule: MeetingRule, week: Week) -> date:
    return week.day(rule.weekday)


def aware_subtraction(rule: MeetingRule, some: Sequence[Week]) -> list[datetime]:
    """Waits for as long as two aware local times differ, which Python counts on the wall clock."""
    found = []
    for week in some:
        now = local(datetime.combine(week.monday, time(), UTC), rule.zone)
        then = datetime.combine(day_of(rule, week), rule.at, ZoneInfo(rule.zone))
        found.append(now.astimezone(UTC) + (then - now))
    return found


MUTANTS: list[tuple[Callable[..., list[datetime]], MeetingRule]] = [
    (utc_plus_seven_days, TUESDAY),
    (todays_offset, SUNDAY_MORNING),
    (cron_trigger, SUNDAY_NIGHT),
    (calendar_interval, SUNDAY_NIGHT),
    (second_fold, SUNDAY_NIGHT),
    (aware_subtraction, SUNDAY_MORNING),
]


@pytest.mark.parametrize(("mutant", "rule"), MUTANTS)
def test_the_promises_tell_a_mutant_from_the_real_reckoning(
    mutant: Reckoning, rule: MeetingRule
) -> None:
    assert not list(broken_promises(ours, rule, YEAR))
    assert list(broken_promises(mutant, rule, YEAR))


@pytest.mark.parametrize(("mutant", "rule"), MUTANTS)
def test_a_mutant_is_right_in_a_week_without_a_clock_change(
    mutant: Reckoning, rule: MeetingRule
) -> None:
    quiet = YEAR[18:24]
    assert mutant(rule, quiet) == ours(rule, quiet)


@pytest.mark.parametrize(("mutant", "rule"), MUTANTS)
def test_a_search_over_all_zones_finds_each_mutant_without_being_told_where(
    mutant: Reckoning, rule: MeetingRule
) -> None:
    def caught(case: tuple[MeetingRule, Week]) -> bool:
        some, first = case
        return bool(list(broken_promises(mutant, some, [first.plus(n) for n in range(53)])))

    found, _ = find(st.tuples(rules, weeks), caught, settings=FOUND)
    assert found.zone != "UTC"
