"""A world to break: a company owed many notices, workers, and the provider; ended by an audit."""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.wiring import system_now
from bot.model import (
    Address,
    Notice,
    Organisation,
    Participant,
    ParticipantState,
    Platform,
    Programme,
    Role,
)
from scheduling.runners.procrastinate import Announcements
from storage.books import SqlBooks
from tests.faults.audit import ENDED, Audit, audited, note_moves, states
from tests.musterwerk import MAIL, colleague

TENANTS = 10
PEOPLE_IN_A_TENANT = 100
NOTICES_EACH = 4  # fewer than a conversation takes at once
PATIENCE_SECONDS = 90.0  # without any progress
UNLIMITED = resource.RLIM_INFINITY


@dataclass
class World:
    """Everything that runs, and the dice by which it is broken."""

    database: str
    folder: Path
    without: str = ""
    worth: timedelta = timedelta(days=30)
    as_workers: str = ""  # the database as workers reach it, where that is another way
    carrier: str = ""  # of deliveries, where it is not the workers' own clock
    patience: float = 1.0  # how many times as long everything may take
    zone: str = "Europe/Berlin"  # of the machine: nothing may depend on it
    kept: Path | None = None  # where the provider's messages outlive it
    provider: subprocess.Popen[str] = field(init=False)
    url: str = field(init=False)
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(11))  # noqa: S311 seeded

    def __post_init__(self) -> None:
        command = [sys.executable, "-m", "tests.faults.provider"]
        command += ["--kept", str(self.kept)] if self.kept else []
        self.provider = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.provider.stdout is not None
        self.url = f"http://127.0.0.1:{self.provider.stdout.readline().strip()}"
        self.books = SqlBooks(self.database, careless=True)
        if self.carrier:  # so that jobs are kept with what they announce, as in production
            self.books.deliveries = Announcements(system_now)

    def owes(self, dues: Iterable[tuple[int, datetime]]) -> None:
        """Owe messages: each to the person of a number, due at a moment."""
        people: dict[int, tuple[int, int]] = {}
        with self.books.turn() as store:
            organisation = store.add(Organisation("Musterwerk", (MAIL,)))
            programme = store.add(Programme(organisation.id, "2026", date(2026, 1, 5)))
            for each, (number, due) in enumerate(dues):
                if number not in people:
                    people[number] = self._employs(store, organisation, programme, number)
                person, part = people[number]
                until = due + self.worth
                once = f"{programme.id}:{each}"
                # Due at its moment: this is about delivering, not about quiet days.
                owed = Notice(person, "proposal.none_yet", part, once, due, until, at_latest=due)
                store.owe(owed)

    def _employs(
        self, store: Any, organisation: Organisation, programme: Programme, number: int
    ) -> tuple[int, int]:
        now = system_now()
        person = store.add(colleague(organisation.id, f"Person {number}"))
        tenant = number % max(TENANTS, number // PEOPLE_IN_A_TENANT)
        store.link(person.id, Address(Platform.TEAMS, f"tenant-{tenant}", f"u{number}"), now)
        active = ParticipantState.ACTIVE
        part = store.add(Participant(programme.id, person.id, active, now, role=Role.MENTOR))
        return person.id, part.id

    def works(self, many: int = 1) -> None:
        """Start workers."""
        command = [sys.executable, "-m", "tests.faults.worker"]
        command += [self.as_workers or self.database, self.url]
        command += ["--without", self.without, "--time", str(self.folder / "time")]
        command += ["--freeze", str(self.folder / "freeze")]
        command += ["--patience", str(self.patience)]
        command += [f"--{self.carrier}"] if self.carrier else []
        zoned = {**os.environ, "TZ": self.zone}
        with (self.folder / "workers.log").open("ab") as log:
            self.workers += [
                subprocess.Popen(command, stderr=log, stdout=log, env=zoned) for _ in range(many)
            ]

    def kills(self) -> None:
        """Kill a worker as a power cut would, and start another."""
        victim = self.workers.pop(self.dice.randrange(len(self.workers)))
        victim.kill()
        victim.wait()
        self.works()

    def signals(self, worker: int, sign: signal.Signals) -> None:
        """Send a signal to a worker."""
        os.kill(self.workers[worker].pid, sign)

    def freezes(self, places: int) -> None:
        """Start a worker, and wait until it froze itself: `places` in line given, nothing sent yet.

        What it holds by then is sent before, on its way, or about to be sent.
        """
        freeze = self.folder / "freeze"
        freeze.write_text(str(places))
        self.works()
        stat = Path("/proc") / str(self.workers[-1].pid) / "stat"
        self.until(lambda: stat.read_text().rpartition(")")[2].split()[0] == "T", self.arrived)
        freeze.unlink()

    def lets_write(self, most: int = UNLIMITED) -> None:
        """Let no file of the workers grow beyond so many bytes, from now on."""
        for worker in self.workers:
            resource.prlimit(worker.pid, resource.RLIMIT_FSIZE, (most, UNLIMITED))

    def jumps(self, by: timedelta) -> None:
        """Let the workers' clock jump to so far from the true one."""
        new = self.folder / "time.new"
        new.write_text(str(by.total_seconds()))
        new.rename(self.folder / "time")

    def shows(self, moment: datetime) -> None:
        """Let the workers' clock show a moment now, and go on from it."""
        self.jumps(moment - system_now())

    def mood(self, **moods: float) -> None:
        """Change the provider's mood."""
        self._asks("/mood", moods)

    def arrived(self) -> int:
        """Return how many messages have arrived at least once."""
        return int(self._asks("/audit")["arrived"])

    def twice(self) -> int:
        """Return how many messages have arrived more than once."""
        return len(self._asks("/audit")["twice"])

    def waits_for(self, arrived: int) -> None:
        """Wait until so many messages have arrived."""
        self.until(lambda: self.arrived() >= arrived, self.arrived)

    def drains(self) -> None:
        """Wait until everything has ended."""

        def open_ones() -> int:
            return sum(number for state, number in states(self.books).items() if state not in ENDED)

        self.until(lambda: not open_ones(), open_ones)

    def audit(self) -> Audit:
        """Compare what stands in the books with what the provider has."""
        seen, keys = self._asks("/audit"), self._asks("/keys")
        return audited(self.books, seen, frozenset(keys), self.worth)

    def log(self) -> str:
        """Return what the workers have logged."""
        file = self.folder / "workers.log"
        return file.read_text("utf-8") if file.exists() else ""

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

    def until(
        self,
        reached: Callable[[], bool],
        progress: Callable[[], object] = lambda: None,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """Wait until something is so; raises AssertionError after so long without any progress."""
        before, since = progress(), time.monotonic()
        while not reached():
            now = progress()
            if now != before:
                before, since = now, time.monotonic()
            if time.monotonic() > since + patience:
                raise AssertionError(
                    f"no progress in {patience} s: {self.audit()}\n{self.log()[-2000:]}"
                )
            time.sleep(0.3)

    def _asks(self, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)


@contextmanager
def world(database: str, folder: Path, people: int, **facts: Any) -> Iterator[World]:
    """Build a world that owes people messages now, and that is gone afterwards, whatever happened."""
    built = World(database, folder, **facts)
    try:
        note_moves(built.books)
        now = system_now()
        built.owes((number, now) for number in range(people) for _ in range(NOTICES_EACH))
        yield built
    finally:
        built.ends()
