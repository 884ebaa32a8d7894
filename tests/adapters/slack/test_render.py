"""What is said becomes the Block Kit we looked at, within every limit, and never somebody's markup.

Run with UPDATE_GOLDEN=1 to keep what is rendered now as golden; then look at it.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack import render
from adapters.slack.home import payloads
from adapters.slack.limits import cut, cut_marked
from bot.commands import ShowHome
from bot.model import Address, Language, Platform
from bot.said import (
    Aside,
    Bold,
    Bullets,
    Button,
    Buttons,
    Day,
    Facts,
    Form,
    Line,
    Lines,
    Link,
    Mention,
    Message,
    Moment,
    MomentStyle,
    Note,
    OneOf,
    Option,
    Paragraph,
    Part,
    People,
    Quote,
    Scale,
    SomeOf,
    Table,
    TimeOfDay,
    Topics,
    Weight,
)
from tests.adapters.web import samples
from tests.adapters.web.samples import button, option, words
from tests.slack.blocks import message_faults, view_faults
from tests.slack.workspace import words_of

GOLDEN = Path(__file__).parent / "golden"
TEAM = "T0MUSTERWERK"
ORIGIN = {"channel": "DUASHA", "ts": "1700000000.000001"}
BOTH = tuple(Language)

SAID: dict[str, Callable[[], dict[str, Any]]] = {
    **{
        f"message_{name}_{language}": lambda m=message, t=language: render.message(  # type: ignore[misc]
            replace(m, language=t), TEAM, ("F1", "", "F3")
        )
        for name, message in samples.MESSAGES.items()
        for language in BOTH
    },
    **{
        f"{name}_{language}": lambda f=form, t=language: render.form(  # type: ignore[misc]
            replace(f, language=t), TEAM, ORIGIN
        )
        for name, form in samples.FORMS.items()
        for language in BOTH
    },
    **{
        f"home_{kind}_{language}": lambda t=language, s=start: render.home(  # type: ignore[misc]
            replace(samples.PROPOSAL, language=t), TEAM, start=s, payloads=payloads(t)
        )
        for kind, start in (("start", True), ("other", False))
        for language in BOTH
    },
    **{
        f"window_{language}": lambda t=language: render.window(  # type: ignore[misc]
            replace(samples.AGENDA, language=t), TEAM, ORIGIN
        )
        for language in BOTH
    },
    **{
        f"waiting_{language}": lambda t=language: render.waiting(t, ORIGIN)  # type: ignore[misc]
        for language in BOTH
    },
    **{
        f"ask_again_{language}": lambda t=language: render.ask_again("pause.ask", t)  # type: ignore[misc]
        for language in BOTH
    },
}


def faults(rendered: Mapping[str, Any]) -> list[str]:
    return view_faults(rendered) if "type" in rendered else message_faults(rendered)


@pytest.mark.parametrize("name", SAID)
def test_everything_said_looks_as_it_did_when_we_looked_at_it(name: str) -> None:
    written = json.dumps(SAID[name](), indent=1, ensure_ascii=False) + "\n"
    file = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(written, encoding="utf-8")
    assert written == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(SAID)


@pytest.mark.parametrize("name", SAID)
def test_everything_said_keeps_to_the_limits(name: str) -> None:
    assert faults(SAID[name]()) == []


def marked(said: object) -> list[str]:
    """Return everything in which Slack looks for markup."""
    if isinstance(said, dict):
        own = [said["text"]] if said.get("type", "mrkdwn") == "mrkdwn" and "text" in said else []
        return own + [each for value in said.values() for each in marked(value)]
    return [each for part in said for each in marked(part)] if isinstance(said, list) else []


HOSTILE = "<!channel> <@U1> <https://evil.example|here> & *bold* _it_ `x` @here &lt;"
LONG = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=0, max_size=4000)
NASTY = st.one_of(LONG, st.sampled_from([HOSTILE, HOSTILE * 60, "&" * 3001, "<" * 2999, "*" * 500]))


@settings(max_examples=40)
@given(NASTY, NASTY, st.integers(0, 130), st.sampled_from(BOTH))
def test_the_longest_texts_fit_and_nobody_is_called(
    said: str, label: str, many: int, language: Language
) -> None:
    text, name = words(said), words(label)
    press = Button(name, ShowHome(), Weight.DANGER, text, "home" * 400)
    parts: tuple[Part, ...] = (
        Paragraph(text),
        Bullets((text,) * (many % 40)),
        Facts(((name, text),) * (many % 25)),
        Aside(text),
        Quote(text),
        Table((name, name), ((text, text),) * many),
        samples.WEEKS,
        Buttons((press,) * (many % 30 + 1)),
        *(Paragraph(text),) * many,
    )
    message = Message(text, parts, (press,) * (many % 30), language=language)
    for rendered in (
        render.message(message, TEAM, ("F1",)),
        render.window(message, TEAM, ORIGIN),
        render.home(message, TEAM, start=True, payloads=payloads(language)),
        render.window(Note(text, language=language), TEAM, ORIGIN),
    ):
        assert faults(rendered) == []
        assert not [each for each in marked(rendered) if "<!channel" in each or "<@U1>" in each]


@settings(max_examples=40)
@given(NASTY, NASTY, st.integers(0, 130))
def test_the_longest_questions_fit(said: str, label: str, many: int) -> None:
    text, name = words(said), words(label)
    options = tuple(Option(str(n), name, text) for n in range(many % 120 + 1))
    asks = (
        Line("line", name, hint=text, value=said, longest=150),
        Lines("lines", name, value=said, longest=9000),
        OneOf("one", name, options=options, value=str(many)),
        SomeOf("some", name, options=options, values=tuple(str(n) for n in range(many)), most=0),
        Topics("topics", name, chosen=options[:8], most=8),
        People("people", name, chosen=(), most=3),
        Scale("scale", name, low_label=text, high_label=name, value=many),
        Scale("scale_of_ten", name, low=0, high=10, value=many),
        Day("day", name, value=date(2026, 1, 5)),
        TimeOfDay("time", name, value="09:30"),
    )
    form = Form(
        text,
        ShowHome(),
        asks,
        name,
        (Paragraph(text),),
        (2, 7),
        button("b", "home"),
        {},
        "p" * 1900,
    )
    problems = {ask.key: text for ask in asks}
    assert view_faults(render.form(form, TEAM, ORIGIN)) == []
    wrong = render.form(replace(form, problems=problems), TEAM, ORIGIN)
    assert [each for each in view_faults(wrong) if "blocks, at most" not in each] == []
    shown = render.problems(replace(form, problems=problems), {ask.key: ask.key for ask in asks})
    assert all(len(problem) <= 150 for problem in shown.values())


def test_a_colleague_of_this_workspace_is_mentioned_and_another_one_is_named() -> None:
    asha = Mention("Asha Rao", (Address(Platform.SLACK, TEAM, "UASHA"),))
    bernd = Mention("Bernd *Vogel*", (Address(Platform.TEAMS, TEAM, "29:x"),))
    other = Mention("Carla", (Address(Platform.SLACK, "T2", "UCARLA"),))
    said = render.message(Message(words("With"), (Paragraph(words(asha, bernd, other)),)), TEAM)
    shown = words_of(said)
    assert "<@UASHA>" in shown
    assert "Bernd *Vogel*" in shown
    assert "UCARLA" not in shown


def test_a_moment_is_shown_in_the_readers_zone_with_words_for_old_clients() -> None:
    at = datetime(2026, 11, 3, 9, tzinfo=UTC)
    moments = [Moment(at, style, "Tue, 10:00") for style in MomentStyle]
    said = render.message(Message(words("Next"), (Paragraph(words(*moments)),)), TEAM)
    shown = words_of(said)
    stamp = int(at.timestamp())
    assert f"<!date^{stamp}^{{date_long}}, {{time}}|Tue, 10:00>" in shown
    assert f"<!date^{stamp}^{{time}}|Tue, 10:00>" in shown


def test_a_link_leads_only_where_a_browser_may_go() -> None:
    good = Link("Outlook", "https://outlook.example.org/add?a=1&b=2")
    bad = [Link("x", "javascript:alert(1)"), Link("y", "https://a|b>c"), Link("z", "slack://open")]
    shown = words_of(render.message(Message(words("L"), (Paragraph(words(good, *bad)),)), TEAM))
    assert "<https://outlook.example.org/add?a=1&amp;b=2|Outlook>" in shown
    assert "javascript" not in shown
    assert "slack://" not in shown


def test_a_list_that_is_too_long_says_how_much_more_there_is() -> None:
    parts = tuple(Paragraph(words(str(n))) for n in range(80))
    said = render.message(Message(words("Many"), parts, (button("Go", "home"),)), TEAM)
    assert len(said["blocks"]) == 50  # type: ignore[arg-type]
    assert "and 33 more" in words_of(said)
    assert said["blocks"][-1]["type"] == "actions"  # type: ignore[index]


def test_a_field_that_is_filled_in_anew_is_another_field() -> None:
    """Slack keeps what was typed in an input of the same ids, whatever the new initial value is."""
    empty, filled = Line("more", words("More")), Line("more", words("More"), value="Podcasts")
    ids = [
        render.form(replace(samples.FORM, asks=(ask,)), TEAM, ORIGIN)["blocks"][-2]["block_id"]  # type: ignore[index]
        for ask in (empty, filled, empty)
    ]
    assert ids[0] == ids[2] != ids[1]


def test_the_same_question_on_another_screen_is_another_field() -> None:
    ask = Line("more", words("More"))
    ids = [
        render.form(Form(words("F"), ShowHome(), (ask,), words("Go"), payload=payload), TEAM, {})[
            "blocks"
        ][0]["block_id"]  # type: ignore[index]
        for payload in ("one", "two")
    ]
    assert ids[0] != ids[1]


def test_options_too_long_for_slack_are_said_in_full_before() -> None:
    label = "Kehrwert may use what I answer here to find a good partner for me, no more than that."
    ask = SomeOf("consent", words("Consent"), options=(option("yes", label),))
    view = render.form(replace(samples.FORM, asks=(ask,)), TEAM, {})
    assert f"*{label}*" in words_of(view)


def test_a_modal_remembers_ids_only() -> None:
    view = render.form(samples.FORM, TEAM, ORIGIN)
    kept = json.loads(str(view["private_metadata"]))
    assert kept == {"payload": samples.FORM.payload, **ORIGIN}


def test_words_are_cut_between_characters_and_never_inside_an_entity() -> None:
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"
    assert cut_marked("a" * 8 + "&amp;bcd", 12) == "a" * 8 + "…"
    assert cut_marked("a" * 4 + "<@U123456>", 10) == "aaaa…"
    assert len(cut_marked("*" + "a" * 50, 20)) <= 20


def test_bold_words_in_a_title_stay_bold() -> None:
    said = render.message(Message(words("Hour ", Bold("with"), " ", Mention("A"))), TEAM)
    assert "*Hour with A*" in words_of(said)


def test_a_star_within_bold_words_is_shown_and_ends_no_bold() -> None:
    said = render.message(Message(words("Mentor*innen wie ", Mention("A"))), TEAM)
    assert "*Mentor∗innen wie A*" in words_of(said)
