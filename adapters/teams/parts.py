"""Parts of a message and buttons become elements of an Adaptive Card: one column, all words wrapped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.teams import chart, limits
from adapters.teams.limits import cut
from adapters.teams.markup import Mentions, escaped, marked
from adapters.teams.words import teams_words
from bot.model import Language
from bot.said import (
    Aside,
    Bullets,
    Button,
    Buttons,
    Facts,
    Figure,
    File,
    Paragraph,
    Part,
    Quote,
    Table,
    Text,
    Weight,
)

Element = dict[str, object]

PAYLOAD, ASKED = "kehrwert", "asked"  # what the data of an action holds of ours
PRESS, SUBMIT = "press", "submit"  # verbs
STYLES = {Weight.PRIMARY: "positive", Weight.DANGER: "destructive"}


@dataclass(frozen=True)
class Page:
    """For whom a card is made: a tenant and a language; gathers who is mentioned on the way.

    `share` is into how many parts the room for what questions offer is divided.
    """

    tenant: str
    language: Language
    share: int = 1
    mentions: Mentions = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mentions", Mentions(self.tenant))

    def say(self, key: str, **values: object) -> str:
        """Return words of Teams' own."""
        return teams_words(self.language)[key].format(**values)

    def marked(self, text: Text, most: int = limits.TEXT) -> str:
        """Return a text as a card's Markdown."""
        return marked(text, self.mentions, most)


def words(shown: str, **look: object) -> Element:
    """Return a text block; without `wrap` a phone would cut it at its edge."""
    return {"type": "TextBlock", "text": shown or " ", "wrap": True, **look}


def small(shown: str) -> Element:
    """Return a text block in small print."""
    return words(shown, size="Small", isSubtle=True)


def title(text: Text, page: Page) -> Element:
    """Return a title; `style` says so to screen readers."""
    return words(page.marked(text, limits.LABEL), size="Large", weight="Bolder", style="heading")


def elements(part: Part, page: Page) -> list[Element]:  # noqa: PLR0911 one for each kind of part
    """Return a part as one or several elements."""
    match part:
        case Paragraph(text=text):
            return [words(page.marked(text))]
        case Bullets(items=items):
            return [words("\n".join(f"- {_line(item, page)}" for item in items))]
        case Facts(facts=facts):
            return [_facts(facts, page)]
        case Aside(text=text):
            return [small(page.marked(text))]
        case Quote(text=text):
            return [_quote(text)]
        case Table():
            return [_row(table_row, part, page) for table_row in part.rows]
        case Figure():
            return _figure(part, page)
        case Buttons(buttons=buttons):
            return rows(buttons, page)
        case File(name=name):
            return [small(page.say("file", name=escaped(name)))]


def rows(buttons: tuple[Button, ...], page: Page) -> list[Element]:
    """Return buttons as rows."""
    return in_rows([action(each, page) for each in buttons])


def in_rows(actions: Sequence[Element]) -> list[Element]:
    """Return actions as rows, of at most as many as a phone shows whole."""
    made: list[list[Element]] = []
    room = 0
    for each in actions:
        wide = len(str(each["title"])) + limits.AROUND_BUTTON
        if not made or wide > room or len(made[-1]) >= limits.ACTIONS:
            made.append([])
            room = limits.ROW
        made[-1].append(each)
        room -= wide
    close: Element = {"spacing": "Small"}  # so that the rows are seen as one
    return [
        {"type": "ActionSet", "actions": row} | (close if number else {})
        for number, row in enumerate(made)
    ]


def action(button: Button, page: Page) -> Element:
    """Return a button; one that asks once more opens the question first."""
    press = execute(button.label.plain, PRESS, {PAYLOAD: button.payload}, STYLES.get(button.weight))
    if button.confirm is None:
        return press
    asked: Element = {
        "type": "AdaptiveCard",
        "version": "1.5",
        "body": [words(page.marked(button.confirm))],
        "actions": [press],
    }
    shown: Element = {"type": "Action.ShowCard", "title": press["title"], "card": asked}
    return shown | ({"style": press["style"]} if "style" in press else {})


def execute(label: str, verb: str, data: Mapping[str, object], style: str | None = None) -> Element:
    """Return a universal action; clients that know none submit the same data.

    A button takes no inputs along, so that none of them has to be filled in for it.
    """
    look: Element = {"title": cut(label, limits.BUTTON_LABEL) or " "}
    look |= {"style": style} if style else {}
    look |= {"associatedInputs": "none"} if verb == PRESS else {}
    submit = {"type": "Action.Submit", **look, "data": dict(data)}
    return {
        "type": "Action.Execute",
        **look,
        "verb": verb,
        "data": dict(data),
        "fallback": submit,
    }


def _facts(facts: tuple[tuple[Text, Text], ...], page: Page) -> Element:
    shown = [
        {"title": cut(label.plain, limits.LABEL), "value": _line(value, page)}
        for label, value in facts
    ]
    return {"type": "FactSet", "facts": shown}


def _quote(text: Text) -> Element:
    """Somebody's own sentence travels as literal text, so that no mark in it becomes markup."""
    run = {"type": "TextRun", "text": cut(text.plain, limits.TEXT) or " ", "italic": True}
    said: Element = {"type": "RichTextBlock", "inlines": [run]}
    return {"type": "Container", "style": "emphasis", "items": [said]}


def _row(row: tuple[Text, ...], table: Table, page: Page) -> Element:
    """Return a row as its first cell in bold, and below it the others behind their heads."""
    first, *others = row
    facts = tuple(zip(table.heads[1:], others, strict=False))
    shown = [words(_line(first, page), weight="Bolder")]
    shown += [{**_facts(facts, page), "spacing": "Small"}] if facts else []
    return {"type": "Container", "items": shown, "separator": True}


def _figure(figure: Figure, page: Page) -> list[Element]:
    drawn = chart.drawn(figure)
    drawn["fallback"] = _numbers(figure)
    return [
        words(page.marked(figure.title, limits.LABEL), weight="Bolder"),
        drawn,
        small(page.marked(figure.caption)),
    ]


def _numbers(figure: Figure) -> Element:
    """Return a figure's numbers as facts, for clients that draw none."""
    return {"type": "FactSet", "facts": list(_spoken(figure))}


def _spoken(figure: Figure) -> Iterator[Element]:
    several = len(figure.series) > 1
    for number, category in enumerate(figure.categories):
        values = [
            f"{each.label.plain}: {figure.spoken(each.values[number])}"
            if several
            else figure.spoken(each.values[number])
            for each in figure.series
            if number < len(each.values)
        ]
        yield {"title": cut(category.plain, limits.LABEL), "value": " · ".join(values)}


def _line(text: Text, page: Page) -> str:
    # A line of a list or a cell stands with others: a line's end would end the list.
    return page.marked(text, limits.TEXT // 4).replace("\n\n", " ")
