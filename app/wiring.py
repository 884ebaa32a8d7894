"""Settings become a bot: the one place where core, storage, messengers and the clock are joined."""

import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core import Bot
from bot.matching import Catalogue
from bot.ports import Messenger
from bot.post import Post
from bot.texts import load_words
from scheduling.runners.local import LocalRunner
from storage.books import SqlBooks


def system_now() -> datetime:
    """Return the present moment; the only place that asks the machine."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class House:
    """Everything that runs in one process."""

    books: SqlBooks
    bot: Bot
    post: Post
    runner: LocalRunner


def same_zones_everywhere() -> None:
    """Reckon with the pinned time zone data and not the machine's, so that every server agrees."""
    zoneinfo.reset_tzpath(())


def build(
    books: SqlBooks,
    messenger: Messenger,
    clock: Callable[[], datetime],
    steady: Callable[[], float] | None = None,
) -> House:
    """Join the rooms around open books; `steady` counts seconds where the clock is the machine's."""
    same_zones_everywhere()
    bot = Bot(books, load_words(), Catalogue.load())
    post = Post(bot, messenger, clock, steady=steady)
    return House(books, bot, post, LocalRunner(bot, post, clock))
