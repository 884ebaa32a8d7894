"""What a round costs: seconds of processor time, seconds on the clock, peak memory."""

import itertools
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from bot.matching import Catalogue, Entrant, RoundResult, match_one, match_round
from bot.matching.assign import Possible, assign
from tests.benchmarks.matching.company import invented
from tests.benchmarks.matching.labels import labels, seeded

SOLVED = (1_000, 10_000, 20_000)
NEWCOMERS = 40


@dataclass
class Watch:
    """Measures a block of work."""

    wall: float = 0.0
    processor: float = 0.0

    def __enter__(self) -> "Watch":
        self.wall, self.processor = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall = time.perf_counter() - self.wall
        self.processor = time.process_time() - self.processor

    def __str__(self) -> str:
        return f"{self.wall:8.2f} s on the clock {self.processor:8.2f} s of processor"


class RandomPairs:
    """A board of chance: a twentieth of all pairs may meet, in tenths of a point."""

    def __init__(self, size: int) -> None:
        self.shape = (size, size)
        self._parts = {part.start: self._drawn(part) for part in self.stretches()}

    def stretches(self) -> list[slice]:
        """Rows in stretches."""
        size = self.shape[0]
        return [slice(start, min(size, start + 500)) for start in range(0, size, 500)]

    def possible(self, rows: slice) -> Possible:
        """The pairs of a stretch, drawn before the watch runs."""
        return self._parts[rows.start]

    def _drawn(self, rows: slice) -> Possible:
        chance = np.random.default_rng(rows.start)
        table = chance.integers(-19_000, 1_000, (rows.stop - rows.start, self.shape[1]), np.int16)
        return Possible.among(table, rows.start)


def lines(*, full: bool) -> Iterator[str]:
    """The table of costs, line by line as it is measured."""
    yield from _solving(SOLVED if full else SOLVED[:1])
    for size in (1_000, 10_000) if full else (1_000,):
        yield from _measured_apart(str(size))
    yield from _measured_apart("newcomers")


def _solving(sizes: tuple[int, ...]) -> Iterator[str]:
    for size in sizes:
        board = RandomPairs(size)
        with Watch() as watch:
            found = assign(board, [1] * size)
        proof = "proven" if found.certificate.proven else f"gap {found.certificate.gap:.1e}"
        yield (
            f"assignment {size:>6} x {size:<6} {watch}  {len(found.pairs)} pairs, {proof},"
            f" {found.certificate.passes} passes"
        )
    table = np.random.default_rng(1).integers(0, 1_000, (1_000, 1_000))
    with Watch() as watch:
        linear_sum_assignment(table, maximize=True)
    yield f"  dense linear_sum_assignment, 1000 x 1000 {watch}"


def _measured_apart(what: str) -> Iterator[str]:
    """In a process of its own, so that its peak memory is its own."""
    command = [sys.executable, "-m", "tests.benchmarks.matching.cost", what]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    yield from done.stdout.splitlines()


def _round(size: int) -> Iterator[str]:
    company = invented(people=3 * size, mentees=size, mentors=size)
    entrants = company.entrants
    texts = {choice.text for each in entrants for choice in (*each.offers, *each.wants)}
    catalogue = Catalogue.load()
    catalogue.recognise("warm")
    before = _peak()
    with Watch() as watch:
        result = match_round(entrants, company.chart, catalogue)
    yield f"round {size} x {size}, {len(texts)} texts     {watch}  {_summary(result)}"
    yield f"  peak memory {_peak()} MiB, {before} MiB of it before the round"
    yield _naive(entrants, watch.processor)


def _newcomers() -> Iterator[str]:
    """Single people who join 10,000 others, half of them on the other side; texts read before."""
    company = invented(people=15_000, mentees=5_000, mentors=5_000)
    catalogue = Catalogue.load()
    everybody = company.entrants
    catalogue.recognise_many([each.text for who in everybody for each in (*who.offers, *who.wants)])
    taken = []
    for newcomer in everybody[:: len(everybody) // NEWCOMERS]:
        others = [each for each in everybody if each.id != newcomer.id]
        with Watch() as watch:
            match_one(newcomer, others, company.chart, catalogue)
        taken.append(1000 * watch.processor)
    yield (
        f"one newcomer among 10,000: {statistics.median(taken):.0f} ms of processor,"
        f" median of {len(taken)}; the slowest {max(taken):.0f} ms"
    )


def _naive(entrants: tuple[Entrant, ...], ours: float) -> str:
    """WRatio on every want and offer of every pair; a sample, extrapolated to all pairs."""
    chance = seeded(1)
    mentees = [each for each in entrants if each.mentee]
    mentors = [each for each in entrants if each.mentor]
    sample = [(chance.choice(mentees), chance.choice(mentors)) for _ in range(400)]
    with Watch() as watch:
        for mentee, mentor in sample:
            for want, offer in itertools.product(mentee.wants, mentor.offers):
                fuzz.WRatio(want.text.lower(), offer.text.lower())
    total = watch.processor * len(mentees) * len(mentors) / len(sample)
    return (
        f"  naive WRatio loop, {len(sample)} pairs extrapolated: {total:10.0f} s of processor,"
        f" {total / ours:.0f} times the whole round"
    )


def _summary(result: RoundResult) -> str:
    proof = "proven" if result.certificate.proven else f"gap {result.certificate.gap:.1e}"
    return f"{len(result.matches)} pairs, {proof}, {result.certificate.passes} passes"


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    assert labels()
    what = sys.argv[1]
    for line in _newcomers() if what == "newcomers" else _round(int(what)):
        sys.stdout.write(line + "\n")
