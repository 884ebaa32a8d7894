"""People who type /program, and the Slack on which they read the answer; both on loopback."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from adapters.slack.app import EVENTS_PATH
from tests.benchmarks.slack.company import user_of
from tests.musterwerk import MAIL, SLACK

SECRET = "a secret that signs"
PATIENCE_SECONDS = 60.0


@dataclass
class PlayedSlack:
    """Takes answers and messages, and knows everybody; `sent` counts messages nobody asked for."""

    url: str = ""
    sent: int = 0
    waiting: dict[str, asyncio.Future[float]] = field(default_factory=dict)

    async def response(self, request: web.Request) -> web.Response:
        """Take the answer to a command."""
        await request.read()
        waiting = self.waiting.pop(request.match_info["number"], None)
        if waiting is not None and not waiting.done():
            waiting.set_result(time.perf_counter())
        return web.Response(text="ok")

    async def call(self, request: web.Request) -> web.Response:
        """Answer a call of the Web API."""
        method = request.match_info["method"]
        asked = await request.post()
        if method == "chat.postMessage":
            self.sent += 1
            return web.json_response({"ok": True, "channel": "D1", "ts": f"1.{self.sent}"})
        if method == "users.info":
            return web.json_response({"ok": True, "user": _profile(str(asked.get("user", "")))})
        told = {"team_id": SLACK, "team": "Musterwerk", "user_id": "UBOT", "bot_id": "BBOT"}
        return web.json_response({"ok": True, **told})


@dataclass(frozen=True)
class Taken:
    """How long people waited, in ms, sorted: for the acknowledgement, and for the answer."""

    acknowledged: list[float]
    answered: list[float]


@dataclass
class Callers:
    """So many people who type one after the other, over connections that stay open."""

    slack: PlayedSlack
    url: str
    people: int
    answered: bool = True
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def type(self, requests: int, side_by_side: int, pause: float = 0.0) -> Taken:
        """Type so many commands over so many connections, each after the answer before it."""
        taken = Taken([], [])
        share = requests // side_by_side
        connector = aiohttp.TCPConnector(limit=side_by_side)
        async with aiohttp.ClientSession(connector=connector) as session:
            typing = (self._type_on(session, share, pause, taken) for _ in range(side_by_side))
            await asyncio.gather(*typing)
        taken.acknowledged.sort()
        taken.answered.sort()
        return taken

    async def _type_on(
        self, session: aiohttp.ClientSession, share: int, pause: float, taken: Taken
    ) -> None:
        for _ in range(share):
            number = next(self._numbers)
            body = self._body(number)
            answer: asyncio.Future[float] = asyncio.get_running_loop().create_future()
            self.slack.waiting[str(number)] = answer
            began = time.perf_counter()
            async with session.post(
                self.url + EVENTS_PATH, data=body, headers=_signed(body)
            ) as ack:
                assert ack.status == 200, await ack.text()
                said = await ack.read()
            acknowledged = time.perf_counter()
            taken.acknowledged.append((acknowledged - began) * 1000)
            done = acknowledged
            if self.answered and not said:
                done = await asyncio.wait_for(answer, PATIENCE_SECONDS)
            taken.answered.append((done - began) * 1000)
            if pause:
                await asyncio.sleep(pause)

    def _body(self, number: int) -> str:
        return urlencode(
            {
                "command": "/program",
                "text": "",
                "team_id": SLACK,
                "user_id": user_of(number % self.people),
                "user_name": "somebody",
                "channel_id": "C1",
                "trigger_id": f"{time.monotonic_ns()}.{number}",
                "response_url": f"{self.slack.url}/response/{number}",
            }
        )


@asynccontextmanager
async def played_slack() -> AsyncIterator[PlayedSlack]:
    """Serve a played Slack on loopback."""
    slack = PlayedSlack()
    app = web.Application()
    app.router.add_post("/response/{number}", slack.response)
    app.router.add_post("/api/{method}", slack.call)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    slack.url = f"http://{host}:{port}"
    try:
        yield slack
    finally:
        await runner.cleanup()


def _signed(body: str) -> dict[str, str]:
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature or "",
    }


def _profile(user: str) -> dict[str, object]:
    name = f"Person {int(user[1:] or 0)}"
    email = f"{name.casefold().replace(' ', '.')}@{MAIL}"
    return {
        "id": user,
        "team_id": SLACK,
        "name": user.lower(),
        "real_name": name,
        "tz": "Europe/Berlin",
        "locale": "en-GB",
        "is_email_confirmed": True,
        "profile": {"real_name": name, "email": email},
    }
