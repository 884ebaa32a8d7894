"""Turns what the bot says into Block Kit for messages, modals and App Home; knows no core and no SDK."""

import json
from collections.abc import Iterator, Mapping

from adapters.slack import limits, parts
from adapters.slack.asks import bare_choice, long_options, question
from adapters.slack.limits import cut, cut_marked
from adapters.slack.mrkdwn import bold, escaped, marked
from adapters.slack.parts import Block, Page
from adapters.slack.words import slack_words
from bot.model import Language
from bot.said import AnyAsk, Figure, File, Form, Message, Note, Option, lines_of

FORM, SHOWN, WAITING = "form", "shown", "waiting"  # callback ids of modals
APP_NAME = "Kehrwert"


def message(said: Message, workspace: str, pictures: tuple[str, ...] = ()) -> Block:
    """Return a message: its blocks, and the same in words for notifications and screen readers.

    `pictures` are the files of its figures, in their order; where one is missing, words stand in.
    """
    page = Page(workspace, said.language, pictures, said.for_all)
    return {
        "text": fallback(said),
        "blocks": _blocks(said, page, limits.MESSAGE_BLOCKS),
        "unfurl_links": False,
        "unfurl_media": False,
    }


def note(said: Note, workspace: str) -> Block:
    """Return a short word as a message without anything around it."""
    words = marked(said.text, workspace, limits.SECTION)
    return {"text": words, "blocks": [parts.section(words)]}


def words_alone(key: str, language: Language, **values: str) -> Block:
    """Return a message with words of Slack's own."""
    words = slack_words(language)[key].format(**values)
    return {"text": words, "blocks": [parts.section(escaped(words))]}


def ask_again(payload: str, language: Language) -> Block:
    """Return a message for somebody whose window could not be opened in time: the button again."""
    page = Page("", language)
    again: Block = {
        "type": "button",
        "action_id": page.next_button(),
        "text": parts.plain(page.say("open"), limits.BUTTON_LABEL),
        "value": payload,
        "style": "primary",
    }
    words = page.say("expired")
    row: Block = {"type": "actions", "elements": [again]}
    return {"text": words, "blocks": [parts.section(escaped(words)), row]}


def form(said: Form, workspace: str, origin: Mapping[str, str]) -> Block:
    """Return a form as a modal that remembers where it was opened from."""
    page = Page(workspace, said.language)
    head: list[Block] = []
    if said.step is not None:
        head.append(parts.small(page.say("step", step=said.step[0], steps=said.step[1])))
    title = said.title.plain
    if len(title) > limits.MODAL_TITLE:
        title = APP_NAME
        head.append(parts.section(bold(said.title, workspace, limits.SECTION)))
    intro = [block for part in said.intro for block in parts.blocks(part, page)]
    asked = [block for ask in said.asks for block in _asked(ask, said, page)]
    back = parts.rows((said.back,), page) if said.back else []
    tail = [*asked, *back]
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": _metadata(said.payload, origin),
        "title": parts.plain(title, limits.MODAL_TITLE),
        "submit": parts.plain(said.submit.plain, limits.MODAL_TITLE),
        "close": parts.plain(page.say("cancel"), limits.MODAL_TITLE),
        "blocks": parts.within([*head, *intro], tail, limits.VIEW_BLOCKS, page),
    }


def window(said: Message | Note, workspace: str, origin: Mapping[str, str]) -> Block:
    """Return a message or a note as a modal: where a window is open already that cannot be closed."""
    page = Page(workspace, said.language)
    if isinstance(said, Note):
        words, shown = (
            said.text.plain,
            [parts.section(marked(said.text, workspace, limits.SECTION))],
        )
    else:
        words, shown = said.title.plain, _blocks(said, page, limits.VIEW_BLOCKS)
    fits = isinstance(said, Message) and len(words) <= limits.MODAL_TITLE
    return {
        "type": "modal",
        "callback_id": SHOWN,
        "private_metadata": _metadata("", origin),
        "title": parts.plain(words if fits else APP_NAME, limits.MODAL_TITLE),
        "close": parts.plain(page.say("close"), limits.MODAL_TITLE),
        "blocks": shown,
    }


def waiting(language: Language, origin: Mapping[str, str]) -> Block:
    """Return the modal that is opened before slow work, so that the trigger does not expire."""
    words = slack_words(language)
    return {
        "type": "modal",
        "callback_id": WAITING,
        "private_metadata": _metadata("", origin),
        "title": parts.plain(APP_NAME, limits.MODAL_TITLE),
        "close": parts.plain(words["close"], limits.MODAL_TITLE),
        "blocks": [parts.section(escaped(words["loading"]))],
    }


def home(said: Message, workspace: str, *, start: bool, payloads: Mapping[str, str]) -> Block:
    """Return a message as App Home: below the start page the settings, below others a way back.

    `payloads` are what the buttons of `settings_…` and `back_home` send.
    """
    page = Page(workspace, said.language)
    body = _blocks(said, page, limits.VIEW_BLOCKS - 4)
    foot = _foot(page, payloads, start=start)
    return {"type": "home", "blocks": [*body, *([{"type": "divider"}] if foot else ()), *foot]}


def fallback(said: Message) -> str:
    """Return a message in plain words, derived from the message itself."""
    lines = [said.title.plain, *(line for part in said.parts for line in lines_of(part))]
    words = "\n".join(line for line in lines if line.strip())
    return cut_marked(escaped(words), limits.FALLBACK) or APP_NAME


def problems(said: Form, blocks: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong at which block of the shown view; `blocks` are its ids by key."""
    return {
        blocks[key]: cut(problem.plain, limits.PROBLEM) for key, problem in said.problems.items()
    }


def found(options: tuple[Option, ...]) -> Block:
    """Return what was found while typing."""
    return {"options": [bare_choice(each) for each in options[: limits.SELECT]]}


def figures(said: Message) -> tuple[Figure, ...]:
    """Return the figures of a message, in their order."""
    return tuple(part for part in said.parts if isinstance(part, Figure))


def files(said: Message) -> tuple[File, ...]:
    """Return the files of a message, in their order."""
    return tuple(part for part in said.parts if isinstance(part, File))


def _blocks(said: Message, page: Page, most: int) -> list[Block]:
    head = [parts.title(said.title, page)]
    body = [block for part in said.parts for block in parts.blocks(part, page)]
    return parts.within([*head, *body], parts.rows(said.buttons, page), most, page)


def _asked(ask: AnyAsk, said: Form, page: Page) -> Iterator[Block]:
    for each in long_options(ask):
        hint = f"\n{escaped(each.hint.plain)}" if each.hint else ""
        label = bold(each.label, page.workspace, limits.SECTION // 2)
        yield parts.section(cut_marked(label + hint, limits.SECTION))
    if ask.key in said.problems:
        wrong = marked(said.problems[ask.key], page.workspace, limits.SECTION - 20)
        yield parts.section(f":warning: {wrong}")
    yield question(ask, said.payload, page)


def _foot(page: Page, payloads: Mapping[str, str], *, start: bool) -> list[Block]:
    shown = [key for key in payloads if (key == "back_home") is not start]
    elements = [
        {
            "type": "button",
            "action_id": page.next_button(),
            "text": parts.plain(page.say(key), limits.BUTTON_LABEL),
            "value": payloads[key],
        }
        for key in shown
    ]
    if not elements:
        return []
    row: Block = {"type": "actions", "elements": elements}
    return [parts.small(escaped(page.say("settings"))), row] if start else [row]


def _metadata(payload: str, origin: Mapping[str, str]) -> str:
    """Return what a modal sends back: ids only, and always within Slack's limit."""
    whole = json.dumps({"payload": payload, **origin}, separators=(",", ":"))
    return whole if len(whole) <= limits.METADATA else json.dumps({"payload": payload})
