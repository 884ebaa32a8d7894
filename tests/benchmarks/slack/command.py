"""A signed /program through the whole stack, beside a bare Bolt app that only acknowledges."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlencode

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from adapters.directory.slack import SlackStaff
from adapters.pictures import png
from adapters.slack.connected import Connected, Neighbours, SlackSettings
from adapters.slack.install import AllowList, Installed
from bot.core import Bot
from bot.model import Address, Organisation, Platform
from storage.books import SqlBooks
from storage.schema import upgrade
from storage.slack import SqlSlackInstallations
from tests.databases import _server_package, sqlite_url
from tests.musterwerk import MAIL, SLACK, catalogue, colleague
from tests.screen import WORDS

SECRET = "a secret that signs"
NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
PEOPLE = 10_000
REQUESTS = 400
SIDE_BY_SIDE = (1, 16)
MOST_CPU = 5.0  # times the bare app
MOST_P99_MS = 500.0

Run = Callable[[AsyncBoltRequest], Awaitable[None]]


class NoSlack:
    """A session whose every answer is yes, so that only our own work is measured."""

    closed = False
    answered = 0

    @contextlib.asynccontextmanager
    async def _yes(self) -> Any:
        self.answered += 1
        yield SimpleNamespace(status=200, headers={})

    def post(self, *_: object, **__: object) -> Any:
        return self._yes()

    async def close(self) -> None:
        """Nothing to close."""


def requests(count: int) -> list[AsyncBoltRequest]:
    """Return signed commands, each of another person and with a trigger of its own."""
    return [_request(n) for n in range(count)]


def _request(number: int) -> AsyncBoltRequest:
    body = urlencode(
        {
            "command": "/program",
            "text": "",
            "team_id": SLACK,
            "user_id": f"U{number % PEOPLE}",
            "user_name": "somebody",
            "trigger_id": f"{time.monotonic_ns()}.{number}",
            "response_url": "https://hooks.slack.example/1",
        }
    )
    stamp = str(int(time.time()))
    signed = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    return AsyncBoltRequest(
        body=body,
        headers={
            "content-type": ["application/x-www-form-urlencoded"],
            "x-slack-request-timestamp": [stamp],
            "x-slack-signature": [signed or ""],
        },
    )


async def measured(run: Run, side_by_side: int) -> tuple[float, float, float]:
    """Return CPU a request, p50 and p99 until the answer, all in ms."""
    waiting = requests(REQUESTS)
    took: list[float] = []

    async def worker() -> None:
        while waiting:
            request = waiting.pop()
            began = time.perf_counter()
            await run(request)
            took.append((time.perf_counter() - began) * 1000)

    cpu = time.process_time()
    await asyncio.gather(*(worker() for _ in range(side_by_side)))
    spent = (time.process_time() - cpu) * 1000 / REQUESTS
    took.sort()
    return spent, took[len(took) // 2], took[int(len(took) * 0.99)]


def bare() -> Run:
    """Return a Bolt app that only acknowledges, authorised as ours is."""
    from slack_bolt.authorization import AuthorizeResult  # noqa: PLC0415 beside its only use

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=SLACK, bot_token="x", bot_id="B")

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=True)

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    app.command("/program")(acknowledge)

    async def run(request: AsyncBoltRequest) -> None:
        assert (await app.async_dispatch(request)).status == 200

    return run


async def whole(url: str) -> tuple[Run, Callable[[], Awaitable[None]]]:
    """Return our app on this database with 10,000 people, and how to close it."""
    books = SqlBooks(url)
    kept = SqlSlackInstallations(books)
    with books.turn() as store:
        organisation = store.add(Organisation("Musterwerk", (MAIL,)))
        store.allow(organisation.id, Platform.SLACK, SLACK)
        for number in range(PEOPLE):
            person = store.add(colleague(organisation.id, f"Person {number}"))
            store.link(person.id, Address(Platform.SLACK, SLACK, f"U{number}"), NOW)
    neighbours = Neighbours(
        bot=Bot(books, WORDS, catalogue()),
        staff=SlackStaff(books, lambda: NOW),
        clock=lambda: NOW,
        draw=png,
        installations=kept,
        states=kept,
        joined=lambda _installed: None,
    )
    told = SlackSettings(signing_secret=SECRET, allowed=AllowList(everybody=True))
    session = NoSlack()
    connected = Connected(told, neighbours, cast("aiohttp.ClientSession", session))
    await connected.connections.keep(Installed(SLACK, "", SLACK, "Musterwerk", "xoxb-1"))
    for number in range(PEOPLE):
        profile = {"id": f"U{number}", "team_id": SLACK, "real_name": f"Person {number}"}
        connected.app.answering.people.learn(SLACK, profile)

    async def run(request: AsyncBoltRequest) -> None:
        assert (await connected.app.bolt.async_dispatch(request)).status == 200
        await connected.app.settled()

    async def close() -> None:
        await connected.close()
        books.close()

    return run, close


@contextlib.contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Yield the addresses of an empty SQLite and an empty PostgreSQL database."""
    with tempfile.TemporaryDirectory(prefix="kehrwert-bench-") as folder:
        data = Path(folder) / "postgres"
        with _server_package().get_server(data, cleanup_mode="stop") as server:
            server.psql("CREATE DATABASE bench")
            postgres = server.get_uri("bench")
            upgrade(postgres)
            yield {"SQLite": sqlite_url(Path(folder)), "PostgreSQL": postgres}


async def compare(urls: dict[str, str]) -> bool:
    """Print everything beside the bare app; tell whether the targets are met."""
    well = True
    baseline = bare()
    await measured(baseline, 1)
    plain = {many: await measured(baseline, many) for many in SIDE_BY_SIDE}
    print("app         at once   CPU ms   p50 ms   p99 ms   CPU ratio")  # noqa: T201
    for many in SIDE_BY_SIDE:
        print(_line("bare Bolt", many, plain[many], 1.0))  # noqa: T201
    for name, url in urls.items():
        run, close = await whole(url)
        await measured(run, 4)
        for many in SIDE_BY_SIDE:
            found = await measured(run, many)
            ratio = found[0] / plain[many][0]
            well = well and ratio <= MOST_CPU and found[2] <= MOST_P99_MS
            print(_line(name, many, found, ratio))  # noqa: T201
        await close()
    print(f"targets (CPU at most {MOST_CPU}x, p99 at most {MOST_P99_MS:.0f} ms): {well}")  # noqa: T201
    return well


def _line(name: str, many: int, found: tuple[float, float, float], ratio: float) -> str:
    cpu, p50, p99 = found
    return f"{name:<12}{many:>7}{cpu:>9.2f}{p50:>9.2f}{p99:>9.2f}{ratio:>12.1f}"


if __name__ == "__main__":
    with databases() as found:
        raise SystemExit(0 if asyncio.run(compare(found)) else 1)
