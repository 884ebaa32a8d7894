"""A moment is told to the driver as SQLAlchemy would tell it, since moments are compared as texts."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from storage.asking import wording
from storage.books import DUE_CHORES
from storage.shelves.owed import CHORE

SQLITE = sqlite.dialect()
ZONES = st.sampled_from([UTC, ZoneInfo("Etc/UTC"), ZoneInfo("Asia/Kathmandu")])


@given(moment=st.datetimes(datetime(1, 1, 2), timezones=ZONES))  # noqa: DTZ001 - the zone beside it
def test_a_moment_in_any_zone_is_told_as_sqlalchemy_tells_it(moment: datetime) -> None:
    asked = {"now": moment, "at_most": 1}
    usual = CHORE.c.due.type.dialect_impl(SQLITE).bind_processor(SQLITE)
    assert usual is not None
    assert usual(moment) in wording(DUE_CHORES, SQLITE, asked).values(asked)
