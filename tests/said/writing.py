"""A reply written down without its words, and read again: of what it speaks, not what is said."""

import typing
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from bot import commands, model, said
from bot.grammar import payload_of
from bot.said import Button, Form, Message, Note, Reply, Text

Json = Any
# Filled at the exit, in somebody's language: made anew whenever a specimen is shown.
AT_THE_EXIT = {
    Text: {"spans"},
    Button: {"payload"},
    Form: {"payload", "language"},
    Message: {"language"},
    Note: {"language"},
}
A_FILE = {"a file": True}  # that there is one: its bytes change with any word in it
CHANCE = {"reference": "1a2b3c4d"}  # values of texts that are another at each run
KINDS = {
    name: kind
    for room in (said, commands, model)
    for name, kind in vars(room).items()
    if isinstance(kind, type) and is_dataclass(kind)
}


def written(part: object) -> Json:
    """Return a reply, or a part of one, as plain data; what stands at its default is left out."""
    if isinstance(part, Text):
        told = {name: CHANCE.get(name, value) for name, value in part.values.items()}
        return {"text": part.key} | {name: written(value) for name, value in told.items()}
    if isinstance(part, tuple):
        return [written(each) for each in part]
    if isinstance(part, Mapping):
        return {"a map": {key: written(value) for key, value in part.items()}}
    if is_dataclass(part) and not isinstance(part, type):
        shown = [each.name for each in fields(part) if _differs(part, each)]
        return {"is": type(part).__name__} | {name: written(getattr(part, name)) for name in shown}
    if isinstance(part, bytes):
        return A_FILE
    return {"a day": part.isoformat()} if isinstance(part, date) else part


def read(data: Json) -> Any:
    """Return what was written; buttons and forms carry their payload again."""
    if isinstance(data, list):
        return tuple(read(each) for each in data)
    if not isinstance(data, dict):
        return data
    if "a day" in data:
        day = data["a day"]
        return datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)
    if data == A_FILE:
        return b" "
    if "a map" in data:
        return {key: read(value) for key, value in data["a map"].items()}
    inside = {key: read(value) for key, value in data.items()}
    return _made(KINDS[inside.pop("is")], inside) if "is" in data else _text(**inside)


def title_of(reply: Reply) -> Text:
    """Return what a reply is called by."""
    return reply.text if isinstance(reply, Note) else reply.title


def _text(text: str, **values: Any) -> Text:
    return Text(text, values)


def _made(kind: type, values: dict[str, Any]) -> object:
    enums = _enums(kind)
    made = kind(**{name: enums.get(name, _same)(value) for name, value in values.items()})
    return (
        replace(made, payload=payload_of(made.request)) if isinstance(made, Button | Form) else made
    )


def _same(value: object) -> object:
    return value


@cache
def _enums(kind: type) -> dict[str, type[Enum]]:
    hints = typing.get_type_hints(kind)
    return {n: h for n, h in hints.items() if isinstance(h, type) and issubclass(h, Enum)}


def _differs(part: object, each: "Field[Any]") -> bool:
    if each.name in AT_THE_EXIT.get(type(part), ()):
        return False
    default = each.default
    if each.default_factory is not MISSING:
        default = each.default_factory()
    return default is MISSING or getattr(part, each.name) != default
