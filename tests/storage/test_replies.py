"""A reply that is kept for an event that comes again comes back as it was said."""

import json

import pytest

from bot.said import File, Note, Reply, every
from storage.replies import reply_as_kept, reply_from
from tests.adapters.web.samples import FORMS, MESSAGES, words

SAID: dict[str, Reply] = {**MESSAGES, **FORMS, "note": Note(words("Done."))}
# A file is somebody's data, and never kept.
REPLIES = {name: reply for name, reply in SAID.items() if not every(File, reply)}


@pytest.mark.parametrize("name", REPLIES)
def test_every_word_that_can_be_said_comes_back(name: str) -> None:
    reply = REPLIES[name]
    assert reply_from(reply_as_kept(reply)) == reply


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "null",
        '{"is": "Note"',
        '{"is": "Note"}',
        '{"is": "Poem", "text": "from a later version"}',
        '{"is": "Note", "text": {"is": "Text", "key": "x"}, "mood": "from a later version"}',
        '{"is": "Language", "value": "de"}',
        '{"is": "Language", "value": "fr"}',
        '{"is": "Request", "payload": "no request of this version"}',
    ],
)
def test_what_this_version_cannot_read_is_no_answer(kept: str) -> None:
    assert reply_from(kept) is None


def test_what_stands_behind_the_words_is_not_kept() -> None:
    kept = json.loads(reply_as_kept(MESSAGES["proposal"]))
    assert "values" not in json.dumps(kept["title"])
