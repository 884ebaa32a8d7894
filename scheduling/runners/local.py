"""The embedded runner: one process does the chores and delivers the post."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from bot.core import Bot
from bot.post import Post

MOST_ROUNDS = 1000  # a tick that never ends is a defect; the next tick goes on


class LocalRunner:
    """Does whatever is due, chores first, because they often owe the notices."""

    def __init__(self, bot: Bot, post: Post, clock: Callable[[], datetime]) -> None:
        self.bot = bot
        self.post = post
        self.clock = clock
        self._running = asyncio.Lock()

    async def tick(self) -> int:
        """Do everything that is due now; return how many chores and notices that was."""
        async with self._running:
            done = 0
            for _ in range(MOST_ROUNDS):
                chores = await asyncio.to_thread(self.bot.do_chores, self.clock())
                notices = await self.post.deliver_due()
                done += chores + notices
                if not chores + notices:
                    break
            return done
