"""What the script sends is read strictly: anything else is refused in one sentence, never a crash."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.read import Unreadable, actor, envelope, fields, heard, text, texts, truth
from bot.heard import Heard, Pressed, Submitted, Typed
from bot.model import Address, Language, Platform
from tests.adapters.web.stand_ins import SampleCompany

ASHA = actor(SampleCompany().people()[0], "demo")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=8,
)
FIELDS = ("kind", "text", "payload", "answers", "event", "person", "message")


def test_who_speaks_comes_from_the_list_of_people() -> None:
    assert ASHA.address == Address(Platform.WEB, "demo", "asha")
    assert (ASHA.name, ASHA.email) == ("Asha Rao", "asha@example.org")
    assert (ASHA.language, ASHA.time_zone) == (Language.EN, "Europe/Berlin")
    said = heard({"kind": "typed", "text": "hi", "email": "hana@example.org", "user": "hana"}, ASHA)
    assert said.actor == ASHA


def test_what_is_typed_pressed_and_submitted_is_told_apart() -> None:
    assert heard({"kind": "typed", "text": "/program"}, ASHA) == Typed(ASHA, "/program")
    pressed = heard({"kind": "pressed", "payload": "pair", "event": "1"}, ASHA)
    assert pressed == Pressed(ASHA, "pair", event="web:asha:1")
    answers = {"goal": "Grüße\n", "topics": ["ai", "social"], "none": []}
    assert heard({"kind": "submitted", "payload": "p", "answers": answers}, ASHA) == Submitted(
        ASHA, "p", {"goal": "Grüße\n", "topics": ("ai", "social"), "none": ()}
    )


def test_an_event_of_one_person_is_not_the_event_of_another() -> None:
    bernd = actor(SampleCompany().people()[1], "demo")
    body = {"kind": "typed", "text": "x", "event": "1"}
    assert heard(body, ASHA).event != heard(body, bernd).event


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "chore", "payload": "x"},
        {"kind": ["typed"], "text": "x"},
        {"kind": "typed"},
        {"kind": "typed", "text": 5},
        {"kind": "typed", "text": "x" * 2001},
        {"kind": "typed", "text": "nul \x00"},
        {"kind": "typed", "text": "\ud800"},
        {"kind": "typed", "text": "x", "event": "e" * 101},
        {"kind": "pressed", "payload": None},
        {"kind": "pressed", "payload": "x" * 501},
        {"kind": "submitted", "payload": "p"},
        {"kind": "submitted", "payload": "p", "answers": []},
        {"kind": "submitted", "payload": "p", "answers": {"a": 1}},
        {"kind": "submitted", "payload": "p", "answers": {"a": {"b": "c"}}},
        {"kind": "submitted", "payload": "p", "answers": {"a": [["b"]]}},
        {"kind": "submitted", "payload": "p", "answers": {"a": "x" * 4001}},
        {"kind": "submitted", "payload": "p", "answers": {"a": ["x"] * 101}},
        {"kind": "submitted", "payload": "p", "answers": {str(n): "x" for n in range(61)}},
        {"kind": "submitted", "payload": "p", "answers": {"k" * 101: "x"}},
    ],
)
def test_what_the_script_would_never_send_is_refused(body: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        heard(body, ASHA)


@given(JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, JSON)))
def test_any_json_is_read_or_refused(body: object) -> None:
    said: Heard | None = None
    with suppress(Unreadable):
        said = heard(envelope(body).body, ASHA)
    assert said is None or said.actor == ASHA


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=50) | st.lists(st.text(max_size=9))))
def test_every_answer_of_a_form_arrives_as_it_was_given(
    answers: dict[str, str | list[str]],
) -> None:
    body = {"kind": "submitted", "payload": "p", "answers": answers}
    try:
        said = heard(body, ASHA)
    except Unreadable:
        assert any("\x00" in part for part in _all_words(answers))
        return
    assert isinstance(said, Submitted)
    assert {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in said.answers.items()
    } == answers


def _all_words(answers: dict[str, str | list[str]]) -> list[str]:
    return [*answers, *("".join(value) for value in answers.values())]


def test_small_fields_are_checked_too() -> None:
    body = fields({"step": "day", "people": ["asha"], "answer": True})
    assert text(body, "step") == "day"
    assert texts(body, "people") == ("asha",)
    assert truth(body, "answer") is True
    for read in (text, texts, truth):
        with pytest.raises(Unreadable, match="missing"):
            read(body, "missing")
