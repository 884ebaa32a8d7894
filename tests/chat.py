"""One person's conversation with the bot: what she does, and what stands on her screen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from bot.core import Bot
from bot.heard import Actor, Answer, Heard, Pressed, Submitted, Typed
from bot.model import (
    Address,
    Language,
    Participant,
    ParticipantState,
    Person,
    Programme,
    Role,
    TopicChoice,
)
from bot.said import AnyAsk, Button, File, Form, Message, Reply, Text, every, filled_in
from storage.books import SqlBooks
from storage.replies import reply_as_kept, reply_from
from tests.musterwerk import catalogue
from tests.screen import keys_in, plain, text_in

Kind = TypeVar("Kind")


class Host(Protocol):
    """The company in which a chat takes place."""

    bot: Bot
    books: SqlBooks
    now: datetime
    programme: Programme

    def assert_nothing_failed(self) -> None:
        """Hold that no turn ended in an error."""


class Chat:
    """One person's conversation with the bot: what she does, and what stands on her screen."""

    def __init__(self, company: Host, person: Person, address: Address) -> None:
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

    def forges(
        self, payload: str, answers: dict[str, Answer] | None = None, *, event: str = ""
    ) -> Reply:
        """Send any payload, with or without answers, as a browser could; `event` is its id."""
        if answers is None:
            return self._hear(Pressed(self.actor, payload, event=event))
        return self._hear(Submitted(self.actor, payload, answers, event=event))

    def _hear(self, heard: Heard) -> Reply:
        self.last = self.company.bot.hear(heard, self.company.now)
        self.company.assert_nothing_failed()
        # Whatever is said can be kept for an event that comes again.
        assert every(File, self.last) or reply_from(reply_as_kept(self.last)) is not None
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

    def stands(self, state: ParticipantState) -> None:
        """Hold that her part in the programme is in this state."""
        assert self.participant.state is state, f"{self.name} is {self.participant.state}"

    def changes(self, **facts: object) -> Person:
        """Change what the directory says of her."""
        with self.company.books.turn() as store:
            person = _there(store.get(Person, self.person_id))
            return store.save(replace(person, **facts))  # type: ignore[arg-type]

    def takes_part(
        self,
        role: Role,
        *,
        offers: tuple[str, ...] = (),
        wants: tuple[str, ...] = (),
        ready: tuple[str, ...] = ("mentor", "mentee"),
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
                    ready=ready,
                    completed_at=self.company.now,
                )
            )


def _choice(topic: str, language: Language) -> TopicChoice:
    return TopicChoice(catalogue().topic(topic).name(language), topic, 2)


def _there(noun: Kind | None) -> Kind:
    assert noun is not None, "the store does not keep it"
    return noun
