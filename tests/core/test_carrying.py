"""Nobody waits for somebody slower: not for a wave, not for a provider that hangs."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.commands import PlanCheckIns
from bot.model import Address, Notice, NoticeState, Platform, Priority, Role
from bot.ports import Throttled
from bot.post import Post
from bot.post.gates import AT_ONCE
from bot.said import Message
from scheduling.runners.local import CHORES_AT_ONCE, LocalRunner
from storage import database
from tests.people import Company

PEOPLE = 40
PATIENCE_SECONDS, A_MOMENT = 60.0, 0.01
SLOW, QUICK = "T0SLOW", "T0QUICK"


class HangingMessenger:
    """A provider whose one workspace does not answer until it is let go."""

    def __init__(self) -> None:
        self.let_go = asyncio.Event()
        self.arrived: list[Address] = []
        self.inside = self.most = 0
        self.refuses: list[Exception] = []

    async def send(self, address: Address, _message: Message, key: str) -> str:
        """Take a message, at once or when let go."""
        self.inside += 1
        self.most = max(self.most, self.inside)
        if address.workspace == SLOW:
            await self.let_go.wait()
        self.inside -= 1
        if self.refuses:
            raise self.refuses.pop()
        self.arrived.append(address)
        return key

    async def update(self, _address: Address, _provider_id: str, _message: Message) -> None:
        """Edit nothing."""
        raise NotImplementedError

    async def find(self, _address: Address, _key: str) -> str | None:
        """Find nothing."""
        return None


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.2)
    company = Company(tmp_path)
    yield company
    company.close()


@contextmanager
def somebody_is_writing(folder: Path) -> Iterator[None]:
    """Let another process keep the database until the block ends."""
    with closing(sqlite3.connect(folder / "kehrwert.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def owes(company: Company, people: int, workspace: str, priority: Priority) -> None:
    """Owe so many new people of a workspace a message."""
    for number in range(people):
        chat = company.hires(f"{workspace}{number} Fox")
        part = chat.takes_part(Role.MENTOR, offers=("social_media",))
        # The page is ours and has no pace: only the gates keep anybody waiting here.
        address = Address(Platform.WEB, workspace, f"{workspace}-{number}")
        with company.turn() as store:
            store.link(chat.person_id, address, company.now + timedelta(seconds=1))
            due, until = company.now, company.now + timedelta(days=1)
            once = f"{workspace}:{number}"
            owed = Notice(chat.person_id, "proposal.none_yet", part.id, once, due, until)
            store.owe(replace(owed, priority=priority))


async def until(true: Callable[[], bool]) -> None:
    for _ in range(round(PATIENCE_SECONDS / A_MOMENT)):
        if true():
            return
        await asyncio.sleep(A_MOMENT)
    raise AssertionError(f"nothing happened in {PATIENCE_SECONDS} s")


async def reached(messenger: HangingMessenger, workspace: str, many: int) -> None:
    await until(lambda: sum(each.workspace == workspace for each in messenger.arrived) >= many)


async def test_an_answer_goes_while_a_wave_hangs(company: Company) -> None:
    owes(company, PEOPLE, SLOW, Priority.REMINDER)
    messenger = HangingMessenger()
    post = Post(company.bot, messenger, lambda: company.now)
    runner = LocalRunner(company.bot, post, lambda: company.now)
    await runner.deliveries()
    await until(lambda: messenger.inside == AT_ONCE)
    owes(company, 1, QUICK, Priority.ANSWER)
    await runner.answers()
    await reached(messenger, QUICK, 1)
    assert messenger.most <= AT_ONCE + 1
    messenger.let_go.set()
    await reached(messenger, SLOW, PEOPLE)
    await runner.stop()


async def test_another_workspaces_reminder_goes_while_a_wave_hangs(company: Company) -> None:
    owes(company, PEOPLE, SLOW, Priority.REMINDER)
    owes(company, 3, QUICK, Priority.REMINDER)
    messenger = HangingMessenger()
    post = Post(company.bot, messenger, lambda: company.now)
    runner = LocalRunner(company.bot, post, lambda: company.now)
    await runner.deliveries()
    await reached(messenger, QUICK, 3)
    messenger.let_go.set()
    await runner.stop()


async def test_stopping_finishes_what_is_on_its_way_and_gives_back_the_rest(
    company: Company,
) -> None:
    owes(company, PEOPLE, SLOW, Priority.REMINDER)
    messenger = HangingMessenger()
    post = Post(company.bot, messenger, lambda: company.now)
    runner = LocalRunner(company.bot, post, lambda: company.now)
    await runner.deliveries()
    await until(lambda: messenger.inside == AT_ONCE)
    stopping = asyncio.create_task(runner.stop())
    await asyncio.sleep(0)
    messenger.let_go.set()
    await stopping
    with company.turn() as store:
        notices = [store.get(Notice, number) for number in range(1, PEOPLE + 1)]
    states = [each.state for each in notices if each is not None]
    assert states.count(NoticeState.SENT) == AT_ONCE
    assert states.count(NoticeState.READY) == PEOPLE - AT_ONCE


async def test_who_is_asked_to_stop_takes_up_no_more_chores(company: Company) -> None:
    with company.turn() as store:
        for nobody in range(CHORES_AT_ONCE * 3):
            store.later(PlanCheckIns(10_000 + nobody), company.now)
    post = Post(company.bot, HangingMessenger(), lambda: company.now)
    looks = iter([False, True])  # whether something is due; and then the first of them are done

    def clock() -> datetime:
        post.closing = next(looks)
        return company.now

    await LocalRunner(company.bot, post, clock).chores()
    left = company.books.due_chores(company.now, CHORES_AT_ONCE * 3)
    assert len(left) == CHORES_AT_ONCE * 2


async def test_one_refusal_lets_the_whole_workspace_rest(company: Company) -> None:
    for name in ("asha", "dario"):
        chat = getattr(company, name)
        part = chat.takes_part(Role.MENTOR, offers=("social_media",))
        due, until = company.now, company.now + timedelta(days=1)
        with company.turn() as store:
            store.owe(Notice(chat.person_id, "proposal.none_yet", part.id, name, due, until))
    messenger = HangingMessenger()
    messenger.refuses = [Throttled(30)]
    post = Post(company.bot, messenger, lambda: company.now)
    start = company.now
    await post.deliver_due()
    with company.turn() as store:
        part = store.participation(company.programme.id, company.asha.person_id)
        assert part is not None
        late = Notice(company.asha.person_id, "proposal.none_yet", part.id, "late", start, until)
        store.owe(replace(late, priority=Priority.ANSWER))
    company.now = start + timedelta(seconds=29)
    before = len(messenger.arrived)
    await post.deliver_due()
    assert len(messenger.arrived) == before
    company.now = start + timedelta(seconds=40)
    for _ in range(5):
        await post.deliver_due()
        company.now += timedelta(seconds=2)
    assert len(messenger.arrived) == 3


async def test_a_claim_that_met_others_comes_again_and_alarms_nobody(
    company: Company, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    owes(company, 3, QUICK, Priority.REMINDER)
    messenger = HangingMessenger()
    post = Post(company.bot, messenger, lambda: company.now)
    runner = LocalRunner(company.bot, post, lambda: company.now)
    with somebody_is_writing(tmp_path):
        await runner.deliveries()
        await until(lambda: not runner.busy)
    assert messenger.arrived == []
    await runner.deliveries()
    await reached(messenger, QUICK, 3)
    await runner.stop()
    assert [each for each in caplog.records if each.levelno >= logging.WARNING] == []


async def test_what_was_sent_is_ticked_off_although_others_were_in_the_way(
    company: Company, tmp_path: Path
) -> None:
    owes(company, 1, SLOW, Priority.REMINDER)
    messenger = HangingMessenger()
    post = Post(company.bot, messenger, lambda: company.now)
    delivering = asyncio.create_task(post.deliver_due())
    await until(lambda: messenger.inside == 1)
    with somebody_is_writing(tmp_path):
        messenger.let_go.set()
        await asyncio.sleep(0.3)  # one try is over, the next one waits
    await delivering
    with company.turn() as store:
        notice = store.get(Notice, 1)
    assert notice is not None
    assert notice.state is NoticeState.SENT
    company.assert_nothing_failed()
