"""A worker as in production, whose messenger speaks to the provider on loopback; or one without us.

python -m tests.benchmarks.delivery.worker PROVIDER DATABASE clock|procrastinate
python -m tests.benchmarks.delivery.worker PROVIDER bare MESSAGES
"""

import asyncio
import signal
import sys
import time

import aiohttp

from app.wiring import build, system_now
from bot.model import Address
from bot.ports import InDoubt
from bot.post.gates import IN_FLIGHT
from bot.said import Message
from scheduling.clock import Clock
from storage.books import SqlBooks
from storage.database import driver_url


class HttpMessenger:
    """Keeps `bot.ports.Messenger` over HTTP."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def send(self, address: Address, message: Message, key: str) -> str:
        """Send a message with its key."""
        return await post(self.session, self.url, address.user, key, str(message.title))

    async def update(self, _address: Address, _provider_id: str, _message: Message) -> None:
        """Edit nothing: nothing is owed but messages."""
        raise NotImplementedError

    async def find(self, _address: Address, key: str) -> str | None:
        """Look for a message by its key."""
        async with self.session.get(f"{self.url}/when", params={"key": key}) as answer:
            return key if (await answer.json())["at"] else None


async def post(session: aiohttp.ClientSession, url: str, user: str, key: str, words: str) -> str:
    """Post a message, and return the provider's id of it."""
    body = {"user": user, "key": key, "text": words}
    try:
        async with session.post(f"{url}/send", json=body) as answer:
            return str((await answer.json())["id"])
    except aiohttp.ClientError as broken:
        raise InDoubt from broken


def session() -> aiohttp.ClientSession:
    """Return a client that keeps as many connections as a worker keeps messages in flight."""
    return aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT))


async def work(provider: str, database: str, carrier: str) -> None:
    """Work until somebody asks politely to stop."""
    books = SqlBooks(database)
    engine = driver_url(database) if carrier == "procrastinate" else ""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    async with session() as client:
        house = build(books, HttpMessenger(client, provider), system_now, time.monotonic, engine)
        clock = Clock()
        for recurring, tick in house.runner.ticks().items():
            clock.every(recurring, tick)
        await house.runner.start()
        clock.start()
        await stopped.wait()
        await asyncio.gather(clock.stop(), house.runner.stop())
    books.close()


async def bare(provider: str, messages: int) -> None:
    """Post as many messages as a worker, as many at once, and know nothing of them."""
    waiting = iter(range(messages))
    async with session() as client:

        async def sender() -> None:
            for number in waiting:
                await post(client, provider, f"u{number}", f"bare-{number}", "Good morning")

        await asyncio.gather(*(sender() for _ in range(IN_FLIGHT)))


if __name__ == "__main__":
    match sys.argv[1:]:
        case [provider, "bare", messages]:
            asyncio.run(bare(provider, int(messages)))
        case [provider, database, carrier]:
            asyncio.run(work(provider, database, carrier))
