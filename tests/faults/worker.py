"""A worker as it runs in production, whose messenger speaks to the provider on loopback.

python -m tests.faults.worker DATABASE PROVIDER [--without GUARD] [--time FILE] [--patience TIMES]
                               [--freeze FILE] [--procrastinate]
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

from app.wiring import same_zones_everywhere, system_now
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
from scheduling.timetable import HOUSEKEEPING, SWEEP
from storage.database import driver_url
from tests.faults.guards import BOOKS, TimedBooks
from tests.faults.orphans import end_with_parent
from tests.outside import outline

# As in production, only shorter.
TERMS = Terms(
    messenger=timedelta(seconds=1), margin=timedelta(seconds=1.5), lease=timedelta(seconds=4)
)
WITHOUT = {"sweeping": SWEEP.name}  # ticks that are a guard
FREQUENT = timedelta(milliseconds=100)
THROTTLED, BROKEN = 429, 500


class HttpMessenger:
    """Keeps `bot.ports.Messenger` over HTTP; without `looks` it never finds what it sent."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, books: TimedBooks, *, looks: bool
    ) -> None:
        self.session = session
        self.url = url
        self.books = books
        self.looks = looks

    async def send(self, address: Address, _message: Message, key: str) -> str:
        """Send a message with its key."""
        await self._tells()
        workspace = address.workspace
        body = {"workspace": workspace, "key": key, "stood": self.books.stood[address.user]}
        try:
            async with self.session.post(f"{self.url}/send", json=body) as answer:
                said = await answer.json()
        except (aiohttp.ClientError, OSError) as broken:
            raise InDoubt from broken
        if answer.status == THROTTLED:
            seconds = float(answer.headers["Retry-After"])
            self.books.asked[workspace, seconds] = said["rest"]
            raise Throttled(seconds)
        if answer.status >= BROKEN:
            raise InDoubt
        return str(said["id"])

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

    async def _tells(self) -> None:
        """Tell the provider since when every process could know of its rests."""
        while self.books.told:
            rest, since = self.books.told.pop()
            with contextlib.suppress(aiohttp.ClientError, OSError):
                body = {"rest": rest, "since": since}
                await (await self.session.post(f"{self.url}/told", json=body)).read()


def clock_with(file: Path | None) -> Callable[[], datetime]:
    """Return a clock that is as many seconds ahead of the true one as the file says at the moment."""

    def now() -> datetime:
        ahead = 0.0
        if file is not None:
            with contextlib.suppress(FileNotFoundError):
                ahead = float(file.read_text())
        return system_now() + timedelta(seconds=ahead)

    return now


def scaled(terms: Terms, times: float) -> Terms:
    """Return terms that take so many times as long."""
    longer = {name: length * times for name, length in vars(terms).items()}
    return Terms(**longer)


async def work(arguments: argparse.Namespace) -> None:
    """Work until somebody asks politely to stop."""
    same_zones_everywhere()
    without, clock = arguments.without, clock_with(arguments.time)
    terms = scaled(TERMS, arguments.patience)
    if without == "lease":
        terms = replace(terms, margin=-timedelta(hours=1))
    books = BOOKS.get(without, TimedBooks)(arguments.database)
    books.freeze = arguments.freeze
    bot = Bot(books, load_words(), Catalogue.load(), outline)
    timeout = aiohttp.ClientTimeout(total=0.9 * arguments.patience)
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(timeout=timeout, connector=connector) as session:
        steady = None if without in {"lease", "watching"} else time.monotonic
        messenger = HttpMessenger(session, arguments.provider, books, looks=without != "looking")
        post = Post(bot, messenger, clock, terms, steady)
        runner: LocalRunner | ProcrastinateRunner = LocalRunner(bot, post, clock)
        if arguments.procrastinate:
            assert isinstance(runner, LocalRunner)
            books.deliveries = Announcements(clock)
            runner = ProcrastinateRunner(runner, driver_url(arguments.database))
        await runner.start()
        ticking = Clock()
        for recurring, tick in runner.ticks().items():
            if recurring is not HOUSEKEEPING and recurring.name != WITHOUT.get(without):
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
    parser.add_argument("--time", type=Path)
    parser.add_argument("--freeze", type=Path)
    parser.add_argument("--patience", type=float, default=1.0)
    parser.add_argument("--procrastinate", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    end_with_parent()
    asyncio.run(work(arguments()))
