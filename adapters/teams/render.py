"""Turns what the bot says into Adaptive Cards, and messages that carry them; knows no core, no SDK."""

from adapters.teams import limits, parts
from adapters.teams.asks import asked, choice, input_id
from adapters.teams.limits import cut
from adapters.teams.parts import ASKED, PAYLOAD, PRESS, SUBMIT, Element, Page, execute, small
from adapters.teams.words import teams_words
from bot.commands import ShowHome
from bot.grammar import payload_of
from bot.model import Language
from bot.said import Form, Message, Note, Option, Reply, lines_of

CARD = "application/vnd.microsoft.card.adaptive"
TOAST = "application/vnd.microsoft.activity.message"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = (
    "1.5"  # phones know no later one: learn.microsoft.com/microsoftteams/platform, card-reference
)
APP_NAME = "Kehrwert"
LEAVE_FORM = payload_of(ShowHome())


def message(said: Message | Form, tenant: str) -> Element:
    """Return a message or a form as an activity: its card, and what a notification says."""
    shown = {"contentType": CARD, "content": card(said, tenant)}
    return {"type": "message", "summary": fallback(said), "attachments": [shown]}


def note(said: Note) -> Element:
    """Return a short word as an activity; its words are shown as they are."""
    return _plainly(said.text.plain)


def words_alone(key: str, language: Language, **values: str) -> Element:
    """Return an activity with words of Teams' own."""
    return _plainly(teams_words(language)[key].format(**values))


def card(said: Message | Form, tenant: str) -> Element:
    """Return a card within Teams' limit of size."""
    if isinstance(said, Form):
        return _form(said, tenant)
    page = Page(tenant, said.language)
    body = [parts.title(said.title, page)]
    body += [each for part in said.parts for each in parts.elements(part, page)]
    return _card(body, parts.rows(said.buttons, page), page)


def toast(key: str, language: Language) -> Element:
    """Return words of Teams' own that are shown for a moment to who pressed, and change nothing."""
    return {"statusCode": 200, "type": TOAST, "value": teams_words(language)[key]}


def in_place(reply: Reply, tenant: str) -> Element:
    """Return what the client that pressed shows: the new card in the old one's place, or a toast."""
    if isinstance(reply, Note):
        return {"statusCode": 200, "type": TOAST, "value": reply.text.plain}
    return {"statusCode": 200, "type": CARD, "value": card(reply, tenant)}


def found(options: tuple[Option, ...]) -> Element:
    """Return what was found while typing."""
    return {
        "type": "application/vnd.microsoft.search.searchResponse",
        "value": {"results": [choice(each) for each in options[: limits.OPTIONS]]},
    }


def fallback(said: Message | Form) -> str:
    """Return a message in plain words, derived from the message itself."""
    below = said.parts if isinstance(said, Message) else said.intro
    lines = [said.title.plain, *(line for part in below for line in lines_of(part))]
    shown = "\n".join(line for line in lines if line.strip())
    return cut(shown, limits.FALLBACK) or APP_NAME


def _form(said: Form, tenant: str) -> Element:
    """Return a form with all that its questions offer, or with as much as there is room for.

    What is explained above them goes last: somebody agrees to it.
    """
    for share in limits.SHARES:
        page = Page(tenant, said.language, share)
        head, tail = _head(said, page), [*_questions(said, page), *_ways_on(said, page)]
        made = _within([*head, *tail], page)
        if limits.size(made) <= limits.CARD_BYTES:
            return made
    return _card(head, tail, page)


def _head(said: Form, page: Page) -> list[Element]:
    head: list[Element] = []
    if said.step is not None:
        head.append(small(page.say("step", step=said.step[0], steps=said.step[1])))
    head.append(parts.title(said.title, page))
    return [*head, *(each for part in said.intro for each in parts.elements(part, page))]


def _questions(said: Form, page: Page) -> list[Element]:
    return [each for ask in said.asks for each in asked(ask, page, said.problems.get(ask.key))]


def _ways_on(said: Form, page: Page) -> list[Element]:
    """Return what stands below a form: on, back a screen, and out of it."""
    data = {PAYLOAD: said.payload, ASKED: [input_id(ask) for ask in said.asks]}
    actions = [execute(said.submit.plain, SUBMIT, data, "positive")]
    actions += [parts.action(said.back, page)] if said.back else []
    actions += [execute(page.say("cancel"), PRESS, {PAYLOAD: LEAVE_FORM})]
    return parts.in_rows(actions)


def _card(body: list[Element], tail: list[Element], page: Page) -> Element:
    """Return a card; where it is too large, what stands last above its buttons is left out."""
    kept = list(body)
    while True:
        left_out = len(body) - len(kept)
        more = [small(page.say("more", count=left_out))] if left_out else []
        made = _within([*kept, *more, *tail], page)
        if limits.size(made) <= limits.CARD_BYTES or len(kept) <= 1:
            return made
        kept = kept[: len(kept) - max(1, len(kept) // 8)]


def _within(body: list[Element], page: Page) -> Element:
    native: Element = {"width": "Full"}
    if page.mentions.entities:
        native["entities"] = list(page.mentions.entities)
    return {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "lang": page.language.value,
        "body": body,
        "msteams": native,
    }


def _plainly(shown: str) -> Element:
    return {"type": "message", "text": shown, "textFormat": "plain"}
