"""What comes in: somebody typed, pressed a button or submitted a form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model import Address, Language

Answer = str | int | tuple[str, ...]


@dataclass(frozen=True)
class Actor:
    """Who is there, by the platform's verified envelope and never by a payload.

    `email` is the work e-mail that the platform vouches for, empty where it does not. `guest` is
    True for external users and bots.
    """

    address: Address
    name: str
    email: str = ""
    language: Language = Language.EN
    time_zone: str = "UTC"
    guest: bool = False


@dataclass(frozen=True)
class Heard:
    """Something that came in. `event` is the platform's id of it, empty where there is none.

    `comes_once` says that the platform never delivers it again: what only reads leaves no trace then.
    """

    actor: Actor
    event: str = field(default="", kw_only=True)
    comes_once: bool = field(default=False, kw_only=True)


@dataclass(frozen=True)
class Typed(Heard):
    """Words, as they were typed after or with the command word."""

    text: str


@dataclass(frozen=True)
class Pressed(Heard):
    """A button, by the payload it carried: `name:argument:argument`, forgeable like every payload."""

    payload: str


@dataclass(frozen=True)
class Submitted(Heard):
    """A form, by the payload it carried, and its answers by the key of the ask.

    A day is an ISO date, a time of day HH:MM, a choice the option's value, several choices a tuple.
    """

    payload: str
    answers: Mapping[str, Answer]
