"""make bench-simulation: how long a played programme takes, beside a fixed piece of work."""

import argparse
import json
import os
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import event
from sqlalchemy.engine import Engine

from app.collector import IN_A_PLAY, spare_the_collector
from app.demo.plot import invented
from app.simulation.command import played
from app.simulation.outcome import Outcome
from bot.model import Format, Language

PEOPLE, WEEKS, SEED = 500, 12, 7
AIM_SECONDS = 60.0  # for 500 people over 12 weeks on two cores
LOAF = json.dumps([{"name": f"person {number}", "hours": [9, 17]} for number in range(2000)])
LOAVES = 200
MEBIBYTE = 1024  # of the KiB in which the system counts memory


@dataclass
class Watch:
    """Seconds that have passed, and seconds that this process has worked."""

    passed: float = 0.0
    worked: float = 0.0


@contextmanager
def watched() -> Iterator[Watch]:
    """Measure what is done meanwhile."""
    watch = Watch(-time.monotonic(), -time.process_time())
    yield watch
    watch.passed += time.monotonic()
    watch.worked += time.process_time()


def calibrate() -> Watch:
    """Measure a piece of work that is always the same, so that machines and loads compare."""
    with watched() as watch:
        for _ in range(LOAVES):
            json.dumps(json.loads(LOAF))
    return watch


@contextmanager
def counted(statements: Counter[str]) -> Iterator[None]:
    """Count what is asked of the database meanwhile, by its first word."""

    def count(*told: object) -> None:
        statements[str(told[2]).split(maxsplit=1)[0]] += 1

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def say(line: str) -> None:
    """Print a line at once: a run takes minutes."""
    print(line, flush=True)  # noqa: T201 a benchmark reports to the terminal


def show(outcome: Outcome, play: Watch, before: Watch, after: Watch, asked: Counter[str]) -> None:
    """Print what a play has taken."""
    chronicle, own = outcome.play.chronicle, (before.worked + after.worked) / 2
    answers, messages = len(chronicle.events), len(chronicle.arrivals)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE
    say(f"  passed      {play.passed:8.1f} s   (aim for {PEOPLE} × {WEEKS}: {AIM_SECONDS:.0f} s)")
    say(f"  worked      {play.worked:8.1f} s   = {play.worked / own:.0f} × the calibration")
    say(f"  calibration {own:8.2f} s   before {before.worked:.2f}, after {after.worked:.2f}")
    say(f"  load        {load}")
    say(f"  memory      {most:8.0f} MiB at most")
    say(f"  people did  {answers:8}     messages came {messages}")
    several = ", ".join(f"{word} {number}" for word, number in asked.most_common())
    say(f"  statements  {asked.total():8}     {several}")
    say(f"  statements per answer and message: {asked.total() / (answers + messages):.1f}")


def main() -> int:
    """Play once, and return 1 where a number of the status is not true."""
    parser = argparse.ArgumentParser(prog="make bench-simulation")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--weeks", type=int, default=WEEKS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--format", type=Format, default=Format.ONE_TO_ONE, choices=list(Format))
    size = parser.parse_args()
    say(f"{size.people} people, {size.weeks} weeks, seed {size.seed}, {size.format}")
    company = replace(invented(people=size.people), weeks=size.weeks, format=size.format)
    asked: Counter[str] = Counter()
    spare_the_collector(IN_A_PLAY)  # as the command does
    before = calibrate()
    with counted(asked), watched() as play:
        outcome = played(company, size.seed, Language.EN, lambda _share: None)
        agrees = outcome.verdict.agrees
    show(outcome, play, before, calibrate(), asked)
    say(f"  every number of the status agrees: {'yes' if agrees else 'NO'}")
    for each in outcome.differences:
        say(f"  {each}")
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main())
