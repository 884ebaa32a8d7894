"""A batch of notices costs as many questions as one, whoever they are for and however they end."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.core import Bot
from bot.matching import Catalogue
from bot.model import Address, Notice, NoticeState, Priority
from bot.ports import Store
from bot.post import Post
from bot.said import Message
from bot.texts import load_words
from storage.books import SqlBooks
from tests.benchmarks.delivery import crowd
from tests.databases import sqlite_url
from tests.outside import outline

MONDAY_AT_TEN = datetime(2026, 11, 2, 9, tzinfo=UTC)  # in Berlin
FEW, MANY = 6, 60
# Whoever is served first waits for nobody, and whoever comes meanwhile goes together after that: it
# is by chance in how many rounds a batch is served, but they are few.
ROUNDS_MORE = 30
WORDS, CATALOGUE = load_words(), Catalogue.load()
BROKEN = "broken"


class Hoarse(Bot):
    """A bot that cannot word one of its notices."""

    def compose(self, store: Store, notice: Notice, now: datetime) -> Message | None:
        """Word what is not broken, and read before that."""
        message = super().compose(store, notice, now)
        if notice.once == BROKEN:
            raise RuntimeError("no words for it")
        return message


class Provider:
    """Takes whatever it is given, a moment later."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()

    async def send(self, _address: Address, _message: Message, key: str) -> str:
        """Take a message."""
        await asyncio.sleep(0)
        self.arrived[key] += 1
        return key

    async def update(self, _address: Address, _provider_id: str, _message: Message) -> None:
        """Edit nothing."""
        raise NotImplementedError

    async def find(self, _address: Address, _key: str) -> str | None:
        """Find nothing."""
        return None


@pytest.fixture(params=["sqlite", "postgres"])
def books(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlBooks]:
    sqlite = request.param == "sqlite"
    url = sqlite_url(tmp_path) if sqlite else str(request.getfixturevalue("postgres_url"))
    books = SqlBooks(url, careless=True)
    yield books
    books.close()


def owe(books: SqlBooks, staff: crowd.Crowd, numbers: range, now: datetime) -> None:
    """Owe each a reminder that has to ask the quiet rule."""
    reminders = [staff.notice(each, now, "wave", Priority.REMINDER) for each in numbers]
    crowd.keep(books, [replace(each, at_latest=None) for each in reminders])


def delivered(books: SqlBooks, provider: Provider, now: datetime) -> int:
    """Deliver one batch and return how many statements that took."""
    said: list[str] = []

    def hears(_connection: object, _cursor: object, statement: str, *_: Any) -> None:
        said.append(statement)

    for engine in books.database.engines:
        event.listen(engine, "before_cursor_execute", hears)
    post = Post(Hoarse(books, WORDS, CATALOGUE, outline), provider, lambda: now)
    asyncio.run(post.deliver_due())
    for engine in books.database.engines:
        event.remove(engine, "before_cursor_execute", hears)
    return len(said)


def test_a_batch_asks_no_more_for_many_than_for_few(books: SqlBooks) -> None:
    staff, provider = crowd.hire(books, FEW + MANY, MONDAY_AT_TEN), Provider()
    owe(books, staff, range(FEW), MONDAY_AT_TEN)
    for_few = delivered(books, provider, MONDAY_AT_TEN)
    assert len(provider.arrived) == FEW
    owe(books, staff, range(FEW, FEW + MANY), MONDAY_AT_TEN)
    for_many = delivered(books, provider, MONDAY_AT_TEN)
    assert len(provider.arrived) == FEW + MANY
    assert set(provider.arrived.values()) == {1}
    assert for_many <= for_few + ROUNDS_MORE, (for_few, for_many)
    assert crowd.ended(books) == {NoticeState.SENT: FEW + MANY}


def test_what_cannot_be_worded_for_one_costs_the_others_nothing(books: SqlBooks) -> None:
    staff, provider = crowd.hire(books, FEW + MANY, MONDAY_AT_TEN), Provider()
    owe(books, staff, range(FEW), MONDAY_AT_TEN)
    whole = delivered(books, provider, MONDAY_AT_TEN)
    owe(books, staff, range(FEW, FEW + MANY), MONDAY_AT_TEN)
    reminder = staff.notice(0, MONDAY_AT_TEN, "wave", Priority.REMINDER)
    crowd.keep(books, [replace(reminder, once=BROKEN)])
    broken = delivered(books, provider, MONDAY_AT_TEN)
    assert len(provider.arrived) == FEW + MANY
    assert crowd.ended(books) == {NoticeState.SENT: FEW + MANY, NoticeState.SENDING: 1}
    assert broken <= whole + ROUNDS_MORE, (whole, broken)
