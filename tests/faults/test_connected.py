"""`kehrwert serve` on Slack is really killed in a wave: each message once, by its metadata."""

import asyncio
import json
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from app.wiring import system_now
from bot.model import Address, NoticeState, Platform
from storage.books import SqlBooks
from tests.app.test_serving import command, free_port, settings
from tests.databases import sqlite_url
from tests.faults.audit import ENDED, audited, note_moves, states
from tests.faults.ledger import Ledger
from tests.faults.prefilled import prefill
from tests.faults.sizes import LONG
from tests.musterwerk import MAIL, SLACK
from tests.slack.fake import FakeSlack, Json, serving, user

PEOPLE, EACH = int(os.environ.get("FAULTS_SLACK_PEOPLE", "20")), 4
ALL = PEOPLE * EACH
KILLS = 4
ANSWER_SECONDS = 0.3  # between keeping a message and saying so: kills fall into it
LOST_ANSWERS = 0.1
WORTH = timedelta(days=1)
PATIENCE_SECONDS = 420.0  # two leases of a minute, as in production, and a start
FAULT = "kehrwert serve on Slack, kill -9, answers lost"


@dataclass
class SlowSlack(FakeSlack):
    """Slack that keeps a message at once and says so later, or never; `forgetful` of metadata."""

    forgetful: bool = False
    dice: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311 seeded

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Answer a call of the Web API."""
        answer = await super().take(request)
        if request.match_info["method"] == "chat.postMessage":
            await asyncio.sleep(ANSWER_SECONDS)
            if self.dice.random() < LOST_ANSWERS and request.transport is not None:
                request.transport.abort()
        return answer

    def _conversations_history(self, channel: str, **asked: Any) -> Json:
        known = {} if self.forgetful else asked
        return super()._conversations_history(channel, **known)

    def arrived(self) -> Counter[str]:
        """Return how often each key arrived."""
        return Counter(key_of(said) for said in self.messages.values())


def on_slack(number: int) -> Address:
    """Return the address of somebody in the workspace."""
    return Address(Platform.SLACK, SLACK, f"U{number}")


def key_of(said: Json) -> str:
    """Return the key in a message's metadata."""
    metadata = said["metadata"]
    told = json.loads(metadata) if isinstance(metadata, str) else metadata
    return str(next(iter(told["event_payload"].values())))


@dataclass
class Served:
    """A database, the fake Slack, and the process between them."""

    url: str
    folder: Path
    slack: SlowSlack
    books: SqlBooks
    process: asyncio.subprocess.Process | None = None

    async def starts(self) -> None:
        """Start `kehrwert serve`, connected."""
        told = {
            "SLACK_BOT_TOKEN": "xoxb-fake",
            "SLACK_SIGNING_SECRET": "a secret that signs",
            "SLACK_API_URL": f"{self.slack.url}/api/",
        }
        with (self.folder / "serve.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *command("all", free_port()),
                env={**settings(self.url), **told},
                stdout=log,
                stderr=log,
            )

    async def dies(self) -> None:
        """Kill it as a power cut would."""
        assert self.process is not None
        assert self.process.returncode is None, self.log()
        self.process.kill()
        await self.process.wait()

    async def waits_for(self, arrived: int) -> None:
        """Wait until so many messages have arrived."""
        await self._until(lambda: len(self.slack.arrived()) >= arrived)

    async def drains(self) -> None:
        """Wait until everything has ended."""
        await self._until(lambda: all(state in ENDED for state in states(self.books)))

    async def _until(self, reached: Any) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await asyncio.to_thread(reached):  # noqa: ASYNC110 of other processes
                await asyncio.sleep(0.3)

    def log(self) -> str:
        """Return the end of what it logged."""
        return (self.folder / "serve.log").read_text("utf-8")[-2000:]


@asynccontextmanager
async def connected(folder: Path, *, forgetful: bool = False) -> AsyncIterator[Served]:
    """Owe everybody of a workspace messages, and serve it."""
    url = sqlite_url(folder)
    books = SqlBooks(url, careless=True)
    slack = SlowSlack(SLACK, forgetful=forgetful)
    for number in range(PEOPLE):
        email = f"person.{number}@{MAIL}"
        slack.joins({**user(f"Person {number}", team=SLACK, email=email), "id": f"U{number}"})
    note_moves(books)
    prefill(books, PEOPLE, EACH, system_now(), WORTH, address=on_slack)
    async with serving(slack):
        served = Served(url, folder, slack, books)
        await served.starts()
        try:
            yield served
        finally:
            if served.process is not None and served.process.returncode is None:
                await served.dies()
            books.close()


async def kill_in_the_wave(served: Served) -> None:
    """Kill the process again and again while messages are on their way."""
    for kill in range(1, KILLS + 1):
        await served.waits_for(ALL * kill // (KILLS + 2))
        await served.dies()
        await served.starts()


@LONG
async def test_on_slack_killed_processes_lose_nothing_and_say_nothing_twice(
    tmp_path: Path, ledger: Ledger
) -> None:
    async with connected(tmp_path) as served:
        await kill_in_the_wave(served)
        await served.drains()
        arrived = served.slack.arrived()
        twice = [key for key, count in arrived.items() if count > 1]
        seen = {"twice": twice, "early": 0, "under_way": 0}
        found = audited(served.books, seen, frozenset(arrived), WORTH)
        ledger.held(FAULT, served.url, 1, found)
        assert found.complaints == {}
        assert found.states == {NoticeState.SENT: ALL}


@LONG
async def test_without_metadata_slack_is_told_again_what_it_kept(
    tmp_path: Path, ledger: Ledger
) -> None:
    async with connected(tmp_path, forgetful=True) as served:
        await kill_in_the_wave(served)
        await served.drains()
        assert max(served.slack.arrived().values()) > 1
        ledger.broke(FAULT, "twice")
