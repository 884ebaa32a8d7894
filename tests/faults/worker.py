"""A worker as it runs in production, whose messenger speaks to the provider on loopback.

python -m tests.faults.worker DATABASE PROVIDER [--without GUARD] [--offset FILE] [--procrastinate]
"""

import argparse
import asyncio
import contextlib
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import aiohttp

from app.wiring import system_now
from bot.core import Bot
from bot.matching import Catalogue
from bot.model import Address
from bot.ports import InDoubt, Throttled
from bot.post import Post, Terms
from bot.said import Message
from bot.texts import load_words
from scheduling.clock import Clock
from scheduling.runners.local import LocalRunner
from scheduling.runners.procrastinate import Announcements, ProcrastinateRunner
from scheduling.timetable import HOUSEKEEPING
from storage.books import SqlBooks
from storage.database import driver_url

# As in production, only shorter.
TERMS = Terms(
    messenger=timedelta(seconds=1), margin=timedelta(seconds=1.5), lease=timedelta(seconds=4)
)
FREQUENT = timedelta(milliseconds=100)
THROTTLED, BROKEN = 429, 500


class HttpMessenger:
    """Keeps `bot.ports.Messenger` over HTTP; without `looks` it never finds what it sent."""

    def __init__(self, session: aiohttp.ClientSession, url: str, *, looks: bool) -> None:
        self.session = session
        self.url = url
        self.looks = looks

    async def send(self, address: Address, _message: Message, key: str) -> str:
        """Send a message with its key."""
        body = {"workspace": address.workspace, "user": address.user, "key": key}
        try:
            async with self.session.post(f"{self.url}/send", json=body) as answer:
                if answer.status == THROTTLED:
                    raise Throttled(float(answer.headers["Retry-After"]))
                if answer.status >= BROKEN:
                    raise InDoubt
                return str((await answer.json())["id"])
        except (aiohttp.ClientError, OSError) as broken:
            raise InDoubt from broken

    async def update(self, _address: Address, _provider_id: str, _message: Message) -> None:
        """Edit nothing: the world owes no edits."""
        raise NotImplementedError

    async def find(self, _address: Address, key: str) -> str | None:
        """Look for a message by its key."""
        if not self.looks:
            return None
        try:
            async with self.session.get(f"{self.url}/find", params={"key": key}) as answer:
                found = (await answer.json())["id"]
        except (aiohttp.ClientError, OSError) as broken:
            raise InDoubt from broken
        return None if found is None else str(found)


class CarelessBooks(SqlBooks):
    """Books that forget to let a workspace rest."""

    def hold_pace(self, address: Address, now: datetime, until: datetime) -> None:
        """Do nothing."""


class ForgetfulBooks(SqlBooks):
    """Books whose claims are not kept: whoever asks next gets the same notices."""

    def claim(self, now: datetime, leased_until: datetime, *arguments: object) -> list:  # type: ignore[type-arg]
        """Claim for no time at all."""
        found = super().claim(now, leased_until, *arguments)  # type: ignore[arg-type]
        for notice in found:
            self.settle(replace(notice, state=notice.state.READY))
        return list(found)


BOOKS: dict[str, type[SqlBooks]] = {"holding": CarelessBooks, "claiming": ForgetfulBooks}


def clock_with(offset: Path | None) -> Callable[[], datetime]:
    """Return a clock that runs ahead by as many seconds as the file says at the moment."""

    def now() -> datetime:
        ahead = 0.0
        if offset is not None:
            with contextlib.suppress(FileNotFoundError, ValueError):
                ahead = float(offset.read_text())
        return system_now() + timedelta(seconds=ahead)

    return now


async def work(arguments: argparse.Namespace) -> None:
    """Work until somebody asks politely to stop."""
    books = BOOKS.get(arguments.without, SqlBooks)(arguments.database)
    terms = replace(TERMS, margin=-timedelta(hours=1)) if arguments.without == "lease" else TERMS
    clock = clock_with(arguments.offset)
    bot = Bot(books, load_words(), Catalogue.load())
    timeout = aiohttp.ClientTimeout(total=0.9)
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        steady = None if arguments.without in {"lease", "watching"} else time.monotonic
        looks = arguments.without != "looking"
        post = Post(
            bot, HttpMessenger(session, arguments.provider, looks=looks), clock, terms, steady
        )
        runner: LocalRunner | ProcrastinateRunner = LocalRunner(bot, post, clock)
        if arguments.procrastinate:
            assert isinstance(runner, LocalRunner)
            books.deliveries = Announcements(clock)
            runner = ProcrastinateRunner(runner, driver_url(arguments.database))
        await runner.start()
        ticking = Clock()
        for recurring, tick in runner.ticks().items():
            if recurring is not HOUSEKEEPING:
                ticking.every(replace(recurring, every=FREQUENT), tick)
        ticking.start()
        stopped = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
        await stopped.wait()
        await asyncio.gather(ticking.stop(), runner.stop())
    books.close()


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("database")
    parser.add_argument("provider")
    parser.add_argument("--without", default="")
    parser.add_argument("--offset", type=Path)
    parser.add_argument("--procrastinate", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(work(arguments()))
