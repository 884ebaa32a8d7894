"""What stands on somebody's screen: the texts, buttons and questions of a reply."""

from dataclasses import fields, is_dataclass
from typing import TypeVar

from bot.heard import Answer
from bot.model import Language
from bot.said import Ask, Day, Line, Lines, Note, OneOf, Scale, SomeOf, Text, TimeOfDay, text
from bot.texts import Audience, load_words, worded

WORDS = load_words()
Kind = TypeVar("Kind")


def every(kind: type[Kind], said: object) -> list[Kind]:
    """Return everything of a kind in a reply, from the outside in."""
    found = [said] if isinstance(said, kind) else []
    if isinstance(said, tuple):
        return found + [each for part in said for each in every(kind, part)]
    if isinstance(said, dict):
        return found + [each for part in said.values() for each in every(kind, part)]
    if is_dataclass(said) and not isinstance(said, type):
        return found + [each for f in fields(said) for each in every(kind, getattr(said, f.name))]
    return found


def keys_in(said: object) -> list[str]:
    """Return the keys of all texts in a reply."""
    return [each.key for each in every(Text, said)]


def plain(said: object) -> str:
    """Return all words of a reply, one text a line."""
    return "\n".join(each.plain for each in every(Text, said))


def words(key: str, language: Language = Language.EN, **values: object) -> str:
    """Return what a text says."""
    filled = worded(text(key, **values), WORDS, Audience(language, "Europe/Berlin"))  # type: ignore[arg-type]
    return filled.plain


def filled_in(ask: Ask) -> Answer:
    """Return what a form sends for a question that nobody touched."""
    match ask:
        case Line(value=value) | Lines(value=value) | OneOf(value=value) | TimeOfDay(value=value):
            return value
        case SomeOf(values=values):
            return values
        case Scale(value=number):
            return "" if number is None else str(number)
        case Day(value=day):
            return day.isoformat() if day else ""
    return tuple(option.value for option in getattr(ask, "chosen", ()))


def text_in(said: object, key: str, name: str) -> Text:
    for each in every(Text, said):
        if each.key == key:
            return each
    what = "a note" if isinstance(said, Note) else "an answer"
    raise AssertionError(f"{name} sees {what} without {key!r}: {keys_in(said)}\n{plain(said)}")
