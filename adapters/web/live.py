"""Keeps an open page up to date: what changes in its conversations and on its clock is sent to it."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import web

from adapters.web import read
from adapters.web.company import Colleague
from adapters.web.conversation import Conversation, Shown
from adapters.web.guard import language_of
from bot.model import Language

GLANCE = 0.4  # seconds between two looks at the versions, each one indexed number
SIGN_OF_LIFE = 15.0  # seconds; by writing, a page that was closed is noticed
MOST_WATCHED = 8
AGAIN = "again"  # the event that lets a page load anew
MOST_DIGITS = 18  # of a version, which is a 64-bit number


@dataclass(frozen=True)
class Live:
    """Streams of server-sent events, one per open page, that end when the server stops."""

    conversation: Conversation
    colleague: Callable[[str], Colleague]
    state: Callable[[Language], Shown]
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def stop(self, _app: web.Application) -> None:
        """Let every stream end, so that the server need not wait for open pages."""
        self.stopping.set()

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Send lines and the clock as they change; each watched person with a version to begin at."""
        seen = _watched(request)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with suppress(ConnectionError):  # the page was closed; an open one connects again
            await self._send(response, seen, language_of(request))
        return response

    async def _send(
        self, response: web.StreamResponse, seen: dict[str, int], language: Language
    ) -> None:
        shown: Shown = {}
        spoken: dict[str, Language] = {}
        silence = 0.0
        while not self.stopping.is_set():
            news = await asyncio.to_thread(self._news, seen, spoken)
            state = self.state(language)
            if state != shown:
                shown = state
                news.append(("state", state))
            for event, data in news:
                await response.write(f"event: {event}\ndata: {json.dumps(data)}\n\n".encode())
                if event == AGAIN:
                    return
            silence = 0.0 if news else silence + GLANCE
            if silence >= SIGN_OF_LIFE:
                silence = 0.0
                await response.write(b": still here\n\n")
            await self._glance()

    def _news(self, seen: dict[str, int], spoken: dict[str, Language]) -> list[tuple[str, Shown]]:
        """Return what changed in the watched conversations, and remember that it was seen.

        Before a person's language is in `spoken`, her conversation is returned as it is, so that a
        page knows when it has begun. A page that watches somebody unknown, or knows more than there
        is, was loaded before everything was forgotten: it loads anew.
        """
        news: list[tuple[str, Shown]] = []
        for user, version in list(seen.items()):
            current = self.conversation.chat.version(user)
            try:
                who = self.colleague(user)
            except read.Unreadable:
                return [(AGAIN, {})]
            if current < version:
                return [(AGAIN, {})]
            if current > version or spoken.get(user) != who.language:
                news.append(("lines", self.conversation.lines(who, version)))
                seen[user], spoken[user] = current, who.language
        return news

    async def _glance(self) -> None:
        try:
            await asyncio.wait_for(self.stopping.wait(), GLANCE)
        except TimeoutError:
            return


def _watched(request: web.Request) -> dict[str, int]:
    people, versions = request.query.getall("person", []), request.query.getall("since", [])
    if not 0 < len(people) <= MOST_WATCHED or len(people) != len(versions):
        raise read.Unreadable("person and since must come in pairs")
    if not all(each.isascii() and each.isdigit() and len(each) <= MOST_DIGITS for each in versions):
        raise read.Unreadable("since must be a number")
    return dict(zip(people, map(int, versions), strict=True))
