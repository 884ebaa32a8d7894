"""The long run: as many messages and kills as asked for, 20 % faults; it tells how far it is.

What it did stands in a folder: a run that was interrupted goes on where it stood.
"""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.wiring import system_now
from storage.schema import upgrade
from tests.databases import PostgresServer, server_package, sqlite_url
from tests.faults.audit import ENDED, note_moves, states
from tests.faults.conftest import name_of
from tests.faults.ledger import Ledger
from tests.faults.prefilled import prefill
from tests.faults.sizes import holds
from tests.faults.world import NOTICES_EACH, World

MESSAGES = int(os.environ.get("FAULTS_MESSAGES", "0"))
KILLS = int(os.environ.get("FAULTS_KILLS", "100"))
WORKERS = int(os.environ.get("FAULTS_WORKERS") or 0) or min((os.cpu_count() or 2) + 1, 8)
FOLDER = Path(os.environ.get("FAULTS_FOLDER") or f"{tempfile.gettempdir()}/kehrwert-faults-long")
PATIENCE = 3.0  # so many at once need longer than a few do
TELL_SECONDS = 10.0
STANDSTILL_SECONDS = 300.0
FINISHED = "finished"
asked_for = pytest.mark.skipif(not MESSAGES, reason="make faults-long MESSAGES=50000 KILLS=100")
Say = Callable[[str], None]


@dataclass
class Progress:
    """How far a run is, kept in a file."""

    messages: int
    kills: int = 0
    seconds: float = 0.0

    def keep(self, file: Path) -> None:
        """Write it down, wholly or not at all."""
        new = file.with_suffix(".new")
        new.write_text(json.dumps(asdict(self)), "utf-8")
        new.rename(file)


@dataclass
class LongRun:
    """A wave, workers that are killed while it goes, and a line about it every few seconds."""

    broken: World
    file: Path
    progress: Progress
    say: Say
    began: float
    told: float = 0.0

    def kills_all(self) -> None:
        """Kill workers at even distances of the wave."""
        while self.progress.kills < KILLS:
            share = (self.progress.kills + 1) / (KILLS + 2)
            self.broken.until(
                lambda share=share: self._done() >= MESSAGES * share,  # type: ignore[misc]
                self._done,
                patience=STANDSTILL_SECONDS,
            )
            self.broken.kills()
            self.progress.kills += 1
            self._keeps()

    def drains(self) -> None:
        """Wait until everything has ended."""
        self.broken.until(lambda: self._open() == 0, self._open, patience=STANDSTILL_SECONDS)
        self._keeps()

    def _done(self) -> int:
        arrived = self.broken.arrived()
        self._tells(arrived)
        return arrived

    def _open(self) -> int:
        found = sum(n for state, n in states(self.broken.books).items() if state not in ENDED)
        self._tells(MESSAGES - found)
        return found

    def _tells(self, done: int) -> None:
        now = time.monotonic()
        if now < self.told + TELL_SECONDS:
            return
        self.told = now
        self._keeps()
        pace = done / max(self.progress.seconds, 1.0)
        left = timedelta(seconds=round((MESSAGES - done) / max(pace, 0.1)))
        self.say(
            f"{done:,} of {MESSAGES:,} messages, {self.progress.kills} of {KILLS} kills, "
            f"{pace:.0f} a second; about {left} to go, until {_clock(left)}"
        )

    def _keeps(self) -> None:
        now = time.monotonic()
        self.progress.seconds += now - self.began
        self.began = now
        self.progress.keep(self.file)


def _clock(left: timedelta) -> str:
    moment: datetime = system_now() + left
    return f"{moment.astimezone():%H:%M}"


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[str, Path]]:
    """Give a database that stays, and the folder of everything about it."""
    folder = FOLDER / str(request.param)
    folder.mkdir(parents=True, exist_ok=True)
    if request.param == "sqlite":
        file = folder / "kehrwert.db"
        yield (f"sqlite:///{file}" if file.exists() else sqlite_url(folder)), folder
        _clear_away(folder)
        return
    with server_package().get_server(folder / "data", cleanup_mode="stop") as running:
        server = PostgresServer(running.get_uri)
        if not (folder / "database").exists():
            (folder / "database").write_text(name_of(server.new_database()), "utf-8")
        url = running.get_uri((folder / "database").read_text("utf-8"))
        upgrade(url)
        yield url, folder
    _clear_away(folder)


def _clear_away(folder: Path) -> None:
    """Delete what a run left that ended well; any other can be looked at, or goes on."""
    if (folder / FINISHED).exists():
        shutil.rmtree(folder)


@contextmanager
def prepared(url: str, folder: Path, say: Say) -> Iterator[LongRun]:
    """Build the world, or take up the one that was left here."""
    file = folder / "progress.json"
    broken = World(url, folder, patience=PATIENCE, kept=folder / "kept")
    try:
        if file.exists():
            progress = Progress(**json.loads(file.read_text("utf-8")))
            assert progress.messages == MESSAGES, f"{folder} holds another run: delete it"
            say(f"{folder}: going on after {progress.kills} kills")
        else:
            note_moves(broken.books)
            prefill(
                broken.books, MESSAGES // NOTICES_EACH, NOTICES_EACH, system_now(), broken.worth
            )
            progress = Progress(MESSAGES)
            progress.keep(file)
        yield LongRun(broken, file, progress, say, time.monotonic())
    finally:
        broken.ends()


@asked_for
def test_a_long_run_of_kills_loses_nothing_and_says_nothing_twice(
    place: tuple[str, Path], ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    url, folder = place

    def say(line: str) -> None:
        with capsys.disabled():
            print(f"{folder.name}: {line}", flush=True)  # noqa: T201 it runs for long

    with prepared(url, folder, say) as run:
        run.broken.mood(loses=0.1, fails=0.1, slow=0.001)
        run.broken.works(WORKERS)
        run.kills_all()
        run.broken.mood(slow=0.001)
        run.drains()
        holds(run.broken, ledger, f"long run, {KILLS} kill -9, 20 % faults")
        (folder / FINISHED).touch()
        seconds, found = run.progress.seconds, run.broken.audit()
        say(
            f"{found.messages} messages, {KILLS} kills, {WORKERS} workers: {seconds:.0f} s; {found}"
        )
