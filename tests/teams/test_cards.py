"""Cards as Microsoft's own renderer reads them: every word of what is said, within the limits."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from adapters.teams import limits, render
from bot import said
from bot.commands import ShowHelp
from bot.grammar import payload_of
from bot.model import Address, Language, Platform
from tests.adapters.web.samples import words
from tests.musterwerk import TEAMS
from tests.teams.official import needs_official, warnings
from tests.teams.tenant import everything, shown

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ASHA = said.Mention("Asha Rao", (Address(Platform.TEAMS, TEAMS, "aad-asha"),))

HELP = payload_of(ShowHelp())
PRESS = said.Button(words("Hilfe"), ShowHelp(), said.Weight.PRIMARY, payload=HELP)
SURE = said.Button(words("Weg"), ShowHelp(), said.Weight.DANGER, words("Wirklich?"), payload=HELP)
CHOICES = tuple(said.Option(f"o{n}", words(f"Antwort {n}"), words("so")) for n in range(3))
MANY = tuple(said.Option(f"m{n}", words(f"Thema {n}")) for n in range(150))
FIGURE = said.Figure(
    said.FigureKind.BARS,
    words("Treffen"),
    words("Treffen je Woche"),
    (words("KW 45"), words("KW 46")),
    (said.Series(words("geplant"), (4, 5)), said.Series(words("getroffen"), (3, None))),
)
MESSAGE = said.Message(
    words("Ein Vorschlag für dich"),
    (
        said.Paragraph(
            words("Triff ", ASHA, " am ", said.Moment(NOON), ": ", said.Bold("KI"), " und *mehr*.")
        ),
        said.Bullets((words("eins"), words("zwei ", said.Link("Seite", "https://example.org/")))),
        said.Facts(((words("Sprache"), words("Deutsch")), (words("Ort"), words("Berlin")))),
        said.Aside(words("Das sieht nur ihr.")),
        said.Quote(words("Ich *freue* mich [sehr](https://evil.example) <at>x</at>")),
        said.Table((words("Paar"), words("Grad")), ((words("A und B"), words("0,7")),)),
        FIGURE,
        said.Buttons((PRESS, SURE)),
        said.File("daten.json", "application/json", b"{}"),
    ),
    (PRESS,),
    language=Language.DE,
)
FORM = said.Form(
    words("Dein Profil"),
    ShowHelp(),
    (
        said.Line("line", words("Zeile"), value="a"),
        said.Lines("lines", words("Absatz"), hint=words("ruhig lang"), required=False),
        said.OneOf("one", words("Eins von"), options=CHOICES, value="o1"),
        said.OneOf("menu", words("Menü"), options=MANY, value="m149"),
        said.SomeOf("some", words("Einige"), options=CHOICES, values=("o0", "o2")),
        said.Topics("topics", words("Themen"), chosen=CHOICES[:1]),
        said.People("people", words("Menschen"), required=False),
        said.Scale(
            "scale", words("Wie war es?"), low_label=words("nein"), high_label=words("sehr")
        ),
        said.Day("day", words("Tag"), value=date(2026, 11, 9), first=date(2026, 11, 2)),
        said.TimeOfDay("time", words("Uhrzeit"), value="09:30"),
    ),
    words("Weiter"),
    step=(2, 8),
    back=PRESS,
    problems={"line": words("Das ist zu kurz.")},
    payload=HELP,
    language=Language.DE,
)


def card(reply: said.Message | said.Form) -> dict[str, Any]:
    return dict(render.card(reply, TEAMS))


@needs_official
def test_microsofts_renderer_finds_nothing_wrong() -> None:
    assert warnings({"message": card(MESSAGE), "form": card(FORM)}) == []


def test_every_text_wraps_and_every_action_has_a_fallback() -> None:
    for each in (*everything(card(MESSAGE)), *everything(card(FORM))):
        if each.get("type") == "TextBlock":
            assert each["wrap"]
        if each.get("type") == "Action.Execute":
            assert each["fallback"]["data"] == each["data"]


def test_a_mention_names_its_entity_and_strangers_are_named_in_bold() -> None:
    (entity,) = card(MESSAGE)["msteams"]["entities"]
    assert entity["mentioned"]["id"] == "aad-asha"
    assert entity["text"] in shown(card(MESSAGE))
    other = said.Mention("Asha Rao", (Address(Platform.SLACK, "T1", "UASHA"),))
    on_slack = card(said.Message(words("Hallo"), (said.Paragraph(words(other)),)))
    assert "entities" not in on_slack["msteams"]
    assert "**Asha Rao**" in shown(on_slack)


def test_somebodys_own_words_stay_words() -> None:
    quotes = [each for each in everything(card(MESSAGE)) if each.get("type") == "TextRun"]
    assert quotes[0]["text"] == "Ich *freue* mich [sehr](https://evil.example) <at>x</at>"
    assert r"\*mehr\*" in shown(card(MESSAGE))


def test_a_figure_is_a_chart_and_its_facts_where_there_is_none() -> None:
    (chart,) = [each for each in everything(card(MESSAGE)) if "Chart" in str(each.get("type"))]
    assert chart["type"] == "Chart.VerticalBar.Grouped"
    assert [len(each["values"]) for each in chart["data"]] == [2, 1]  # nothing stands for unknown
    assert chart["fallback"]["facts"][1]["value"] == "geplant: 5 · getroffen: –"


def test_a_long_menu_keeps_what_is_chosen() -> None:
    (menu,) = [each for each in everything(card(FORM)) if each.get("id") == "one:menu"]
    assert (menu["style"], len(menu["choices"])) == ("filtered", limits.OPTIONS)
    assert menu["choices"][-1]["value"] == "m149"


def test_a_form_offers_less_before_it_explains_less() -> None:
    long = tuple(said.Option(f"o{n}", words("Ä" * 5)) for n in range(100))
    asks = tuple(said.OneOf(f"menu{n}", words("Menü"), options=long, value="o99") for n in range(3))
    intro = tuple(said.Paragraph(words(f"Absatz {n}: " + "ä" * 150)) for n in range(8))
    made = card(replace(FORM, asks=asks, intro=intro))
    assert limits.size(made) <= limits.CARD_BYTES
    assert all(f"Absatz {n}" in shown(made) for n in range(8))
    menus = [each for each in everything(made) if each.get("type") == "Input.ChoiceSet"]
    assert [each["value"] for each in menus] == ["o99"] * 3
    assert all(each["choices"][-1]["value"] == "o99" for each in menus)


def test_a_row_has_no_more_buttons_than_a_phone_shows_whole() -> None:
    labels = ["Ja, wir haben uns getroffen", "Nein, diesmal nicht", "Ja", "Nein", "Vielleicht"]
    buttons = tuple(said.Button(words(each), ShowHelp(), payload=HELP) for each in labels)
    rows = card(said.Message(words("Viele"), (), buttons))["body"][1:]
    assert [[each["title"] for each in row["actions"]] for row in rows] == [
        labels[:1],
        labels[1:4],
        labels[4:],
    ]
    assert ["spacing" in row for row in rows] == [False, True, True]


@pytest.mark.parametrize("letter", ["a", "ä", "🎉", "*"])
def test_a_card_that_is_too_large_keeps_its_buttons(letter: str) -> None:
    long = said.Message(
        words("Viel"), tuple(said.Paragraph(words(letter * 900)) for _ in range(200)), (PRESS,)
    )
    made = card(long)
    assert limits.size(made) <= limits.CARD_BYTES
    assert made["body"][-1]["type"] == "ActionSet"
    assert "more" in str(made["body"][-2]["text"])
