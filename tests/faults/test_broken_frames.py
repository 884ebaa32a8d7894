"""Whatever comes over Socket Mode that is no request, `kehrwert serve` goes on hearing what is one."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import WSMsgType, web
from aiohttp.test_utils import TestServer

from tests.databases import sqlite_url
from tests.faults.served import Served
from tests.faults.sizes import LONG
from tests.musterwerk import SLACK as WORKSPACE
from tests.slack.fake import FakeSlack, Json, serving, user

PATIENCE_SECONDS = 120.0
APP_TOKEN = "xapp-fake"
SECRET_WORDS = "Person 7"
LARGE = 5 * 1024 * 1024  # bytes; the client takes 4 MB


def enveloped(kind: str, number: str, payload: object) -> str:
    """Return an envelope as Slack sends it: docs.slack.dev/apis/events-api/using-socket-mode."""
    return json.dumps({"type": kind, "envelope_id": number, "payload": payload})


FRAMES: dict[str, str | bytes] = {
    "no JSON": "{" + SECRET_WORDS,
    "a list": f'["{SECRET_WORDS}"]',
    "a word": SECRET_WORDS,
    "nothing": "",
    "bytes that are no text": b"\xff\xfe" + SECRET_WORDS.encode(),
    "an envelope without a type": f'{{"envelope_id": "n", "payload": {{"text": "{SECRET_WORDS}"}}}}',
    "a type that nobody knows": enveloped("telepathy", "t", {"text": SECRET_WORDS}),
    "an envelope without a number": '{"type": "slash_commands", "payload": {}}',
    "no payload": enveloped("slash_commands", "p", None),
    "a payload of another kind": enveloped("slash_commands", "k", [SECRET_WORDS]),
    "a command without anybody": enveloped("slash_commands", "c", {"command": "/program"}),
    "an event without a user": enveloped(
        "events_api", "e", {"event": {"type": "message", "text": SECRET_WORDS}}
    ),
    "a press without a button": enveloped("interactive", "i", {"type": "block_actions"}),
    "deeper than anybody reads": '{"payload": ' + "[" * 100_000,
}


@dataclass
class SocketSlack(FakeSlack):
    """A Slack that sends what it likes over the connections that it lets an app open."""

    address: str = ""
    links: "asyncio.Queue[web.WebSocketResponse]" = field(default_factory=asyncio.Queue)
    answers: "asyncio.Queue[Json]" = field(default_factory=asyncio.Queue)

    async def link(self, request: web.Request) -> web.WebSocketResponse:
        """Keep a connection, and what the app answers over it."""
        link = web.WebSocketResponse()
        await link.prepare(request)
        await link.send_json({"type": "hello", "num_connections": 1})
        await self.links.put(link)
        async for frame in link:
            if frame.type is WSMsgType.TEXT:
                await self.answers.put(frame.json())
        return link

    def _apps_connections_open(self, **_: Any) -> Json:
        return {"url": self.address}


@asynccontextmanager
async def in_socket_mode(folder: Path) -> AsyncIterator[tuple[SocketSlack, Served]]:
    """Serve in Socket Mode at a Slack of ours."""
    slack = SocketSlack(WORKSPACE)
    slack.tokens.add(APP_TOKEN)
    slack.joins(user("Asha Rao", team=WORKSPACE))
    app = web.Application()
    app.router.add_get("/link", slack.link)
    async with serving(slack) as api, TestServer(app) as server:
        slack.address = f"ws://127.0.0.1:{server.port}/link"
        told = {
            "SLACK_BOT_TOKEN": "xoxb-fake",
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": api,
        }
        served = Served(sqlite_url(folder), folder, told)
        try:
            await served.starts()
            yield slack, served
        finally:
            await served.ends()


async def hears_asha(slack: SocketSlack, link: web.WebSocketResponse, number: str) -> None:
    """Hold that a command of Asha's is answered with its acknowledgement."""
    said = {
        "command": "/program",
        "text": "",
        "user_id": "UASHA",
        "team_id": WORKSPACE,
        "channel_id": "DUASHA",
        "trigger_id": slack.trigger(),
        "response_url": f"{slack.url}/response/{number}",
    }
    await link.send_str(enveloped("slash_commands", number, said))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while (answer := await slack.answers.get())["envelope_id"] != number:
            pass
    assert answer["payload"]["blocks"], number


async def opened(slack: SocketSlack) -> web.WebSocketResponse:
    """Return the connection that the app opens next."""
    return await asyncio.wait_for(slack.links.get(), PATIENCE_SECONDS)


async def test_broken_frames_are_passed_over_and_not_quoted(tmp_path: Path) -> None:
    async with in_socket_mode(tmp_path) as (slack, served):
        link = await opened(slack)
        await hears_asha(slack, link, "before")
        for name, frame in FRAMES.items():
            await (link.send_str(frame) if isinstance(frame, str) else link.send_bytes(frame))
            await hears_asha(slack, link, f"after {name}")
        assert SECRET_WORDS not in served.log()


@LONG
async def test_a_connection_that_breaks_is_opened_again(tmp_path: Path) -> None:
    async with in_socket_mode(tmp_path) as (slack, _):
        link = await opened(slack)
        await link.send_json({"type": "disconnect", "reason": "refresh_requested"})
        link = await opened(slack)
        await hears_asha(slack, link, "after a farewell")
        with suppress(ConnectionError):  # it hangs up in the middle
            await link.send_str("x" * LARGE)
        link = await opened(slack)
        await hears_asha(slack, link, "after what is too large")
        await link.close()
        link = await opened(slack)
        await hears_asha(slack, link, "after a close")
