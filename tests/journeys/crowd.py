"""Seven people, their HR lead and a stranger: what each of them can do at random."""

import tempfile
from pathlib import Path
from typing import TypeVar, cast

from bot.commands import Depart
from bot.heard import Answer
from bot.model import (
    CheckIn,
    Consent,
    Feedback,
    Goal,
    GroupProposal,
    PairAnswer,
    Pairing,
    Participant,
    Person,
    Programme,
    Proposal,
    Role,
    Round,
)
from bot.said import AnyAsk, Button, Form, Line, Lines, OneOf, Scale, SomeOf, every, filled_in
from storage.mapping import Shape, shape_of
from storage.store import SqlStore
from tests.people import Chat, Company

# Ines leads Asha, Jonas reports to whom Bernd and Emine report to, Ken is of Asha's team.
PLAYERS = ("asha", "dario", "jonas", "bernd", "emine", "ines", "ken")
TOPICS = ("social_media", "ai", "agile_methods")
# What a stranger can change nothing of.
PROTECTED: tuple[type[object], ...] = (
    Programme,
    Participant,
    Consent,
    Round,
    GroupProposal,
    Proposal,
    Pairing,
    CheckIn,
    Feedback,
    Goal,
    PairAnswer,
)
RARELY = 8  # of the numbers from 0 to 11: what lies above happens now and then
SCREENS = 12  # more than the questionnaire has
BLOCKED_BY_ALL = "Carla Conti"  # takes part in nothing, so nobody has a reason to read of her

Kind = TypeVar("Kind")


class Crowd:
    """The company with more people in it, and what stands in its books."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.company = company = Company(Path(self.folder.name))
        board = company.bernd.person.manager
        company.hires("Ines Okafor", level=8, team="Board", manager=None)
        company.hires("Jonas Lind", level=2, team="Design", manager=board)
        company.hires("Ken Mori", level=7, team="Product", manager=None)
        company.asha.changes(manager=company.ines.person_id)  # type: ignore[attr-defined]

    def close(self) -> None:
        """Give everything back."""
        self.company.close()
        self.folder.cleanup()

    # what there is

    def chat(self, name: str) -> Chat:
        """Return somebody's conversation."""
        return cast("Chat", getattr(self.company, name))

    def kept(self, kind: type[Kind]) -> list[Kind]:
        """Return every noun of a kind, by id."""
        shape = cast("Shape[Kind]", shape_of(cast("type[Person]", kind)))
        with self.company.books.read() as store:
            assert isinstance(store, SqlStore)
            rows = store.session.execute(shape.table.select().order_by(shape.table.c.id))
            return [shape.noun_of(row) for row in rows]

    def person_of(self, name: str) -> Person | None:
        """Return who is known at somebody's address; None for a stranger or who was forgotten."""
        with self.company.books.read() as store:
            return store.person_at(self.chat(name).actor.address)

    def part_of(self, name: str) -> Participant | None:
        """Return somebody's part in the programme."""
        person = self.person_of(name)
        if person is None:
            return None
        with self.company.books.read() as store:
            return store.participation(self.company.programme.id, person.id)

    def nth(self, kind: type[Kind], number: int) -> Kind | None:
        """Return one of the newest nouns of a kind; of hours, one of those nearest to now."""
        newest = self.kept(kind)[-6:]
        if kind is CheckIn:
            hours = sorted(
                self.kept(CheckIn), key=lambda each: abs(each.starts_at - self.company.now)
            )
            newest = cast("list[Kind]", hours[:3])
        return newest[-1 - number % len(newest)] if newest else None

    def one_of(self, pair: Pairing | Proposal, who: int) -> str:
        """Return the name of one of the two, or now and then of anybody."""
        mentees = (pair.mentee,) if isinstance(pair, Proposal) else pair.mentees
        seat = pair.mentor if who % 2 else mentees[who // 2 % len(mentees)]
        parts = {part.id: name for name in PLAYERS if (part := self.part_of(name))}
        anybody = PLAYERS[who % len(PLAYERS)]
        return anybody if who > RARELY else parts.get(seat, anybody)

    def protected(self) -> list[object]:
        """Return what a stranger can change nothing of."""
        carla = self.company.carla.person_id
        others = [each for each in self.kept(Person) if each.id != carla]
        return [others, *(self.kept(kind) for kind in PROTECTED)]

    # what they do

    def joins(self, name: str, role: Role, topic: str, places: str) -> None:
        """Walk through the questionnaire, or as far as it lets somebody."""
        chat = self.chat(name)
        wanted: dict[str, Answer] = {
            "purposes": ("matching", "figures"),
            "role": role.value,
            "offers": (topic,),
            "wants": (topic,),
            "capacity": places,
            "not_with": (str(self.company.carla.person_id),),
        }
        chat.says("/program join")
        for _ in range(SCREENS):
            if not isinstance(chat.last, Form):
                return
            asked = {ask.key for ask in chat.last.asks}
            chat.fills(**{key: wanted[key] for key in wanted.keys() & asked})

    def presses_something(self, name: str, number: int) -> None:
        """Press any button on somebody's screens, and fill in the form that opens."""
        chat = self.chat(name)
        screens = [*([chat.last] if chat.last else []), *reversed(chat.messages)]
        buttons = [each for shown in screens for each in every(Button, shown) if each.payload]
        if buttons:
            chat.forges(buttons[number % len(buttons)].payload)
            self.fills_anyhow(name, number)

    def opens(self, name: str, payload: str, **answers: Answer) -> None:
        """Ask for a form, and submit it where it opens and asks for that."""
        chat = self.chat(name)
        chat.forges(payload)
        if isinstance(chat.last, Form):
            asked = {ask.key for ask in chat.last.asks}
            chat.fills(**{key: answers[key] for key in answers.keys() & asked})

    def fills_anyhow(self, name: str, number: int) -> None:
        """Submit the form that is open, if one is, with any answers."""
        chat = self.chat(name)
        if isinstance(chat.last, Form):
            chat.fills(**{ask.key: anything_for(ask, number) for ask in chat.last.asks})

    def departs(self, name: str) -> None:
        """Let somebody leave the company, as the directory says."""
        person = self.person_of(name)
        if person is not None:
            with self.company.turn() as store:
                store.later(Depart(person.id), self.company.now)
            self.company.settle()


def anything_for(ask: AnyAsk, number: int) -> Answer:
    """Return one of the answers that a question takes."""
    match ask:
        case OneOf(options=options) if options:
            return options[number % len(options)].value
        case SomeOf(options=options):
            return tuple(each.value for each in options)
        case Scale(low=low, high=high):
            return str(low + number % (high - low + 1))
        case Line(required=True, value="") | Lines(required=True, value=""):
            return f"Words number {number}"
        case _:
            return filled_in(ask)
