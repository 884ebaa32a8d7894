"""kehrwert serve in its roles: really started, asked how it is, and asked to stop."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.database import database_url
from tests.databases import sqlite_url

START_SECONDS, STOP_SECONDS = 120.0, 60.0  # ten are promised; the machine may be very busy


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings(url: str) -> Mapping[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith("KEHRWERT_")}
    return {**own, "DATABASE_URL": url, "KEHRWERT_ORGANISATION": "Musterwerk"}


def command(role: str, port: int) -> list[str]:
    return [sys.executable, "-m", "app", "serve", "--role", role, "--port", str(port)]


@contextmanager
def serving(url: str, role: str, folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Start a process, wait until it answers, and see that it is gone afterwards."""
    port = free_port()
    with (folder / f"{role}.log").open("wb") as log:
        process = subprocess.Popen(
            command(role, port), env=dict(settings(url)), stderr=log, stdout=log
        )
    try:
        end = time.monotonic() + START_SECONDS
        while asked(port, "/health/ready") is None:
            words = (folder / f"{role}.log").read_text("utf-8")
            assert process.poll() is None, words
            assert time.monotonic() < end, words
            time.sleep(0.1)
        yield process, port
    finally:
        process.kill()
        process.wait()


def asked(port: int, path: str) -> str | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
            return str(answer.read().decode())
    except OSError:
        return None


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    found: str = request.getfixturevalue("postgres_url")
    return database_url(found).set(drivername="postgresql").render_as_string(hide_password=False)


def test_web_and_worker_share_a_database_answer_and_stop_when_asked(
    url: str, tmp_path: Path
) -> None:
    with (
        serving(url, "web", tmp_path) as (web, page),
        serving(url, "worker", tmp_path) as (
            worker,
            other,
        ),
    ):
        for port in (page, other):
            shown = asked(port, "/metrics")
            assert shown is not None
            assert "kehrwert_notices_due 0" in shown
        for process in (web, worker):
            process.send_signal(signal.SIGTERM)
        assert [process.wait(STOP_SECONDS) for process in (web, worker)] == [0, 0]


def test_a_start_on_other_tables_is_refused_in_one_sentence(tmp_path: Path) -> None:
    refused = subprocess.run(
        command("worker", free_port()),
        env=dict(settings(f"sqlite:///{tmp_path}/empty.db")),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    assert refused.returncode == 1
    assert "run kehrwert db upgrade" in refused.stderr
    assert "Traceback" not in refused.stderr


NEVER_ENDS = """
import asyncio, threading
from app.serving import leave_at_last

async def stop():
    asyncio.get_running_loop().run_in_executor(None, threading.Event().wait)
    leave_at_last(0.1)

asyncio.run(stop())
"""


def test_who_is_asked_to_stop_leaves_although_a_thread_never_ends() -> None:
    left = subprocess.run(
        [sys.executable, "-c", NEVER_ENDS],
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )
    assert (left.returncode, "left to whoever comes next" in left.stderr) == (0, True)
