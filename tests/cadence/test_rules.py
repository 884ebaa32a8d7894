"""The rule of an hour: in which weeks it meets, and when the partner's clock shows another hour."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.cadence import Every, MeetingRule, Week, occurrence, shifted_for, weeks_of

TUESDAY = 1


def rule(at: time, zone: str, every: Every = Every.WEEK, weekday: int = TUESDAY) -> MeetingRule:
    return MeetingRule(weekday, at, zone, every)


@pytest.mark.parametrize(
    ("week", "seen_in_berlin"),
    [
        (Week(2026, 10), time(15)),
        (Week(2026, 11), time(14)),
        (Week(2026, 12), time(14)),
        (Week(2026, 13), time(14)),
        (Week(2026, 14), time(15)),
        (Week(2026, 43), time(15)),
        (Week(2026, 44), time(14)),
        (Week(2026, 45), time(15)),
    ],
)
def test_berlin_sees_a_new_york_hour_move_between_the_two_clock_changes(
    week: Week, seen_in_berlin: time
) -> None:
    at_nine = occurrence(rule(time(9), "America/New_York"), week)
    assert at_nine.astimezone(ZoneInfo("America/New_York")).time() == time(9)
    assert at_nine.astimezone(ZoneInfo("Europe/Berlin")).time() == seen_in_berlin


@pytest.mark.parametrize(
    ("week", "shift"),
    [
        (Week(2026, 10), None),
        (Week(2026, 11), timedelta(hours=-1)),
        (Week(2026, 12), None),
        (Week(2026, 14), timedelta(hours=1)),
        (Week(2026, 44), timedelta(hours=-1)),
        (Week(2026, 45), timedelta(hours=1)),
    ],
)
def test_the_partner_is_told_when_the_hour_moves(week: Week, shift: timedelta | None) -> None:
    assert shifted_for("Europe/Berlin", rule(time(9), "America/New_York"), week) == shift
    assert shifted_for("America/New_York", rule(time(9), "America/New_York"), week) is None


def test_a_shift_can_be_counted_from_the_last_meeting() -> None:
    fortnightly = rule(time(9), "America/New_York", Every.FORTNIGHT)
    assert shifted_for("Europe/Berlin", fortnightly, Week(2026, 12)) is None
    since = shifted_for("Europe/Berlin", fortnightly, Week(2026, 12), since=Week(2026, 10))
    assert since == timedelta(hours=-1)


def test_half_hour_zones_see_half_hours() -> None:
    in_berlin = rule(time(9), "Europe/Berlin")
    at_nine = occurrence(in_berlin, Week(2026, 30))
    assert at_nine.astimezone(ZoneInfo("Asia/Kolkata")).time() == time(12, 30)
    assert shifted_for("Asia/Kolkata", in_berlin, Week(2026, 44)) == timedelta(hours=1)
    assert shifted_for(
        "Australia/Lord_Howe", rule(time(9), "UTC"), Week(2026, 41)
    ) == timedelta(minutes=30)  # fmt: skip


def test_weekly_is_every_week_and_nothing_when_the_end_comes_first() -> None:
    weekly = rule(time(9), "Europe/Berlin")
    assert [str(week) for week in weeks_of(weekly, Week(2026, 52), Week(2027, 1))] == [
        "2026-W52",
        "2026-W53",
        "2027-W01",
    ]
    assert not list(weeks_of(weekly, Week(2027, 1), Week(2026, 52)))


def test_fortnightly_counts_from_the_first_week_over_a_long_year() -> None:
    fortnightly = rule(time(9), "Europe/Berlin", Every.FORTNIGHT)
    assert [str(week) for week in weeks_of(fortnightly, Week(2026, 51), Week(2027, 5))] == [
        "2026-W51",
        "2026-W53",
        "2027-W02",
        "2027-W04",
    ]


def test_monthly_is_the_week_of_the_months_first_such_weekday() -> None:
    monthly = rule(time(9), "Europe/Berlin", Every.MONTH)
    days = [week.day(TUESDAY) for week in weeks_of(monthly, Week(2026, 36), Week(2027, 1))]
    assert days == [
        date(2026, 9, 1),
        date(2026, 10, 6),
        date(2026, 11, 3),
        date(2026, 12, 1),
        date(2027, 1, 5),
    ]


def test_a_rule_says_what_is_wrong_with_it() -> None:
    with pytest.raises(ValueError, match="weekday 7: expected 0"):
        MeetingRule(7, time(9), "Europe/Berlin", Every.WEEK)
    with pytest.raises(ValueError, match="unknown time zone 'Mars/Base'"):
        MeetingRule(1, time(9), "Mars/Base", Every.WEEK)
    with pytest.raises(ValueError, match="without a time zone"):
        MeetingRule(1, time(9, tzinfo=ZoneInfo("UTC")), "UTC", Every.WEEK)
