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
from functools import cache
from itertools import count, takewhile
from pathlib import Path
from typing import TypeVar

from bot.core import Bot
from bot.heard import Actor, Answer, Heard, Pressed, Submitted, Typed
from bot.matching import Catalogue
from bot.model import (
    Address,
    AuditEntry,
    Language,
    Organisation,
    Participant,
    ParticipantState,
    Person,
    Platform,
    Programme,
    Role,
    TopicChoice,
)
from bot.ports import Store
from bot.post import Post
from bot.said import AnyAsk, Button, Form, Message, Reply, Text
from storage.books import SqlBooks
from storage.schema import upgrade
from tests.musterwerk import (
    HOME,
    MAIL,
    SLACK,
    TEAMS,
    colleague,
    employ_everybody,
    first_programme,
)
from tests.outside import Failures, RecordingMessenger
from tests.screen import WORDS, every, filled_in, keys_in, plain, text_in

MONDAY = datetime(2026, 11, 2, 8, tzinfo=UTC)  # 09:00 in Berlin, the programme's first day
MOST_STEPS = 10_000  # of the clock in one wait: more is a chore that goes round in circles

Kind = TypeVar("Kind")


@cache
def catalogue() -> Catalogue:
    """Return the product's own topics, read once."""
    return Catalogue.load()


class Chat:
    """One person's conversation with the bot: what she does, and what stands on her screen."""

    def __init__(self, company: "Company", person: Person, address: Address) -> None:
        self.company = company
        self.person_id = person.id
        self.actor = Actor(
            address, person.name, person.email, person.language, person.hours.time_zone
        )
        self.last: Reply | None = None
        self.inbox: dict[str, Message] = {}  # by the provider's id, in the order of arrival

    # what she does

    def says(self, words: str) -> Reply:
        """Type words to the bot."""
        return self._hear(Typed(self.actor, words))

    def presses(self, label: str, *, nth: int = 0) -> Reply:
        """Press the nth button with this label's key: of the last answer, else of a message."""
        for shown in self._screens():
            found = [button for button in every(Button, shown) if button.label.key == label]
            if len(found) > nth:
                return self.forges(found[nth].payload)
        raise AssertionError(f"{self.name} sees no button {label!r}, only {self.buttons}")

    def fills(self, **answers: Answer) -> Reply:
        """Submit the open form: what is filled in already, changed by these answers."""
        assert isinstance(self.last, Form), f"{self.name} sees no form but {self.last!r}"
        unknown = answers.keys() - {ask.key for ask in self.last.asks}
        assert not unknown, f"the form asks {[ask.key for ask in self.last.asks]}, not {unknown}"
        filled = {ask.key: filled_in(ask) for ask in self.last.asks}
        return self.forges(self.last.payload, {**filled, **answers})

    def forges(self, payload: str, answers: dict[str, Answer] | None = None) -> Reply:
        """Send any payload, with or without answers, as a browser could."""
        if answers is None:
            return self._hear(Pressed(self.actor, payload))
        return self._hear(Submitted(self.actor, payload, answers))

    def _hear(self, heard: Heard) -> Reply:
        self.last = self.company.bot.hear(heard, self.company.now)
        self.company.assert_nothing_failed()
        return self.last

    # what she sees

    @property
    def name(self) -> str:
        return self.actor.name

    @property
    def messages(self) -> list[Message]:
        """Return what came unasked, as it stands now, the oldest first."""
        return list(self.inbox.values())

    @property
    def buttons(self) -> list[str]:
        """Return the keys of all buttons of the last answer and of the messages."""
        return [each.label.key for shown in self._screens() for each in every(Button, shown)]

    @property
    def form(self) -> Form:
        """Return the open form."""
        assert isinstance(self.last, Form), f"{self.name} sees no form but {self.last!r}"
        return self.last

    def ask(self, key: str) -> AnyAsk:
        """Return the open form's question of this key."""
        found = [ask for ask in self.form.asks if ask.key == key]
        assert found, f"the form asks {[ask.key for ask in self.form.asks]}, not {key!r}"
        return found[0]

    def sees(self, key: str) -> Text:
        """Return the text of this key in the last answer; it must be there."""
        assert self.last is not None, f"{self.name} has not said anything"
        return text_in(self.last, key, self.name)

    def sees_not(self, key: str) -> None:
        """Hold that no text of this key stands in the last answer."""
        assert key not in keys_in(self.last), f"{self.name} sees {key!r}"

    def reads(self, words: str) -> None:
        """Hold that these words stand in the last answer."""
        assert words in plain(self.last), f"{words!r} is not in {plain(self.last)!r}"

    def receives(self, key: str) -> Message:
        """Return the newest unasked message with a text of this key; there must be one."""
        for message in reversed(self.messages):
            if key in keys_in(message):
                return message
        titles = [message.title.key for message in self.messages]
        raise AssertionError(f"{self.name} received no {key!r}, only {titles}")

    def receives_nothing(self, key: str = "") -> None:
        """Hold that no unasked message came, or none with a text of this key."""
        found = [each.title.key for each in self.messages if not key or key in keys_in(each)]
        assert not found, f"{self.name} received {found}"

    def _screens(self) -> Iterator[object]:
        if self.last is not None:
            yield self.last
        yield from reversed(self.messages)

    # who she is in the store

    @property
    def person(self) -> Person:
        """Return the person as she is kept now."""
        with self.company.books.read() as store:
            return _there(store.get(Person, self.person_id))

    @property
    def participant(self) -> Participant:
        """Return her part in the programme as it is kept now."""
        with self.company.books.read() as store:
            return _there(store.participation(self.company.programme.id, self.person_id))

    def changes(self, **facts: object) -> Person:
        """Change what the directory says of her."""
        with self.company.books.turn() as store:
            person = _there(store.get(Person, self.person_id))
            return store.save(replace(person, **facts))  # type: ignore[arg-type]

    def takes_part(
        self, role: Role, *, offers: tuple[str, ...] = (), wants: tuple[str, ...] = ()
    ) -> Participant:
        """Put her into the programme with a finished questionnaire, without the talk."""
        offered = tuple(_choice(topic, self.actor.language) for topic in offers)
        wanted = tuple(_choice(topic, self.actor.language) for topic in wants)
        with self.company.books.turn() as store:
            return store.add(
                Participant(
                    programme=self.company.programme.id,
                    person=self.person_id,
                    state=ParticipantState.ACTIVE,
                    joined_at=self.company.now,
                    role=role,
                    offers=offered,
                    wants=wanted,
                    answered=("role", "offers", "wants", "topics", "hours", "place", "about"),
                    completed_at=self.company.now,
                )
            )


class Company:
    """A small organisation with its programme, a clock that can be moved, and everybody's chat."""

    asha: Chat  # mentor, English, Slack
    bernd: Chat  # mentee, German, Teams
    carla: Chat  # outsider: takes part in nothing
    hana: Chat  # HR lead
    dario: Chat  # second mentor
    emine: Chat  # second mentee, German, Teams

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder}/kehrwert.db"
        upgrade(url)
        self.now = MONDAY
        self.books = SqlBooks(url, careless=True)
        self.bot = Bot(self.books, WORDS, catalogue())
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
        """Do what is due at this moment, and deliver it."""
        for _ in range(MOST_STEPS):
            busy = self.bot.do_chores(self.now) + asyncio.run(self.post.deliver_due())
            self.assert_nothing_failed()
            if not busy:
                return
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


def _choice(topic: str, language: Language) -> TopicChoice:
    return TopicChoice(catalogue().topic(topic).name(language), topic, 2)


def _there(noun: Kind | None) -> Kind:
    assert noun is not None, "the store does not keep it"
    return noun
