"""Carries what is due in this process; any number of them may work on one database."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from functools import partial

from bot.core import Bot
from bot.model import Priority
from bot.ports import Conflict
from bot.post import Beside, Post
from scheduling.timetable import ANSWERS, CHORES, DELIVERIES, HOUSEKEEPING, Recurring

log = logging.getLogger(__name__)

MOST_ROUNDS = 1000  # a tick that never ends is a defect; the next tick goes on
MOST_CARRIERS = 4  # of deliveries at once: a slow provider keeps one waiting, not the others
STOP_SECONDS = 9.0  # whoever stops us kills us after ten
CHORES_AT_ONCE = 20  # between two looks whether we are to stop


class LocalRunner:
    """Does whatever is due: all of it at a word (`tick`), or steadily while a clock ticks.

    Steadily means that nobody waits for somebody slower: chores, answers and everything else are
    taken up apart from each other. `beside` does the chores that a tick finds.
    """

    def __init__(
        self,
        bot: Bot,
        post: Post,
        clock: Callable[[], datetime],
        beside: Beside = asyncio.to_thread,
    ) -> None:
        self.bot = bot
        self.post = post
        self.clock = clock
        self._beside = beside
        self._running = asyncio.Lock()
        self._carriers: dict[asyncio.Task[None], Priority] = {}

    async def tick(self) -> int:
        """Do everything that is due now; return how many chores and notices that was.

        Chores come first, because they often owe the notices.
        """
        done = 0
        for _ in range(MOST_ROUNDS):
            found = await self.take_up()
            done += found
            if not found:
                break
        return done

    async def take_up(self) -> int:
        """Do what is due now, but not what that brings with it; return how many that was."""
        async with self._running:
            chores = await self._beside(partial(self.bot.do_chores, self.clock()))
            return chores + await self.post.deliver_due()

    def ticks(self) -> Mapping[Recurring, Callable[[], Awaitable[None]]]:
        """Return what the clock is to do, and how often."""
        return {
            CHORES: self.chores,
            ANSWERS: self.answers,
            DELIVERIES: self.deliveries,
            HOUSEKEEPING: self.housekeeping,
        }

    async def start(self) -> None:
        """Be ready; there is nothing to prepare."""

    async def chores(self) -> None:
        """Do the chores that are due, unless another process does, and until we are to stop."""
        if not await asyncio.to_thread(self._chores_are_mine):
            return
        for _ in range(MOST_ROUNDS):
            if self.post.closing:
                return
            if not await asyncio.to_thread(self.bot.do_chores, self.clock(), CHORES_AT_ONCE):
                return

    async def answers(self) -> None:
        """Take up what people are waiting for, and do not wait until it is delivered."""
        self._carry(Priority.ANSWER)

    async def deliveries(self) -> None:
        """Take up whatever is due to be sent, and do not wait until it is delivered."""
        self._carry(Priority.DIGEST)

    async def housekeeping(self) -> None:
        """Delete rows that nobody needs any more, unless another process does."""
        await asyncio.to_thread(self._keep_house)

    @property
    def busy(self) -> bool:
        """Tell whether something is being delivered."""
        return bool(self._carriers)

    async def stop(self) -> None:
        """Finish what is on its way, and give back what is not."""
        self.post.closing = True
        carriers = list(self._carriers)
        if carriers:
            _, late = await asyncio.wait(carriers, timeout=STOP_SECONDS)
            for carrier in late:
                carrier.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _chores_are_mine(self) -> bool:
        """Tell whether something is due and nobody else has taken this second."""
        books, now = self.bot.books, self.clock()
        return bool(books.due_chores(now, 1)) and books.take_tick(
            CHORES.name, now.replace(microsecond=0)
        )

    def _keep_house(self) -> None:
        now = self.clock()
        hour = now.replace(minute=0, second=0, microsecond=0)
        if self.bot.books.take_tick(HOUSEKEEPING.name, hour):
            self.bot.books.forget_spent(now)

    def _carry(self, least: Priority) -> None:
        if list(self._carriers.values()).count(least) < MOST_CARRIERS:
            carrier = asyncio.create_task(self._carried(least))
            self._carriers[carrier] = least
            carrier.add_done_callback(self._put_down)

    async def _carried(self, least: Priority) -> None:
        for _ in range(MOST_ROUNDS):
            if not await self.post.deliver_due(least):
                return

    def _put_down(self, carrier: asyncio.Task[None]) -> None:
        del self._carriers[carrier]
        if carrier.cancelled() or not (problem := carrier.exception()):
            return
        if isinstance(problem, Conflict):
            log.info("others were in the way of a claim: the next tick comes soon")
        else:
            log.error("deliveries stopped", exc_info=problem)
