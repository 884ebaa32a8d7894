"""A world to break: a company owed many notices, workers, and the provider; ended by an audit."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from app.wiring import system_now
from bot.model import (
    Address,
    Notice,
    NoticeState,
    Organisation,
    Participant,
    ParticipantState,
    Platform,
    Programme,
    Role,
)
from bot.post import key_of
from storage.books import SqlBooks
from tests.musterwerk import MAIL, colleague

TENANTS = 10
NOTICES_EACH = 4  # fewer than a conversation takes at once
PATIENCE_SECONDS = 60.0
ENDED = {NoticeState.SENT, NoticeState.EXPIRED, NoticeState.UNDELIVERABLE}


@dataclass
class Audit:
    """What became of every notice, seen from both sides."""

    states: Counter[NoticeState]
    lost: list[str]
    twice: list[str]
    held: int
    late: int
    early: int
    looks: int
    unreasoned: int

    @property
    def complaints(self) -> dict[str, object]:
        """Return what must not be."""
        found = {
            "lost": len(self.lost),
            "twice": len(self.twice),
            "held": self.held,
            "late beyond its time": self.late,
            "asked too early": self.early,
            "ended without a reason": self.unreasoned,
            "not ended": sum(n for state, n in self.states.items() if state not in ENDED),
        }
        return {what: count for what, count in found.items() if count}


@dataclass
class World:
    """Everything that runs, and the dice by which it is broken."""

    database: str
    folder: Path
    without: str = ""
    worth: timedelta = timedelta(days=30)
    provider: subprocess.Popen[str] = field(init=False)
    url: str = field(init=False)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(11))  # noqa: S311 seeded

    def __post_init__(self) -> None:
        self.provider = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.provider"], stdout=subprocess.PIPE, text=True
        )
        assert self.provider.stdout is not None
        self.url = f"http://127.0.0.1:{self.provider.stdout.readline().strip()}"
        self.books = SqlBooks(self.database)

    @property
    def offset(self) -> Path:
        """The file that says how far the workers' clock is ahead."""
        return self.folder / "offset"

    def owes(self, people: int, now: datetime | None = None) -> None:
        """Owe each of so many people NOTICES_EACH messages, due now."""
        due = now or system_now()
        with self.books.turn() as store:
            organisation = store.add(Organisation("Musterwerk", (MAIL,)))
            programme = store.add(Programme(organisation.id, "2026", date(2026, 1, 5)))
            for number in range(people):
                person = store.add(colleague(organisation.id, f"Person {number}"))
                address = Address(Platform.TEAMS, f"tenant-{number % TENANTS}", f"u{number}")
                store.link(person.id, address, due)
                active = ParticipantState.ACTIVE
                part = store.add(
                    Participant(programme.id, person.id, active, due, role=Role.MENTOR)
                )
                for each in range(NOTICES_EACH):
                    once = f"{number}:{each}"
                    store.owe(
                        Notice(person.id, "proposal.none_yet", part.id, once, due, due + self.worth)
                    )

    def works(self, many: int = 1) -> None:
        """Start workers."""
        command = [sys.executable, "-m", "tests.faults.worker", self.database, self.url]
        command += ["--without", self.without, "--offset", str(self.offset)]
        with (self.folder / "workers.log").open("ab") as log:
            self.workers += [subprocess.Popen(command, stderr=log, stdout=log) for _ in range(many)]

    def kills(self) -> None:
        """Kill a worker as a power cut would, and start another."""
        victim = self.workers.pop(self.dice.randrange(len(self.workers)))
        victim.kill()
        victim.wait()
        self.works()

    def signals(self, worker: int, sign: signal.Signals) -> None:
        """Send a signal to a worker."""
        os.kill(self.workers[worker].pid, sign)

    def jumps(self, by: timedelta) -> None:
        """Let the workers' clock jump to so far from the true one."""
        self.offset.write_text(str(by.total_seconds()))

    def mood(self, **moods: float) -> None:
        """Change the provider's mood."""
        self._asks("/mood", moods)

    def arrived(self) -> int:
        """Return how many messages have arrived at least once."""
        return len(self._asks("/audit")["kept"])

    def waits_for(self, arrived: int) -> None:
        """Wait until so many messages have arrived."""
        self._until(lambda: self.arrived() >= arrived)

    def drains(self, patience: float = PATIENCE_SECONDS) -> None:
        """Wait until everything has ended."""

        def ended() -> bool:
            states = Counter(notice.state for notice in self._notices())
            return not states.keys() - ENDED

        self._until(ended, patience)

    def audit(self) -> Audit:
        """Compare what stands in the books with what the provider has."""
        seen = self._asks("/audit")
        kept: dict[str, int] = seen["kept"]
        notices = self._notices()
        sent = [each for each in notices if each.state is NoticeState.SENT]
        return Audit(
            states=Counter(each.state for each in notices),
            lost=[key_of(each) for each in sent if key_of(each) not in kept],
            twice=[key for key, count in kept.items() if count > 1],
            held=sum(each.leased_until is not None for each in notices),
            late=sum(
                each.settled_at is None or each.settled_at > each.until + timedelta(minutes=1)
                for each in sent
            ),
            early=seen["early"],
            looks=seen["looks"],
            unreasoned=sum(
                not each.reason
                for each in notices
                if each.state in {NoticeState.EXPIRED, NoticeState.UNDELIVERABLE}
            ),
        )

    def ends(self) -> None:
        """Stop everything, politely first."""
        for worker in self.workers:
            worker.send_signal(signal.SIGCONT)
            worker.terminate()
        for worker in self.workers:
            try:
                worker.wait(12)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        self.provider.kill()
        self.provider.wait()
        assert self.provider.stdout is not None
        self.provider.stdout.close()
        self.books.close()

    def _notices(self) -> list[Notice]:
        with self.books.read() as store:
            found: list[Notice] = []
            while (each := store.get(Notice, len(found) + self._first(store))) is not None:
                found.append(each)
            return found

    def _first(self, store: Any) -> int:
        if not hasattr(self, "_first_id"):
            numbers = range(1, 1_000_000)
            self._first_id = next(n for n in numbers if store.get(Notice, n) is not None)
        return self._first_id

    def _until(self, reached: Any, patience: float = PATIENCE_SECONDS) -> None:
        end = time.monotonic() + patience
        while not reached():
            if time.monotonic() > end:
                log = (self.folder / "workers.log").read_text("utf-8")[-2000:]
                raise AssertionError(f"not reached in {patience} s: {self.audit()}\n{log}")
            time.sleep(0.3)

    def _asks(self, path: str, body: object = None) -> dict[str, Any]:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data)
        with urllib.request.urlopen(request, timeout=5) as answer:
            return cast("dict[str, Any]", json.load(answer))


@contextmanager
def world(database: str, folder: Path, people: int, **facts: Any) -> Iterator[World]:
    """Build a world that is gone afterwards, whatever happened."""
    built = World(database, folder, **facts)
    try:
        built.owes(people)
        yield built
    finally:
        built.ends()
