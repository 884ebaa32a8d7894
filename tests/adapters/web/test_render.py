"""What is said becomes the HTML we looked at, and nobody's words ever become markup.

Run with UPDATE_GOLDEN=1 to keep what is rendered now as golden; then look at it (preview.py).
"""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.web import render
from adapters.web.chart import drawing, steps
from bot.commands import ShowHome
from bot.model import Language
from bot.said import (
    AnyAsk,
    Aside,
    Bullets,
    Day,
    Facts,
    Figure,
    FigureKind,
    Form,
    Line,
    Lines,
    Link,
    Message,
    OneOf,
    Paragraph,
    Part,
    People,
    Quote,
    Scale,
    Series,
    SomeOf,
    Table,
    TimeOfDay,
    Topics,
)
from tests.adapters.web import samples
from tests.adapters.web.markup import seen
from tests.adapters.web.samples import button, option, words

GOLDEN = Path(__file__).parent / "golden"


def _of_one_part(part: Part) -> str:
    return render.message(Message(words("Title"), (part,)))


def _of_one_ask(form: Form, place: int, language: Language) -> str:
    return render.form(replace(form, asks=(form.asks[place],)), language)


SAID: dict[str, Callable[[], str]] = {
    **{
        f"message_{name}": lambda message=message: render.message(message)  # type: ignore[misc]
        for name, message in samples.MESSAGES.items()
    },
    **{
        f"part_{type(part).__name__.lower()}_{n}": lambda part=part: _of_one_part(part)  # type: ignore[misc]
        for n, part in enumerate(
            (*samples.PROPOSAL.parts, *samples.AGENDA.parts, *samples.STATUS.parts)
        )
    },
    **{
        f"ask_{type(ask).__name__.lower()}_{ask.key}": (
            lambda form=form, n=n: _of_one_ask(form, n, Language.DE)  # type: ignore[misc]
        )
        for form in samples.FORMS.values()
        for n, ask in enumerate(form.asks)
    },
    "form_en": lambda: render.form(samples.FORM, Language.EN),
    "form_problems": lambda: render.form(samples.LONG_FORM, Language.EN),
}


@pytest.mark.parametrize("name", SAID)
def test_everything_said_looks_as_it_did_when_we_looked_at_it(name: str) -> None:
    html = SAID[name]()
    file = GOLDEN / f"{name}.html"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(html, encoding="utf-8")
    assert html == file.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {file.stem for file in GOLDEN.glob("*.html")} == set(SAID)


@pytest.mark.parametrize("name", SAID)
def test_every_element_is_closed_and_every_reference_leads_somewhere(name: str) -> None:
    html = seen(SAID[name]())
    assert html.unbalanced == ()
    ids = html.values("id")
    assert len(ids) == len(set(ids))
    assert set(html.values("for")) <= set(ids)
    assert not [value for value in html.values("style") if value]


@pytest.mark.parametrize(("most", "remark"), [(1, None), (3, "bis zu 3")])
def test_a_limit_is_said_where_it_is_more_than_one(most: int, remark: str | None) -> None:
    ask = People("contact", words("Vertrauensperson"), most=most)
    html = render.form(Form(words("Menschen"), ShowHome(), (ask,), words("Weiter")), Language.DE)
    assert ("bis zu" in html) is (remark is not None)
    assert remark is None or remark in html


HOSTILE = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "\"'><img src=x onerror=alert(1)>",
        "</textarea></form></dialog><a href=javascript:alert(1)>",
        "{{ 7 * 7 }}{% raw %}",
        "-->]]>&lt;b&gt;&amp;",
        "\u2028\x00\x1b<b",
    ]
) | st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
KNOWN = set().union(*(seen(make()).vocabulary for make in SAID.values())) | {
    ("br", ""),
    ("textarea", "aria-invalid"),
    ("select", "aria-invalid"),
}


def _message_of(said: str) -> Message:
    text = words(said)
    parts = (
        Paragraph(text),
        Bullets((text,)),
        Facts(((text, text),)),
        Aside(text),
        Quote(text),
        Table((text,), ((text,),)),
        Figure(
            FigureKind.BARS, text, text, (text,), (Series(text, (1,)), Series(text, (None,))), said
        ),
        Figure(FigureKind.LINES, text, text, (text,), (Series(text, (1,)),), said),
        Paragraph(words(Link(said, said))),
    )
    return Message(text, parts, (button(said, said, confirm=said),))


def _form_of(said: str) -> Form:
    options = (option(said, said, said),) * 2
    text = words(said)
    asks: tuple[AnyAsk, ...] = (
        Line(said, text, hint=text, value=said),
        Lines(said, text, hint=text, value=said),
        TimeOfDay(said, text, hint=text, value=said),
        OneOf(said, text, hint=text, options=options, value=said),
        OneOf(said, text, hint=text, options=options * 5, value=said),
        SomeOf(said, text, hint=text, options=options, values=(said,)),
        Topics(said, text, hint=text, chosen=options),
        People(said, text, hint=text, chosen=options),
        Scale(said, text, hint=text, low_label=words(said), high_label=words(said)),
        Day(said, text, hint=text),
    )
    return replace(
        samples.FORM,
        title=words(said),
        asks=asks,
        submit=words(said),
        payload=said,
        problems={said: words(said)},
    )


@settings(max_examples=60)
@given(HOSTILE)
def test_nobodys_words_become_markup(said: str) -> None:
    for html in (
        render.message(_message_of(said)),
        render.form(_form_of(said), Language.EN),
        render.line(said, mine=True),
    ):
        found = seen(html)
        assert found.vocabulary <= KNOWN | {("p", "")}
        assert found.unbalanced == ()
        for address in found.values("href"):
            assert render.safe_link(address) == address


@settings(max_examples=60)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_what_somebody_types_is_shown_letter_by_letter(said: str) -> None:
    assert seen(render.line(said, mine=True)).words == said


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//elsewhere.example.org",
        "/\\elsewhere.example.org",
        "http://[",
        "",
    ],
)
def test_a_dangerous_address_is_no_link(address: str) -> None:
    html = seen(render.message(Message(words(Link("here", address)))))
    assert html.values("href") == []
    assert "here" in html.words


@pytest.mark.parametrize(
    "address", ["https://a.example.org/?b=1&c=2", "/calendar/x.ics", "mailto:hana@example.org"]
)
def test_a_harmless_address_is_a_link(address: str) -> None:
    html = seen(render.message(Message(words(Link("here", address)))))
    assert html.values("href") == [address]


def test_line_breaks_stay_line_breaks() -> None:
    html = seen(render.message(Message(words("Title"), (Paragraph(words("one\ntwo")),))))
    assert [tag for tag, _pairs in html.elements].count("br") == 1


def test_a_long_list_unfolds_and_a_short_one_lies_open() -> None:
    few = tuple(option(str(n), str(n)) for n in range(render.MOST_RADIOS))
    ask = OneOf("site", words("Site"), options=few)
    short = seen(render.form(replace(samples.LONG_FORM, asks=(ask,)), Language.EN))
    assert ("select", "") not in short.vocabulary
    long = replace(ask, options=(*few, option("x", "x")))
    assert ("select", "") in seen(
        render.form(replace(samples.LONG_FORM, asks=(long,)), Language.EN)
    ).vocabulary


def test_a_problem_stands_at_its_field_and_is_named_there() -> None:
    html = render.form(samples.LONG_FORM, Language.EN)
    assert 'id="ask-2-problem">Please choose a seat.</p>' in html
    assert 'aria-describedby="ask-6-hint ask-6-problem" aria-invalid="true"' in html


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_the_scale_holds_every_value_in_few_steps(one: float, other: float) -> None:
    least, most = sorted((one, other))
    scale = steps(least, most)
    assert scale == sorted(scale)
    assert scale[0] <= min(least, 0) + 1e-6
    assert scale[-1] >= max(most, 0) * 0.999 - 1e-6
    assert 2 <= len(scale) <= 7


@given(st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_what_is_counted_has_a_scale_without_halves(one: int, other: int) -> None:
    scale = steps(min(one, other), max(one, other), whole=True)
    assert all(float(mark).is_integer() for mark in scale)
    assert scale[0] <= min(one, other, 0) <= max(one, other, 0) <= scale[-1]
    assert 2 <= len(scale) <= 7


@settings(max_examples=60)
@given(
    st.sampled_from(FigureKind),
    st.lists(st.text("abc", min_size=1, max_size=30), max_size=14),
    st.data(),
)
def test_every_known_value_is_drawn_and_every_gap_is_seen(
    kind: FigureKind, names: list[str], data: st.DataObject
) -> None:
    values = tuple(data.draw(st.none() | st.integers(0, 1000)) for _name in names)
    figure = Figure(
        kind,
        words("t"),
        words("c"),
        tuple(words(name) for name in names),
        (Series(words("s"), values),),
    )
    drawn = drawing(figure)
    if kind is FigureKind.LINES:
        assert len(drawn.dots) == sum(value is not None for value in values)
    else:
        assert [bar.known for bar in drawn.bars] == [value is not None for value in values]
    assert drawn.height > 0
