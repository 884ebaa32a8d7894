"""What comes in twice, a day late, in any order or under a new id counts once, on two replicas."""

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from adapters.slack import answering
from bot.core import Bot
from bot.model import Participant, ParticipantState
from storage.books import SqlBooks
from storage.shelves.owed import OwedShelf
from storage.tables import TABLES
from tests.databases import sqlite_url
from tests.faults.sizes import LONG
from tests.musterwerk import catalogue
from tests.outside import outline
from tests.people import Company
from tests.screen import WORDS
from tests.slack.workspace import Human, Workspace, beside, running

NOT_STATE = {"heard_event", "pace", "tick", "slack_installation", "slack_state"}


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "GRACE_SECONDS", 20.0)
    monkeypatch.setattr(answering, "SUBMIT_SECONDS", 20.0)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Give a folder to a calm company, and one to a busy one."""
    calm, busy = tmp_path / "calm", tmp_path / "busy"
    calm.mkdir()
    busy.mkdir()
    return calm, busy


COMMANDS = 3  # that takes_part types


class Impatient(Human):
    """Somebody whose requests arrive at both replicas at once, and `renewed`, if they are, again."""

    def __init__(self, workspace: Workspace, other: Workspace) -> None:
        super().__init__(workspace, "UASHA")
        self.renewed = False
        self.replicas = (workspace, other)
        self.sent: list[tuple[dict[str, Any], str]] = []
        self.answers: list[tuple[Any, Any]] = []

    async def _sent(self, body: dict[str, Any], form: str) -> tuple[int, Any]:
        self.sent.append((body, form))
        one, two = await asyncio.gather(*(each.send(body, form=form) for each in self.replicas))
        await self.settled()
        self.answers.append((one, two))
        if self.renewed and "view" in body:  # Teams sends again under a new id in the end
            await self.replicas[1].send(body | {"trigger_id": self.slack.trigger()}, form=form)
            await self.settled()
        return one

    async def comes_again(self, dice: random.Random) -> None:
        """Let everything arrive once more, in any order, at either replica."""
        for body, form in dice.sample(self.sent, len(self.sent)):
            await dice.choice(self.replicas).send(body, form=form)
        await self.settled()

    async def settled(self) -> None:
        """Wait until both replicas have answered what they took."""
        for each in self.replicas:
            await each.connected.app.settled()


async def takes_part(asha: Human) -> None:
    """Join, pause and come back."""
    await asha.types("join")
    await asha.submits(purposes=("matching", "figures"))
    await asha.submits(role="mentor")
    await asha.submits(offers=("ai_assistants",))
    for _ in range(4):
        await asha.submits()
    await asha.types("pause until 2026-12-01")
    await asha.types("resume")


def state(company: Company) -> Mapping[str, int]:
    """Return how many rows each table has: what was done twice left more of them."""
    with company.books.database.reading() as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in TABLES.sorted_tables
            if table.name not in NOT_STATE
        }


def stands(company: Company) -> Participant:
    """Return Asha's participant without what the database gave it."""
    return replace(company.asha.participant, id=0, programme=0, person=0)


def shown(workspace: Workspace) -> list[int]:
    """Return how many answers were shown, in each way that Slack has beside its responses."""
    slack = workspace.slack
    assert len(slack.responses) <= COMMANDS, "the late answer to a command came twice"
    return [len(slack.ephemeral), len(slack.messages), len(slack.called("views.open"))]


@asynccontextmanager
async def two_replicas(url: str, folder: Path) -> AsyncIterator[tuple[Company, Impatient]]:
    """Run two replicas on one database."""
    company, books = Company(folder, url), SqlBooks(url)
    try:
        async with (
            running(company) as one,
            beside(one, Bot(books, WORDS, catalogue(), outline)) as other,
        ):
            yield company, Impatient(one, other)
    finally:
        books.close()
        company.close()


async def calmly(folder: Path) -> tuple[Participant, Mapping[str, int], list[int]]:
    """Return how things stand when everything comes once and in order."""
    company = Company(folder)
    try:
        async with running(company) as workspace:
            await takes_part(Human(workspace, "UASHA"))
            return stands(company), state(company), shown(workspace)
    finally:
        company.close()


async def test_what_comes_again_counts_once_and_is_answered_once(
    database: str, folders: tuple[Path, Path]
) -> None:
    participant, rows, answers = await calmly(folders[0])
    async with two_replicas(database, folders[1]) as (company, asha):
        await takes_part(asha)
        assert (stands(company), state(company)) == (participant, rows)
        assert participant.state is ParticipantState.ACTIVE
        # What goes back with the response must be the same from both replicas; an answer that took
        # its time went the other way, once.
        for one, two in asha.answers:
            assert one == two or not (one[1] and two[1])
        assert shown(asha.workspace) == answers
        company.now += timedelta(days=1)
        company.books.forget_spent(company.now)
        await asha.comes_again(random.Random(5))  # noqa: S311 seeded order
        assert (stands(company), state(company)) == (participant, rows)
        assert shown(asha.workspace) == answers


@LONG
async def test_what_comes_again_under_a_new_id_changes_nothing_more(
    database: str, folders: tuple[Path, Path]
) -> None:
    participant, rows, _ = await calmly(folders[0])
    async with two_replicas(database, folders[1]) as (company, asha):
        asha.renewed = True
        await takes_part(asha)
        assert (stands(company), state(company)) == (participant, rows)


async def test_without_remembering_what_was_heard_it_counts_again(
    tmp_path: Path, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    participant, rows, answers = await calmly(folders[0])
    monkeypatch.setattr(OwedShelf, "heard_before", lambda *_: False)
    async with two_replicas(sqlite_url(tmp_path), folders[1]) as (company, asha):
        await takes_part(asha)
        company.now += timedelta(days=1)
        await asha.comes_again(random.Random(5))  # noqa: S311 seeded order
        assert shown(asha.workspace) != answers
        assert (stands(company), state(company)) != (participant, rows)
