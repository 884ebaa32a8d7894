"""Clocks that jump and processes that freeze: nothing is said late, twice, or never."""

import signal
import time
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import NoticeState
from tests.databases import sqlite_url
from tests.faults.audit import states
from tests.faults.ledger import Ledger
from tests.faults.sizes import ALL, LONG, PEOPLE, holds
from tests.faults.world import World, world

FROZEN = "frozen for longer than its lease"
JUMP = "clock jumps"
BACK_WHILE_FROZEN = "clock set back while frozen"
KILLED_AND_BACK = "killed, and the clock set back by a day"
AWAKE_SECONDS = 3.0  # for what one that was frozen might do


def freeze_one(broken: World, back: timedelta = timedelta()) -> None:
    """Freeze a worker that is about to send until another has sent it all, and let it go on."""
    broken.mood(slow=0.4)
    broken.freezes(ALL // 3)
    assert states(broken.books)[NoticeState.SENDING]
    broken.works()
    broken.waits_for(ALL)
    broken.jumps(-back)
    broken.signals(0, signal.SIGCONT)


@LONG
def test_a_worker_that_was_frozen_says_nothing_late(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, PEOPLE) as broken:
        freeze_one(broken)
        time.sleep(AWAKE_SECONDS)
        holds(broken, ledger, FROZEN)


@LONG
def test_without_minding_its_lease_a_frozen_worker_says_it_again(
    tmp_path: Path, ledger: Ledger
) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="lease") as broken:
        freeze_one(broken)
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(FROZEN, "twice")


@LONG
def test_a_clock_that_was_set_back_makes_no_lease_longer(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, PEOPLE) as broken:
        freeze_one(broken, back=timedelta(minutes=30))
        time.sleep(AWAKE_SECONDS)
        broken.jumps(timedelta())
        holds(broken, ledger, BACK_WHILE_FROZEN)


@LONG
def test_without_a_steady_count_a_clock_set_back_makes_leases_longer(
    tmp_path: Path, ledger: Ledger
) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="watching") as broken:
        freeze_one(broken, back=timedelta(minutes=30))
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(BACK_WHILE_FROZEN, "twice")


def jump_in_the_middle(broken: World, hours: int) -> None:
    """Let the clock jump while messages are on their way and answers are lost."""
    broken.mood(slow=0.3, loses=0.1)
    broken.works(2)
    broken.waits_for(ALL // 5)
    broken.jumps(timedelta(hours=hours))
    if hours < 0:  # what is due now is not due an hour ago: the true time comes back
        time.sleep(2)
        broken.jumps(timedelta())


@LONG
@pytest.mark.parametrize("hours", [1, -1, 2, 24, -24])
def test_a_clock_that_jumps_harms_nothing(
    database: str, tmp_path: Path, ledger: Ledger, hours: int
) -> None:
    with world(database, tmp_path, PEOPLE) as broken:
        jump_in_the_middle(broken, hours)
        holds(broken, ledger, f"{JUMP} by {hours:+} h")


@LONG
@pytest.mark.parametrize("hours", [1, -1, 2, 24, -24])
def test_without_looking_first_a_clock_that_jumps_doubles_messages(
    tmp_path: Path, ledger: Ledger, hours: int
) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="looking") as broken:
        jump_in_the_middle(broken, hours)
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(f"{JUMP} by {hours:+} h", "twice")


def kill_all_and_set_back(broken: World) -> None:
    """Leave leases that seem to last a day, and nobody who holds them."""
    broken.mood(slow=0.9)
    broken.jumps(timedelta(days=1))
    broken.works()
    broken.waits_for(5)
    broken.workers[0].kill()
    broken.workers.pop().wait()
    broken.jumps(timedelta())
    broken.mood()
    broken.works(2)


@LONG
def test_a_lease_from_tomorrow_holds_nothing_until_then(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, PEOPLE) as broken:
        kill_all_and_set_back(broken)
        holds(broken, ledger, KILLED_AND_BACK)


@LONG
def test_without_a_cap_a_lease_from_tomorrow_holds_until_then(
    tmp_path: Path, ledger: Ledger
) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="capping") as broken:
        kill_all_and_set_back(broken)
        with pytest.raises(AssertionError, match="no progress in 20"):
            broken.until(lambda: not broken.audit().held, broken.arrived, patience=20)
        ledger.broke(KILLED_AND_BACK, "held for a day")
