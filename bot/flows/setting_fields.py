"""What the forms of the settings are made of: what one asks and takes, and numbers within bounds."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.flows.questions.given import Given
from bot.model import Programme
from bot.said import AnyAsk, Line, Text, text
from bot.turn import Turn


@dataclass(frozen=True)
class Taken:
    """A programme as the answers would have it, and what is wrong with them."""

    programme: Programme
    problems: dict[str, Text]


@dataclass(frozen=True)
class SettingForm:
    """One form of the settings."""

    key: str
    asks: Callable[[Turn, Programme], tuple[AnyAsk, ...]]
    take: Callable[[Turn, Programme], Taken]


def number(given: Given, key: str, now: int, bounds: tuple[int, int]) -> int:
    """Return a whole number within bounds; anything else is a problem at its field."""
    words = given.words(key, 4)
    low, high = bounds
    if words.isascii() and words.isdigit() and low <= int(words) <= high:
        return int(words)
    given.problems.setdefault(key, text("settings.problem.number", low=low, high=high))
    return now


def line(key: str, value: int, hint: Text | None = None) -> Line:
    """Ask for a whole number, beginning with what it is."""
    return Line(key, text(f"settings.ask.{key}"), hint=hint, value=str(value), longest=4)
