"""One turn on Slack: hear it off the event loop, and show the answer where it belongs."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from adapters.reception import ListenerToMany, Reception
from adapters.slack import asks, home, limits, render, showing
from adapters.slack.api import Api, NoAnswer, Refused
from adapters.slack.people import Acquaintances
from adapters.slack.read import Incoming, Place
from bot.grammar import NotARequest, request_from, request_in
from bot.said import Figure, Form, Message, Note, Reply, is_repetition

log = logging.getLogger(__name__)

# A trigger lives for 3 s: docs.slack.dev/interactivity. What takes longer than this opens a waiting
# window first; almost every turn is faster and opens its form at once, without a flicker.
# A command's answer is waited for so long before it is acknowledged without one.
GRACE_SECONDS = 0.25
# A submitted form waits for its answer with Slack's own sign; after 3 s Slack reports a failure.
SUBMIT_SECONDS = 1.5


@dataclass(frozen=True)
class Acknowledgement:
    """What Slack is told at once about a command or a form; `later` is to be done after that."""

    body: Mapping[str, Any]
    later: Callable[[], Coroutine[Any, Any, None]] | None = None


class Answering:
    """Hears what comes in and shows what is said; `draw` makes a PNG of a figure."""

    def __init__(
        self,
        bot: ListenerToMany,
        people: Acquaintances,
        clock: Callable[[], datetime],
        draw: Callable[[Figure], bytes],
    ) -> None:
        self.bot = bot
        self.reception = Reception(bot, clock)
        self.people = people
        self.clock = clock
        self.draw = draw

    async def answer(self, incoming: Incoming, api: Api) -> None:
        """Answer words or a button, a form in a window that is opened while the trigger lives."""
        hearing = asyncio.create_task(self.hear(incoming, api))
        window = ""
        if _opens_form(incoming) and not await _done(hearing, GRACE_SECONDS):
            window = await self._open_waiting(incoming, api)
        await self._show(await hearing, incoming, api, window)

    async def command(self, incoming: Incoming, api: Api) -> Acknowledgement:
        """Answer words with their acknowledgement where that is quick, else after it."""
        if _opens_form(incoming):
            return Acknowledgement({}, lambda: self.answer(incoming, api))
        hearing = asyncio.create_task(self.hear(incoming, api))
        if await _done(hearing, GRACE_SECONDS) and hearing.exception() is None:
            shown = showing.at_once(hearing.result(), incoming.workspace)
            if shown is not None:
                return Acknowledgement(shown)
        return Acknowledgement({}, lambda: self._show_when_heard(hearing, incoming, api))

    async def _show_when_heard(
        self, hearing: "asyncio.Task[Reply]", incoming: Incoming, api: Api
    ) -> None:
        await self._show(await hearing, incoming, api)

    async def _show(self, reply: Reply, incoming: Incoming, api: Api, window: str = "") -> None:
        if is_repetition(reply):
            return
        start = incoming.payload == home.START
        where = showing.Where(
            api, incoming.workspace, incoming.user, incoming.place, window, start=start
        )
        match reply:
            case Form():
                await showing.form(where, reply)
            case Message():
                await showing.message(where, reply, await self._pictures(reply, api))
                await showing.files(where, reply)
            case Note():
                await showing.note(where, reply)
                await self._home_again(incoming, api)

    async def submit(self, incoming: Incoming, api: Api) -> Acknowledgement:
        """Hear a submitted form, and return what its window shows next."""
        hearing = asyncio.create_task(self.hear(incoming, api))
        if not await _done(hearing, SUBMIT_SECONDS):
            actor = self.people.remembered(incoming)
            view = render.waiting(actor.language, incoming.place.origin)
            late = lambda: self._show_late(hearing, incoming, api)  # noqa: E731 a short name helps
            return Acknowledgement({"response_action": "update", "view": view}, late)
        reply = hearing.result()
        match reply:
            case Form():
                return Acknowledgement(self._next_screen(incoming, reply))
            case Message() | Note():
                done = lambda: self._after_window(incoming, reply, api)  # noqa: E731
                return Acknowledgement({"response_action": "clear"}, done)

    async def step(self, incoming: Incoming, api: Api) -> str:
        """Do a workflow's step: write to the person named; return why that was not possible."""
        reply = await self.hear(incoming, api)
        if is_repetition(reply):
            return ""
        if not isinstance(reply, Message):
            return reply.text.plain if isinstance(reply, Note) else reply.title.plain
        where = showing.Where(api, incoming.workspace, incoming.user, incoming.place)
        await showing.message(where, reply, await self._pictures(reply, api))
        return ""

    async def suggest(self, incoming: Incoming, kind: str, api: Api) -> Mapping[str, Any]:
        """Return what may be meant by the words that somebody is typing into a list."""
        actor = await self.people.actor(api, incoming)
        find = self.bot.suggest_people if kind == asks.PEOPLE else self.bot.suggest_topics
        return render.found(await asyncio.to_thread(find, actor, incoming.words or ""))

    async def hear(self, incoming: Incoming, api: Api) -> Reply:
        """Return the bot's answer; off the event loop."""
        actor = await self.people.actor(api, incoming)
        return await self.reception.hear(incoming.heard(actor))

    async def _home_again(self, incoming: Incoming, api: Api) -> None:
        """Show App Home anew where something was pressed there that changed more than itself."""
        if incoming.place.at_home and not incoming.place.view:
            again = replace(incoming, payload=home.START, event="")
            said = await self.hear(again, api)
            if isinstance(said, Message):
                await home.publish(api, incoming.workspace, incoming.user, said, start=True)

    def _next_screen(self, incoming: Incoming, reply: Form) -> Mapping[str, object]:
        """Show problems at their fields where the screen stays as it is, else another screen."""
        same = reply.payload == incoming.payload and reply.problems.keys() <= incoming.blocks.keys()
        if reply.problems and same and showing.unchanged(reply, incoming.answers or {}):
            errors = render.problems(reply, incoming.blocks)
            return {"response_action": "errors", "errors": errors}
        view = render.form(reply, incoming.workspace, incoming.place.origin)
        return {"response_action": "update", "view": view}

    async def _after_window(self, incoming: Incoming, reply: Message | Note, api: Api) -> None:
        """Say where the window was opened from what became of it, else in the conversation."""
        if is_repetition(reply):
            return
        origin = Place(incoming.place.trigger, origin=incoming.place.origin)
        where = showing.Where(api, incoming.workspace, incoming.user, origin)
        if isinstance(reply, Note):
            await showing.note(where, reply)
        else:
            await showing.message(where, reply, await self._pictures(reply, api))
            await showing.files(where, reply)

    async def _show_late(
        self, hearing: "asyncio.Task[Reply]", incoming: Incoming, api: Api
    ) -> None:
        reply = await hearing
        window = incoming.place.view
        where = showing.Where(api, incoming.workspace, incoming.user, incoming.place, window)
        if isinstance(reply, Form):
            await showing.form(where, reply)
        elif not is_repetition(reply):
            await showing.in_window(where, reply)
            if isinstance(reply, Message):
                await showing.files(where, reply)

    async def _open_waiting(self, incoming: Incoming, api: Api) -> str:
        actor = self.people.remembered(incoming)
        view = render.waiting(actor.language, incoming.place.origin)
        place = incoming.place
        try:
            if place.view:
                await api.call("views.update", view_id=place.view, view=view)
                return place.view
            opened = await api.call("views.open", trigger_id=place.trigger, view=view)
        except (Refused, NoAnswer) as problem:
            log.warning("no window could be opened", extra={"reason": str(problem)})
            return ""
        return str(opened.get("view", {}).get("id", ""))

    async def _pictures(self, reply: Message, api: Api) -> tuple[str, ...]:
        """Upload the figures of a message; where that fails, words stand in."""
        files = []
        for figure in render.figures(reply):
            try:
                drawn = await asyncio.to_thread(self.draw, figure)
                caption = limits.cut(figure.caption.plain, limits.ALT_TEXT)
                files.append(await api.upload(drawn, "figure.png", caption))
            except (Refused, NoAnswer) as problem:
                log.warning("no picture was uploaded", extra={"reason": str(problem)})
                files.append("")
        return tuple(files)


def _opens_form(incoming: Incoming) -> bool:
    if not incoming.place.trigger:
        return False
    try:
        if incoming.words is not None:
            return request_in(incoming.words).opens_form
        return request_from(incoming.payload).opens_form
    except NotARequest:
        return False


async def _done(hearing: "asyncio.Task[Reply]", seconds: float) -> bool:
    done, _ = await asyncio.wait({hearing}, timeout=seconds)
    return bool(done)
