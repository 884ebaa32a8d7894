"""Carries deliveries with Procrastinate: a job says "look at this person now", rows say the rest.

A job is kept in the transaction that owes a notice, so either both are there or none. It is no more
than a word: the notice's row alone decides whether something is sent, so a job that is lost, doubled
or late costs time and nothing else. Once a second somebody enqueues what is due and has no job:
what was owed for a later hour, what was put back, and what a dead worker has left.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status

from bot.model import Notice, Priority
from bot.ports import AlreadyAnnounced
from scheduling.runners.local import LocalRunner
from scheduling.timetable import CHORES, HOUSEKEEPING, SWEEP, Recurring

log = logging.getLogger(__name__)

TASK = "look"
ANSWERS, OTHERS = "answers", "others"  # two queues, so that a wave never keeps an answer waiting
AT_ONCE = {ANSWERS: 32, OTHERS: 96}  # people looked at; together less than the post holds at most
# Fetching looks through all jobs that wait, so that few wait: the rows are the long queue.
MOST_WAITING = 400
HEARTBEAT_SECONDS = 2.0
STALLED_SECONDS = 10.0
POLLING_SECONDS = 5.0  # a job is notified of; this is for a notification that got lost
STOP_SECONDS = 8.0
AGAIN_SECONDS = 1.0  # until a worker that lost its database begins anew
POOL = 4
# A process that is frozen while it ticks off a job must not keep the sweep waiting.
OPTIONS = "-c lock_timeout=5s -c idle_in_transaction_session_timeout=5s"


class Announcements:
    """Keeps `bot.ports.Deliveries`: writes jobs in the transactions of others."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self._jobs = App(connector=SyncPsycopgConnector()).job_manager

    def announce(self, notices: Sequence[Notice], transaction: object) -> None:
        """Enqueue a job for everybody who is owed something that is due.

        A job looks at all that is due to her, so one a person is enough.
        """
        now = self.clock()
        first: dict[int, Notice] = {}
        for notice in sorted(notices, key=lambda each: (each.priority, each.due, each.id)):
            if notice.due <= now:
                first.setdefault(notice.person, notice)
        jobs = [_job(notice) for notice in first.values()]
        if not jobs:
            return
        try:
            self._jobs.batch_defer_jobs(jobs, connection=transaction)
        except AlreadyEnqueued as known:
            raise AlreadyAnnounced from known
        except ConnectorException as trouble:
            raise trouble.__cause__ or trouble from trouble


class ProcrastinateRunner:
    """Looks after those of whom jobs tell, in this process; any number of them on one database."""

    def __init__(self, local: LocalRunner, conninfo: str) -> None:
        self.local = local
        self.post = local.post
        connector = PsycopgConnector(
            conninfo=conninfo,
            kwargs={"options": OPTIONS},
            min_size=1,
            max_size=POOL,
            timeout=POLLING_SECONDS,
        )
        self._app = App(connector=connector)
        self._app.task(name=TASK)(self.post.deliver_to)
        self._workers: list[asyncio.Task[None]] = []
        # It tells of every job; what matters is in the notices, and ours to tell.
        logging.getLogger("procrastinate").setLevel(logging.WARNING)

    def ticks(self) -> Mapping[Recurring, Callable[[], Awaitable[None]]]:
        """Return what the clock is to do, and how often."""
        return {
            CHORES: self.local.chores,
            SWEEP: self.sweep,
            HOUSEKEEPING: self.local.housekeeping,
        }

    async def start(self) -> None:
        """Begin to look for jobs."""
        await self._app.open_async()
        self._workers = [asyncio.create_task(self._work(queue)) for queue in AT_ONCE]

    async def sweep(self) -> None:
        """Enqueue what is due and has no job, unless another process does."""
        now, books = self.local.clock(), self.local.bot.books
        if await asyncio.to_thread(books.take_tick, SWEEP.name, now.replace(microsecond=0)):
            await self._give_up_stalled()
            lease = now + self.post.terms.lease
            await asyncio.to_thread(books.remind, now, lease, MOST_WAITING)

    async def stop(self) -> None:
        """Finish what is on its way, and leave the rest to others."""
        self.post.closing = True
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        await self._app.close_async()

    async def _work(self, queue: str) -> None:
        """Work until cancelled; whatever ends the engine's worker, another one follows."""
        while True:
            try:
                await self._app.run_worker_async(
                    queues=[queue],
                    name=queue,
                    concurrency=AT_ONCE[queue],
                    fetch_job_polling_interval=POLLING_SECONDS,
                    shutdown_graceful_timeout=STOP_SECONDS,
                    delete_jobs="always",
                    install_signal_handlers=False,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_SECONDS,
                )
            except ConnectorException as trouble:
                log.warning("the database is away", extra={"queue": queue, "why": str(trouble)})
            await asyncio.sleep(AGAIN_SECONDS)

    async def _give_up_stalled(self) -> None:
        """Delete jobs of workers that are dead, because each keeps its person from all others."""
        jobs = self._app.job_manager
        for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
            # Its worker may have come back and finished it this very moment.
            with contextlib.suppress(ConnectorException):
                await jobs.finish_job(job, Status.ABORTED, delete_job=True)


def _job(notice: Notice) -> Job:
    answers = notice.priority is Priority.ANSWER
    return Job(
        queue=ANSWERS if answers else OTHERS,
        priority=-notice.priority,  # here the greater number goes first
        lock=f"person:{notice.person}",  # one look at a time,
        queueing_lock=f"notice:{notice.id}",
        task_name=TASK,
        task_kwargs={"person": notice.person},
    )
