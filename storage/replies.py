"""A reply as it is kept for an event that comes again: JSON there and back, words already filled."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, cast

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


def reply_as_kept(reply: Reply) -> str:
    """Return a worded reply as JSON; what stands behind its words is left out."""
    return json.dumps(_kept(reply), ensure_ascii=False, separators=(",", ":"))


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
    if isinstance(part, tuple):
        return [_kept(each) for each in part]
    if isinstance(part, Mapping):
        return {"is": "Mapping", "of": [[key, _kept(each)] for key, each in part.items()]}
    if isinstance(part, Request):
        return {"is": "Request", "of": payload_of(part)}
    if isinstance(part, StrEnum) and type(part).__name__ not in KINDS:
        return str(part)  # the value of an option, which is any word
    if isinstance(part, StrEnum | date):
        return {"is": type(part).__name__, "of": str(part)}
    return {"is": type(part).__name__} | _facts(part) if is_dataclass(part) else part


def _facts(part: object) -> dict[str, object]:
    """Return the fields of a word that differ from their defaults; of a text only what it says."""
    left_out = {"values"} if isinstance(part, Text) else set()
    return {
        each.name: _kept(getattr(part, each.name))
        for each in fields(cast("Any", part))
        if each.name not in left_out and getattr(part, each.name) != _default(each)
    }


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
