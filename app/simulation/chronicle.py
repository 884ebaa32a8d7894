"""What happened, written down by those who did it: the raw events from which figures are recounted."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import takewhile
from operator import is_

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

    @cached_property
    def title(self) -> str:
        """The key of what the answer says first."""
        got = self.got
        return got.text.key if isinstance(got, Note) else got.title.key

    @cached_property
    def refused(self) -> bool:
        """Whether the bot said no, or asked for a better answer."""
        if isinstance(self.got, Form):
            return bool(self.got.problems)
        return self.title.startswith("refusal.")

    @cached_property
    def names(self) -> datetime | None:
        """The first moment that the answer names, None where it names none."""
        return next((each.at for each in every(Moment, self.got)), None)


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


@dataclass(frozen=True)
class Sorted:
    """A chronicle by what it is about, in the order of time: many ask it for a little each."""

    size: int
    done: Mapping[type[Request], Sequence[Event]]
    told: Mapping[str, Sequence[tuple[Arrival, str]]]
    changed: Mapping[tuple[str, str], Sequence[tuple[Change, str]]]


Lists = tuple[list[Event], list[Arrival], list[Change]]


class Chronicle:
    """Everything that was done and that arrived, in its order for each person."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.arrivals: list[Arrival] = []
        self.changes: list[Change] = []
        self.departures: dict[str, datetime] = {}  # who has left the company, and when
        self._sorted: tuple[Lists, Sorted] | None = None

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
        """Yield what was asked of this kind before a moment, and not refused."""
        done = self.sorted.done.get(kind, ())
        return takewhile(lambda event: event.at < until, done)

    def told(self, matter: str, until: datetime) -> Iterator[tuple[Arrival, str]]:
        """Yield what arrived about a matter before a moment, with the number of its noun."""
        return takewhile(lambda each: each[0].at < until, self.sorted.told.get(matter, ()))

    def changed(self, matter: str, title: str, until: datetime) -> Iterator[tuple[Change, str]]:
        """Yield which messages about a matter began to say this before a moment."""
        found = self.sorted.changed.get((matter, title), ())
        return takewhile(lambda each: each[0].at < until, found)

    @property
    def sorted(self) -> Sorted:
        """The chronicle by what it is about, sorted anew when it has grown or is another one."""
        lists = (self.events, self.arrivals, self.changes)
        if self._sorted is None or not _same(self._sorted, lists):
            self._sorted = (lists, self._by_matter())
        return self._sorted[1]

    def _by_matter(self) -> Sorted:
        done: dict[type[Request], list[Event]] = defaultdict(list)
        for event in self.events:
            if event.asked is not None and not event.refused:
                done[type(event.asked)].append(event)
        told: dict[str, list[tuple[Arrival, str]]] = defaultdict(list)
        for arrival in self.arrivals:
            matter, _, number = arrival.message.about.partition(":")
            told[matter].append((arrival, number))
        changed: dict[tuple[str, str], list[tuple[Change, str]]] = defaultdict(list)
        for change in self.changes:
            matter, _, number = change.message.about.partition(":")
            changed[matter, change.message.title.key].append((change, number))
        return Sorted(_size((self.events, self.arrivals, self.changes)), done, told, changed)


def _same(kept: tuple[Lists, Sorted], lists: Lists) -> bool:
    """Tell whether these lists are those that were sorted, and none has grown since."""
    before, found = kept
    return found.size == _size(lists) and all(map(is_, before, lists))


def _size(lists: Lists) -> int:
    return sum(len(each) for each in lists)
