"""When a programme is over."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Programme

DAY_AFTER = date(2027, 1, 25)  # twelve weeks after 2 November 2026


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "UTC", "Asia/Kolkata", "Pacific/Auckland", "America/Los_Angeles"]
)
def test_a_programme_ends_with_its_last_day_in_its_own_zone(zone: str) -> None:
    programme = Programme(1, "P", starts_on=date(2026, 11, 2), weeks=12, time_zone=zone)
    end = datetime.combine(DAY_AFTER, time(), ZoneInfo(zone)).astimezone(UTC)
    assert not programme.ended(end - timedelta(seconds=1))
    assert programme.ended(end)


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(1, 60),
    st.timedeltas(timedelta(days=-2), timedelta(days=400)),
    st.timedeltas(timedelta(0), timedelta(days=400)),
)
def test_what_is_over_stays_over(
    starts_on: date, weeks: int, beyond: timedelta, later: timedelta
) -> None:
    programme = Programme(1, "P", starts_on=starts_on, weeks=weeks)
    now = datetime.combine(programme.ends_before, time(), UTC) + beyond
    assert programme.ended(now + later) >= programme.ended(now)
