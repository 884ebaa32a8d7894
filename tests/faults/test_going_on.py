"""The long run, interrupted as by a power cut, goes on where it stood, and its audit is the same."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.sizes import LONG

MESSAGES, KILLS = 400, 4
PATIENCE_SECONDS = 900.0  # a few leases of workers that were killed, on a busy machine
LONG_RUN = "tests/faults/test_long.py"


@contextmanager
def long_run(database: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Begin a small long run, or go on with it; whatever still runs at the end is killed."""
    asked = {"FAULTS": "all", "FAULTS_MESSAGES": str(MESSAGES), "FAULTS_KILLS": str(KILLS)}
    command = [sys.executable, "-m", "pytest", LONG_RUN, "-n", "0", "-k", f"[{database}]"]
    with (folder / "said").open("ab") as said:
        run = subprocess.Popen(
            command,
            env={**os.environ, **asked, "FAULTS_WORKERS": "2", "FAULTS_FOLDER": str(folder)},
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        yield run
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()


@LONG
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_a_long_run_that_was_interrupted_goes_on_where_it_stood(
    database: str, tmp_path: Path
) -> None:
    progress = tmp_path / database / "progress.json"
    with long_run(database, tmp_path) as first:
        end = time.monotonic() + PATIENCE_SECONDS
        while not progress.exists() or '"kills": 0' in progress.read_text("utf-8"):
            assert first.poll() is None, (tmp_path / "said").read_text("utf-8")
            assert time.monotonic() < end, (tmp_path / "said").read_text("utf-8")
            time.sleep(0.2)
    with long_run(database, tmp_path) as second:
        assert second.wait(PATIENCE_SECONDS) == 0, (tmp_path / "said").read_text("utf-8")
    assert "going on after" in (tmp_path / "said").read_text("utf-8")
    assert not (tmp_path / database).exists()  # what ended well is cleared away
