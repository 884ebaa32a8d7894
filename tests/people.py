"""The cast and their company: people who talk to the real bot over a real store.

Tests read like a dialogue:

    asha.says("/program join")
    asha.sees("consent.title")
    asha.fills(purposes=("matching",))
    company.wait(days=3)
    bernd.receives("proposal.reminder")
    bernd.presses("proposal.accept")
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count, takewhile
from pathlib import Path

from bot.core import Bot
from bot.model import Address, AuditEntry, Organisation, Person, Platform, Programme
from bot.ports import Store
from bot.post import Post
from bot.said import Message
from storage.books import SqlBooks
from storage.journal import Journal
from storage.schema import upgrade
from tests.chat import Chat
from tests.databases import sqlite_url
from tests.musterwerk import (
    HOME,
    MAIL,
    SLACK,
    TEAMS,
    catalogue,
    colleague,
    employ_everybody,
    first_programme,
)
from tests.outside import Failures, RecordingMessenger, outline
from tests.said.remembering import Remembering
from tests.screen import WORDS

__all__ = ["MONDAY", "Chat", "Company", "catalogue"]

MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)  # 09:00 in Berlin, the programme's first day
PACED = timedelta(seconds=10)  # a platform lets what is due at one moment go within so long
MOST_STEPS = 10_000  # of the clock in one wait: more is a chore that goes round in circles


class Company:
    """A small organisation with its programme, a clock that can be moved, and everybody's chat."""

    asha: Chat  # mentor, English, Slack
    bernd: Chat  # mentee, German, Teams
    carla: Chat  # outsider: takes part in nothing
    hana: Chat  # HR lead
    dario: Chat  # second mentor
    emine: Chat  # second mentee, German, Teams

    def __init__(self, folder: Path, url: str = "") -> None:
        if url:
            upgrade(url)
        self.now = MONDAY
        journal = Journal(folder / "journal", lambda size: b"k" * size)
        self.books = SqlBooks(url or sqlite_url(folder), careless=True, journal=journal)
        self.bot: Bot = Remembering(self.books, WORDS, catalogue(), outline)
        self.inboxes: dict[Address, dict[str, Message]] = {}
        self.post = Post(self.bot, RecordingMessenger(self.inboxes), lambda: self.now)
        self.failures = Failures()
        with self.books.turn() as store:
            self.organisation = store.add(Organisation("Musterwerk", (MAIL,)))
            store.allow(self.organisation.id, Platform.SLACK, SLACK)
            store.allow(self.organisation.id, Platform.TEAMS, TEAMS)
            everybody = employ_everybody(store, self.organisation)
            self.programme = store.add(first_programme(self.organisation, everybody["hana"]))
            for name, person in everybody.items():
                self._enter(store, name, person)

    def close(self) -> None:
        """Give the database back."""
        self.failures.stop()
        self.books.close()

    def wait(self, **length: float) -> None:
        """Let time pass (`days=3, hours=2`): everything due on the way happens at its moment."""
        self.wait_until(self.now + timedelta(**length))

    def wait_until(self, then: datetime) -> None:
        """Let time pass until then: everything due on the way happens at its moment."""
        for _ in range(MOST_STEPS):
            due = self.books.next_due()
            if due is None or due > then:
                break
            self.now = max(self.now, due)
            self.settle()
        else:
            raise AssertionError(f"something is due again and again at {self.now}")
        self.now = max(self.now, then)

    def settle(self) -> None:
        """Do what is due at this moment, and deliver it, as fast as the platforms' pace allows."""
        for _ in range(MOST_STEPS):
            busy = self.bot.do_chores(self.now) + asyncio.run(self.post.deliver_due())
            self.assert_nothing_failed()
            due = self.books.next_due()
            if not busy and (due is None or due > self.now + PACED):
                return
            if not busy and due is not None:
                self.now = max(self.now, due)
        raise AssertionError(f"there is always something due at {self.now}")

    def assert_nothing_failed(self) -> None:
        """Hold that no turn, chore or delivery ended in an error; `hear` would hide it politely."""
        assert not self.failures.found, self.failures.found

    @contextmanager
    def turn(self) -> Iterator[Store]:
        """Open the store, to arrange or to look at what is kept."""
        with self.books.turn() as store:
            yield store

    def audit(self) -> list[tuple[int | None, str, int]]:
        """Return who did what to which noun, from the first day on."""
        with self.books.read() as store:
            entries = (store.get(AuditEntry, number) for number in count(1))
            return [
                (each.actor, each.action, each.subject)
                for each in takewhile(lambda entry: entry is not None, entries)
                if each is not None
            ]

    def changes(self, **facts: object) -> Programme:
        """Change the programme."""
        with self.books.turn() as store:
            changed = replace(self.programme, **facts)  # type: ignore[arg-type]
            self.programme = store.save(changed)
        return self.programme

    def hires(self, name: str, **facts: object) -> Chat:
        """Add somebody to the directory, with an address on Slack."""
        with self.books.turn() as store:
            person = replace(colleague(self.organisation.id, name), **facts)  # type: ignore[arg-type]
            return self._enter(store, name.split(maxsplit=1)[0].casefold(), store.add(person))

    def _enter(self, store: Store, name: str, person: Person) -> Chat:
        platform, workspace = HOME.get(name, (Platform.SLACK, SLACK))
        address = Address(platform, workspace, f"U{name.upper()}")
        store.link(person.id, address, self.now)
        chat = Chat(self, person, address)
        self.inboxes[address] = chat.inbox
        setattr(self, name, chat)
        return chat
