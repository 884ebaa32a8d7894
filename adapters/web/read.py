"""Turns what the page's script sends into what was heard; checks every type and length."""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.web.company import Colleague
from bot.heard import Actor, Answer, Heard, Pressed, Submitted, Typed
from bot.model import Address, Platform

LONGEST_ID = 100  # characters of a user, an event or a message
LONGEST_TEXT = 2000  # characters typed at once
LONGEST_PAYLOAD = 500
LONGEST_ANSWER = 4000
MOST_ANSWERS = 60
MOST_CHOICES = 100


class Unreadable(ValueError):
    """A request that the page's own script would never send; the message names the field."""


@dataclass(frozen=True)
class Envelope:
    """Whom a request is from, which message it was sent from (or none), and what is inside."""

    user: str
    message: str
    body: Mapping[str, object]


def envelope(body: object) -> Envelope:
    """Return the request's outside; raises Unreadable."""
    inside = fields(body)
    return Envelope(text(inside, "person"), _text(inside, "message", LONGEST_ID, ""), inside)


def fields(body: object) -> Mapping[str, object]:
    """Return the fields of a request; raises Unreadable."""
    return _object(body, "body")


def actor(colleague: Colleague, workspace: str) -> Actor:
    """Return the person whom the visitor plays, as the page's own list of people knows her."""
    return Actor(
        Address(Platform.WEB, workspace, colleague.user),
        colleague.name,
        colleague.email,
        colleague.language,
        colleague.time_zone,
    )


def heard(body: Mapping[str, object], who: Actor) -> Heard:
    """Return what was typed, pressed or submitted; raises Unreadable."""
    # The script invents an id for each click: a request that is sent twice is heard once.
    sent = _text(body, "event", LONGEST_ID, "")
    event = f"web:{who.address.user}:{sent}" if sent else ""
    match body.get("kind"):
        case "typed":
            return Typed(who, _text(body, "text", LONGEST_TEXT), event=event)
        case "pressed":
            return Pressed(who, _text(body, "payload", LONGEST_PAYLOAD), event=event)
        case "submitted":
            payload = _text(body, "payload", LONGEST_PAYLOAD)
            return Submitted(who, payload, _answers(body), event=event)
    raise Unreadable("kind must be typed, pressed or submitted")


def text(body: Mapping[str, object], field: str) -> str:
    """Return a short text field; raises Unreadable."""
    return _text(body, field, LONGEST_ID)


def texts(body: Mapping[str, object], field: str) -> tuple[str, ...]:
    """Return a field that is a list of short texts; raises Unreadable."""
    value = body.get(field)
    if not isinstance(value, list) or len(value) > MOST_CHOICES:
        raise Unreadable(f"{field} must be a list")
    return tuple(_checked(each, field, LONGEST_ID) for each in value)


def truth(body: Mapping[str, object], field: str) -> bool:
    """Return a field that is true or false; raises Unreadable."""
    value = body.get(field)
    if not isinstance(value, bool):
        raise Unreadable(f"{field} must be true or false")
    return value


def _answers(body: Mapping[str, object]) -> dict[str, Answer]:
    given = _object(body.get("answers"), "answers")
    if len(given) > MOST_ANSWERS:
        raise Unreadable("answers are too many")
    return {_checked(key, "answers", LONGEST_ID): _answer(value) for key, value in given.items()}


def _answer(value: object) -> Answer:
    if isinstance(value, list):
        if len(value) > MOST_CHOICES:
            raise Unreadable("an answer has too many choices")
        return tuple(_checked(each, "an answer", LONGEST_ANSWER) for each in value)
    return _checked(value, "an answer", LONGEST_ANSWER)


def _object(value: object, field: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise Unreadable(f"{field} must be an object")
    return value


def _text(body: Mapping[str, object], field: str, longest: int, default: str | None = None) -> str:
    return _checked(body.get(field, default), field, longest)


def _checked(value: object, field: str, longest: int) -> str:
    if not isinstance(value, str):
        raise Unreadable(f"{field} must be a text")
    if len(value) > longest:
        raise Unreadable(f"{field} is longer than {longest} characters")
    # NUL and lone surrogates cannot be stored: postgresql.org/docs/current/datatype-character.html
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise Unreadable(f"{field} holds a character that cannot be stored")
    return value
