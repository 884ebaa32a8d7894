"""A fake Slack that takes its time, and the wave of messages that everybody in it is owed."""

import asyncio
import json
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
from bot.model import Address, Platform
from tests.faults.audit import Audit, audited, note_moves
from tests.faults.broken_answers import DOUBTFUL
from tests.faults.prefilled import prefill
from tests.faults.served import Served
from tests.musterwerk import MAIL, SLACK
from tests.slack.fake import FakeSlack, Json, serving, user

ANSWER_SECONDS = 0.3  # between keeping a message and saying so: kills fall into it
WORTH = timedelta(days=1)
NO_ANSWERS = [each.said for each in DOUBTFUL.values() if each.then == "closes"]


@dataclass
class SlowSlack(FakeSlack):
    """Slack that keeps a message at once and says so later, or never; `forgetful` of metadata.

    With the chance `breaks` it answers what is no answer, having taken the message or not.
    """

    forgetful: bool = False
    breaks: float = 0.0
    dice: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311 seeded

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Answer a call of the Web API."""
        if request.match_info["method"] != "chat.postMessage":
            return await super().take(request)
        if self.dice.random() < self.breaks / 2:
            return self._broken(request)
        answer = await super().take(request)
        await asyncio.sleep(ANSWER_SECONDS)
        return self._broken(request) if self.dice.random() < self.breaks else answer

    def _broken(self, request: web.Request) -> web.Response:
        """Say something that is no answer, and hang up."""
        assert request.transport is not None
        request.transport.write(self.dice.choice(NO_ANSWERS))
        request.transport.close()
        return web.Response()

    def _conversations_history(self, channel: str, **asked: Any) -> Json:
        known = {} if self.forgetful else asked
        return super()._conversations_history(channel, **known)

    def arrived(self) -> Counter[str]:
        """Return how often each key arrived."""
        return Counter(key_of(said) for said in self.messages.values())


@dataclass
class OnSlack:
    """Everybody of a workspace, what they are owed, and the processes that are to say it."""

    slack: SlowSlack
    served: Served

    async def waits_for(self, arrived: int) -> None:
        """Wait until so many messages have arrived."""
        await self.served.until(lambda: len(self.slack.arrived()) >= arrived)

    def audit(self) -> Audit:
        """Compare what stands in the books with what Slack has."""
        arrived = self.slack.arrived()
        twice = [key for key, count in arrived.items() if count > 1]
        seen = {"twice": twice, "early": 0, "under_way": 0}
        return audited(self.served.books, seen, frozenset(arrived), WORTH)


@asynccontextmanager
async def on_slack(
    url: str, folder: Path, people: int, each: int, *, processes: int = 1, **facts: Any
) -> AsyncIterator[OnSlack]:
    """Start processes that serve a workspace, and then owe everybody of it messages."""
    slack = SlowSlack(SLACK, **facts)
    for number in range(people):
        email = f"person.{number}@{MAIL}"
        slack.joins({**user(f"Person {number}", team=SLACK, email=email), "id": f"U{number}"})
    async with serving(slack):
        told = {
            "SLACK_BOT_TOKEN": "xoxb-fake",
            "SLACK_SIGNING_SECRET": "a secret that signs",
            "SLACK_API_URL": f"{slack.url}/api/",
        }
        served = Served(url, folder, told)
        try:
            note_moves(served.books)
            await served.starts(processes)
            prefill(served.books, people, each, system_now(), WORTH, address=in_workspace)
            yield OnSlack(slack, served)
        finally:
            await served.ends()


def in_workspace(number: int) -> Address:
    """Return the address of somebody in the workspace."""
    return Address(Platform.SLACK, SLACK, f"U{number}")


def key_of(said: Json) -> str:
    """Return the key in a message's metadata."""
    metadata = said["metadata"]
    told = json.loads(metadata) if isinstance(metadata, str) else metadata
    return str(next(iter(told["event_payload"].values())))
