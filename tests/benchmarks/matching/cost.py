"""What a round costs: seconds of processor time, seconds on the clock, peak memory."""

import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from bot.matching import (
    Catalogue,
    Criteria,
    Entrant,
    Hierarchy,
    RoundResult,
    edited,
    match_one,
    match_round,
)
from bot.matching.assign import Possible, assign
from bot.matching.board import Board
from bot.matching.meaning import meaning_of
from bot.model import TopicAction, TopicChange
from tests.benchmarks.matching.company import invented
from tests.benchmarks.matching.labels import labels, seeded, typed
from tests.benchmarks.matching.targets import Figures

SOLVED = (1_000, 10_000, 20_000)
NEWCOMERS = 100
SAMPLED = 1_000  # pairs of the naive loop
FEW_TEXTS = 2_000
CHANGED_AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
_WHOLE = 10_000  # people on each side
_SOLVED_TARGETS = {10_000: "solve10", 20_000: "solve20"}


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


def lines(*, full: bool, figures: Figures) -> Iterator[str]:
    """The table of costs, line by line as it is measured."""
    yield from _solving(SOLVED if full else SOLVED[:1], figures)
    for what in ("1000", "10000", "few", "newcomers", "search") if full else ("1000", "search"):
        yield from _measured_apart(what, figures)


def _solving(sizes: tuple[int, ...], figures: Figures) -> Iterator[str]:
    for size in sizes:
        board = RandomPairs(size)
        with Watch() as watch:
            found = assign(board, [1] * size)
        if size in _SOLVED_TARGETS:
            figures.note(_SOLVED_TARGETS[size], watch.processor)
        proof = "proven" if found.certificate.proven else f"gap {found.certificate.gap:.1e}"
        yield (
            f"assignment {size:>6} x {size:<6} {watch}  {len(found.pairs)} pairs, {proof},"
            f" {found.certificate.passes} passes"
        )
    table = np.random.default_rng(1).integers(0, 1_000, (1_000, 1_000))
    with Watch() as watch:
        linear_sum_assignment(table, maximize=True)
    yield f"  dense linear_sum_assignment, 1000 x 1000 {watch}"


def _measured_apart(what: str, figures: Figures) -> Iterator[str]:
    """In a process of its own, so that its peak memory is its own; "@target figure" is noted."""
    command = [sys.executable, "-m", "tests.benchmarks.matching.cost", what]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        if line.startswith("@"):
            target, figure = line[1:].split()
            figures.note(target, float(figure))
        else:
            yield line


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
    if size == _WHOLE:
        yield f"@round {watch.processor}"
        yield f"@memory {_peak()}"
    naive = _naive(entrants)
    yield (
        f"  naive WRatio loop, {SAMPLED} pairs extrapolated: {naive:10.0f} s of processor,"
        f" {naive / watch.processor:.0f} times the whole round"
    )


def _few_texts() -> Iterator[str]:
    """Scoring all pairs where people use some 2,000 texts, against the naive loop on the same."""
    chance = seeded(2)
    said = {
        key: [typed(key, chance) for _ in range(FEW_TEXTS // len(labels()))] for key in labels()
    }
    company = invented(
        people=3 * _WHOLE,
        mentees=_WHOLE,
        mentors=_WHOLE,
        say=lambda key, die: die.choice(said[key]),
    )
    mentees = [each for each in company.entrants if each.mentee]
    mentors = [each for each in company.entrants if each.mentor]
    texts = {choice.text for each in company.entrants for choice in (*each.offers, *each.wants)}
    catalogue = Catalogue.load()
    catalogue.recognise("warm")
    criteria = Criteria(Hierarchy(company.chart, company.entrants), catalogue)
    with Watch() as watch:
        board = Board.of(mentees, mentors, criteria)
        for part in board.stretches():
            board.teaching.coverage(part)
    with Watch() as everything:
        for part in board.stretches():
            board.tenths(part)
    naive = _naive(company.entrants)
    yield f"topics of {_WHOLE} x {_WHOLE}, {len(texts)} texts {watch}"
    yield f"  rules, hours, places and sums of all pairs  {everything}"
    yield (
        f"  naive WRatio loop, {SAMPLED} pairs extrapolated: {naive:10.0f} s of processor,"
        f" {naive / watch.processor:.0f} times the topics,"
        f" {naive / (watch.processor + everything.processor):.0f} times the whole scoring"
    )
    yield f"@naive {naive / (watch.processor + everything.processor)}"


def _searching() -> Iterator[str]:
    """A picker's keystrokes, and what a change of HR's costs the first search after it."""
    catalogue = Catalogue.load()
    with Watch() as built:
        catalogue.search("warm", "de")
    taken = []
    names = [topic.name(language) for topic in catalogue.topics for language in ("de", "en")]
    for name in names[::4]:
        for end in range(1, min(9, len(name))):
            with Watch() as watch:
                catalogue.search(name[:end], "de")
            taken.append(1000 * watch.processor)
    change = TopicChange(1, CHANGED_AT, TopicAction.ADD, "own_bees", "Imkerei", "Beekeeping")
    with Watch() as anew:
        edited(catalogue, (change,)).search("imk", "de")
    with Watch() as again:
        edited(catalogue, (change,)).search("imk", "de")
    p95 = statistics.quantiles(taken, n=20)[-1]
    yield (
        f"type-ahead search: {statistics.median(taken):.1f} ms of processor, median of {len(taken)}"
        f" keystrokes; p95 {p95:.1f} ms, the first {1000 * built.processor:.0f} ms"
    )
    yield (
        f"  after a change of HR's: {1000 * anew.processor:.0f} ms once,"
        f" then {1000 * again.processor:.1f} ms"
    )
    yield f"@search {p95}"


def _newcomers() -> Iterator[str]:
    """Single people who join 10,000 others, half of them on the other side; texts read before."""
    company = invented(people=15_000, mentees=5_000, mentors=5_000)
    catalogue = Catalogue.load()
    everybody = company.entrants
    texts = {each.text for who in everybody for each in (*who.offers, *who.wants)}
    catalogue.recognise_many(sorted(texts))
    for text in texts:
        meaning_of(text, catalogue)
    taken = []
    for newcomer in everybody[:: len(everybody) // NEWCOMERS]:
        others = [each for each in everybody if each.id != newcomer.id]
        with Watch() as watch:
            match_one(newcomer, others, company.chart, catalogue)
        taken.append(1000 * watch.processor)
    p95 = statistics.quantiles(taken, n=20)[-1]
    yield (
        f"one newcomer among 10,000: {statistics.median(taken):.0f} ms of processor,"
        f" median of {len(taken)}; p95 {p95:.0f} ms, the slowest {max(taken):.0f} ms"
    )
    yield f"@newcomer {p95}"


def _naive(entrants: tuple[Entrant, ...]) -> float:
    """Seconds for WRatio on every want and offer of every pair; a sample, extrapolated."""
    chance = seeded(1)
    mentees = [each for each in entrants if each.mentee]
    mentors = [each for each in entrants if each.mentor]
    sample = [(chance.choice(mentees), chance.choice(mentors)) for _ in range(SAMPLED)]
    with Watch() as watch:
        for mentee, mentor in sample:
            for want, offer in itertools.product(mentee.wants, mentor.offers):
                fuzz.WRatio(want.text.lower(), offer.text.lower())
    return watch.processor * len(mentees) * len(mentors) / len(sample)


def _summary(result: RoundResult) -> str:
    proof = "proven" if result.certificate.proven else f"gap {result.certificate.gap:.1e}"
    return f"{len(result.matches)} pairs, {proof}, {result.certificate.passes} passes"


def _peak() -> int:
    """Peak memory of this process in MiB; getrusage would also count the one it was started from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if "VmHWM" in line)) // 1024


if __name__ == "__main__":
    assert labels()
    what = sys.argv[1]
    apart = {"newcomers": _newcomers, "few": _few_texts, "search": _searching}
    for line in apart[what]() if what in apart else _round(int(what)):
        sys.stdout.write(line + "\n")
