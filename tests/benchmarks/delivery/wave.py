"""A wave through a provider that takes a millisecond, beside posting that knows no database."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from app.wiring import system_now
from bot.model import Priority
from bot.post import key_of
from scheduling.runners.procrastinate import Announcements
from storage.books import SqlBooks
from tests.benchmarks.delivery import crowd

LOOK_SECONDS = 0.2
PATIENCE_SECONDS = 1800.0
ANSWERS = 12
START_SECONDS, IDLE_SECONDS = 4.0, 10.0
OUT_OF_STEP_SECONDS = 0.13  # with any tick


@dataclass(frozen=True)
class Wave:
    """What came of it: messages a second, memory of a worker in MB, replies' median seconds."""

    rate: float
    at_first: float
    at_last: float
    twice: int
    replies: tuple[float, ...] = ()


@contextmanager
def provider() -> Iterator[str]:
    """Run a provider for a while and give its address."""
    command = [sys.executable, "-m", "tests.benchmarks.delivery.provider"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.kill()


def bare(messages: int) -> float:
    """Return how many messages a second go out that nobody keeps track of."""
    with provider() as url:
        subprocess.run([*_worker(url), "bare", str(messages)], check=True)
        seen = asked(f"{url}/count")
        assert seen["count"] == messages
        return messages / float(seen["last"] - seen["first"])


def wave(
    database: str, messages: int, workers: int = 1, carrier: str = "clock", *, replies: bool = False
) -> Wave:
    """Send a wave with so many processes; every message must arrive, and once.

    With `replies`, others get answers to a click meanwhile, and how long those took is told.
    """
    books = SqlBooks(database)
    now = system_now()
    staff = crowd.hire(books, messages + ANSWERS, now)
    staff.owe(books, messages, now, "wave")
    with provider() as url, running(url, database, carrier, workers) as started:
        _until(lambda: asked(f"{url}/count")["count"] > messages // 20)
        at_first = max(memory(each.pid) for each in started)
        took = _replies(books, url, staff, messages, carrier) if replies else ()
        total = messages + (ANSWERS if replies else 0)
        _until(lambda: crowd.ended(books).get("sent", 0) == total)
        at_last = max(memory(each.pid) for each in started)
        seen = asked(f"{url}/count")
    books.close()
    assert seen["count"] == total, seen
    rate = messages / float(seen["last"] - seen["first"])
    return Wave(rate, at_first, at_last, seen["twice"], took)


def latencies(database: str, carrier: str) -> tuple[float, ...]:
    """Return how long answers took from the commit of their turn, when nothing else happens."""
    books = SqlBooks(database)
    staff = crowd.hire(books, ANSWERS, system_now())
    with provider() as url, running(url, database, carrier, 1):
        time.sleep(START_SECONDS)
        found = _replies(books, url, staff, 0, carrier)
    books.close()
    return found


def idle(database: str, carrier: str) -> float:
    """Return the share of a processor that a worker takes while nothing is due."""
    with provider() as url, running(url, database, carrier, 1) as (worker,):
        time.sleep(START_SECONDS)
        began = busy(worker.pid)
        time.sleep(IDLE_SECONDS)
        return (busy(worker.pid) - began) / IDLE_SECONDS


def _replies(
    books: SqlBooks, url: str, staff: crowd.Crowd, first: int, carrier: str = "clock"
) -> tuple[float, ...]:
    if carrier == "procrastinate":
        books.deliveries = Announcements(system_now)
    took = []
    for number in range(first, first + ANSWERS):
        answer = staff.notice(number, system_now(), "answer", Priority.ANSWER)
        with books.turn() as store:
            store.owe(answer)
            (owed,) = store.owed
        committed = time.time()
        question = f"{url}/when?key={key_of(owed)}"
        _until(lambda question=question: asked(question)["at"] is not None, 0.01)
        took.append(float(asked(question)["at"]) - committed)
        time.sleep(OUT_OF_STEP_SECONDS)
    return tuple(sorted(took))


@contextmanager
def running(
    url: str, database: str, carrier: str, workers: int
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run so many workers for a while."""
    started = [subprocess.Popen([*_worker(url), database, carrier]) for _ in range(workers)]
    try:
        yield started
    finally:
        for each in started:
            each.terminate()
        for each in started:
            each.wait(15)


def memory(pid: int) -> float:
    """Return the memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    (line,) = (each for each in status.splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def busy(pid: int) -> float:
    """Return how many seconds of processor a process has used."""
    spent = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / 100


def asked(url: str) -> dict[str, Any]:
    """Ask the provider."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return cast("dict[str, Any]", json.load(answer))


def _worker(url: str) -> list[str]:
    return [sys.executable, "-m", "tests.benchmarks.delivery.worker", url]


def _until(true: Any, look: float = LOOK_SECONDS) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(look)
