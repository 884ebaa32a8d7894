"""What is made at once, past its own `__init__`, is made as it would have been."""

import inspect
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from bot import said
from bot.commands import Request
from bot.model import TopicChoice
from bot.model.made import made
from storage.mapping import NOUNS


def _kinds() -> Iterator[type[Any]]:
    yield from NOUNS
    for _, kind in inspect.getmembers(said, inspect.isclass):
        if is_dataclass(kind) and not issubclass(kind, Request):
            yield kind


@pytest.mark.parametrize("kind", sorted(set(_kinds()), key=str))
def test_nothing_but_its_fields_makes_it(kind: type[Any]) -> None:
    assert not hasattr(kind, "__post_init__")
    assert not hasattr(kind, "__slots__")
    assert all(each.init for each in fields(kind))


def test_it_equals_what_its_own_maker_makes() -> None:
    choice = TopicChoice("AI", "ai", 2)
    again = made(TopicChoice, vars(choice).items())
    assert again == choice
    assert hash(again) == hash(choice)
    assert repr(again) == repr(choice)
