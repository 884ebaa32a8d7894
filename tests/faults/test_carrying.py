"""Procrastinate carries: workers that are killed lose no message and say none twice."""

from pathlib import Path
from typing import Any

import pytest

from bot.model import NoticeState
from tests.faults.ledger import Ledger
from tests.faults.sizes import ALL, LONG, PEOPLE, holds
from tests.faults.test_killing import kill_after_acceptance, kill_again_and_again
from tests.faults.world import world

CARRIED: dict[str, Any] = {"carrier": "procrastinate"}
KILLED, ACCEPTED = (
    "carried by jobs, kill -9, answers lost",
    "carried by jobs, killed after acceptance",
)
GIVEN_UP = "carried by jobs, whose worker is gone"


only_postgres = pytest.mark.parametrize("database", ["postgres"], indirect=True)


@only_postgres
def test_killed_workers_of_jobs_lose_nothing_and_say_nothing_twice(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, PEOPLE, **CARRIED) as broken:
        broken.works(2)
        kill_again_and_again(broken)
        holds(broken, ledger, KILLED)
        assert broken.audit().states == {NoticeState.SENT: ALL}


@only_postgres
def test_without_looking_first_jobs_send_lost_answers_twice(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, PEOPLE, without="looking", **CARRIED) as broken:
        broken.works()
        broken.mood(loses=0.2)
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(KILLED, "twice")


@LONG
@only_postgres
def test_jobs_of_who_is_killed_after_acceptance_say_nothing_again(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, PEOPLE, **CARRIED) as broken:
        kill_after_acceptance(broken)
        holds(broken, ledger, ACCEPTED)
        ledger.held(GIVEN_UP, database, len(broken.workers), broken.audit())


@LONG
@only_postgres
def test_without_looking_first_jobs_say_again_what_was_accepted(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, PEOPLE, without="looking", **CARRIED) as broken:
        kill_after_acceptance(broken)
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(ACCEPTED, "twice")


@LONG
@only_postgres
def test_without_a_sweep_what_a_dead_worker_held_is_never_said(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, PEOPLE, without="sweeping", **CARRIED) as broken:
        kill_after_acceptance(broken)
        with pytest.raises(AssertionError, match="no progress in 25"):
            broken.until(lambda: broken.arrived() == ALL, broken.arrived, patience=25)
        ledger.broke(GIVEN_UP, "never said")
