"""What holds for every zone, fifty years and all working times.

Long because every promise about time is held in every zone.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from whenever import ZonedDateTime

from bot.cadence import (
    MEETING_MINUTES,
    Every,
    MeetingRule,
    Week,
    WorkingTime,
    common_minutes,
    free_slots,
    instant,
    is_working,
    move_choices,
    next_working_moment,
    occurrence,
    planned,
    propose_rule,
    shifted_for,
    weeks_of,
    working_day_before,
)

from .people import LONG_AGO
from .promises import broken_promises, local
from .worlds import (
    ALL_ZONES,
    FIRST_YEAR,
    LAST_YEAR,
    WEEKS_IN_RANGE,
    any_time,
    moments,
    rules,
    weeks,
    working_times,
    zones,
)

MANY = settings(max_examples=300)
FEWER = settings(max_examples=100)


def reckoned(rule: MeetingRule, some: Sequence[Week]) -> list[datetime]:
    return [occurrence(rule, week) for week in some]


@MANY
@given(rules, weeks)
def test_a_rule_keeps_its_wall_clock_hour_once_in_every_iso_week(
    rule: MeetingRule, first: Week
) -> None:
    year = [first.plus(count) for count in range(53)]
    assert not list(broken_promises(reckoned, rule, year))


def test_no_zone_breaks_the_promises_around_any_of_its_clock_changes() -> None:
    for zone, day, at in walls_around_changes():
        rule = MeetingRule(day.weekday(), at, zone, Every.WEEK)
        around = [Week.of_day(day).plus(count) for count in (-1, 0, 1)]
        assert not list(broken_promises(reckoned, rule, around)), (zone, day, at)


def test_an_independent_library_agrees_around_every_clock_change() -> None:
    for zone, day, at in walls_around_changes():
        assert instant(day, at, zone) == oracle(day, at, zone), (zone, day, at)


@cache
def walls_around_changes() -> list[tuple[str, date, time]]:
    """Wall times before, in and after each gap and overlap of every zone in ten years."""
    walls = []
    for zone in ALL_ZONES:
        for change in clock_changes(zone):
            last = local(change - timedelta(minutes=1), zone)
            # Arithmetic on an aware local time goes by the wall clock, which is meant here.
            around = (last + timedelta(minutes=later) for later in (-30, 0, 1, 16, 31, 61))
            walls += [(zone, wall.date(), wall.time()) for wall in around]
    return walls


def clock_changes(zone: str) -> list[datetime]:
    """The moments, to the minute, of the zone's clock changes in the first ten years."""
    found, where, step = [], ZoneInfo(zone), timedelta(weeks=2)
    moment = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    while moment.year < FIRST_YEAR + 10:
        if offset(moment, where) != offset(moment + step, where):
            found.append(change_between(moment, moment + step, where))
        moment += step
    return found


def offset(moment: datetime, where: ZoneInfo) -> timedelta | None:
    return moment.astimezone(where).utcoffset()


def change_between(before: datetime, after: datetime, where: ZoneInfo) -> datetime:
    while after - before > timedelta(minutes=1):
        middle = before + (after - before) / 2
        if offset(middle, where) == offset(before, where):
            before = middle
        else:
            after = middle
    return after


@MANY
@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)), any_time, zones)
def test_an_instant_agrees_with_an_independent_library(day: date, at: time, zone: str) -> None:
    assert instant(day, at, zone) == oracle(day, at, zone)


def oracle(day: date, at: time, zone: str) -> datetime:
    """The instant according to the library `whenever`, in UTC.

    In UTC because Python calls times in two zones unequal wherever a fold matters.
    """
    meant = ZonedDateTime(
        day.year, day.month, day.day, at.hour, at.minute, at.second,
        nanosecond=at.microsecond * 1000, tz=zone, disambiguation="compatible",
    )  # fmt: skip
    return meant.to_instant().to_stdlib()


@MANY
@given(st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)), any_time, zones)
def test_a_stored_fold_is_never_trusted(day: date, at: time, zone: str) -> None:
    assert instant(day, at.replace(fold=1), zone) == instant(day, at, zone)


@FEWER
@given(rules, weeks, st.integers(1, 60), st.data())
def test_the_weeks_of_a_rule_do_not_depend_on_where_one_starts_to_look(
    rule: MeetingRule, first: Week, length: int, data: st.DataObject
) -> None:
    last = first.plus(length)
    held = list(weeks_of(rule, first, last))
    assume(held)
    start = data.draw(st.sampled_from(held))
    assert list(weeks_of(rule, start, last)) == [week for week in held if week >= start]
    assert held == sorted(set(held))


@FEWER
@given(rules, weeks)
def test_a_monthly_rule_meets_once_in_every_month_of_its_calendar(
    rule: MeetingRule, first: Week
) -> None:
    monthly = MeetingRule(rule.weekday, rule.at, rule.zone, Every.MONTH)
    days = [week.day(rule.weekday) for week in weeks_of(monthly, first, first.plus(52 * 2))]
    months = [day.year * 12 + day.month for day in days]
    assert months == list(range(months[0], months[0] + len(months)))
    assert len(months) >= 23


@FEWER
@given(moments(), zones)
def test_every_moment_lies_in_the_week_it_is_said_to_be_in(moment: datetime, zone: str) -> None:
    week = Week.of(moment, zone)
    assert week.monday <= local(moment, zone).date() < week.next().monday
    assert Week.parse(str(week)) == week
    assert week.plus(5).plus(-5) == week


@MANY
@given(rules, weeks, working_times(), working_times(), st.integers(-8, 8))
def test_a_planned_meeting_is_in_its_week_in_the_future_and_inside_both_working_times(
    rule: MeetingRule, week: Week, a: WorkingTime, b: WorkingTime, days: int
) -> None:
    after = occurrence(rule, week) + timedelta(days=days)
    plan = planned(rule, week, a, b, after=after)
    if plan.starts_at is None:
        assert plan.reason
        assert not free_slots(week, a, b, after=after, zone=rule.zone)
        return
    assert plan.starts_at > after
    assert Week.of(plan.starts_at, rule.zone) == week
    assert all(is_working(plan.starts_at, MEETING_MINUTES, who) for who in (a, b))
    assert bool(plan.reason) == (plan.moved_from is not None)
    assert (plan.moved_from or plan.starts_at) == occurrence(rule, week)


@FEWER
@given(weeks, working_times(), working_times(), zones | st.none(), moments())
def test_a_move_stays_in_its_week_and_suits_both(
    week: Week, a: WorkingTime, b: WorkingTime, zone: str | None, now: datetime
) -> None:
    free = free_slots(week, a, b, zone=zone)
    current = free[0] if free else now
    choices = move_choices(week, a, b, now=LONG_AGO, current=current, zone=zone)
    assert list(choices) == sorted(set(choices))
    assert current not in choices
    assert len(choices) == min(8, len(free) - 1 if free else 0)
    for choice in choices:
        assert all(is_working(choice, MEETING_MINUTES, who) for who in (a, b))
        assert {Week.of(choice, where) for where in ([zone] if zone else [a.zone, b.zone])} == {
            week
        }


@FEWER
@given(weeks, working_times(), working_times(), working_times(), zones)
def test_a_group_is_free_when_each_two_of_it_are(
    week: Week, a: WorkingTime, b: WorkingTime, c: WorkingTime, zone: str
) -> None:
    pairs = [set(free_slots(week, *two, zone=zone)) for two in ((a, b), (b, c), (a, c))]
    assert set(free_slots(week, a, b, c, zone=zone)) == pairs[0] & pairs[1] & pairs[2]
    rule = propose_rule((a, b, c), week, 1, Every.WEEK, owner_zone=a.zone)
    if rule is not None:
        assert occurrence(rule, week) in free_slots(week, a, b, c, zone=a.zone)


@FEWER
@given(weeks, working_times(), working_times(), st.sampled_from([15, 30, 60]))
def test_free_slots_are_all_the_slots_there_are(
    week: Week, a: WorkingTime, b: WorkingTime, step: int
) -> None:
    start = instant(week.monday, time(), a.zone)
    grid = [start + timedelta(minutes=15 * count) for count in range(-4, 4 * 24 * 7 + 4)]
    expected = [
        slot
        for slot in grid
        if Week.of(slot, a.zone) == week
        and (local(slot, a.zone).hour * 60 + local(slot, a.zone).minute) % step == 0
        and is_working(slot, MEETING_MINUTES, a)
        and is_working(slot, MEETING_MINUTES, b)
    ]
    assert list(free_slots(week, a, b, step=step, zone=a.zone)) == expected


@FEWER
@given(working_times(), moments())
def test_the_next_working_moment_is_the_first_one(working: WorkingTime, moment: datetime) -> None:
    found = next_working_moment(moment, working)
    assert found >= moment
    assert is_working(found, 0, working)
    assert next_working_moment(found, working) == found
    assert (found == moment) == is_working(moment, 0, working)
    between = (moment + (found - moment) * part / 20 for part in range(20))
    assert not any(is_working(one, 0, working) for one in between if one < found)


@FEWER
@given(working_times(), moments())
def test_the_reminder_is_earlier_and_inside_working_hours(
    working: WorkingTime, moment: datetime
) -> None:
    reminder = working_day_before(moment, working)
    assert reminder < moment
    assert is_working(reminder, 0, working)


@FEWER
@given(weeks, working_times(), working_times())
def test_common_minutes_is_the_same_both_ways_and_never_more_than_a_day_has(
    week: Week, a: WorkingTime, b: WorkingTime
) -> None:
    minutes = common_minutes(a, b, [week])
    assert minutes == common_minutes(b, a, [week])
    assert 0 <= minutes <= 25 * 60
    assert common_minutes(a, b, [week, week.next()]) <= minutes
    if minutes < MEETING_MINUTES:
        assert not free_slots(week, a, b)


@settings(max_examples=25)
@given(weeks, working_times(), working_times(), st.sampled_from(Every))
def test_no_other_hour_works_in_more_weeks_than_the_proposed_one(
    first: Week, a: WorkingTime, b: WorkingTime, every: Every
) -> None:
    rule = propose_rule((a, b), first, 12, every, owner_zone=a.zone)
    candidates = [
        MeetingRule(day, time(half // 2, 30 * (half % 2)), a.zone, every)
        for day in range(7)
        for half in range(48)
    ]
    shares = [share_of_weeks(one, first, a, b) for one in candidates]
    if rule is None:
        assert max(shares) == 0
    else:
        assert share_of_weeks(rule, first, a, b) == max(shares)


def share_of_weeks(rule: MeetingRule, first: Week, a: WorkingTime, b: WorkingTime) -> float:
    """The share of the rule's meetings in twelve weeks that suit both; a skipped hour does not."""
    held = list(weeks_of(rule, first, first.plus(11)))
    suits = [
        local(slot, rule.zone).time() == rule.at
        and all(is_working(slot, MEETING_MINUTES, who) for who in (a, b))
        for slot in reckoned(rule, held)
    ]
    return sum(suits) / len(held) if held else 0.0


@FEWER
@given(rules, weeks, zones)
def test_a_shift_is_told_exactly_when_the_partners_clock_shows_another_hour(
    rule: MeetingRule, week: Week, partner: str
) -> None:
    now, before = (
        local(occurrence(rule, one), partner).replace(tzinfo=None) for one in (week, week.plus(-1))
    )
    shift = shifted_for(partner, rule, week)
    assert (shift or timedelta()) == now - before - timedelta(days=7)
    assert shift is None or shift


def test_the_weeks_drawn_here_reach_the_end_of_the_range() -> None:
    assert Week(FIRST_YEAR, 1).plus(WEEKS_IN_RANGE).year >= LAST_YEAR
