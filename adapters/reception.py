"""Hears people off the event loop; those who only look something up are answered together."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from bot.heard import Actor, Heard
from bot.post.together import Together
from bot.said import Option, Reply

# Whoever comes while an answer takes longer than this does not wait for it.
STUCK_SECONDS = 0.25


class Listener(Protocol):
    """What a platform needs of the bot: a `bot.core.Bot`."""

    def hear(self, heard: Heard, now: datetime) -> Reply:
        """Answer somebody, worded in her language; never raises."""
        ...

    def at_a_glance(self, heard: Heard) -> bool:
        """Tell whether somebody only looks up a little."""
        ...

    def hear_together(self, several: Sequence[Heard], now: datetime) -> Sequence[Reply]:
        """Answer many who look up a little, each as `hear` would."""
        ...

    def suggest_topics(self, actor: Actor, words: str) -> tuple[Option, ...]:
        """Return topics that may be meant by these words."""
        ...

    def suggest_people(self, actor: Actor, words: str) -> tuple[Option, ...]:
        """Return colleagues who may be meant by these words."""
        ...


class Reception:
    """Has people heard in threads, since the database waits, and threads share one processor.

    A thread for each of sixteen costs twice as much as one for all of them: they take the
    interpreter away from each other at every question to the database.
    """

    def __init__(self, bot: Listener, clock: Callable[[], datetime]) -> None:
        self._bot = bot
        self._clock = clock
        self._look_up: Together[Heard, Reply] = Together(self._looked_up)
        self._busy_since: float | None = None

    async def hear(self, heard: Heard) -> Reply:
        """Return the bot's answer; never raises more than the bot does."""
        if self._bot.at_a_glance(heard) and not self._stuck:
            return await self._look_up(heard)
        return await asyncio.to_thread(self._bot.hear, heard, self._clock())

    @property
    def _stuck(self) -> bool:
        since = self._busy_since
        return since is not None and time.monotonic() - since > STUCK_SECONDS

    async def _looked_up(self, several: Sequence[Heard]) -> Sequence[Reply]:
        self._busy_since = time.monotonic()
        try:
            running = asyncio.get_running_loop()
            return await running.run_in_executor(
                None, self._bot.hear_together, several, self._clock()
            )
        finally:
            self._busy_since = None
