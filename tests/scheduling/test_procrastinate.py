"""Procrastinate carries deliveries: its jobs are kept with the turn, and lost ones harm nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bot.core import ATTEMPTS
from bot.model import Address, Notice, NoticeState, Priority, Role
from bot.ports import Conflict
from bot.post import Post
from bot.said import Message
from scheduling.runners.local import LocalRunner
from scheduling.runners.procrastinate import Announcements, ProcrastinateRunner
from storage.database import driver_url
from tests.people import Company

PATIENCE_SECONDS, A_MOMENT = 60.0, 0.02
WORTH = timedelta(days=1)


class SlowMessenger:
    """A provider that keeps what arrives, in order, and waits where it is told to."""

    def __init__(self) -> None:
        self.arrived: list[str] = []
        self.let_go = asyncio.Event()
        self.let_go.set()
        self.inside = 0
        self.busy: set[str] = set()
        self.overlaps: list[str] = []

    async def send(self, address: Address, _message: Message, key: str) -> str:
        """Take a message, at once or when let go."""
        self.overlaps += [address.user] if address.user in self.busy else []
        self.busy.add(address.user)
        self.inside += 1
        await asyncio.sleep(0.01)
        await self.let_go.wait()
        self.inside -= 1
        self.busy.discard(address.user)
        self.arrived.append(key)
        return key

    async def update(self, _address: Address, _provider_id: str, _message: Message) -> None:
        """Edit nothing."""
        raise NotImplementedError

    async def find(self, _address: Address, key: str) -> str | None:
        """Find what arrived."""
        return key if key in self.arrived else None


class Carried:
    """The company on PostgreSQL, whose deliveries jobs carry."""

    def __init__(self, company: Company, url: str) -> None:
        self.company = company
        self.url = driver_url(url)
        self.messenger = SlowMessenger()
        company.books.deliveries = Announcements(lambda: company.now)

    def runner(self) -> ProcrastinateRunner:
        """Return a process's part, not yet begun."""
        post = Post(self.company.bot, self.messenger, lambda: self.company.now)
        local = LocalRunner(self.company.bot, post, lambda: self.company.now)
        return ProcrastinateRunner(local, self.url)

    @asynccontextmanager
    async def working(self) -> AsyncIterator[ProcrastinateRunner]:
        """Run a worker for a while."""
        runner = self.runner()
        await runner.start()
        try:
            yield runner
        finally:
            self.messenger.let_go.set()
            await runner.stop()

    def owes(self, name: str = "asha", once: str = "1", **facts: Any) -> None:
        """Owe somebody the word that no partner is free yet."""
        with self.company.turn() as store:
            store.owe(self.notice(name, once, **facts))

    def notice(self, name: str = "asha", once: str = "1", **facts: Any) -> Notice:
        """Return what somebody could be owed."""
        chat = getattr(self.company, name)
        part = self.company.asha.participant
        due, until = self.company.now, self.company.now + WORTH
        owed = Notice(chat.person_id, "proposal.none_yet", part.id, once, due, until, at_latest=due)
        return replace(owed, **facts)

    def asks(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query.encode()).fetchall()

    def jobs(self, states: str = "'todo', 'doing'") -> list[str]:
        """Return the locks of jobs."""
        rows = self.asks(
            f"SELECT lock FROM procrastinate_jobs WHERE status IN ({states}) ORDER BY id"  # noqa: S608
        )
        return [lock for (lock,) in rows]

    def states(self) -> list[NoticeState]:
        """Return how far all notices have come, in their order."""
        return [
            NoticeState(state) for (state,) in self.asks("SELECT state FROM notice ORDER BY id")
        ]

    async def reached(self, true: Callable[[], bool]) -> None:
        """Wait until something is true, while the clock of the company runs."""
        for _ in range(round(PATIENCE_SECONDS / A_MOMENT)):
            if true():
                return
            self.company.now += timedelta(seconds=A_MOMENT)
            await asyncio.sleep(A_MOMENT)
        raise AssertionError(f"not in {PATIENCE_SECONDS} s: {self.states()} {self.jobs()}")

    async def settled(self, notices: int) -> None:
        """Wait until so many notices are sent."""
        await self.reached(lambda: self.states().count(NoticeState.SENT) == notices)


@pytest.fixture
def carried(tmp_path: Path, postgres_url: str) -> Iterator[Carried]:
    company = Company(tmp_path, postgres_url)
    company.asha.takes_part(Role.MENTOR, offers=("ai_assistants",))
    yield Carried(company, postgres_url)
    company.close()


async def test_what_a_turn_owes_is_sent_without_any_tick(carried: Carried) -> None:
    async with carried.working():
        await asyncio.to_thread(carried.owes)
        await carried.settled(1)
        await carried.reached(lambda: carried.jobs() == [])
    assert carried.messenger.arrived == [
        f"kehrwert-{number}" for (number,) in carried.asks("SELECT id FROM notice")
    ]
    assert carried.asks("SELECT count(*) FROM procrastinate_jobs") == [(0,)]


def test_a_turn_that_is_taken_back_leaves_no_job(carried: Carried) -> None:
    class Broken(Exception):
        pass

    def breaks() -> None:
        with carried.company.turn() as store:
            store.owe(carried.notice())
            raise Broken

    with suppress(Broken):
        breaks()
    assert carried.jobs() == []
    carried.owes()
    assert len(carried.jobs()) == 1  # so that the line above can fail


def test_the_same_matter_gets_one_job(carried: Carried) -> None:
    carried.owes()
    carried.owes()
    assert len(carried.jobs()) == 1


def test_what_is_due_later_stays_in_its_row(carried: Carried) -> None:
    carried.owes(due=carried.company.now + timedelta(hours=1))
    assert carried.jobs() == []


async def test_what_has_become_due_is_enqueued_once_by_the_sweep(carried: Carried) -> None:
    due = carried.company.now + timedelta(hours=1)
    carried.owes(due=due)
    carried.owes("bernd", "2", due=due)
    sweeper = carried.runner()
    async with carried.working() as runner:
        await runner.sweep()
        assert carried.jobs() == []
    carried.company.now += timedelta(hours=2)
    for runner in (sweeper, carried.runner(), sweeper):
        await asyncio.to_thread(_sweep, carried, runner)
    assert len(carried.jobs()) == 2


def _sweep(carried: Carried, runner: ProcrastinateRunner) -> None:
    now = carried.company.now
    runner.local.bot.books.remind(now, now + runner.post.terms.lease, 100)


async def test_a_job_that_was_lost_is_enqueued_again(carried: Carried) -> None:
    carried.owes()
    with psycopg.connect(carried.url) as connection:
        connection.execute("DELETE FROM procrastinate_jobs")
    async with carried.working() as runner:
        await runner.sweep()
        await carried.settled(1)


async def test_a_dead_workers_job_keeps_nobody_waiting(carried: Carried) -> None:
    carried.owes()
    with psycopg.connect(carried.url) as connection:
        connection.execute(
            "WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - interval '1 minute') RETURNING id)"
            " UPDATE procrastinate_jobs SET status = 'doing', worker_id = (SELECT id FROM dead)"
        )
    carried.owes("asha", "2")  # waits for the dead one's lock
    async with carried.working() as runner:
        await asyncio.sleep(0.3)
        assert carried.messenger.arrived == []
        await runner.sweep()
        await carried.settled(2)


async def test_each_persons_messages_go_one_by_one_and_in_their_order(carried: Carried) -> None:
    async with carried.working(), carried.working():
        for number in range(6):
            await asyncio.to_thread(carried.owes, "asha", f"a{number}")
            await asyncio.to_thread(carried.owes, "dario", f"d{number}")
        await carried.settled(12)
    assert carried.messenger.overlaps == []
    order = [int(key.removeprefix("kehrwert-")) for key in carried.messenger.arrived]
    persons = dict(carried.asks("SELECT id, person FROM notice"))
    for person in set(persons.values()):
        theirs = [number for number in order if persons[number] == person]
        assert theirs == sorted(theirs)


async def test_an_answer_goes_while_a_wave_hangs(carried: Carried) -> None:
    carried.messenger.let_go.clear()
    carried.owes("dario", "slow")
    async with carried.working():
        await carried.reached(lambda: carried.messenger.inside == 1)
        await asyncio.to_thread(carried.owes, "asha", "quick", priority=Priority.ANSWER)
        await carried.reached(lambda: carried.messenger.inside == 2)


async def test_stopping_finishes_what_is_on_its_way_and_leaves_the_rest_to_others(
    carried: Carried,
) -> None:
    carried.messenger.let_go.clear()
    carried.owes("dario", "1")
    runner = carried.runner()
    await runner.start()
    await carried.reached(lambda: carried.messenger.inside == 1)
    carried.owes("dario", "2")
    stopping = asyncio.create_task(runner.stop())
    await asyncio.sleep(0.1)
    carried.messenger.let_go.set()
    await stopping
    assert carried.states() == [NoticeState.SENT, NoticeState.READY]
    async with carried.working():
        await carried.settled(2)


def test_a_job_that_is_there_already_does_not_break_the_turn(carried: Carried) -> None:
    carried.owes()
    with psycopg.connect(carried.url) as connection:  # the next notice's number is taken
        connection.execute(
            "UPDATE procrastinate_jobs SET queueing_lock ="
            " 'notice:' || (SELECT max(id) + 1 FROM notice)"
        )
    carried.owes("bernd", "2")
    assert carried.states() == [NoticeState.READY, NoticeState.READY]
    assert len(carried.jobs()) == 1
    _sweep(carried, carried.runner())
    assert len(carried.jobs()) == 1  # still taken; a job that is done gives it free


async def test_a_worker_that_loses_its_connections_begins_again(carried: Carried) -> None:
    async with carried.working() as runner:
        workers = "SELECT * FROM procrastinate_workers"
        await carried.reached(lambda: len(carried.asks(workers)) == 2)
        others = "pid <> pg_backend_pid() AND datname = current_database()"
        carried.asks(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608
        for _ in range(ATTEMPTS):  # a turn that meets a connection which was cut is run again
            with suppress(Conflict):
                await asyncio.to_thread(carried.owes)
                break
        await runner.sweep()
        await carried.settled(1)
