"""The same thing said with the longest names, sentences and lists that people can bring about."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from bot.said import (
    Bullets,
    Facts,
    Line,
    Lines,
    Mention,
    OneOf,
    Option,
    People,
    Reply,
    SomeOf,
    Table,
    Text,
    Topics,
    Value,
    verbatim,
)

NAME = ("Annemarie-Charlotte Hohenlohe-Schillingsfürst & <Söhne> *GmbH* " * 2)[:80]
SENTENCE = ("Ich möchte *endlich* <verstehen>, wie_das & jenes geht. " * 100)[:5000]
MANY = 100
FEW = 2  # a choice between two is not of things that become more


def stretched(reply: Reply) -> Reply:
    """Return the reply with names of 80 characters, sentences of 5,000, and lists of 100."""
    return cast("Reply", _stretched(reply))


def _stretched(part: Any) -> Any:
    """Make everything inside longer, then the thing itself."""
    match part:
        case Mention():
            return replace(part, name=NAME)
        case Text(key=key, values=values):
            return Text(key, {name: _value(key, value) for name, value in values.items()})
        case tuple():
            return tuple(_stretched(each) for each in part)
    if not is_dataclass(part) or not type(part).__module__.startswith("bot.said"):
        return part
    inside = {each.name: _stretched(getattr(part, each.name)) for each in fields(part)}
    return _with_more(replace(part, **inside))  # type: ignore[type-var]


def _value(key: str, value: Value) -> Value:
    """Words that somebody wrote become a long sentence; names in a text become long ones."""
    if isinstance(value, str):
        return SENTENCE if key == "" else NAME
    return cast("Value", _stretched(value))


def _with_more(part: Any) -> Any:
    more: dict[str, object] = {}
    match part:
        case Bullets(items=items):
            more = {"items": (items * MANY)[:MANY]}
        case Facts(facts=facts):
            more = {"facts": (facts * MANY)[:MANY]}
        case Table(rows=rows):
            more = {"rows": (rows * MANY)[:MANY]}
        case Line(longest=most) | Lines(longest=most):
            more = {"value": SENTENCE[:most]}
        case Topics(most=most) | People(most=most):
            more = {"chosen": _options()[:most]}
        case OneOf(options=options) | SomeOf(options=options) if len(options) > FEW:
            more = {"options": (*options, *_options())}
    return replace(part, **more)


def _options() -> tuple[Option, ...]:
    return tuple(Option(f"more-{number}", verbatim(NAME)) for number in range(MANY))
