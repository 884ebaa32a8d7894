"""Hears people off the event loop; those who only look something up are answered together."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Protocol, TypeAlias

from bot.heard import Actor, Heard
from bot.said import Option, Reply

STUCK_SECONDS = 0.25  # that others wait at most for who looks something up
LOOKS_AT_ONCE = 4  # where some are stuck; nearly always it is one

_Asking: TypeAlias = "tuple[Heard, asyncio.Future[Reply]]"
_Found: TypeAlias = Sequence[Reply] | Exception


class Listener(Protocol):
    """What a platform needs of the bot: a `bot.core.Bot`."""

    def hear(self, heard: Heard, now: datetime) -> Reply:
        """Answer somebody, worded in her language; never raises."""
        ...

    def suggest_topics(self, actor: Actor, words: str) -> tuple[Option, ...]:
        """Return topics that may be meant by these words."""
        ...

    def suggest_people(self, actor: Actor, words: str) -> tuple[Option, ...]:
        """Return colleagues who may be meant by these words."""
        ...


class ListenerToMany(Listener, Protocol):
    """A listener that can answer many at once."""

    def at_a_glance(self, heard: Heard) -> bool:
        """Tell whether somebody only looks up a little."""
        ...

    def hear_together(self, several: Sequence[Heard], now: datetime) -> Sequence[Reply]:
        """Answer many who look up a little, each as `hear` would."""
        ...


class Reception:
    """Has people heard in threads, since the database waits, and threads share one processor.

    A thread for each of sixteen costs twice as much as one for all of them: they take the
    interpreter away from each other at every question to the database. So those who come while
    others look something up are next, all together, or go beside them when these are stuck.

    They have threads of their own, so that it is always the same one, whose processor knows what it
    works with; and its answer comes back by one call, not by asyncio's chain of promises.
    """

    def __init__(self, bot: ListenerToMany, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        self._clock = clock
        self._waiting: list[_Asking] = []
        self._free = True
        self._threads = ThreadPoolExecutor(LOOKS_AT_ONCE, thread_name_prefix="look")

    async def hear(self, heard: Heard) -> Reply:
        """Return the bot's answer; raises no more than the bot does."""
        if not self._bot.at_a_glance(heard):
            return await asyncio.to_thread(self._bot.hear, heard, self._clock())
        running = asyncio.get_running_loop()
        promise: asyncio.Future[Reply] = running.create_future()
        self._waiting.append((heard, promise))
        if self._free:
            self._free = False
            running.call_soon(self._next)  # with all that come at this very moment
        return await promise

    def _next(self) -> None:
        """Look up what those who wait have asked for; where nobody waits, be free."""
        asked, self._waiting = self._waiting, []
        self._free = not asked
        if not asked:
            return
        running = asyncio.get_running_loop()
        stuck = running.call_later(STUCK_SECONDS, self._next)
        answered = partial(self._answered, asked, stuck)
        self._threads.submit(self._look_up, asked, self._clock(), running, answered)

    def _look_up(
        self,
        asked: Sequence[_Asking],
        now: datetime,
        running: asyncio.AbstractEventLoop,
        answered: Callable[[_Found], None],
    ) -> None:
        """Look something up; in a thread."""
        try:
            found: _Found = self._bot.hear_together([heard for heard, _ in asked], now)
        except Exception as problem:  # noqa: BLE001 whoever waits is told
            found = problem
        running.call_soon_threadsafe(answered, found)

    def _answered(
        self, asked: Sequence[_Asking], stuck: asyncio.TimerHandle, found: _Found
    ) -> None:
        stuck.cancel()
        for place, (_, promise) in enumerate(asked):
            if promise.done():  # whoever asked has gone
                continue
            if isinstance(found, Exception):
                promise.set_exception(found)
            else:
                promise.set_result(found[place])
        self._next()
