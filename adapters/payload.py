"""Reads what a platform sent field by field, and trusts the shape of none of it."""

from collections.abc import Mapping

Payload = Mapping[str, object]


class Unreadable(ValueError):
    """A payload that the platform does not send; the message names what is missing."""


def part(body: Payload, key: str) -> Payload:
    """The payload inside a payload; an empty one where there is none."""
    value = body.get(key)
    return value if isinstance(value, Mapping) else {}


def text(body: Payload, key: str) -> str:
    """The text under this key, as it can be stored; empty where there is none."""
    value = body.get(key)
    # A lone surrogate or a NUL cannot be stored: postgresql.org/docs/current/datatype-character.html
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-8", "ignore").decode()


def needed(body: Payload, key: str) -> str:
    """The text under this key; raises Unreadable where there is none."""
    value = text(body, key)
    if not value:
        raise Unreadable(f"{key} is missing")
    return value
