"""make bench-delivery: what delivery costs beside what it could cost, each pair in the same run."""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from storage.schema import upgrade
from tests.benchmarks.delivery import schedule, turn, wave
from tests.databases import server_package, sqlite_url


@dataclass(frozen=True)
class Sizes:
    """How much of everything."""

    pairs: int
    ticks: tuple[int, ...]
    messages: int
    turns: int


FULL = Sizes(100_000, (1_000, 10_000, 100_000, 1_000_000), 50_000, 400)
QUICK = Sizes(5_000, (1_000, 100_000), 1_000, 100)
TINY = Sizes(200, (1_000,), 40, 20)
CARRIERS = ("clock", "procrastinate")
FEWER_BY = {"procrastinate": 10}  # its jobs go a tenth as fast
SHARE_OF_BARE = 1 / 3  # that one worker should reach, on either database
MOST_OF_BARE = 2.0  # times that a turn should take

New = Callable[[], str]


def say(words: str) -> None:
    """Print a line at once."""
    print(words, flush=True)  # noqa: T201


def compare(folder: Path, sizes: Sizes, sqlite: New, postgres: New) -> bool:
    """Print everything side by side; tell whether the targets are met."""
    _schedules(folder, sizes)
    well = _waves(sizes, sqlite, postgres)
    _carriers(postgres)
    well = _turns(sizes, {"SQLite": sqlite, "PostgreSQL": postgres}) and well
    say(f"targets met: {'yes' if well else 'no'}")
    return well


def _schedules(folder: Path, sizes: Sizes) -> None:
    for name in ("rows", "jobs", "ticks"):
        (folder / name).mkdir()
    rows, jobs = (
        schedule.rows(folder / "rows", sizes.pairs),
        schedule.jobs(folder / "jobs", sizes.pairs),
    )
    say(f"{sizes.pairs} pairs: seconds to add all, to tick idly, to take up all of them at once")
    say(f"  due rows      {rows.adding:8.2f} {rows.idle:9.5f} {rows.wave:8.2f}")
    say(f"  APScheduler   {jobs.adding:8.2f} {jobs.idle:9.5f} {jobs.wave:8.2f}")
    for many, seconds in schedule.idle_ticks(folder / "ticks", sizes.ticks):
        say(f"  an idle tick among {many:>9,} rows that are due later: {seconds * 1000:.2f} ms")


def _waves(sizes: Sizes, sqlite: New, postgres: New) -> bool:
    bare = wave.bare(max(sizes.messages, 1_000))
    say("a wave of so many messages through a provider that takes 1 ms")
    say(f"  bare asyncio, no database          {bare:8.0f} messages/s")
    slowest = bare
    for name, new, workers, carrier in (
        ("SQLite, 1 worker", sqlite, 1, "clock"),
        ("SQLite, 2 workers", sqlite, 2, "clock"),
        ("PostgreSQL, 1 worker", postgres, 1, "clock"),
        ("PostgreSQL, 2 workers", postgres, 2, "clock"),
        ("PostgreSQL, 1 Procrastinate", postgres, 1, "procrastinate"),
        ("PostgreSQL, 2 Procrastinate", postgres, 2, "procrastinate"),
    ):
        messages = sizes.messages // FEWER_BY.get(carrier, 1)
        found = wave.wave(new(), messages, workers, carrier, replies=workers == 1)
        replies = f"; a reply meanwhile {median(found.replies):.2f} s" if found.replies else ""
        say(
            f"  {name:<28}{messages:7} {found.rate:8.0f} messages/s, "
            f"1/{bare / found.rate:.1f} of bare; memory {found.at_first:.0f} to {found.at_last:.0f} MB; "
            f"twice {found.twice}{replies}"
        )
        if (workers, carrier) == (1, "clock"):
            slowest = min(slowest, found.rate)
    return slowest >= bare * SHARE_OF_BARE


def _carriers(postgres: New) -> None:
    say("from a committed turn to the partner's message, and what a worker takes while idle")
    for carrier in CARRIERS:
        took = wave.latencies(postgres(), carrier)
        idle = wave.idle(postgres(), carrier)
        say(
            f"  {carrier:<14} {median(took) * 1000:6.0f} ms (most {took[-1] * 1000:.0f}), "
            f"idle {idle:.1%} of a processor"
        )


def _turns(sizes: Sizes, databases: dict[str, New]) -> bool:
    well = True
    for name, new in databases.items():
        found = turn.turn(new(), sizes.turns)
        say(
            f"a turn on {name}: {found.ours:.1f} ms of processor, its {found.statements} statements "
            f"bare {found.bare:.1f} ms: {found.ratio:.1f} times"
        )
        well = well and found.ratio <= MOST_OF_BARE
    return well


def main(sizes: Sizes) -> bool:
    """Measure with databases that are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kehrwert-bench-") as kept:
        folder = Path(kept)
        numbers = iter(range(1_000))

        def sqlite() -> str:
            place = folder / f"sqlite-{next(numbers)}"
            place.mkdir()
            return sqlite_url(place)

        with server_package().get_server(folder / "postgres", cleanup_mode="stop") as server:

            def postgres() -> str:
                name = f"bench_{next(numbers)}"
                server.psql(f"CREATE DATABASE {name}")
                url = str(server.get_uri(name))
                upgrade(url)
                return url

            return compare(folder, sizes, sqlite, postgres)


if __name__ == "__main__":
    met = main({"--quick": QUICK, "--tiny": TINY}.get("".join(sys.argv[1:]), FULL))
    raise SystemExit(0 if met else 1)
