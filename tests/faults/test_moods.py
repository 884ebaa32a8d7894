"""A provider that refuses, fails, hangs or asks for patience gets it, and everything arrives once."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.wiring import system_now
from bot.model import NoticeState
from tests.databases import sqlite_url
from tests.faults.audit import LATE
from tests.faults.ledger import Ledger
from tests.faults.sizes import ALL, LONG, PEOPLE, holds
from tests.faults.world import world

MIXED = "40 % mixed: 429, 500 before and after, hang, lost, slow"
STORM = "429 storm, {share:.0%}"
DAY, BEYOND = "provider down for a day", "provider down beyond the worth"
# Retry-After of 1 to 60 s, ten times as fast as outside.
PATIENCE, AT_MOST = 0.1, 6.0


@LONG
def test_forty_percent_of_all_kinds_of_faults_harm_nothing(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, PEOPLE) as broken:
        faults = {"throttles": 0.1, "fails": 0.1, "falters": 0.1, "loses": 0.08, "hangs": 0.05}
        broken.mood(**faults, slow=0.05, patience=0.5, at_most=2.0)
        broken.works(2)
        holds(broken, ledger, MIXED)


@LONG
def test_without_looking_first_faults_after_acceptance_are_sent_twice(
    tmp_path: Path, ledger: Ledger
) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="looking") as broken:
        broken.mood(throttles=0.1, fails=0.1, falters=0.1, loses=0.08, hangs=0.05, slow=0.05)
        broken.works(2)
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(MIXED, "twice")


@LONG
@pytest.mark.parametrize("share", [0.08, 0.5])
def test_who_asks_for_patience_gets_it(
    database: str, tmp_path: Path, ledger: Ledger, share: float
) -> None:
    with world(database, tmp_path, PEOPLE) as broken:
        broken.mood(throttles=share, patience=PATIENCE, at_most=AT_MOST, slow=0.02)
        broken.works(2)
        holds(broken, ledger, STORM.format(share=share))


@LONG
@pytest.mark.parametrize("share", [0.08, 0.5])
def test_without_a_hold_requests_come_too_early(
    tmp_path: Path, ledger: Ledger, share: float
) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="holding") as broken:
        broken.mood(throttles=share, patience=30.0, slow=0.1)  # longer than a busy machine dawdles
        broken.works(2)
        broken.until(lambda: broken.audit().early > 0, broken.arrived)
        ledger.broke(STORM.format(share=share), "asked too early")


@LONG
def test_after_a_day_without_a_provider_only_what_is_worth_it_is_said(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, PEOPLE, worth=timedelta(hours=12)) as broken:
        broken.mood(fails=1.0)
        broken.works(2)
        broken.until(lambda: "in doubt" in broken.log())
        broken.jumps(timedelta(days=1))
        tomorrow = system_now() + timedelta(days=1)
        broken.owes((number, tomorrow) for number in range(10_000, 10_000 + PEOPLE))
        broken.mood()
        holds(broken, ledger, DAY)
        sent = broken.audit().states
        assert sent == {NoticeState.EXPIRED: ALL, NoticeState.SENT: PEOPLE}


@LONG
def test_without_an_end_old_messages_are_sent_a_day_late(tmp_path: Path, ledger: Ledger) -> None:
    facts = {"without": "expiring", "worth": timedelta(hours=12)}
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, **facts) as broken:
        broken.mood(fails=1.0)
        broken.works()
        broken.until(lambda: "in doubt" in broken.log())
        broken.jumps(timedelta(days=1))
        broken.mood()
        broken.until(lambda: broken.audit().late > 0)
        ledger.broke(DAY, "a day late")


def test_what_is_no_longer_worth_it_expires_with_a_reason(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, 5, worth=timedelta(seconds=3)) as broken:
        broken.mood(fails=1.0)
        broken.works()
        holds(broken, ledger, BEYOND)
        assert broken.audit().states == {NoticeState.EXPIRED: 20}
        assert broken.arrived() == 0


@LONG
def test_without_an_end_what_is_worth_nothing_any_more_is_said(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    facts = {"without": "expiring", "worth": timedelta(seconds=3)}
    with world(database, tmp_path, 5, **facts) as broken:
        broken.mood(fails=1.0)
        broken.works()
        broken.until(lambda: "in doubt" in broken.log())
        broken.jumps(2 * LATE)
        broken.mood()
        broken.until(lambda: broken.audit().late > 0)
        ledger.broke(BEYOND, "said too late")
