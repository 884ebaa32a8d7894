"""A reply as it is kept for an event that comes again: JSON there and back, words already filled."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from bot import said
from bot.commands import Request
from bot.grammar import NotARequest, payload_of, request_from
from bot.model import Address, Language, Platform
from bot.said import Form, Message, Note, Reply, Text

KINDS: Mapping[str, type[Any]] = {
    kind.__name__: kind
    for kind in (*vars(said).values(), Address, Language, Platform)
    if isinstance(kind, type) and (is_dataclass(kind) or issubclass(kind, StrEnum))
}
PLAIN: Mapping[str, Callable[[Any], object]] = {
    "Request": request_from,
    "Mapping": dict,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}

AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def reply_as_kept(reply: Reply) -> str:
    """Return a worded reply as JSON; what stands behind its words is left out."""
    return AS_JSON(_kept(reply))


def reply_from(kept: str) -> Reply | None:
    """Return a kept reply; None for nothing, and for what another version of this code has kept."""
    if not kept:
        return None
    try:
        reply = _restored(json.loads(kept))
    except (KeyError, TypeError, ValueError, NotARequest):
        return None
    return reply if isinstance(reply, Message | Form | Note) else None


def _kept(part: object) -> object:
    kind: Any = type(part)
    return _way_of(kind)(part)


@cache
def _way_of(kind: type[Any]) -> Callable[[Any], object]:
    """Return how parts of a kind are kept: most of a reply are words of a dozen kinds."""
    if issubclass(kind, tuple):
        return lambda part: [_kept(each) for each in part]
    if issubclass(kind, Mapping):
        return lambda part: {"is": "Mapping", "of": [[key, _kept(part[key])] for key in part]}
    if issubclass(kind, Request):
        return lambda part: {"is": "Request", "of": payload_of(part)}
    if issubclass(kind, StrEnum) and kind.__name__ not in KINDS:
        return str  # the value of an option, which is any word
    if issubclass(kind, StrEnum | date):
        return lambda part: {"is": kind.__name__, "of": str(part)}
    return _facts_of(kind) if is_dataclass(kind) else lambda part: part


def _facts_of(kind: type[Any]) -> Callable[[object], object]:
    """Return how the fields of a word are kept that differ from their defaults.

    Of a text only what it says is kept.
    """
    left_out = {"values"} if kind is Text else set()
    facts = [(each.name, _default(each)) for each in fields(kind) if each.name not in left_out]

    def kept(part: object) -> object:
        found: dict[str, object] = {"is": kind.__name__}
        for name, default in facts:
            fact = getattr(part, name)
            if fact is not default and fact != default:
                found[name] = _kept(fact)
        return found

    return kept


def _default(each: "Field[Any]") -> object:
    return each.default_factory() if each.default_factory is not MISSING else each.default


def _restored(part: object) -> object:
    if isinstance(part, list):
        return tuple(_restored(each) for each in part)
    if isinstance(part, dict):
        facts = {key: _restored(each) for key, each in part.items()}
        name = str(facts.pop("is"))
        return (
            (PLAIN.get(name) or KINDS[name])(facts["of"]) if "of" in facts else KINDS[name](**facts)
        )
    return part
