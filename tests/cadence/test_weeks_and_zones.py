"""Weeks and wall clocks, by table."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.cadence import Week, instant, known_zone

from .people import utc


@pytest.mark.parametrize(
    ("moment", "zone", "written"),
    [
        (utc(2026, 1, 1), "UTC", "2026-W01"),
        (utc(2025, 12, 29), "UTC", "2026-W01"),
        (utc(2027, 1, 3, 22, 59), "Europe/Berlin", "2026-W53"),
        (utc(2027, 1, 3, 23), "Europe/Berlin", "2027-W01"),
        (utc(2026, 11, 15, 10), "Pacific/Kiritimati", "2026-W47"),
        (utc(2026, 11, 16, 9), "Pacific/Honolulu", "2026-W46"),
    ],
)
def test_a_moment_is_in_the_week_of_the_local_calendar(
    moment: datetime, zone: str, written: str
) -> None:
    week = Week.of(moment, zone)
    assert str(week) == written
    assert Week.parse(written) == week


def test_weeks_follow_each_other_over_long_years() -> None:
    assert Week(2026, 52).next() == Week(2026, 53)
    assert Week(2026, 53).next() == Week(2027, 1)
    assert Week(2027, 1).plus(-1) == Week(2026, 53)
    assert Week(2026, 53) < Week(2027, 1)
    assert Week(2026, 47).monday == date(2026, 11, 16)
    assert Week.of_day(date(2026, 11, 22)) == Week(2026, 47)


@pytest.mark.parametrize("written", ["2026-W54", "2027-W53", "2026-W00", "2026W47", "2026-W7", ""])
def test_a_week_that_does_not_exist_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="week"):
        Week.parse(written)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        # Clocks put forward: the skipped hour moves on by the gap.
        (date(2026, 3, 29), time(2, 30), "Europe/Berlin", utc(2026, 3, 29, 1, 30)),
        (date(2026, 3, 8), time(2, 30), "America/New_York", utc(2026, 3, 8, 7, 30)),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", utc(2026, 10, 3, 15, 45)),
        (date(2026, 3, 29), time(0, 30), "Asia/Beirut", utc(2026, 3, 28, 22, 30)),
        # Clocks put back: the first of the two.
        (date(2026, 10, 25), time(2, 30), "Europe/Berlin", utc(2026, 10, 25, 0, 30)),
        (date(2026, 11, 1), time(1, 30), "America/New_York", utc(2026, 11, 1, 5, 30)),
        (date(2026, 4, 5), time(1, 45), "Australia/Lord_Howe", utc(2026, 4, 4, 14, 45)),
        # Offsets that are no whole hours.
        (date(2026, 11, 17), time(15), "Asia/Kolkata", utc(2026, 11, 17, 9, 30)),
        (date(2026, 11, 17), time(15), "Asia/Kathmandu", utc(2026, 11, 17, 9, 15)),
        # A day that a country left out.
        (date(2011, 12, 30), time(10), "Pacific/Apia", utc(2011, 12, 30, 20)),
    ],
)
def test_a_wall_time_is_one_instant(day: date, at: time, zone: str, expected: datetime) -> None:
    assert instant(day, at, zone) == expected
    assert instant(day, at, zone).tzinfo is UTC


def test_lord_howe_moves_its_clocks_by_half_an_hour() -> None:
    skipped = instant(date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe")
    assert skipped.astimezone(ZoneInfo("Australia/Lord_Howe")).time() == time(2, 45)


@pytest.mark.parametrize("name", ["Europe/Berlin", "Asia/Calcutta", "UTC", "America/Nuuk"])
def test_iana_names_and_their_links_are_known(name: str) -> None:
    assert known_zone(name)


@pytest.mark.parametrize(
    "name",
    ["", "Berlin", "europe/berlin", "Europe", "../etc/passwd", "localtime", "Factory", "+01:00"],
)
def test_anything_else_is_refused_by_name(name: str) -> None:
    assert not known_zone(name)
    with pytest.raises(ValueError, match="expected an IANA name") as refused:
        instant(date(2026, 1, 1), time(9), name)
    assert repr(name) in str(refused.value)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive datetime"):
        Week.of(datetime(2026, 1, 1), "UTC")  # noqa: DTZ001 - naive is what is refused here
