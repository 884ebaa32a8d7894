"""The driver is told what SQLAlchemy would tell it: in the words of its kind, moments as texts."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url
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


def test_databases_of_one_kind_share_their_wordings_and_others_have_their_own() -> None:
    asked = {"now": datetime(2026, 11, 23, tzinfo=UTC), "at_most": 1}
    worded = wording(DUE_CHORES, sqlite.dialect(), asked)
    assert wording(DUE_CHORES, sqlite.dialect(), asked) is worded
    postgres = make_url("postgresql+psycopg://").get_dialect()()
    assert wording(DUE_CHORES, postgres, asked).words != worded.words
