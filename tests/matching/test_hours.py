"""Common working time holds across zones, midnights and changes to summer time."""

import datetime as dt

import pytest

from bot.matching import Hours
from bot.matching.hours import common_time, hours_usable


def hours(zone: str, start: int, end: int, days: str = "01234") -> Hours:
    return Hours(zone, dt.time(start), dt.time(end), frozenset(map(int, days)))


BERLIN = hours("Europe/Berlin", 9, 17)


@pytest.mark.parametrize(
    ("other", "a_week", "longest"),
    [
        (BERLIN, 2400, 480),
        (hours("Europe/London", 9, 17), 2100, 420),
        (hours("Asia/Kolkata", 10, 18), 5 * 270, 270),  # winter: 08:00 to 12:30 in UTC
        (hours("America/New_York", 9, 17), 5 * 120, 120),  # an hour more while clocks disagree
        (hours("America/Los_Angeles", 9, 17), 0, 0),
        (hours("Europe/Berlin", 9, 17, "56"), 0, 0),
        (hours("Europe/Berlin", 16, 9), 5 * 60, 60),  # a night shift
        (hours("Europe/Berlin", 0, 0), 2400, 480),  # the whole day
    ],
)
def test_common_time_is_that_of_the_worst_week(other: Hours, a_week: int, longest: int) -> None:
    for common in (common_time(BERLIN, other), common_time(other, BERLIN)):
        assert (common.minutes_a_week, common.longest_minutes) == (a_week, longest)


def test_the_week_is_a_circle() -> None:
    tokyo = hours("Asia/Tokyo", 7, 9, "0")  # Sunday 22:00 to midnight in UTC
    lima = hours("America/Lima", 17, 19, "6")  # the same two hours
    assert common_time(tokyo, lima).minutes_a_week == 120


def test_only_the_programme_s_weeks_count_if_it_names_them() -> None:
    kolkata = hours("Asia/Kolkata", 10, 18)
    summer = (dt.date(2026, 7, 6),)
    assert common_time(BERLIN, kolkata, summer).longest_minutes == 330


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "Europe", "x" * 500])
def test_unknown_zones_have_no_hours(zone: str) -> None:
    assert not hours_usable(hours(zone, 9, 17))
    assert common_time(BERLIN, hours(zone, 9, 17)).minutes_a_week == 0


def test_unknown_hours_share_nothing() -> None:
    assert common_time(None, BERLIN).longest_minutes == 0
