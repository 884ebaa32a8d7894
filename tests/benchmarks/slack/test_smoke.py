"""The benchmark of Slack runs, on both databases; nothing here is judged by its time."""

import asyncio
import subprocess
import sys


async def test_the_benchmark_works_on_both_databases() -> None:
    command = [sys.executable, "-m", "tests.benchmarks.slack", "--smoke"]
    ended = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert ended.stdout.count("Monday wave") == 2
