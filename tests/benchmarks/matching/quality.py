"""True coverage of a round beside what other ways of comparing or assigning would have given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment

from bot.matching import Catalogue, Criteria, Entrant, Hierarchy, match_round, refusals
from bot.matching.board import Board
from tests.benchmarks.matching.company import Company
from tests.benchmarks.matching.labels import seeded

Table = npt.NDArray[np.float64]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Quality:
    """What one way of matching gives; coverage as the generator knows it."""

    name: str
    pairs: int
    coverage: Sequence[float]
    violations: int

    def row(self) -> str:
        """The line of the table."""
        p10, half = np.percentile(self.coverage, 10), np.mean(np.asarray(self.coverage) >= 0.5)
        mean = np.mean(self.coverage)
        return (
            f"{self.name:<34}{self.pairs:>6}{mean:>9.3f}{p10:>7.2f}{half:>9.2f}{self.violations:>8}"
        )


HEADER = f"{'way':<34}{'pairs':>6}{'covered':>9}{'p10':>7}{'>= 0.5':>9}{'broken':>8}"


def compared(company: Company, catalogue: Catalogue) -> list[Quality]:
    """Our round and every baseline on one company."""
    mentees = [each for each in company.entrants if each.mentee]
    mentors = [each for each in company.entrants if each.mentor]
    hierarchy = Hierarchy(company.chart, company.entrants)
    board = Board.of(mentees, mentors, Criteria(hierarchy, catalogue))
    allowed = np.concatenate([board.masks.allowed(part) for part in board.stretches()])
    ours = np.concatenate([board.tenths(part) for part in board.stretches()]).astype(float)
    truth = np.array([[company.coverage(a.id, b.id) for a in mentors] for b in mentees])
    found = match_round(company.entrants, company.chart, catalogue)

    def judged(name: str, pairs: Sequence[Pair]) -> Quality:
        people = {each.id: each for each in company.entrants}
        covered = [company.coverage(mentor, mentee) for mentor, mentee in pairs]
        broken = sum(bool(refusals(people[a], people[b], hierarchy)) for a, b in pairs)
        return Quality(name, len(pairs), covered, broken)

    def named(name: str, table: Table, solve: Callable[..., list[tuple[int, int]]]) -> Quality:
        capacity = [each.capacity for each in mentors]
        pairs = solve(np.where(allowed, table, -1.0), capacity)
        return judged(name, [(mentors[column].id, mentees[row].id) for row, column in pairs])

    def texts(scorer: Callable[..., float] | None) -> Table:
        return _by_texts(mentees, mentors, scorer)

    shuffled = seeded(1).sample(mentors, len(mentors))
    return [
        named("oracle: knows the true topics", truth, _optimal),
        judged("Kehrwert", [(match.mentor, match.mentee) for match in found.matches]),
        named("Kehrwert's scores, greedily", ours, _greedy),
        named("token_set_ratio, optimal", texts(fuzz.token_set_ratio), _optimal),
        named("WRatio, optimal", texts(fuzz.WRatio), _optimal),
        named("same text, optimal", texts(None), _optimal),
        named("random among the eligible", np.random.default_rng(1).random(truth.shape), _greedy),
        judged(
            "shuffled, no rules", [(a.id, b.id) for a, b in zip(shuffled, mentees, strict=False)]
        ),
    ]


def _optimal(table: Table, capacity: Sequence[int]) -> list[tuple[int, int]]:
    owner = np.repeat(np.arange(len(capacity)), capacity)
    rows, slots = linear_sum_assignment(table[:, owner], maximize=True)
    columns = owner[slots]
    return [
        (row, column) for row, column in zip(rows, columns, strict=True) if table[row, column] >= 0
    ]


def _greedy(table: Table, capacity: Sequence[int]) -> list[tuple[int, int]]:
    room, served, pairs = list(capacity), set(), []
    for flat in np.argsort(-table, axis=None, kind="stable"):
        row, column = divmod(int(flat), table.shape[1])
        if table[row, column] < 0:
            break
        if room[column] and row not in served:
            served.add(row)
            room[column] -= 1
            pairs.append((row, column))
    return pairs


def _by_texts(
    mentees: Sequence[Entrant], mentors: Sequence[Entrant], scorer: Callable[..., float] | None
) -> Table:
    """Coverage by the best text of a mentor for each want; no scorer: only the very same text."""
    wants = sorted({each.text.strip().lower() for who in mentees for each in who.wants})
    offers = sorted({each.text.strip().lower() for who in mentors for each in who.offers})
    if scorer is None:
        alike = (np.array(wants)[:, None] == np.array(offers)[None, :]).astype(np.float32)
    else:
        alike = process.cdist(wants, offers, scorer=scorer, dtype=np.float32, workers=2) / 100
    want_rows = {text: row for row, text in enumerate(wants)}
    offer_rows = {text: row for row, text in enumerate(offers)}
    best = np.stack(
        [
            alike[:, [offer_rows[o.text.strip().lower()] for o in who.offers]].max(1)
            for who in mentors
        ],
        1,
    )
    return np.stack([_covered(best, who, want_rows) for who in mentees])


def _covered(best: Table, who: Entrant, want_rows: dict[str, int]) -> Table:
    rows = [want_rows[each.text.strip().lower()] for each in who.wants]
    weights = np.array([each.strength for each in who.wants], float)
    covered: Table = weights @ best[rows] / weights.sum()
    return covered
