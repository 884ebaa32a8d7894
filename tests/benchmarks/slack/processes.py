"""Servers in processes of their own, and the CPU that each has used."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

START_SECONDS = 30.0
END_SECONDS = 15.0
SCHEDULED = 2  # which of a process's clocks: the one of its scheduled time


@dataclass(frozen=True)
class Server:
    """A running server process."""

    url: str
    process: subprocess.Popen[bytes]

    def cpu_seconds(self) -> float:
        """Return how much CPU the process has used, all threads, to the microsecond.

        Nobody else's: neither the callers' nor the database server's. Linux gives each process a
        clock by its number: man 3 clock_getcpuclockid, include/linux/posix-timers.h.
        """
        return time.clock_gettime((~self.process.pid << 3) | SCHEDULED)


@asynccontextmanager
async def server(*command: str, log: Path, **settings: str) -> AsyncIterator[Server]:
    """Run a Python module as a server on a free port until the block ends."""
    port = _free_port()
    environment = _without_settings(os.environ) | settings | {"KEHRWERT_PORT": str(port)}
    with log.open("wb") as written:
        process = _started(command, environment, written)
        try:
            await _wait_for(process, port, log)
            yield Server(f"http://127.0.0.1:{port}", process)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.to_thread(process.wait, END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _started(
    command: tuple[str, ...], environment: Mapping[str, str], log: IO[bytes]
) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", *command]
    return subprocess.Popen(words, env=environment, stdout=log, stderr=log)


def _without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without what somebody has set for a Kehrwert of her own."""
    ours = ("SLACK_", "KEHRWERT_", "DATABASE_URL")
    return {name: value for name, value in environment.items() if not name.startswith(ours)}


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


async def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        await asyncio.sleep(0.1)
    raise RuntimeError(f"the server did not start: {_end_of(log)}")


def _end_of(log: Path) -> str:
    return log.read_text("utf-8")[-2000:]
