"""Workers that are killed lose nothing and say nothing twice; without looking first they do."""

from pathlib import Path

import pytest

from bot.model import NoticeState
from tests.databases import sqlite_url
from tests.faults.ledger import Ledger
from tests.faults.sizes import ALL, KILLS, LONG, PEOPLE, holds
from tests.faults.world import World, world

AT_RANDOM = "kill -9 at random, answers lost"
ACCEPTED = "kill -9 just after acceptance"


def kill_again_and_again(broken: World) -> None:
    """Kill workers at moments of chance, while answers are lost."""
    broken.mood(loses=0.2, fails=0.1, slow=0.02)
    for _ in range(KILLS):
        before = broken.arrived()
        broken.waits_for(min(before + broken.dice.randint(5, ALL // (KILLS + 2)), ALL - 20))
        broken.kills()
    broken.mood()


def test_killed_workers_lose_nothing_and_say_nothing_twice(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, PEOPLE) as broken:
        broken.works(2)
        kill_again_and_again(broken)
        holds(broken, ledger, AT_RANDOM)
        assert broken.audit().states == {NoticeState.SENT: ALL}


def test_without_looking_first_lost_answers_are_sent_twice(tmp_path: Path, ledger: Ledger) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="looking") as broken:
        broken.works()
        broken.mood(loses=0.2)
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(AT_RANDOM, "twice")


@LONG
@pytest.mark.parametrize("workers", [1, 3])
def test_one_or_three_workers_are_killed(
    database: str, tmp_path: Path, ledger: Ledger, workers: int
) -> None:
    with world(database, tmp_path, PEOPLE) as broken:
        broken.works(workers)
        kill_again_and_again(broken)
        holds(broken, ledger, AT_RANDOM)


def kill_after_acceptance(broken: World) -> None:
    """Kill the worker once the provider has its messages, and never lets it know."""
    broken.mood(hangs=1.0)
    broken.works()
    broken.waits_for(4)
    broken.kills()
    broken.mood()


@LONG
def test_who_is_killed_just_after_acceptance_says_nothing_again(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    with world(database, tmp_path, PEOPLE) as broken:
        kill_after_acceptance(broken)
        holds(broken, ledger, ACCEPTED)


@LONG
def test_without_looking_first_what_was_accepted_is_said_again(
    tmp_path: Path, ledger: Ledger
) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="looking") as broken:
        kill_after_acceptance(broken)
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(ACCEPTED, "twice")


@LONG
def test_without_keeping_claims_two_workers_say_the_same(tmp_path: Path, ledger: Ledger) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="claiming") as broken:
        broken.mood(slow=0.2)
        broken.works(2)
        broken.until(lambda: broken.twice() > 0)
        ledger.broke("two workers, claims not kept", "twice")
