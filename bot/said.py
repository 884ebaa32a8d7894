"""What goes out, in a vocabulary of intent: every platform renders it with its best native means.

Long because the whole vocabulary stands here: every renderer has one branch for each word of it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from operator import is_
from typing import Any, TypeVar, cast

from bot.commands import Request
from bot.model import Address, Language
from bot.model.made import made

Kind = TypeVar("Kind")


class MomentStyle(StrEnum):
    """How much of a moment is said: the day, the time of day, or both."""

    DAY = "day"
    TIME = "time"
    DAY_AND_TIME = "day_and_time"


@dataclass(frozen=True)
class Mention:
    """A person by name, and the addresses by which a platform can make it a native mention."""

    name: str
    addresses: tuple[Address, ...] = ()


@dataclass(frozen=True)
class Moment:
    """A moment, shown in the reader's zone; `words` says it in the reader's language at the exit."""

    at: datetime
    style: MomentStyle = MomentStyle.DAY_AND_TIME
    words: str = ""


@dataclass(frozen=True)
class Bold:
    """Words with weight."""

    words: str


@dataclass(frozen=True)
class Link:
    """Words that lead to an address on the web."""

    words: str
    url: str


@dataclass(frozen=True)
class Spoken:
    """Languages by their ISO 639-1 codes; said by their names in the reader's language."""

    codes: tuple[str, ...]


Span = str | Mention | Moment | Bold | Link


@dataclass(frozen=True)
class Text:
    """A key into the text files and the values it speaks of; `spans` holds its words at the exit.

    A value may be a Text itself, or a tuple of Texts or Mentions, joined as a list ("a, b and c").
    A value named `count` chooses between the `.one` and `.other` forms of the key, one named `group`
    between `.tandem` and `.group`.
    A key of "" with a value `words` is somebody's own words, shown as they are.
    """

    key: str
    values: Mapping[str, "Value"] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()

    @property
    def plain(self) -> str:
        """Return the words without markup; empty until worded."""
        return "".join(
            span
            if isinstance(span, str)
            else span.name
            if isinstance(span, Mention)
            else span.words
            for span in self.spans
        )


Listed = tuple[Text, ...] | tuple[Mention, ...]
Value = str | int | float | date | Mention | Moment | Link | Spoken | Text | Listed


def text(key: str, **values: Value) -> Text:
    """Return the text of this key with its values."""
    return Text(key, values)


def verbatim(words: str) -> Text:
    """Return somebody's own words as a text, shown as they are."""
    return Text("", {"words": words})


@dataclass(frozen=True)
class Paragraph:
    """One or several sentences."""

    text: Text


@dataclass(frozen=True)
class Bullets:
    """A short list."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Facts:
    """Short facts by their labels, as two columns where there is room."""

    facts: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True)
class Aside:
    """A remark in smaller print: who will see an answer, how something was calculated."""

    text: Text


@dataclass(frozen=True)
class Quote:
    """A person's own sentence."""

    text: Text


@dataclass(frozen=True)
class Table:
    """Rows under column heads; platforms without tables show a row as facts."""

    heads: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]


DECIMALS_BELOW = 10


class FigureKind(StrEnum):
    """How a series of numbers is best seen."""

    BARS = "bars"
    LINES = "lines"


@dataclass(frozen=True)
class Series:
    """One line or set of bars; a value is None where it is not known or may not be shown."""

    label: Text
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class Figure:
    """Numbers as a picture, drawn natively or as a PNG; `caption` serves those who cannot see it."""

    kind: FigureKind
    title: Text
    caption: Text
    categories: tuple[Text, ...]
    series: tuple[Series, ...]
    unit: str = ""

    def spoken(self, value: float | None) -> str:
        """Return a value with its unit: one decimal below 10 if it needs one, a dash for None."""
        if value is None:
            return "–"
        whole = float(value).is_integer() or abs(value) >= DECIMALS_BELOW
        return f"{value:.{0 if whole else 1}f} {self.unit}".strip()


class Weight(StrEnum):
    """How much a button asks for attention; at most one primary in a message."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True)
class Button:
    """A labelled Request; `confirm` asks once more, only before what destroys.

    `payload` is how the request travels; it is filled at the exit.
    """

    label: Text
    request: Request
    weight: Weight = Weight.PLAIN
    confirm: Text | None = None
    payload: str = ""


@dataclass(frozen=True)
class Buttons:
    """Buttons in a row, for instance beside the pair they speak of."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class File:
    """A document to keep, for the reader alone: its name ("my-data.json"), media type and content.

    A platform never shows it where others could read along.
    """

    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Number:
    """A number that a table program can reckon with; a share (1.0 is all) is shown in percent."""

    value: float
    decimals: int = 0
    percent: bool = False


Cell = Text | Number | None


@dataclass(frozen=True)
class Sheet:
    """A table to reckon with, a column for each thing that is told; None is an empty cell.

    `drawn` says that the numbers after the first column make a picture worth seeing.
    """

    title: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    drawn: bool = False


@dataclass(frozen=True)
class Highlight:
    """A number in large letters, what it counts, and what there is to add."""

    value: Text
    label: Text
    remark: Text


# The forms of a report, by their media types.
CSV = "text/csv"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, kw_only=True)
class Report(File):
    """A file that is still to be written, once all it says is worded: its content is empty till then.

    `highlights` and `parts` are for reading, on paper; `sheets` are for reckoning, `notes` say what
    they mean. `made_at` is the moment that it is dated, so that the same report is the same bytes.
    """

    content: bytes = field(default=b"", repr=False)
    title: Text
    made_at: datetime
    highlights: tuple[Highlight, ...] = ()
    parts: tuple["Part", ...] = ()
    sheets: tuple[Sheet, ...] = ()
    notes_title: Text
    notes: tuple[Text, ...] = ()


Part = Paragraph | Bullets | Facts | Aside | Quote | Table | Figure | Buttons | File


HOME = "home"  # the matter of where somebody stands: what a platform's start page shows


@dataclass(frozen=True)
class Message:
    """One matter, said once. `about` names the matter ("proposal:17"): its next word edits this one.

    `language` is the one that it was worded in; it is filled at the exit, like that of the others.
    `repeated` says that the same event was heard before: this is what was answered then.
    `for_all` is for everybody where it was asked, if others read there; all else is for the reader.
    What somebody presses in it is answered to her alone.
    """

    title: Text
    parts: tuple[Part, ...] = ()
    buttons: tuple[Button, ...] = ()
    about: str = ""
    language: Language = Language.EN
    repeated: bool = False
    for_all: bool = False


@dataclass(frozen=True)
class Option:
    """One possible answer."""

    value: str
    label: Text
    hint: Text | None = None


@dataclass(frozen=True)
class Ask:
    """A question of a form; the answer comes back under `key`."""

    key: str
    label: Text
    hint: Text | None = field(default=None, kw_only=True)
    required: bool = field(default=True, kw_only=True)


@dataclass(frozen=True)
class Line(Ask):
    """A line of text. Answer: str."""

    value: str = ""
    longest: int = 150


@dataclass(frozen=True)
class Lines(Ask):
    """A paragraph of text. Answer: str. A `draft` becomes its value at the exit."""

    value: str = ""
    longest: int = 500
    draft: Text | None = None


@dataclass(frozen=True)
class OneOf(Ask):
    """One of a few. Answer: the option's value."""

    options: tuple[Option, ...] = ()
    value: str = ""


@dataclass(frozen=True)
class SomeOf(Ask):
    """Any number of several. Answer: a tuple of the options' values."""

    options: tuple[Option, ...] = ()
    values: tuple[str, ...] = ()
    most: int = 0


@dataclass(frozen=True)
class Topics(Ask):
    """Topics from the catalogue, found while typing. Answer: a tuple of topic keys.

    `chosen` are the options picked so far; the platform asks `Bot.suggest` for more.
    """

    chosen: tuple[Option, ...] = ()
    most: int = 8


@dataclass(frozen=True)
class People(Ask):
    """Colleagues, found while typing. Answer: a tuple of people's ids as str."""

    chosen: tuple[Option, ...] = ()
    most: int = 10


@dataclass(frozen=True)
class Scale(Ask):
    """A number from `low` to `high`, each end named. Answer: the number as str."""

    low: int = 1
    high: int = 5
    low_label: Text | None = None
    high_label: Text | None = None
    value: int | None = None


@dataclass(frozen=True)
class Day(Ask):
    """A day. Answer: an ISO date, or an empty str."""

    value: date | None = None
    first: date | None = None


@dataclass(frozen=True)
class TimeOfDay(Ask):
    """A time of day. Answer: HH:MM."""

    value: str = ""


AnyAsk = Line | Lines | OneOf | SomeOf | Topics | People | Scale | Day | TimeOfDay


@dataclass(frozen=True)
class Form:
    """Questions on one screen; submitting sends the answers to `request`.

    `step` is (this screen, of how many) in a longer questionnaire; `back` leads to the screen
    before. `problems` holds what is wrong with the last answers, by the key of the ask, and `asks`
    then repeat what was answered.
    """

    title: Text
    request: Request
    asks: tuple[AnyAsk, ...]
    submit: Text
    intro: tuple[Part, ...] = ()
    step: tuple[int, int] | None = None
    back: Button | None = None
    problems: Mapping[str, Text] = field(default_factory=dict)
    payload: str = ""
    language: Language = Language.EN
    repeated: bool = False


@dataclass(frozen=True)
class Note:
    """A short word to the person who acted, that changes nothing she sees: a toast."""

    text: Text
    language: Language = Language.EN
    repeated: bool = False


Reply = Message | Form | Note


def is_repetition(reply: Reply) -> bool:
    """Tell whether the reply only repeats what was answered when the same event was heard first.

    Where a platform delivers twice by itself and an answer goes a way of its own, nobody needs to
    read it again.
    """
    return reply.repeated


def rebuilt(said: object, change: Callable[[object], object | None]) -> object:
    """Walk a reply from the outside in and put what `change` returns in the place of what it knows.

    `change` returns None for what it leaves to be walked further; it is not asked about bare words,
    numbers, requests and what is left out.
    """
    if isinstance(said, tuple):
        return tuple([rebuilt(each, change) for each in said])
    kind: Any = type(said)
    names = _parts_of(kind)
    if names is None:
        return {key: rebuilt(value, change) for key, value in cast("Any", said).items()}
    if not names:
        return said
    changed = change(said)
    if changed is not None:
        return changed
    parts = [getattr(said, name) for name in names]
    found = [rebuilt(part, change) for part in parts]
    return said if all(map(is_, found, parts)) else made(kind, zip(names, found, strict=True))


@cache
def _parts_of(kind: type) -> tuple[str, ...] | None:
    """Return the names of what a word is made of; a request is one piece. None for a mapping."""
    if issubclass(kind, Mapping):
        return None
    if not is_dataclass(kind) or issubclass(kind, Request):
        return ()
    return tuple(each.name for each in fields(kind))


def every(kind: type[Kind], said: object) -> list[Kind]:
    """Return everything of a kind in a reply, from the outside in."""
    found: list[Kind] = []
    _collect(kind, said, found)
    return found


def _collect(kind: type[Kind], said: object, found: list[Kind]) -> None:
    if isinstance(said, tuple):
        for part in said:
            _collect(kind, part, found)
        return
    if isinstance(said, kind):
        found.append(said)
    whole: Any = type(said)
    names = _parts_of(whole)
    if names is None:
        _collect(kind, tuple(cast("Any", said).values()), found)
    for name in names or ():
        _collect(kind, getattr(said, name), found)


def filled_in(ask: AnyAsk) -> str | tuple[str, ...]:
    """Return the answer that a form sends for a question which nobody touches."""
    match ask:
        case Line(value=value) | Lines(value=value) | OneOf(value=value) | TimeOfDay(value=value):
            return value
        case SomeOf(values=values):
            return values
        case Topics(chosen=chosen) | People(chosen=chosen):
            return tuple(option.value for option in chosen)
        case Scale(value=number):
            return "" if number is None else str(number)
        case Day(value=day):
            return day.isoformat() if day else ""


def lines_of(part: object) -> Iterator[str]:
    """Yield the words of a part of a message line by line, for who sees words only.

    Buttons are left out: they cannot be pressed in a notification.
    """
    if isinstance(part, Button):
        return
    if isinstance(part, Text):
        yield part.plain
    elif isinstance(part, Figure):
        yield part.caption.plain
    elif isinstance(part, File):
        yield part.name
    elif isinstance(part, tuple):
        for each in part:
            yield from lines_of(each)
    else:
        for each in vars(part).values():
            yield from lines_of(each) if isinstance(each, tuple | Text) else ()


def buttons_of(message: Message) -> Iterator[Button]:
    """Yield all buttons of a message, the ones below it first."""
    yield from message.buttons
    for part in message.parts:
        if isinstance(part, Buttons):
            yield from part.buttons
