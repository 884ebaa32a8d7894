"""Parts of a message and buttons become blocks of Block Kit, within its limits."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from adapters.slack import limits
from adapters.slack.limits import cut, cut_marked
from adapters.slack.mrkdwn import bold, escaped, marked
from adapters.slack.words import slack_words
from bot.model import Language
from bot.said import (
    Aside,
    Bullets,
    Button,
    Buttons,
    Facts,
    Figure,
    File,
    Link,
    Mention,
    Moment,
    Paragraph,
    Part,
    Quote,
    Span,
    Table,
    Text,
    Weight,
)

Block = dict[str, object]

PRESS = "press"  # how a button's action id begins
FOR_ALL = "all:"  # and goes on where everybody sees it: what it brings is for the presser alone
STYLES = {Weight.PRIMARY: "primary", Weight.DANGER: "danger"}


@dataclass(frozen=True)
class Page:
    """For whom blocks are made: a workspace, a language, the ids of pictures drawn already, or all."""

    workspace: str
    language: Language
    pictures: tuple[str, ...] = ()
    for_all: bool = False
    _buttons: Iterator[int] = field(default_factory=count)
    _figures: Iterator[int] = field(default_factory=count)

    def say(self, key: str, **values: object) -> str:
        """Return words of Slack's own."""
        return slack_words(self.language)[key].format(**values)

    def next_button(self) -> str:
        """Return an action id that no other button of this page has."""
        return f"{PRESS}:{FOR_ALL if self.for_all else ''}{next(self._buttons)}"

    def next_picture(self) -> str:
        """Return the file of the next figure, empty where it was not drawn."""
        number = next(self._figures)
        return self.pictures[number] if number < len(self.pictures) else ""


def plain(words: str, most: int) -> Block:
    """Return a plain text object; Slack takes no empty one."""
    return {"type": "plain_text", "text": cut(words, most) or " ", "emoji": False}


def mrkdwn(words: str) -> Block:
    """Return a mrkdwn text object; `verbatim` keeps Slack from making links and mentions of it."""
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def section(words: str) -> Block:
    """Return a paragraph of mrkdwn."""
    return {"type": "section", "text": mrkdwn(words)}


def small(words: str) -> Block:
    """Return a line of mrkdwn in small print."""
    return {"type": "context", "elements": [mrkdwn(words)]}


def title(text: Text, page: Page) -> Block:
    """Return a title: a header where it is plain and short enough, else a bold paragraph."""
    if len(text.plain) <= limits.HEADER and all(isinstance(span, str) for span in text.spans):
        return {"type": "header", "text": plain(text.plain, limits.HEADER)}
    return section(bold(text, page.workspace, limits.SECTION))


def blocks(part: Part, page: Page) -> list[Block]:  # noqa: PLR0911 one for each kind of part
    """Return a part as one or several blocks."""
    match part:
        case Paragraph(text=text):
            return [section(marked(text, page.workspace, limits.SECTION))]
        case Bullets(items=items):
            return _packed([f"•  {_marked(item, page)}" for item in items])
        case Facts(facts=facts):
            return _facts(facts, page)
        case Aside(text=text):
            return [small(marked(text, page.workspace, limits.CONTEXT))]
        case Quote(text=text):
            return [_quote(text)]
        case Table():
            return _table(part, page)
        case Figure():
            return _figure(part, page)
        case Buttons(buttons=buttons):
            return rows(buttons, page)
        case File(name=name):
            return [small(page.say("file", name=escaped(name)))]


def rows(buttons: tuple[Button, ...], page: Page) -> list[Block]:
    """Return buttons as rows."""
    elements = [_button(each, page) for each in buttons]
    return [
        {"type": "actions", "elements": elements[start : start + limits.BUTTONS_IN_A_ROW]}
        for start in range(0, len(elements), limits.BUTTONS_IN_A_ROW)
    ]


def within(body: list[Block], tail: list[Block], most: int, page: Page) -> list[Block]:
    """Return all blocks, or as many as fit with a line that says how many more there are."""
    room = most - len(tail)
    if len(body) <= room:
        return [*body, *tail]
    kept = body[: room - 1]
    return [*kept, small(page.say("more", count=len(body) - len(kept))), *tail]


def _button(button: Button, page: Page) -> Block:
    block: Block = {
        "type": "button",
        "action_id": page.next_button(),
        "text": plain(button.label.plain, limits.BUTTON_LABEL),
        "value": button.payload,
    }
    if button.weight in STYLES:
        block["style"] = STYLES[button.weight]
    if button.confirm is not None:
        block["confirm"] = _confirm(button, button.confirm, page)
    return block


def _confirm(button: Button, question: Text, page: Page) -> Block:
    asked: Block = {
        "title": plain(button.label.plain, limits.CONFIRM_TITLE),
        "text": plain(question.plain, limits.CONFIRM_TEXT),
        "confirm": plain(button.label.plain, limits.CONFIRM_BUTTON),
        "deny": plain(page.say("deny"), limits.CONFIRM_BUTTON),
    }
    if button.weight in STYLES:
        asked["style"] = STYLES[button.weight]
    return asked


def _facts(facts: tuple[tuple[Text, Text], ...], page: Page) -> list[Block]:
    fields: list[Block] = []
    for label, value in facts:
        name = bold(label, page.workspace, limits.FIELD // 4)
        said = marked(value, page.workspace, limits.FIELD - len(name) - 1)
        fields.append(mrkdwn(f"{name}\n{said}"))
    return [
        {"type": "section", "fields": fields[start : start + limits.FIELDS]}
        for start in range(0, len(fields), limits.FIELDS)
    ]


def _quote(text: Text) -> Block:
    """Somebody's own sentence travels as literal text, so that no mark in it becomes markup."""
    elements = [_element(span) for span in text.spans if span]
    quote = {"type": "rich_text_quote", "elements": elements or [{"type": "text", "text": " "}]}
    return {"type": "rich_text", "elements": [quote]}


def _element(span: Span) -> Block:
    match span:
        case str():
            return {"type": "text", "text": cut(span, limits.SECTION)}
        case Mention(name=name):
            return {"type": "text", "text": cut(name, limits.SECTION), "style": {"bold": True}}
        case Link(words=words) | Moment(words=words):
            return {"type": "text", "text": cut(words, limits.SECTION)}
    return {"type": "text", "text": cut(span.words, limits.SECTION), "style": {"bold": True}}


def _table(table: Table, page: Page) -> list[Block]:
    """Return the heads once in small print, and each row as its first cell in bold and the others."""
    heads = "  ·  ".join(_marked(head, page) for head in table.heads)
    lines = []
    for first, *others in table.rows:
        cells = "  ·  ".join(_marked(cell, page) for cell in others)
        lines.append(f"{bold(first, page.workspace, limits.FIELD)}\n{cells}")
    return [small(cut_marked(heads, limits.CONTEXT)), *_packed(lines)]


def _figure(figure: Figure, page: Page) -> list[Block]:
    caption = small(marked(figure.caption, page.workspace, limits.CONTEXT))
    picture = page.next_picture()
    if not picture:
        return [section(bold(figure.title, page.workspace, limits.SECTION)), caption]
    drawn: Block = {
        "type": "image",
        "slack_file": {"id": picture},
        "alt_text": cut(figure.caption.plain, limits.ALT_TEXT) or " ",
        "title": plain(figure.title.plain, limits.ALT_TEXT),
    }
    return [drawn, caption]


def _packed(lines: list[str]) -> list[Block]:
    """Return lines in as few paragraphs as they fit into."""
    packed: list[str] = []
    for line in lines:
        if packed and len(packed[-1]) + 1 + len(line) <= limits.SECTION:
            packed[-1] += "\n" + line
        else:
            packed.append(line)
    return [section(each) for each in packed]


def _marked(text: Text, page: Page) -> str:
    # A line of a list or a cell stands with others in one paragraph.
    return marked(text, page.workspace, limits.FIELD // 4)
