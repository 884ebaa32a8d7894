"""The clock: APScheduler ticks, guarded so that nothing that fails can ever stop it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.ports import Conflict
from scheduling.timetable import Recurring

log = logging.getLogger(__name__)

WATCH_SECONDS = 1.0
STOP_SECONDS = 10.0
JUMP_SECONDS = 5.0  # beyond what a busy machine lags


class Clock:
    """Ticks recurring work in this process; jobs live in memory, because what is due is a row.

    A job that raises is logged and ticks again. The watchdog compares the wall clock with the
    monotonic one: after a jump it wakes the scheduler, which would else sleep until the old time.
    """

    def __init__(
        self, wall: Callable[[], float] = time.time, watch_seconds: float = WATCH_SECONDS
    ) -> None:
        self._wall = wall
        self._watch_seconds = watch_seconds
        self._scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        self._watchdog: asyncio.Task[None] | None = None
        self._working: set[asyncio.Task[object]] = set()
        self._stopping = False
        # A tick that finds the one before still at work is skipped by design, and no news.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)

    def every(self, recurring: Recurring, work: Callable[[], Awaitable[object]]) -> None:
        """Do this work again and again; a tick that is still running is not overtaken."""

        async def guarded() -> None:
            if self._stopping:
                return
            working = asyncio.ensure_future(work())
            self._working.add(working)
            try:
                # Shielded, so that stopping lets it finish what it holds.
                await asyncio.shield(working)
            except Conflict:
                log.info("others were in the way, it comes again", extra={"tick": recurring.name})
            except Exception:
                log.exception("tick failed", extra={"tick": recurring.name})
            finally:
                self._working.discard(working)

        self._scheduler.add_job(
            guarded, "interval", seconds=recurring.every.total_seconds(), name=recurring.name
        )

    def start(self) -> None:
        """Begin to tick in the running event loop."""
        self._scheduler.start()
        self._watchdog = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Stop ticking; work under way has STOP_SECONDS to finish."""
        self._stopping = True
        if self._watchdog is not None:
            self._watchdog.cancel()
            await asyncio.gather(self._watchdog, return_exceptions=True)
        if self._scheduler.running:
            self._scheduler.remove_all_jobs()
            await asyncio.sleep(0)  # a tick already handed out finds that it need not begin
            if self._working:
                await asyncio.wait(self._working, timeout=STOP_SECONDS)
            self._scheduler.shutdown(wait=False)

    async def _watch(self) -> None:
        offset = self._wall() - time.monotonic()
        while True:
            await asyncio.sleep(self._watch_seconds)
            now = self._wall() - time.monotonic()
            if abs(now - offset) > JUMP_SECONDS:
                log.warning("the wall clock jumped", extra={"seconds": round(now - offset)})
                self._rearm()
            offset = now

    def _rearm(self) -> None:
        """Let every job tick from now on; a clock set back would else silence it for that long."""
        for job in self._scheduler.get_jobs():
            job.reschedule("interval", seconds=job.trigger.interval.total_seconds())
        self._scheduler.wakeup()
