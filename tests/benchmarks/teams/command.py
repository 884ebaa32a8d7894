"""What a typed word costs the bot's process: through everything, and by a bot that only echoes."""

import asyncio
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.integration.aiohttp import (
    CloudAdapter,
    ConfigurationBotFrameworkAuthentication,
)
from botframework.connector.auth import AuthenticationConstants

from adapters.teams.app import MESSAGES_PATH, Allowed
from adapters.teams.connected import Connected, Neighbours, TeamsSettings
from storage.teams import SqlTeamsReferences
from tests.benchmarks.teams.proactive import signing_in_at
from tests.benchmarks.teams.teams_process import elsewhere
from tests.musterwerk import TEAMS
from tests.people import Company
from tests.teams.fake import FakeTeams
from tests.teams.tenant import Human

WARM, MESSAGES = 10, 100


class Echo:
    """A bot that says what it hears."""

    async def on_turn(self, context: TurnContext) -> None:
        """Answer a message."""
        await context.send_activity(context.activity.text)


def measure() -> tuple[float, float]:
    """Return the CPU seconds of one message: ours, and the echo's; callers cost both the same."""
    with elsewhere() as (teams, token):
        return asyncio.run(_ours(teams, token)), asyncio.run(_bare(teams, token))


async def _ours(teams: FakeTeams, token: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        company = Company(Path(folder))
        settings = TeamsSettings(
            teams.app_id,
            TEAMS,
            password="secret",
            allowed=Allowed(frozenset({TEAMS})),
            keys_url=f"{teams.url}/openid",
        )
        neighbours = Neighbours(
            bot=company.bot,
            references=SqlTeamsReferences(company.books),
            clock=lambda: company.now,
            chance=lambda: 0.0,
            sign_in=teams.sign_in,
        )
        connected = Connected(settings, neighbours, aiohttp.ClientSession())
        try:
            return await _spent(connected.app.receive, teams, token)
        finally:
            await connected.close()
            company.close()


async def _bare(teams: FakeTeams, token: str) -> float:
    constants = AuthenticationConstants
    settings = SimpleNamespace(
        APP_ID=teams.app_id,
        APP_PASSWORD="secret",
        APP_TYPE="SingleTenant",
        APP_TENANTID=TEAMS,
        TO_CHANNEL_FROM_BOT_LOGIN_URL=constants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX,
        TO_CHANNEL_FROM_BOT_OAUTH_SCOPE=constants.TO_CHANNEL_FROM_BOT_OAUTH_SCOPE,
        TO_BOT_FROM_CHANNEL_TOKEN_ISSUER=constants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER,
        OAUTH_URL=constants.OAUTH_URL,
        TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL=f"{teams.url}/openid?bare",
        TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL=f"{teams.url}/openid?bare",
        CALLER_ID="urn:botframework:azure",
    )
    adapter = CloudAdapter(ConfigurationBotFrameworkAuthentication(settings))

    async def receive(request: web.Request) -> web.StreamResponse:
        answer: web.Response | None = await adapter.process(request, Echo())
        return answer or web.Response()

    with signing_in_at(teams):
        return await _spent(receive, teams, token)


async def _spent(receive: Any, teams: FakeTeams, token: str) -> float:
    app = web.Application()
    app.router.add_post(MESSAGES_PATH, receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}{MESSAGES_PATH}"
    bernd = Human(SimpleNamespace(teams=teams), "bernd")  # type: ignore[arg-type]
    headers = {"Authorization": f"Bearer {token}"}
    try:
        async with aiohttp.ClientSession(headers=headers) as caller:
            for number in range(WARM + MESSAGES):
                if number == WARM:
                    begun = time.process_time()
                body = bernd.activity("message", text="program")
                async with caller.post(url, json=body) as answer:
                    assert answer.status < 300, await answer.text()
            return (time.process_time() - begun) / MESSAGES
    finally:
        await runner.cleanup()
