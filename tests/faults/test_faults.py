"""Under every fault each notice arrives once; without its guard the same run goes wrong.

`make test` runs the kills and their control; `make faults` all, and longer (PEOPLE=500 KILLS=15).
"""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import NoticeState
from tests.databases import PostgresServer, sqlite_url
from tests.faults.world import NOTICES_EACH, World, world

PEOPLE = int(os.environ.get("FAULTS_PEOPLE", "30"))
KILLS = int(os.environ.get("FAULTS_KILLS", "2"))
ALL = PEOPLE * NOTICES_EACH
LONG = pytest.mark.skipif("FAULTS" not in os.environ, reason="it takes long: make faults")


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    return str(request.getfixturevalue("postgres_url"))


def holds(broken: World) -> None:
    """Hold that everything ended, and arrived once."""
    broken.drains()
    found = broken.audit()
    assert found.complaints == {}
    assert found.states == {NoticeState.SENT: ALL}


def kill_again_and_again(broken: World) -> None:
    """Kill workers at moments of chance, while answers are lost."""
    broken.mood(loses=0.2, fails=0.1, slow=0.02)
    for _ in range(KILLS):
        before = broken.arrived()
        broken.waits_for(min(before + broken.dice.randint(5, ALL // (KILLS + 2)), ALL - 20))
        broken.kills()
    broken.mood()


def test_killed_workers_lose_nothing_and_say_nothing_twice(database: str, tmp_path: Path) -> None:
    with world(database, tmp_path, PEOPLE) as broken:
        broken.works(2)
        kill_again_and_again(broken)
        holds(broken)


def test_without_looking_first_lost_answers_are_sent_twice(tmp_path: Path) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="looking") as broken:
        broken.works()
        broken.mood(loses=0.2)
        broken.drains()
        assert broken.audit().twice


@LONG
def test_who_asks_for_patience_gets_it(database: str, tmp_path: Path) -> None:
    with world(database, tmp_path, PEOPLE) as broken:
        broken.mood(throttles=0.08, patience=2.5, slow=0.02)
        broken.works(2)
        holds(broken)


@LONG
def test_without_a_hold_requests_come_too_early(tmp_path: Path) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="holding") as broken:
        broken.mood(throttles=0.3, patience=3, slow=0.2)
        broken.works(2)
        broken.waits_for(ALL // 2)
        assert broken.audit().early


def freeze_one(broken: World) -> None:
    """Freeze a worker that holds notices until others have given it up, and let it go on.

    One that is frozen while it writes to SQLite keeps the file from everybody: not this time.
    """
    broken.mood(slow=0.4)
    broken.works(2)
    broken.waits_for(10)
    for _ in range(10):
        broken.signals(0, signal.SIGSTOP)
        time.sleep(0.5)  # what was on its way has arrived
        before = broken.arrived()
        time.sleep(1)
        if broken.arrived() > before:
            break
        broken.signals(0, signal.SIGCONT)
        time.sleep(0.1)
    broken.waits_for(ALL)
    broken.signals(0, signal.SIGCONT)
    time.sleep(2)


@LONG
def test_a_worker_that_was_frozen_says_nothing_late(database: str, tmp_path: Path) -> None:
    with world(database, tmp_path, PEOPLE) as broken:
        freeze_one(broken)
        holds(broken)


@LONG
def test_without_minding_its_lease_a_frozen_worker_says_it_again(tmp_path: Path) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="lease") as broken:
        freeze_one(broken)
        assert broken.audit().twice


@LONG
def test_without_keeping_claims_two_workers_say_the_same(tmp_path: Path) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="claiming") as broken:
        broken.mood(slow=0.2)
        broken.works(2)
        broken.waits_for(ALL // 2)
        assert broken.audit().twice


@LONG
@pytest.mark.parametrize("hours", [1, -1, 2, 24, -24])
def test_a_clock_that_jumps_harms_nothing(tmp_path: Path, hours: int) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE) as broken:
        broken.mood(slow=0.3, loses=0.1)
        broken.works(2)
        broken.waits_for(ALL // 5)
        broken.jumps(timedelta(hours=hours))
        if hours < 0:  # what is due now is not due an hour ago: the true time comes back
            time.sleep(2)
            broken.jumps(timedelta())
        holds(broken)


@LONG
def test_a_database_that_cuts_connections_loses_nothing(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url = postgres_server.shared
    name = url.rpartition("/")[2].partition("?")[0]
    others = f"datname = '{name}' AND pid <> pg_backend_pid()"
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"  # noqa: S608
    try:
        with world(url, tmp_path, PEOPLE) as broken:
            broken.mood(slow=0.1)
            broken.works(2)
            for part in range(1, 6):
                broken.waits_for(ALL * part // 8)
                postgres_server.run("postgres", cut)
            holds(broken)
    finally:
        postgres_server.empty_shared()


@LONG
def test_what_is_no_longer_worth_it_expires_with_a_reason_while_the_provider_is_down(
    tmp_path: Path,
) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, worth=timedelta(seconds=6)) as broken:
        broken.mood(fails=1.0)
        broken.works()
        broken.drains()
        found = broken.audit()
        assert found.complaints == {}
        assert found.states == {NoticeState.EXPIRED: ALL}
