"""A whole programme is played with everything logged: no line names anybody or what anybody wrote."""

import asyncio
import logging
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.gateway import Gateway
from app.demo.movable_clock import FIRST_MOMENT
from app.demo.plot import invented
from app.logs import write_logs
from app.simulation.play import STARTS_AFTER, Play
from bot.model import Address, Platform
from bot.ports import InDoubt, Messenger, Throttled, Undeliverable
from bot.said import Message
from storage.books import SqlBooks
from storage.tables import TABLES
from tests.databases import sqlite_url

PEOPLE, WEEKS, SEED = 40, 3, 7
SHORTEST = 6  # letters; anything shorter is a word of everybody's
HARMLESS = {"Reverse Mentoring"}  # the programme's own name
TROUBLES = (InDoubt(), Throttled(1), Undeliverable("channel_not_found", permanent=False))


@dataclass
class Troubled:
    """A messenger that does not always get through, so that trouble is logged, too."""

    inner: Messenger
    dice: random.Random = field(default_factory=lambda: random.Random(3))  # noqa: S311 seeded

    async def send(self, address: Address, message: Message, key: str) -> str:
        """Send, or not."""
        if self.dice.random() < 0.1:
            raise self.dice.choice(TROUBLES)
        return await self.inner.send(address, message, key)

    async def update(self, address: Address, provider_id: str, message: Message) -> None:
        """Change a message."""
        await self.inner.update(address, provider_id, message)

    async def find(self, address: Address, key: str) -> str | None:
        """Look for a message."""
        return await self.inner.find(address, key)


def personal(books: SqlBooks) -> set[str]:
    """Return every name, address, topic and sentence that stands anywhere in the database."""
    found: set[str] = set()
    with books.database.reading() as session:
        for table in TABLES.sorted_tables:
            for row in session.execute(select(table)):
                found.update(each for value in row for each in words_in(value))
    return {each for each in found if len(each) >= SHORTEST and re.search(r"[ @]", each)} - HARMLESS


def words_in(value: object) -> Iterator[str]:
    """Yield every string that a value is or holds."""
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, dict):
        for each in value.values():
            yield from words_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from words_in(each)


def told_in(logged: str, secrets: set[str]) -> set[str]:
    """Return which of these the logs tell."""
    return {each for each in secrets if each in logged}


@pytest.mark.usefixtures("logs_as_before")
def test_the_logs_of_a_whole_programme_name_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    books = SqlBooks(sqlite_url(tmp_path), careless=True)
    company = replace(invented(people=PEOPLE), weeks=WEEKS, starts_after=STARTS_AFTER)
    write_logs("debug")
    play = Play(books, company, FIRST_MOMENT, SEED)
    gateway = play.house.post.messenger
    assert isinstance(gateway, Gateway)
    gateway.messengers = {Platform.WEB: Troubled(gateway.messengers[Platform.WEB])}
    secrets = personal(books)
    asyncio.run(play.run(lambda _share: None))
    secrets |= personal(books)
    books.close()
    logged = capsys.readouterr().err
    assert "delivery in doubt" in logged
    assert len(secrets) > 2 * PEOPLE
    assert told_in(logged, secrets) == set()


@pytest.mark.usefixtures("logs_as_before")
def test_a_line_that_names_somebody_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    write_logs("info")
    logging.getLogger("a careless room").info("said hello to %s", "Asha Rao")
    secrets = {"Asha Rao", "bernd@musterwerk.example"}
    assert told_in(capsys.readouterr().err, secrets) == {"Asha Rao"}
