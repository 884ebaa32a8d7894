"""Starts the try-out: its own database, the page on loopback, and the ticking clock."""

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

from aiohttp import web

from adapters.gateway import Gateway
from adapters.web.app import web_routes
from adapters.web.messenger import WebMessenger
from app.demo.colleagues import Overheard
from app.demo.company import DemoCompany
from app.demo.movable_clock import MovableClock
from app.demo.seeding import Plot
from app.refusal import Refusal
from app.serving import interrupted, listening
from app.wiring import build
from bot.model import Language, Platform
from bot.texts import Words
from scheduling.clock import Clock
from scheduling.timetable import DEMO_TICK
from storage.books import SqlBooks
from storage.chat import SqlChat
from storage.schema import upgrade
from storage.throwaway import has_addresses_beside

HOST = "127.0.0.1"
DATABASE = "demo.sqlite"


async def run(
    folder: Path,
    plot: Plot,
    port: int,
    started: Callable[[str], None],
    *,
    words: Mapping[Language, Words],
) -> None:
    """Serve the page until interrupted; `started` is called with its URL."""
    books = await asyncio.to_thread(_open, folder)
    try:
        await _serve(books, folder, plot, port, started, words=words)
    finally:
        books.close()


def _open(folder: Path) -> SqlBooks:
    """Open the try-out's own database; refuses one in which real people have addresses."""
    folder.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{folder / DATABASE}"
    upgrade(url)
    books = SqlBooks(url, careless=True)
    if has_addresses_beside(books, Platform.WEB):
        books.close()
        raise Refusal(f"{folder / DATABASE} belongs to a real programme: the try-out needs its own")
    return books


async def _serve(
    books: SqlBooks,
    folder: Path,
    plot: Plot,
    port: int,
    started: Callable[[str], None],
    *,
    words: Mapping[Language, Words],
) -> None:
    clock = MovableClock(folder / "clock.json")
    chat = SqlChat(books)
    overheard = Overheard(WebMessenger(chat, plot.workspace, clock))
    house = build(books, Gateway({Platform.WEB: overheard}), clock, words=words)
    company = await asyncio.to_thread(DemoCompany, house, chat, overheard, clock, plot)
    runner = web.AppRunner(web_routes(house.bot, chat, company), access_log=None)
    await runner.setup()
    ticker = Clock()
    ticker.every(DEMO_TICK, company.tick)
    try:
        await listening(runner, HOST, port)
        ticker.start()
        started(f"http://{HOST}:{runner.addresses[0][1]}/")
        await interrupted()
    finally:
        await ticker.stop()
        await runner.cleanup()
