"""Shows an answer where it belongs: in the message that was pressed, a window, App Home or anew."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from adapters.slack import home, render
from adapters.slack.api import Api, NoAnswer, Refused
from adapters.slack.read import Place
from bot.heard import Answer
from bot.said import (
    AnyAsk,
    Day,
    Form,
    Line,
    Lines,
    Message,
    Note,
    OneOf,
    Scale,
    SomeOf,
    TimeOfDay,
)

log = logging.getLogger(__name__)

LATE = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"}
UPLOAD_SECONDS = 1.0  # a picture that was just uploaded is not at once ready to be shown
UPLOAD_ATTEMPTS = 4


@dataclass(frozen=True)
class Where:
    """Whom to show something, and where it came from.

    `window` is a modal opened for the answer; `start` says that the start page was asked for.
    `for_all` says that others who read there are to see it.
    """

    api: Api
    workspace: str
    user: str
    place: Place
    window: str = ""
    start: bool = False
    for_all: bool = False

    @property
    def modal(self) -> str:
        """Return the modal in which the answer belongs, if any."""
        return self.window or self.place.view

    @property
    def answer_url(self) -> str:
        """Return where to answer what only the reader sees, a command or an ephemeral message."""
        return self.place.origin.get("response_url", self.place.command_url)


async def form(where: Where, said: Form) -> None:
    """Show a form in a modal; after an expired trigger offer the button again."""
    view = render.form(said, where.workspace, where.place.origin)
    if where.modal:
        await where.api.call("views.update", view_id=where.modal, view=view)
        return
    if not where.place.trigger or not await _opened(where, view):
        await _beside(where, render.ask_again(said.payload, said.language))


async def message(where: Where, said: Message, pictures: tuple[str, ...] = ()) -> None:
    """Show a message: in place of what was pressed, in an open window, or as a new one."""
    if where.modal:
        await in_window(where, said)
    elif where.place.at_home:
        await home.publish(where.api, where.workspace, where.user, said, start=where.start)
    else:
        await _with_pictures(replace(where, for_all=said.for_all), said, pictures)


async def files(where: Where, said: Message) -> None:
    """Send the files of a message into the person's own conversation, wherever she asked for them."""
    for file in render.files(said):
        try:
            opened = await where.api.call("conversations.open", users=where.user)
            channel = str(opened.get("channel", {}).get("id", where.user))
            await where.api.share(file.content, file.name, channel)
        except (Refused, NoAnswer) as problem:
            log.warning("a file was not sent", extra={"reason": str(problem)})
            await _beside(where, render.words_alone("file_failed", said.language, name=file.name))


async def note(where: Where, said: Note) -> None:
    """Show a short word to this person only, beside what she sees."""
    if where.window:
        await in_window(where, said)
    elif where.place.view or where.place.at_home:
        view = render.window(said, where.workspace, where.place.origin)
        method = "views.push" if where.place.view else "views.open"
        await where.api.call(method, trigger_id=where.place.trigger, view=view)
    else:
        await _beside(where, render.note(said, where.workspace))


def at_once(said: Message | Note | Form, workspace: str) -> Mapping[str, object] | None:
    """Return what only the reader sees as the answer to a command; None for what takes a call.

    A command comes again only when its acknowledgement got lost, and the answer in it.
    """
    if isinstance(said, Form):
        return None
    if isinstance(said, Note):
        return {"response_type": "ephemeral", **render.note(said, workspace)}
    if render.figures(said) or render.files(said):
        return None
    return {"response_type": _seen(said.for_all), **render.message(said, workspace)}


def _seen(for_all: bool) -> str:  # noqa: FBT001 it is the only thing that matters
    """Return who sees an answer, in Slack's words."""
    return "in_channel" if for_all else "ephemeral"


async def in_window(where: Where, said: Message | Note) -> None:
    """Show a message in a window that is open: an app cannot close one by itself."""
    view = render.window(said, where.workspace, where.place.origin)
    await where.api.call("views.update", view_id=where.modal, view=view)


def unchanged(said: Form, answers: Mapping[str, Answer]) -> bool:
    """Tell whether a form asks just what was answered, so that the shown fields can stay."""
    asked = {ask.key: _filled_in(ask) for ask in said.asks}
    given = {key: _comparable(value) for key, value in answers.items()}
    return asked == given


async def _opened(where: Where, view: Mapping[str, object]) -> bool:
    """Open a modal; False when the trigger did not live that long."""
    try:
        await where.api.call("views.open", trigger_id=where.place.trigger, view=view)
    except Refused as refusal:
        if refusal.error not in LATE:
            raise
        return False
    return True


async def _with_pictures(where: Where, said: Message, pictures: tuple[str, ...]) -> None:
    """Show a message; as long as its pictures are not ready wait a little, then do without."""
    for _ in range(UPLOAD_ATTEMPTS if any(pictures) else 0):
        try:
            await _placed(where, render.message(said, where.workspace, pictures))
        except Refused as refusal:
            if refusal.error != "invalid_blocks":
                raise
            await asyncio.sleep(UPLOAD_SECONDS)
        else:
            return
    await _placed(where, render.message(said, where.workspace))


async def _placed(where: Where, body: Mapping[str, object]) -> None:
    origin = where.place.origin
    pressed = "ts" in origin
    try:
        if where.answer_url:
            await _respond(where, body)
        elif pressed:
            await where.api.call("chat.update", channel=origin["channel"], ts=origin["ts"], **body)
        else:
            await _say(where, body)
    except Refused as refusal:
        if not pressed or refusal.error not in {"message_not_found", "cant_update_message"}:
            raise
        await _say(where, body)


async def _respond(where: Where, body: Mapping[str, object]) -> None:
    """Put the answer in the place of what only the reader sees; after half an hour write anew."""
    replaces = "response_url" in where.place.origin and not where.for_all
    seen = _seen(where.for_all)
    shown = {"response_type": seen, "replace_original": replaces, **body}
    try:
        await where.api.respond(where.answer_url, shown)
    except (Refused, NoAnswer) as problem:
        log.info("the response address is used up", extra={"reason": str(problem)})
        await _say(where, body)


async def _say(where: Where, body: Mapping[str, object]) -> None:
    channel = where.place.origin.get("channel", where.user)
    await where.api.call("chat.postMessage", channel=channel, **body)


async def _beside(where: Where, body: Mapping[str, object]) -> None:
    """Show something to this person only, and leave all else as it is."""
    origin = where.place.origin
    if where.answer_url:
        shown = {"response_type": "ephemeral", "replace_original": False, **body}
        await where.api.respond(where.answer_url, shown)
    elif "channel" in origin:
        call = {"channel": origin["channel"], "user": where.user}
        await where.api.call("chat.postEphemeral", **call, **body)
    else:
        await where.api.call("chat.postMessage", channel=where.user, **body)


def _filled_in(ask: AnyAsk) -> object:
    match ask:
        case Line(value=value) | Lines(value=value) | OneOf(value=value) | TimeOfDay(value=value):
            return value
        case SomeOf(values=values):
            return frozenset(values)
        case Scale(value=number):
            return "" if number is None else str(number)
        case Day(value=day):
            return day.isoformat() if day else ""
    return frozenset(option.value for option in ask.chosen)


def _comparable(answer: Answer) -> object:
    return frozenset(answer) if isinstance(answer, tuple) else answer
