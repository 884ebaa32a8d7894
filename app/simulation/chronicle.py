"""What happened, written down by those who did it: the raw events from which figures are recounted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from bot.commands import Request
from bot.heard import Answer
from bot.said import Form, Message, Moment, Note, Reply, Text, every


@dataclass(frozen=True)
class Event:
    """Somebody did something and got an answer: words were typed where `asked` is None.

    `number` counts on in everybody's order; what is done in one sitting has the same moment.
    """

    number: int
    at: datetime
    user: str
    asked: Request | None
    answers: dict[str, Answer]
    got: Reply

    @property
    def title(self) -> str:
        """The key of what the answer says first."""
        got = self.got
        return got.text.key if isinstance(got, Note) else got.title.key

    @property
    def refused(self) -> bool:
        """Whether the bot said no, or asked for a better answer."""
        if isinstance(self.got, Form):
            return bool(self.got.problems)
        return self.title.startswith("refusal.")


@dataclass(frozen=True)
class Arrival:
    """A message came unasked."""

    at: datetime
    user: str
    message: Message

    @cached_property
    def names(self) -> datetime | None:
        """The moment that its title names, None where it names none."""
        return next((each.at for each in every(Moment, self.message.title)), None)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Everything that it says."""
        return tuple(every(Text, self.message))


@dataclass(frozen=True)
class Change:
    """What stood on somebody's screen says something else now, without a sound."""

    at: datetime
    user: str
    message: Message


class Chronicle:
    """Everything that was done and that arrived, in its order for each person."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.arrivals: list[Arrival] = []
        self.changes: list[Change] = []
        self.departures: dict[str, datetime] = {}  # who has left the company, and when

    def note(
        self,
        at: datetime,
        user: str,
        asked: Request | None,
        answers: dict[str, Answer],
        got: Reply,
    ) -> None:
        """Write down what somebody did, and what she got."""
        self.events.append(Event(len(self.events), at, user, asked, answers, got))

    def did(self, kind: type[Request], until: datetime) -> Iterator[Event]:
        """Yield what was asked of this kind up to a moment, and not refused."""
        for event in self.events:
            if event.at <= until and isinstance(event.asked, kind) and not event.refused:
                yield event
