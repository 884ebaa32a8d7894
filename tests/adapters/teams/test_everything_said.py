"""Everything the bot says in the dialogues of the tests, as Teams shows it, in both languages.

`make golden` keeps what is rendered now; then look at what changed.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.teams import render
from bot.model import Language
from bot.said import Form, Message, Note, Paragraph, Reply, Text
from tests.adapters.teams.linting import faults
from tests.musterwerk import TEAMS
from tests.said.collection import in_words, kept, named
from tests.said.golden import Golden
from tests.said.stretching import stretched
from tests.teams.official import needs_official, warnings

GOLDEN = Golden(Path(__file__).parent / "golden" / "said")
SPECIMENS = dict(named(kept()))
CONVERSATIONS = sorted({each.conversation for each in SPECIMENS.values()})


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_everything_said_looks_as_it_did_when_we_looked_at_it(
    conversation: str, language: Language
) -> None:
    shown = {
        name: rendered(each.worded(language))
        for name, each in SPECIMENS.items()
        if each.conversation == conversation
    }
    looked_at = GOLDEN.shows(f"{conversation}_{language}", laid_out(shown))
    assert looked_at, "run `make golden`, and look at it"


def test_no_golden_file_is_left_over() -> None:
    assert GOLDEN.has_just(
        [f"{each}_{language}" for each in CONVERSATIONS for language in Language]
    )


@pytest.mark.parametrize("language", Language)
def test_everything_said_keeps_to_the_limits(language: Language) -> None:
    for name, each in SPECIMENS.items():
        assert faults(rendered(each.worded(language))) == [], name


@pytest.mark.parametrize("language", Language)
def test_the_longest_names_sentences_and_lists_keep_to_them_too(language: Language) -> None:
    for name, each in SPECIMENS.items():
        assert faults(rendered(in_words(stretched(each.reply), language))) == [], name


@given(st.text(min_size=1), st.integers(1, 60), st.integers(1, 1000))
def test_whatever_letters_are_written_a_message_is_never_too_large(
    letters: str, paragraphs: int, times: int
) -> None:
    said = Text("", {}, (letters * times,))
    told = Message(said, tuple(Paragraph(said) for _ in range(paragraphs)))
    assert not [each for each in faults(rendered(told)) if "bytes" in each]


def test_what_teams_would_refuse_is_noticed() -> None:
    menu: dict[str, object] = {
        "type": "Input.ChoiceSet",
        "id": "one:a",
        "isMultiSelect": True,
        "value": "b",
    }
    menu["choices"] = [{"title": "A", "value": value} for value in ("a", "a", "c,d")]
    body = [
        {"type": "TextBlock", "text": ""},
        {"type": "Chart.Line"},
        {"type": "ActionSet", "actions": []},
        {"type": "FactSet", "facts": [{"title": "a", "value": " "}]},
        {
            "type": "Action.Submit",
            "title": "x" * 61,
            "verb": "submit",
            "data": {"asked": ["one:b"]},
        },
        {"type": "Table"},
        menu,
        menu,
    ]
    found = faults({"type": "message", "body": body, "much": "x" * 30_000})
    assert len(found) == 11 + 2 * 3, found  # three of them in each menu


@needs_official
@pytest.mark.parametrize("language", Language)
def test_microsofts_own_renderer_finds_nothing_wrong(language: Language) -> None:
    cards = {
        f"{name}{' at its longest' * long}": render.card(said, TEAMS)
        for name, each in SPECIMENS.items()
        for long, reply in enumerate((each.reply, stretched(each.reply)))
        for said in (in_words(reply, language),)
        if isinstance(said, Message | Form)
    }
    assert warnings(cards) == []


@needs_official
def test_microsofts_own_renderer_names_what_it_does_not_know() -> None:
    body: list[dict[str, object]] = [{"type": "TextBlok", "text": "a"}, {"type": "Input.Text"}]
    told = warnings({"it": {"type": "AdaptiveCard", "version": "1.5", "body": body}})
    assert len(told) == len(body)


def rendered(said: Reply) -> Mapping[str, Any]:
    """Return what is sent."""
    return render.note(said) if isinstance(said, Note) else render.message(said, TEAMS)


def laid_out(shown: Mapping[str, Mapping[str, Any]]) -> str:
    """Return activities with a line for each element, so that a change is seen at a glance."""
    return "{\n" + ",\n".join(_lines(name, each) for name, each in shown.items()) + "\n}\n"


def _lines(name: str, shown: Mapping[str, Any]) -> str:
    around = {key: value for key, value in shown.items() if key != "attachments"}
    parts = [around]
    for card in (each["content"] for each in shown.get("attachments", ())):
        parts += [{key: value for key, value in card.items() if key != "body"}, *card["body"]]
    lines = [json.dumps(each, ensure_ascii=False) for each in parts]
    return f" {json.dumps(name)}: [\n  " + ",\n  ".join(lines) + "\n ]"
