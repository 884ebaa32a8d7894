"""Free slots, planned and moved meetings and the proposed hour, by table."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.cadence import (
    Every,
    MeetingRule,
    Planned,
    Reason,
    Week,
    WorkingTime,
    free_slots,
    is_working,
    move_choices,
    occurrence,
    planned,
    propose_rule,
    weeks_of,
)

from .people import (
    BERLIN,
    HONOLULU,
    KIRITIMATI,
    KOLKATA,
    LONG_AGO,
    MUNICH,
    NEW_YORK,
    office,
    utc,
)

EPIPHANY_WEEK = Week(2026, 2)
QUIET_WEEK = Week(2026, 47)
AFTERNOONS = office("Europe/Berlin", start=time(13))
TUESDAYS = office("Europe/Berlin", weekdays=frozenset({1}))
MIDDAY_FREE = {time(10), time(10, 30), time(13), time(13, 30), time(14), time(14, 30)}


def at(weekday: int, hour: int, zone: str = "Europe/Berlin") -> MeetingRule:
    return MeetingRule(weekday, time(hour), zone, Every.WEEK)


def clock(moment: datetime, zone: str) -> time:
    return moment.astimezone(ZoneInfo(zone)).time()


def test_free_slots_lie_where_both_work() -> None:
    slots = free_slots(QUIET_WEEK, MUNICH, NEW_YORK)
    assert {clock(slot, "Europe/Berlin") for slot in slots} == {
        time(14), time(14, 30), time(15), time(15, 30), time(16),
    }  # fmt: skip
    assert len(slots) == 25
    assert slots == tuple(sorted(slots))


def test_free_slots_show_round_times_on_the_asked_clock() -> None:
    kathmandu = office("Asia/Kathmandu")
    there = free_slots(QUIET_WEEK, MUNICH, kathmandu, zone="Asia/Kathmandu")
    here = free_slots(QUIET_WEEK, MUNICH, kathmandu)
    assert {clock(slot, "Asia/Kathmandu").minute for slot in there} == {0, 30}
    assert {clock(slot, "Europe/Berlin").minute for slot in here} == {0, 30}


def test_free_slots_leave_out_what_is_past_or_taken() -> None:
    busy = [utc(2026, 11, 18, 9)]
    slots = free_slots(QUIET_WEEK, MUNICH, BERLIN, busy=busy, after=utc(2026, 11, 18, 8))
    assert slots[:2] == (utc(2026, 11, 18, 10), utc(2026, 11, 18, 10, 30))
    assert (
        free_slots(QUIET_WEEK, MUNICH, BERLIN, limit=3)
        == free_slots(QUIET_WEEK, MUNICH, BERLIN)[:3]
    )
    with pytest.raises(ValueError, match="at least 1"):
        free_slots(QUIET_WEEK, MUNICH, BERLIN, step=0)


def test_a_meeting_is_at_its_rules_hour_when_it_suits_both() -> None:
    plan = planned(at(1, 10), QUIET_WEEK, MUNICH, BERLIN, after=LONG_AGO)
    assert plan == Planned(utc(2026, 11, 17, 9))


@pytest.mark.parametrize(
    ("rule", "partner", "after", "busy", "expected"),
    [
        # Tuesday is Epiphany in Munich: Wednesday, as near as Monday but later.
        (at(1, 10), BERLIN, LONG_AGO, [], (utc(2026, 1, 7, 9), Reason.HOLIDAY)),
        (at(1, 10), BERLIN, LONG_AGO, [utc(2026, 1, 7, 9)], (utc(2026, 1, 5, 9), Reason.HOLIDAY)),
        # The partner never works at ten: the free slot nearest to it.
        (at(2, 10), AFTERNOONS, LONG_AGO, [], (utc(2026, 1, 7, 12), Reason.OUTSIDE_HOURS)),
        (at(5, 10), BERLIN, LONG_AGO, [], (utc(2026, 1, 9, 9), Reason.OUTSIDE_HOURS)),
        (at(0, 10), BERLIN, utc(2026, 1, 5, 9), [], (utc(2026, 1, 7, 9), Reason.PAST)),
        (at(2, 10), BERLIN, LONG_AGO, [utc(2026, 1, 7, 9, 30)], (utc(2026, 1, 8, 9), Reason.BUSY)),
        # Nothing is left of the week.
        (at(4, 16), BERLIN, utc(2026, 1, 9, 15), [], (None, Reason.PAST)),
        (at(1, 10), HONOLULU, LONG_AGO, [], (None, Reason.OUTSIDE_HOURS)),
        (at(1, 10), TUESDAYS, LONG_AGO, [], (None, Reason.HOLIDAY)),
    ],
)  # fmt: skip
def test_a_meeting_that_does_not_fit_moves_inside_its_week_or_is_skipped(
    rule: MeetingRule,
    partner: WorkingTime,
    after: datetime,
    busy: list[datetime],
    expected: tuple[datetime | None, Reason],
) -> None:
    starts_at, reason = expected
    plan = planned(rule, EPIPHANY_WEEK, MUNICH, partner, after=after, busy=busy)
    own = occurrence(rule, EPIPHANY_WEEK)
    assert plan == Planned(starts_at, own if starts_at else None, reason)


def test_moves_are_offered_on_every_day_and_for_both_halves_of_it() -> None:
    current = utc(2026, 11, 17, 9)
    choices = move_choices(QUIET_WEEK, MUNICH, BERLIN, now=LONG_AGO, current=current, limit=10)
    assert current not in choices
    assert len(choices) == 10
    assert {choice.date() for choice in choices} == {QUIET_WEEK.day(day) for day in range(5)}
    assert {clock(choice, "Europe/Berlin") < time(12) for choice in choices} == {True, False}
    assert not any(clock(choice, "Europe/Berlin") in {time(9), time(16)} for choice in choices)


def test_moves_are_in_the_future_and_stay_in_the_week() -> None:
    current, now = utc(2026, 11, 20, 9), utc(2026, 11, 20, 13)
    choices = move_choices(
        QUIET_WEEK, MUNICH, BERLIN, now=now, current=current, zone="Europe/Berlin"
    )
    assert choices == tuple(now + timedelta(minutes=30 * count) for count in range(1, 5))
    assert not move_choices(QUIET_WEEK, MUNICH, BERLIN, now=utc(2026, 11, 21), current=current)


def test_a_move_near_midnight_stays_in_the_week_of_the_rules_zone() -> None:
    sundays = office("Pacific/Honolulu", weekdays=frozenset({6}))
    mondays = office("Pacific/Kiritimati", weekdays=frozenset({0}))
    current = utc(2026, 11, 22, 22)
    in_honolulu = move_choices(
        QUIET_WEEK, sundays, mondays, now=LONG_AGO, current=current, zone="Pacific/Honolulu"
    )
    assert {Week.of(choice, "Pacific/Honolulu") for choice in in_honolulu} == {QUIET_WEEK}
    assert {Week.of(choice, "Pacific/Kiritimati") for choice in in_honolulu} == {QUIET_WEEK.next()}
    # Told no zone, nothing is in this week for both.
    assert not move_choices(QUIET_WEEK, sundays, mondays, now=LONG_AGO, current=current)


@pytest.mark.parametrize("first", [Week(2026, 2), Week(2026, 20), Week(2026, 40)])
def test_colleagues_in_one_place_get_a_mid_week_mid_morning_hour(first: Week) -> None:
    rule = propose_rule((MUNICH, BERLIN), first, 12, Every.WEEK, owner_zone="Europe/Berlin")
    assert rule is not None
    assert rule.weekday in {1, 2, 3}
    assert rule.at in MIDDAY_FREE


def test_the_proposed_hour_avoids_the_weekday_with_a_holiday() -> None:
    rule = propose_rule((MUNICH, MUNICH), EPIPHANY_WEEK, 4, Every.WEEK, owner_zone="Europe/Berlin")
    assert rule == MeetingRule(2, time(10), "Europe/Berlin", Every.WEEK)


def test_the_proposed_hour_works_in_every_week_between_the_clock_changes() -> None:
    rule = propose_rule(
        (MUNICH, NEW_YORK), Week(2026, 8), 8, Every.WEEK, owner_zone="America/New_York"
    )
    assert rule is not None
    for week in weeks_of(rule, Week(2026, 8), Week(2026, 13)):
        assert is_working(occurrence(rule, week), 60, MUNICH)
        assert is_working(occurrence(rule, week), 60, NEW_YORK)
    assert rule.at in {time(8, 30), time(9), time(9, 30)}


def test_the_proposed_hour_is_kind_to_both_over_half_an_hours_difference() -> None:
    rule = propose_rule(
        (MUNICH, KOLKATA), Week(2026, 20), 12, Every.WEEK, owner_zone="Asia/Kolkata"
    )
    assert rule is not None
    seen = clock(occurrence(rule, Week(2026, 20)), "Europe/Berlin")
    assert time(9, 30) <= seen <= time(11)
    assert rule.at.minute in {0, 30}


def test_other_meetings_are_left_alone() -> None:
    free = propose_rule(
        (MUNICH, BERLIN), Week(2026, 20), 12, Every.WEEK, owner_zone="Europe/Berlin"
    )
    assert free is not None
    again = propose_rule(
        (MUNICH, BERLIN),
        Week(2026, 20),
        12,
        Every.WEEK,
        busy_rules=[free],
        owner_zone="Europe/Berlin",
    )
    assert again is not None
    gaps = (
        abs(occurrence(again, week) - occurrence(free, week))
        for week in weeks_of(free, Week(2026, 20), Week(2026, 31))
    )
    assert min(gaps) >= timedelta(hours=1)


@pytest.mark.parametrize("every", Every)
def test_nobody_is_proposed_an_hour_that_never_works(every: Every) -> None:
    mondays = frozenset({0})
    assert propose_rule((MUNICH, HONOLULU), QUIET_WEEK, 12, every, owner_zone=MUNICH.zone) is None
    same_day = (
        office("Pacific/Honolulu", weekdays=mondays),
        office("Pacific/Kiritimati", weekdays=mondays),
    )
    assert propose_rule(same_day, QUIET_WEEK, 12, every, owner_zone="Pacific/Honolulu") is None


def test_a_day_apart_on_the_calendar_can_still_be_the_same_hour() -> None:
    rule = propose_rule(
        (HONOLULU, KIRITIMATI), QUIET_WEEK, 12, Every.WEEK, owner_zone=HONOLULU.zone
    )
    assert rule is not None
    there = occurrence(rule, QUIET_WEEK).astimezone(ZoneInfo("Pacific/Kiritimati"))
    assert (there.weekday(), there.time()) == (rule.weekday + 1, rule.at)


def test_no_weeks_have_no_rule() -> None:
    assert propose_rule((MUNICH, BERLIN), QUIET_WEEK, 0, Every.WEEK, owner_zone=MUNICH.zone) is None
