"""Unasked messages per second, and how long they keep the event loop from everything else."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import SimpleNamespace
from unittest.mock import patch

import aiohttp
import requests
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import (
    CloudAdapter,
    ConfigurationBotFrameworkAuthentication,
)
from botbuilder.schema import ChannelAccount, ConversationAccount, ConversationReference

from adapters.teams.api import Spot
from adapters.teams.messenger import TeamsApi
from adapters.teams.sdk import Connectors
from adapters.teams.tokens import LOGIN, Credentials, Tokens
from tests.benchmarks.teams.teams_process import elsewhere
from tests.musterwerk import TEAMS
from tests.teams.fake import FakeTeams

PLAIN_MESSAGES, MESSAGES, AT_ONCE = 60, 600, 16
Send = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Wave:
    """Messages per second, and for how many seconds the loop could not turn, in 99 of 100 turns.

    The longest one of all says more about what else runs on the machine.
    """

    per_second: float
    lag: float

    def said(self) -> str:
        """Return it in words."""
        return f"{self.per_second:7.1f} messages/s, loop held up for {self.lag * 1000:7.1f} ms"


def measure() -> tuple[Wave, Wave]:
    """Return our wave and the SDK's."""
    with elsewhere(0.05, 0.02) as (teams, _token):
        return asyncio.run(_ours(teams)), asyncio.run(_plain(teams))


async def _ours(teams: FakeTeams) -> Wave:
    async with aiohttp.ClientSession() as http:
        acquire = Credentials(teams.app_id, TEAMS, "secret").acquire(teams.sign_in())
        api = TeamsApi(Connectors(http, Tokens(acquire, time.monotonic)), http)
        spot = Spot(teams.service_url, "a:29:bernd")
        return await _wave(lambda: api.send(spot, {"text": "hello"}), MESSAGES)


async def _plain(teams: FakeTeams) -> Wave:
    settings = SimpleNamespace(
        APP_ID=teams.app_id, APP_PASSWORD="secret", APP_TYPE="SingleTenant", APP_TENANTID=TEAMS
    )
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(settings))
    reference = ConversationReference(
        bot=ChannelAccount(id="28:bot-app"),
        user=ChannelAccount(id="29:bernd"),
        conversation=ConversationAccount(id="a:29:bernd"),
        channel_id="msteams",
        service_url=teams.service_url,
    )

    async def said(context: TurnContext) -> None:
        await context.send_activity("hello")

    with signing_in_at(teams):
        return await _wave(
            lambda: adapter.continue_conversation(reference, said, teams.app_id), PLAIN_MESSAGES
        )


def signing_in_at(teams: FakeTeams) -> AbstractContextManager[object]:
    """Let every session of requests find the fake behind Microsoft's address."""
    adapter = teams.sign_in().get_adapter(LOGIN)
    plain = requests.Session.get_adapter

    def found(session: requests.Session, url: str) -> object:
        return adapter if url.startswith(LOGIN) else plain(session, url)

    return patch.object(requests.Session, "get_adapter", found)


async def _wave(send: Send, messages: int) -> Wave:
    await send()  # the first one warms up what both keep
    gate, lags = asyncio.Semaphore(AT_ONCE), [0.0]

    async def one() -> None:
        async with gate:
            await send()

    async def watch() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            lags.append(time.perf_counter() - before - 0.001)

    watching = asyncio.create_task(watch())
    begun = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(messages)))
    seconds = time.perf_counter() - begun
    watching.cancel()
    return Wave(messages / seconds, sorted(lags)[int(len(lags) * 0.99)])
