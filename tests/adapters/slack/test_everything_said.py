"""Everything the bot says in the dialogues of the tests, as Slack shows it, in both languages.

`make golden` keeps what is rendered now; then look at what changed.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import render
from adapters.slack.home import payloads
from bot.model import Language
from bot.said import Form, Message, Note, Reply
from tests.adapters.slack.test_render import ORIGIN, TEAM, faults
from tests.said.collection import in_words, kept, named
from tests.said.golden import Golden
from tests.said.stretching import stretched

GOLDEN = Golden(Path(__file__).parent / "golden" / "said")
SPECIMENS = dict(named(kept()))
CONVERSATIONS = sorted({each.conversation for each in SPECIMENS.values()})
PICTURES = ("F1", "F2", "F3", "F4")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("conversation", CONVERSATIONS)
def test_everything_said_looks_as_it_did_when_we_looked_at_it(
    conversation: str, language: Language
) -> None:
    shown = {
        name: next(rendered(each.worded(language)))
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
        for shown in rendered(each.worded(language)):
            assert faults(shown) == [], name


@pytest.mark.parametrize("language", Language)
def test_the_longest_names_sentences_and_lists_keep_to_them_too(language: Language) -> None:
    for name, each in SPECIMENS.items():
        for shown in rendered(in_words(stretched(each.reply), language)):
            assert faults(shown) == [], name


def test_every_message_has_words_for_a_notification() -> None:
    for name, each in SPECIMENS.items():
        said = each.worded(Language.EN)
        if isinstance(said, Message):
            fallback = str(render.message(said, TEAM)["text"])
            assert fallback.startswith(said.title.plain.replace("&", "&amp;")[:50]), name


def rendered(said: Reply) -> Iterator[Mapping[str, Any]]:
    """Yield all that Slack could be asked to show of it, the usual way first."""
    if isinstance(said, Form):
        yield render.form(said, TEAM, ORIGIN)
        return
    yield (
        render.note(said, TEAM) if isinstance(said, Note) else render.message(said, TEAM, PICTURES)
    )
    yield render.window(said, TEAM, ORIGIN)
    if isinstance(said, Message):
        yield render.message(said, TEAM)
        for start in (True, False):
            yield render.home(said, TEAM, start=start, payloads=payloads(said.language))


def laid_out(shown: Mapping[str, Mapping[str, Any]]) -> str:
    """Return rendered messages with a line for each block, so that a change is seen at a glance."""
    return "{\n" + ",\n".join(_lines(name, each) for name, each in shown.items()) + "\n}\n"


def _lines(name: str, shown: Mapping[str, Any]) -> str:
    around = {key: value for key, value in shown.items() if key != "blocks"}
    lines = [json.dumps(each, ensure_ascii=False) for each in (around, *shown["blocks"])]
    return f" {json.dumps(name)}: [\n  " + ",\n  ".join(lines) + "\n ]"
