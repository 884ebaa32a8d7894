"""Every title, question and button of a conversation is said in some dialogue, and so looked at."""

import ast
from collections.abc import Iterable, Mapping

from bot.texts import load_words
from tests.house.text_keys import COUNTED, PLURAL
from tests.house.tree import Source, called, sources
from tests.said.collection import kept

SHOWN_WHOLE = frozenset({"Message", "Form", "Note", "Button", "Option"})
ASKS = frozenset({"Line", "Lines", "OneOf", "SomeOf", "Topics", "People", "Scale", "Day"})
TITLES = {
    COUNTED.sub("", key).removesuffix(".tandem"): f"bot/texts: {key}"
    for words in load_words().values()
    for key in words.templates
    if PLURAL.sub("", key).endswith(".title")
}
SEEN = frozenset(key for each in kept() for key in each.shows)


def test_every_title_question_and_button_is_said_in_a_dialogue() -> None:
    """A dialogue in tests/flows or tests/journeys that says it, then `make golden`."""
    assert unseen(TITLES | built_in(sources("bot/flows")), SEEN) == []


def test_every_specimen_comes_from_a_test_that_exists() -> None:
    """Where a test was renamed or taken out: `make golden`."""
    assert [each.test for each in kept() if not each.test_is_there] == []


def test_a_button_that_nobody_has_seen_is_noticed() -> None:
    code = 'Message(text("a.seen"), buttons=(Button(text("a.new"), Join()),))\ntext("a.inside")'
    found = built_in([Source("bot/flows/a.py", code)])
    assert unseen(found, {"a.seen"}) == ["bot/flows/a.py:1: 'a.new' is said in no dialogue"]


def built_in(modules: Iterable[Source]) -> dict[str, str]:
    """Return the keys that stand inside messages, forms and buttons, with where they stand."""
    return {
        str(key.value): module.at(key)
        for module in modules
        for whole in ast.walk(module.tree)
        if isinstance(whole, ast.Call) and called(whole) in SHOWN_WHOLE | ASKS
        for call in ast.walk(whole)
        if isinstance(call, ast.Call) and called(call).rpartition(".")[2] == "text"
        for key in call.args[:1]
        if isinstance(key, ast.Constant)
    }


def unseen(keys: Mapping[str, str], seen: Iterable[str]) -> list[str]:
    """Return what nobody has looked at."""
    return sorted(f"{keys[key]}: {key!r} is said in no dialogue" for key in keys.keys() - set(seen))
