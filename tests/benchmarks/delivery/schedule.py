"""What is due as a row, beside a job of APScheduler for each pair: adding, idling, a wave, an outage."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import insert, text

from bot.commands import PlanCheckIns
from storage.books import SqlBooks
from storage.shelves.owed import CHORE
from tests.databases import sqlite_url

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
AT_ONCE = 10_000
LOOKS = 20


@dataclass(frozen=True)
class Cost:
    """Seconds for each: adding all, one idle tick, taking up what is due at one moment."""

    adding: float
    idle: float
    wave: float


def rows(folder: Path, pairs: int) -> Cost:
    """Return what it costs to keep a due row for each pair, none, and then all of them due."""
    books = SqlBooks(sqlite_url(folder))
    later = NOW + timedelta(days=7)
    adding = _seconds(lambda: keep(books, pairs, later))
    idle = _seconds(lambda: books.due_chores(NOW, 200)) if pairs else 0.0

    def wave() -> None:
        while due := books.due_chores(later, AT_ONCE):
            for _name, subject, _due in due:  # each in a turn of its own, as chores are done
                with books.turn() as store:
                    store.later(PlanCheckIns(subject), later + timedelta(days=7))

    cost = Cost(adding, idle, _seconds(wave))
    books.close()
    return cost


def keep(books: SqlBooks, pairs: int, due: datetime) -> None:
    """Keep a due row for each pair, each in a turn of its own, as pairings begin."""
    for number in range(pairs):
        with books.turn() as store:
            store.later(PlanCheckIns(number), due)


def idle_ticks(folder: Path, sizes: tuple[int, ...]) -> Iterator[tuple[int, float]]:
    """Yield how long a tick takes that finds nothing due, among so many rows that are due later."""
    books = SqlBooks(sqlite_url(folder))
    there = 0
    for size in sizes:
        with books.turn() as store:
            planned = [
                {"name": PlanCheckIns.name, "subject": n, "due": NOW + timedelta(days=7)}
                for n in range(there, size)
            ]
            store.session.execute(insert(CHORE), planned)
        there = size
        yield size, _seconds(lambda: [books.due_chores(NOW, 200) for _ in range(LOOKS)]) / LOOKS
    books.close()


def nothing() -> None:
    """Be what a job does."""


def jobs(folder: Path, pairs: int) -> Cost:
    """Return what it costs to keep a job of APScheduler for each pair in a database."""
    store = SQLAlchemyJobStore(f"sqlite:///{folder}/jobs.sqlite")
    scheduler = BackgroundScheduler(
        jobstores={"default": store},
        timezone="UTC",
        job_defaults={"misfire_grace_time": None, "coalesce": True},
    )
    scheduler.start(paused=True)
    later = datetime.now(UTC) + timedelta(days=7)

    def add() -> None:
        for number in range(pairs):
            scheduler.add_job(nothing, "interval", weeks=1, next_run_time=later, id=str(number))

    adding = _seconds(add)
    idle = _seconds(lambda: store.get_due_jobs(datetime.now(UTC)))
    due = (datetime.now(UTC) - timedelta(seconds=1)).timestamp()
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE apscheduler_jobs SET next_run_time = :due"), {"due": due})

    def wave() -> None:
        # What its main loop does for each that is due: work out the next time and write it back.
        moment = datetime.now(UTC)
        for job in store.get_due_jobs(moment):
            job._modify(next_run_time=job.trigger.get_next_fire_time(moment, moment))  # noqa: SLF001
            store.update_job(job)

    cost = Cost(adding, idle, _seconds(wave))
    scheduler.shutdown(wait=False)
    return cost


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
