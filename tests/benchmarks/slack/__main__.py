"""make bench-slack: what a signed /program costs in our server, beside a bare Bolt app."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from app.wiring import system_now
from storage.books import SqlBooks
from storage.schema import upgrade
from tests.benchmarks.slack import company
from tests.benchmarks.slack.callers import SECRET, Callers, PlayedSlack, Taken, played_slack
from tests.benchmarks.slack.processes import Server, server
from tests.databases import server_package, sqlite_url

SIDE_BY_SIDE = (1, 16)
ROUNDS = 7  # of which the middle one counts
MOST_CPU = 5.0  # times the bare app's
MOST_P99_MS = 500.0
MOST_P99_IN_A_WAVE_MS = 1000.0
WAVE_PAUSE = 1.0  # seconds between an answer and the same person's next command
HEAD = "                         at once   CPU ms  ratio  ack p50     p99  answer p50     p99"


@dataclass(frozen=True)
class Size:
    """How much is measured; a smoke test takes less. `requests` are those of a round."""

    people: int = 10_000
    callers: int = 800
    requests: int = 800
    wave_seconds: int = 60


SMOKE = Size(people=60, callers=16, requests=32, wave_seconds=2)


@dataclass(frozen=True)
class Cost:
    """CPU of the server process a request in ms, and how long people waited."""

    cpu: float
    taken: Taken


class Bench:
    """One run: everything is printed as it is known.

    `missed` collects the targets not met, `broken` what did not even work.
    """

    def __init__(self, size: Size, slack: PlayedSlack, folder: Path) -> None:
        self.size = size
        self.slack = slack
        self.folder = folder
        self.missed: list[str] = []
        self.broken: list[str] = []

    async def ours(self, name: str, url: str) -> None:
        """Measure `kehrwert serve` on a database that is filled first, beside a bare app."""
        books = SqlBooks(url)
        await asyncio.to_thread(company.found, books, self.size.people, system_now())
        settings = {
            "DATABASE_URL": url,
            "SLACK_BOT_TOKEN": "xoxb-played",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"{self.slack.url}/api/",
            "KEHRWERT_ORGANISATION": company.ORGANISATION,
            "KEHRWERT_LOG_LEVEL": "warning",
        }
        log, bare_log = self.folder / f"{name}.log", self.folder / f"{name}-bare.log"
        only_acknowledges = "tests.benchmarks.slack.bare"
        async with (
            server("app", "serve", log=log, **settings) as ours,
            server(only_acknowledges, log=bare_log, SLACK_SIGNING_SECRET=SECRET) as bare,
        ):
            callers = Callers(self.slack, ours.url, self.size.callers)
            others = Callers(self.slack, bare.url, self.size.callers, answered=False)
            self._row(f"{name}, first contact", 16, [await self._cost(ours, callers, 16)])
            await self._cost(bare, others, 16)
            for many in SIDE_BY_SIDE:
                await self._compare(name, many, (bare, others), (ours, callers))
            await self._wave(name, books, ours, callers)
        books.close()
        complaints = [each for each in log.read_text("utf-8").splitlines() if '"error"' in each]
        if complaints:
            self.broken.append(f"{name} logged {len(complaints)} errors: {complaints[0][:1000]}")

    async def _compare(
        self, name: str, many: int, bare: tuple[Server, Callers], ours: tuple[Server, Callers]
    ) -> None:
        """Measure both in turns: a machine that becomes faster or slower does so for both."""
        plain, full = [], []
        for _ in range(ROUNDS):
            plain.append(await self._cost(*bare, many))
            full.append(await self._cost(*ours, many))
        ratio = median(mine.cpu / its.cpu for mine, its in zip(full, plain, strict=True))
        self._row("bare Bolt", many, plain, 1.0)
        self._row(name, many, full, ratio)
        slowest = _at(_answered(full), 0.99)
        if ratio > MOST_CPU:
            self.missed.append(f"{name}: {ratio:.1f} times the CPU of the bare app, {many} at once")
        if slowest > MOST_P99_MS:
            self.missed.append(f"{name}: p99 of {slowest:.0f} ms, {many} at once")

    async def _wave(self, name: str, books: SqlBooks, ours: Server, callers: Callers) -> None:
        """Measure commands while everybody in a tandem is to be reminded."""
        now = system_now()
        owed = await asyncio.to_thread(company.owe_reminders, books, self.size.people, now)
        before = self.slack.sent
        requests = 16 * self.size.wave_seconds
        cost = await self._cost(ours, callers, 16, requests, WAVE_PAUSE)
        self._row(f"{name}, Monday wave", 16, [cost])
        say(f"{'':<24}{owed} reminders due, {self.slack.sent - before} sent meanwhile")
        if self.slack.sent == before:
            self.broken.append(f"{name}: no reminder went out, so there was no wave")
        slowest = _at(cost.taken.answered, 0.99)
        if slowest > MOST_P99_IN_A_WAVE_MS:
            self.missed.append(f"{name}: p99 of {slowest:.0f} ms in a wave")

    async def _cost(
        self, of: Server, callers: Callers, many: int, requests: int = 0, pause: float = 0.0
    ) -> Cost:
        cpu = of.cpu_seconds()
        taken = await callers.type(requests or self.size.requests, many, pause)
        return Cost((of.cpu_seconds() - cpu) * 1000 / len(taken.answered), taken)

    def _row(self, name: str, many: int, costs: Sequence[Cost], ratio: float | None = None) -> None:
        """Print the middle cost of all rounds, and how long people waited in any."""
        acknowledged = sorted(each for cost in costs for each in cost.taken.acknowledged)
        answered, cpu = _answered(costs), median(each.cpu for each in costs)
        say(
            f"{name:<24}{many:>8}{cpu:>9.2f}{'' if ratio is None else format(ratio, '.1f'):>7}"
            f"{_at(acknowledged, 0.5):>9.1f}{_at(acknowledged, 0.99):>8.1f}"
            f"{_at(answered, 0.5):>12.1f}{_at(answered, 0.99):>8.1f}",
        )


def _answered(costs: Sequence[Cost]) -> list[float]:
    return sorted(each for cost in costs for each in cost.taken.answered)


def _at(waited: list[float], share: float) -> float:
    return waited[min(int(len(waited) * share), len(waited) - 1)]


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the addresses of an empty SQLite and an empty PostgreSQL database."""
    with ExitStack() as stack:
        # As root PostgreSQL runs as another user, who must reach its files.
        data = stack.enter_context(tempfile.TemporaryDirectory(prefix="kehrwert-postgres-"))
        running = stack.enter_context(
            server_package().get_server(Path(data) / "data", cleanup_mode="stop")
        )
        running.psql("CREATE DATABASE bench")
        postgres = running.get_uri("bench")
        upgrade(postgres)
        yield {"SQLite": sqlite_url(folder), "PostgreSQL": postgres}


def say(line: str) -> None:
    """Print a line at once: a run takes minutes."""
    print(line, flush=True)  # noqa: T201 a benchmark reports to the terminal


async def measured(size: Size) -> Bench:
    """Measure everything in one run, and print it."""
    with tempfile.TemporaryDirectory(prefix="kehrwert-bench-") as name:
        folder = Path(name)
        async with played_slack() as slack:
            bench = Bench(size, slack, folder)
            say(f"load average before: {os.getloadavg()[0]:.2f}, times in ms")
            say(HEAD)
            with databases(folder) as urls:
                for database, url in urls.items():
                    await bench.ours(database, url)
            say(f"load average after: {os.getloadavg()[0]:.2f}")
            return bench


def main() -> int:
    """Run the benchmark; with --smoke a small one, of which only counts that it works."""
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--smoke", action="store_true", help="a small run, judged by no time")
    smoke = reading.parse_args().smoke
    bench = asyncio.run(measured(SMOKE if smoke else Size()))
    for each in bench.broken:
        say(f"broken: {each}")
    if smoke:
        return 1 if bench.broken else 0
    for each in bench.missed:
        say(f"missed: {each}")
    if not bench.missed:
        say("all targets are met")
    return 1 if bench.broken or bench.missed else 0


if __name__ == "__main__":
    sys.exit(main())
