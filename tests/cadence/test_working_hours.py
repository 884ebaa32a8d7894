"""Working hours, public holidays and what two people share, by table."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.cadence import (
    Week,
    WorkingTime,
    common_minutes,
    holiday_name,
    is_working,
    known_country,
    next_working_moment,
    working_day_before,
)

from .people import BERLIN, HONOLULU, KIRITIMATI, KOLKATA, MUNICH, NIGHT, office, utc


@pytest.mark.parametrize(
    ("day", "country", "subdivision", "language", "name"),
    [
        (date(2026, 1, 6), "DE", "BY", "de", "Heilige Drei Könige"),
        (date(2026, 1, 6), "DE", "DE-BY", "en", "Epiphany"),
        (date(2026, 1, 6), "DE", "Bayern", "en-GB", "Epiphany"),
        (date(2026, 1, 6), "DE", "BE", "de", None),
        (date(2026, 1, 6), "DE", "", "de", None),
        (date(2026, 7, 3), "US", "NY", "de", "Independence Day (observed)"),
        (date(2021, 12, 31), "US", "", "en", "New Year's Day (observed)"),
        (date(2026, 1, 26), "IN", "", "xx", "Republic Day"),
        (date(2026, 1, 6), "", "", "de", None),
        (date(2060, 1, 26), "IN", "", "en", "Republic Day"),
    ],
)
def test_holidays_are_those_of_the_region_in_the_readers_language(
    day: date, country: str, subdivision: str, language: str, name: str | None
) -> None:
    assert holiday_name(day, country, subdivision, language) == name


@pytest.mark.parametrize(
    ("country", "subdivision", "complaint"),
    [
        ("ZZ", "", "unknown country 'ZZ': expected an ISO 3166-1 code"),
        ("Germany", "BY", "unknown country 'Germany'"),
        ("", "BY", "unknown country ''"),
        ("DE", "XY", "unknown subdivision 'XY' of DE: expected Augsburg, BB,"),
    ],
)
def test_an_unknown_place_is_refused_by_name(
    country: str, subdivision: str, complaint: str
) -> None:
    assert not known_country(country, subdivision)
    with pytest.raises(ValueError, match="unknown") as refused:
        office("Europe/Berlin", country, subdivision)
    assert complaint in str(refused.value)
    with pytest.raises(ValueError, match="unknown"):
        holiday_name(date(2026, 1, 1), country, subdivision, "en")


def test_known_places_are_known() -> None:
    assert known_country("DE")
    assert known_country("DE", "BY")
    assert known_country("US", "NY")
    assert known_country("")


@pytest.mark.parametrize(
    ("moment", "working", "expected"),
    [
        (utc(2026, 1, 7, 8), MUNICH, True),
        (utc(2026, 1, 7, 7, 59), MUNICH, False),
        (utc(2026, 1, 7, 15), MUNICH, True),
        (utc(2026, 1, 7, 15, 1), MUNICH, False),
        (utc(2026, 1, 6, 9), MUNICH, False),
        (utc(2026, 1, 6, 9), BERLIN, True),
        (utc(2026, 1, 10, 9), BERLIN, False),
        (utc(2026, 7, 7, 7), MUNICH, True),
        (utc(2026, 1, 7, 4, 30), KOLKATA, True),
        (utc(2026, 1, 7, 4), KOLKATA, False),
        # A night shift belongs to the day on which it starts: Friday's ends on Saturday.
        (utc(2026, 1, 9, 23), NIGHT, True),
        (utc(2026, 1, 10, 4), NIGHT, True),
        (utc(2026, 1, 10, 4, 30), NIGHT, False),
        (utc(2026, 1, 11, 23), NIGHT, False),
        # The night before Epiphany ends at midnight, the next starts on no working day.
        (utc(2026, 1, 5, 22), NIGHT, True),
        (utc(2026, 1, 5, 22, 30), NIGHT, False),
        (utc(2026, 1, 6, 22), NIGHT, False),
        # Apia had no 30 December 2011; its Saturday is not Friday's working day.
        (utc(2011, 12, 30, 21), office("Pacific/Apia"), False),
    ],
)
def test_working_means_the_whole_hour(
    moment: datetime, working: WorkingTime, expected: bool
) -> None:
    assert is_working(moment, 60, working) is expected


def test_the_end_of_the_hours_is_no_longer_working() -> None:
    assert is_working(utc(2026, 1, 7, 15, 59), 0, MUNICH)
    assert not is_working(utc(2026, 1, 7, 16), 0, MUNICH)
    with pytest.raises(ValueError, match="expected 0 or more"):
        is_working(utc(2026, 1, 7, 9), -1, MUNICH)


@pytest.mark.parametrize(
    ("moment", "working", "expected"),
    [
        (utc(2026, 1, 7, 10), MUNICH, utc(2026, 1, 7, 10)),
        (utc(2026, 1, 7, 5), MUNICH, utc(2026, 1, 7, 8)),
        (utc(2026, 1, 7, 16), MUNICH, utc(2026, 1, 8, 8)),
        (utc(2026, 1, 5, 16), MUNICH, utc(2026, 1, 7, 8)),
        (utc(2026, 1, 5, 16), BERLIN, utc(2026, 1, 6, 8)),
        (utc(2026, 3, 27, 16), MUNICH, utc(2026, 3, 30, 7)),
        (utc(2026, 1, 10, 5), NIGHT, utc(2026, 1, 12, 21)),
        (utc(2026, 12, 23, 17), MUNICH, utc(2026, 12, 24, 8)),
        (utc(2026, 12, 24, 17), MUNICH, utc(2026, 12, 28, 8)),
    ],
)
def test_what_is_unasked_waits_for_working_time(
    moment: datetime, working: WorkingTime, expected: datetime
) -> None:
    assert next_working_moment(moment, working) == expected


@pytest.mark.parametrize(
    ("moment", "working", "expected"),
    [
        (utc(2026, 1, 15, 10), MUNICH, utc(2026, 1, 14, 10)),
        (utc(2026, 1, 12, 10), MUNICH, utc(2026, 1, 9, 10)),
        (utc(2026, 1, 7, 10), MUNICH, utc(2026, 1, 5, 10)),
        (utc(2026, 1, 7, 10), BERLIN, utc(2026, 1, 6, 10)),
        # The same hour on the clock, over a clock change.
        (utc(2026, 3, 30, 8), MUNICH, utc(2026, 3, 27, 9)),
        # Outside the hours: an hour before they end.
        (utc(2026, 1, 14, 20), MUNICH, utc(2026, 1, 13, 15)),
        (utc(2026, 1, 14, 16), MUNICH, utc(2026, 1, 13, 15)),
        # Early on Thursday is Wednesday's night shift, so the one before is Tuesday's.
        (utc(2026, 1, 15, 2), NIGHT, utc(2026, 1, 14, 2)),
        (utc(2026, 1, 14, 22), NIGHT, utc(2026, 1, 13, 22)),
    ],
)
def test_the_reminder_comes_the_working_day_before(
    moment: datetime, working: WorkingTime, expected: datetime
) -> None:
    assert working_day_before(moment, working) == expected


def test_a_short_day_is_reminded_at_its_start() -> None:
    short = office("UTC", start=time(9), end=time(9, 30))
    assert working_day_before(utc(2026, 1, 14, 15), short) == utc(2026, 1, 13, 9)


def weeks(first: Week, count: int) -> list[Week]:
    return [first.plus(number) for number in range(count)]


NINE_IN_NEW_YORK = office("America/New_York", "US", "NY")


@pytest.mark.parametrize(
    ("a", "b", "first", "minutes"),
    [
        (MUNICH, BERLIN, Week(2026, 51), 480),
        (MUNICH, NINE_IN_NEW_YORK, Week(2026, 20), 120),
        (MUNICH, NINE_IN_NEW_YORK, Week(2026, 8), 120),
        (MUNICH, KOLKATA, Week(2026, 20), 390),
        (MUNICH, KOLKATA, Week(2026, 40), 330),
        (MUNICH, HONOLULU, Week(2026, 20), 0),
        # A day apart on the calendar, the same hour on the clock.
        (HONOLULU, KIRITIMATI, Week(2026, 20), 480),
        (
            office("UTC", weekdays=frozenset({0})),
            office("UTC", weekdays=frozenset({1})),
            Week(2026, 20),
            0,
        ),
        (NIGHT, office("Europe/Berlin", start=time(4), end=time(12)), Week(2026, 20), 120),
    ],
)
def test_common_time_is_the_least_over_the_real_weeks(
    a: WorkingTime, b: WorkingTime, first: Week, minutes: int
) -> None:
    assert common_minutes(a, b, weeks(first, 12)) == minutes
    assert common_minutes(b, a, weeks(first, 12)) == minutes


def test_no_weeks_have_no_common_time() -> None:
    assert common_minutes(MUNICH, BERLIN, []) == 0


@pytest.mark.parametrize(
    ("start", "end", "weekdays", "complaint"),
    [
        (time(9), time(17), frozenset[int](), "expected at least one of 0"),
        (time(9), time(17), frozenset({7}), "expected at least one of 0"),
        (time(9), time(9), frozenset({0}), "are empty"),
    ],
)
def test_impossible_working_hours_are_refused(
    start: time, end: time, weekdays: frozenset[int], complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        WorkingTime("UTC", start, end, weekdays)


def test_somebody_can_work_round_the_clock() -> None:
    always = WorkingTime("UTC", time(), time(), frozenset(range(7)))
    assert is_working(utc(2026, 1, 7, 23), 60, always)
    assert (
        next_working_moment(utc(2026, 1, 7, 23, 59), always) - utc(2026, 1, 7, 23, 59)
        == timedelta()
    )
