"""Settings become a bot: the one place where core, storage, messengers and the clock are joined."""

import asyncio
import random
import zoneinfo
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from adapters.reports import written
from bot.core import Bot
from bot.matching import Catalogue
from bot.model import Language
from bot.ports import Messenger
from bot.post import Beside, Post
from bot.texts import Words, load_words
from scheduling.runners.local import LocalRunner
from scheduling.timetable import Recurring
from storage.books import SqlBooks


def system_now() -> datetime:
    """Return the present moment; the only place that asks the machine."""
    return datetime.now(UTC)


def system_chance() -> float:
    """Return a number from 0 to 1, another one each time; the only die of the house."""
    return random.random()  # noqa: S311 spreads pauses, keeps no secret


class Runner(Protocol):
    """Carries what is due, while a clock ticks."""

    def ticks(self) -> Mapping[Recurring, Callable[[], Awaitable[None]]]:
        """Return what the clock is to do, and how often."""
        ...

    async def start(self) -> None:
        """Begin."""
        ...

    async def stop(self) -> None:
        """Finish what is on its way within ten seconds, and give back what is not."""
        ...


@dataclass(frozen=True)
class House:
    """Everything that runs in one process."""

    books: SqlBooks
    bot: Bot
    post: Post
    local: LocalRunner
    runner: Runner


def same_zones_everywhere() -> None:
    """Reckon with the pinned time zone data and not the machine's, so that every server agrees."""
    zoneinfo.reset_tzpath(())


def build(
    books: SqlBooks,
    messenger: Messenger,
    clock: Callable[[], datetime],
    steady: Callable[[], float] | None = None,
    engine: str = "",
    *,
    words: Mapping[Language, Words] | None = None,
    beside: Beside | None = None,
) -> House:
    """Join the rooms around open books; `steady` counts seconds where the clock is the machine's.

    `engine` is the address of the PostgreSQL database in which Procrastinate carries deliveries;
    `words` are what people read, ours where none are given. `beside` does what waits for the
    database, in threads where nothing is said.
    """
    same_zones_everywhere()
    bot = Bot(books, words or load_words(), Catalogue.load(), written)
    post = Post(bot, messenger, clock, steady=steady, beside=beside)
    local = LocalRunner(bot, post, clock, beside or asyncio.to_thread)
    if not engine:
        return House(books, bot, post, local, local)
    # Only where it carries: a tenth of a second that no other command needs to wait.
    from scheduling.runners.procrastinate import (  # noqa: PLC0415
        Announcements,
        ProcrastinateRunner,
    )

    books.deliveries = Announcements(clock)
    return House(books, bot, post, local, ProcrastinateRunner(local, engine))
