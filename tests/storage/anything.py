"""Nouns with any facts their types admit, for properties that hold whatever people write."""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from types import NoneType, UnionType
from typing import Any, cast, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.ports import Noun

Any_ = st.SearchStrategy[Any]

# Neither database keeps half a character or a NUL; adapters never let one in.
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
NUMBERS = st.integers(0, 2**31 - 1)
FIRST, LAST = datetime(1990, 1, 1), datetime(2100, 1, 1)  # noqa: DTZ001 - the zone stands below
SIMPLE: Mapping[Any, Any_] = {
    str: WORDS,
    int: NUMBERS,
    bool: st.booleans(),
    float: st.floats(0, 1000),
    NoneType: st.none(),
    datetime: st.datetimes(FIRST, LAST, timezones=st.just(UTC)),
    date: st.dates(),
    time: st.times(),
}
REFERENCES = {
    "id",
    "organisation",
    "programme",
    "person",
    "pairing",
    "check_in",
    "round",
    "group",
    "mentor",
    "mentee",
    "mentees",
    "proposal",
    "opened_by",
}


def anything_like(noun: Noun, **limited: Any_) -> st.SearchStrategy[Noun]:
    """Return any noun that refers to the same nouns as this one; `limited` fields in their limits."""
    hints = get_type_hints(type(noun))
    facts = {name: _anything(hint) for name, hint in hints.items() if name not in REFERENCES}
    same = {name: st.just(getattr(noun, name)) for name in hints if name in REFERENCES}
    return st.builds(type(noun), **{**facts, **limited, **same})


def _anything(hint: Any) -> Any_:
    """Return any value of a type."""
    if get_args(hint):
        return _several(get_origin(hint), get_args(hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(
            cast("Callable[..., Any]", hint),
            **{name: _anything(part) for name, part in hints.items()},
        )
    return SIMPLE[hint]


def _several(kind: Any, parts: tuple[Any, ...]) -> Any_:
    """Return any value of a type that is made of others."""
    if kind is UnionType:
        return st.one_of(*map(_anything, parts))
    if kind is tuple and parts[-1] is ...:
        return st.lists(_anything(parts[0]), max_size=3).map(tuple)
    if kind is tuple:
        return st.tuples(*map(_anything, parts))
    if kind is frozenset:
        return st.frozensets(_anything(parts[0]), max_size=3)
    assert kind is Mapping, f"no values of {kind} yet"
    return st.dictionaries(_anything(parts[0]), _anything(parts[1]), max_size=3)
