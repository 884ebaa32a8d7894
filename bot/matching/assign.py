"""The best whole assignment: most pairs first, then the fairest and best, proven over all pairs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

Whole = npt.NDArray[np.int64]
Costs = npt.NDArray[np.float64]
Keys = npt.NDArray[np.int32]

BEST_TENTHS = 1000
NO_PAIR = -1
LIKELY_PARTNERS = 30  # for each mentee at first; the pricing pass finds whoever is missing
MOST_ADDED = 12  # pairs for each mentee and pricing pass
MOST_PASSES = 60
_PART_COST = 1.0  # SciPy takes an explicit zero for a missing edge
_JITTER_BITS = 20


@dataclass(frozen=True)
class Possible:
    """Pairs that may meet, row by row, in four bytes each: there are many millions of them."""

    first_row: int
    counts: Keys  # pairs of each row
    columns: npt.NDArray[np.uint16] | Keys
    tenths: npt.NDArray[np.int16]  # of a point

    @staticmethod
    def among(table: npt.NDArray[np.int16], first_row: int) -> "Possible":
        """The pairs of a table, all but NO_PAIR; its first row is `first_row` of the whole."""
        possible = table >= 0
        counts = np.count_nonzero(possible, axis=1).astype(np.int32)
        places = np.flatnonzero(possible)  # much faster than rows and columns at once
        columns = places - np.repeat(np.arange(len(table)) * table.shape[1], counts)
        small = table.shape[1] <= np.iinfo(np.uint16).max
        narrow: npt.NDArray[np.uint16] | Keys
        narrow = columns.astype(np.uint16) if small else columns.astype(np.int32)
        return Possible(first_row, counts, narrow, table.ravel()[places])

    @property
    def rows(self) -> Keys:
        """The row of each pair."""
        numbers = np.arange(self.first_row, self.first_row + len(self.counts), dtype=np.int32)
        return np.repeat(numbers, self.counts)


class Pairs(Protocol):
    """All pairs in stretches of mentees."""

    @property
    def shape(self) -> tuple[int, int]:
        """Number of mentees and of mentors."""

    def stretches(self) -> list[slice]:
        """Rows in stretches that fit into memory."""

    def possible(self, rows: slice) -> "Possible":
        """The pairs of a stretch that may meet."""


@dataclass(frozen=True)
class Certificate:
    """How far the assignment can be from the best possible one, by linear programming duality.

    `gap` is a share of the total cost, 0.0 if `proven`: no pair of all, considered or not, could
    make it better. `passes` counts the looks at all pairs.
    """

    gap: float = 0.0
    proven: bool = True
    passes: int = 0
    edges: int = 0


@dataclass(frozen=True)
class Assignment:
    """Rows (mentees) with their columns (mentors)."""

    pairs: tuple[tuple[int, int], ...]
    certificate: Certificate


@dataclass(frozen=True)
class _Edges:
    """Pairs under consideration, sorted by row and column, each once."""

    rows: Whole
    columns: Whole
    costs: Costs

    def with_more(self, more: Sequence["_Edges"]) -> "_Edges":
        rows = np.concatenate([self.rows, *(each.rows for each in more)])
        columns = np.concatenate([self.columns, *(each.columns for each in more)])
        costs = np.concatenate([self.costs, *(each.costs for each in more)])
        order = np.lexsort((columns, rows))
        rows, columns, costs = rows[order], columns[order], costs[order]
        new = np.ones(len(rows), bool)
        new[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        return _Edges(rows[new], columns[new], costs[new])


NO_EDGES = _Edges(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))


def cost(tenths: npt.NDArray[np.int16]) -> Costs:
    """Squared distance from the best score: the worst-off pair weighs most. Whole numbers."""
    miss = BEST_TENTHS - tenths.astype(np.float64)
    return miss * miss + _PART_COST


def unmatched_cost(mentees: int) -> float:
    """More than all pairs together can cost: one pair more outweighs every gain in score.

    For 20,000 mentees 2e10; sums stay below 2**53, so that doubles add whole numbers exactly.
    """
    return float((BEST_TENTHS**2 + _PART_COST) * (mentees + 1))


def assign(
    board: Pairs, places: Sequence[int], progress: Callable[[float], None] | None = None
) -> Assignment:
    """The assignment with the most pairs and, among those, the least sum of squared misses.

    Solves on the likeliest pairs, then looks at all pairs with the prices of that solution for
    any that would improve it, adds those and solves again, until there is none.
    """
    tell = progress or (lambda _: None)
    rows, columns = board.shape
    room = np.asarray(places, np.int64)
    if rows == 0 or columns == 0:
        return Assignment((), Certificate())
    edges = NO_EDGES.with_more([_likeliest(board.possible(part)) for part in board.stretches()])
    tell(0.5)
    for passes in range(1, MOST_PASSES + 1):
        partner = _solve(edges, rows, room)
        paid, prices = _prices(edges, partner, rows, room)
        missing, slack = _missing(board, paid, prices)
        tell(1.0 - 0.5 / (passes + 1))
        if not missing or passes == MOST_PASSES:
            break
        edges = edges.with_more(missing)
    total = float(np.where(partner >= 0, 0.0, unmatched_cost(rows)).sum())
    total += float(_matched(edges, partner)[1].sum())
    found = tuple((int(row), int(partner[row])) for row in np.flatnonzero(partner >= 0))
    gap = slack / total if total else 0.0
    return Assignment(found, Certificate(gap, slack == 0, passes, len(edges.rows)))


def _likeliest(possible: Possible) -> _Edges:
    """The best partners of each mentee; equal ones are spread, lest all want the same few."""
    rows = possible.rows
    jitter = _jitter(rows, possible.columns)
    keys = (possible.tenths.astype(np.int32) << _JITTER_BITS) | jitter
    best = _best_of_each_row(rows, keys, LIKELY_PARTNERS)
    return _edges(possible, rows, best)


def _edges(possible: Possible, rows: Keys, chosen: Whole) -> _Edges:
    columns = possible.columns[chosen].astype(np.int64)
    return _Edges(rows[chosen].astype(np.int64), columns, cost(possible.tenths[chosen]))


def _best_of_each_row(rows: Keys, keys: Costs | Keys, limit: int) -> Whole:
    """Places of the `limit` greatest keys of each row; rows are sorted."""
    bounds = [*np.flatnonzero(np.diff(rows, prepend=-1)), len(rows)]
    chosen = [
        np.arange(start, end)
        if end - start <= limit
        else start + np.argpartition(keys[start:end], -limit)[-limit:]
        for start, end in pairwise(bounds)
    ]
    return np.concatenate(chosen) if chosen else np.empty(0, np.int64)


def _jitter(rows: Keys, columns: npt.NDArray[np.uint16] | Keys) -> Keys:
    """The same well-mixed number for the same pair each time: chance without a die."""
    mixed = rows.astype(np.uint32) * np.uint32(0x9E3779B1)
    mixed ^= columns.astype(np.uint32) * np.uint32(0x85EBCA77)
    mixed = (mixed ^ (mixed >> np.uint32(15))) * np.uint32(0xC2B2AE3D)
    jitter: Keys = (mixed >> np.uint32(32 - _JITTER_BITS)).astype(np.int32)
    return jitter


def _solve(edges: _Edges, rows: int, room: Whole) -> Whole:
    """The partner of each row, -1 for none: one column for each place, a dummy for each row."""
    wanted = np.bincount(edges.columns, minlength=len(room))
    slots = np.minimum(room, wanted)
    first = np.concatenate([[0], np.cumsum(slots)])
    copies = slots[edges.columns]
    slot_rows = np.repeat(edges.rows, copies)
    slot_costs = np.repeat(edges.costs, copies)
    within = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies)
    slot_columns = np.repeat(first[edges.columns], copies) + within
    every = np.arange(rows)
    graph = sparse.csr_array(
        (
            np.concatenate([slot_costs, np.full(rows, unmatched_cost(rows))]),
            (
                np.concatenate([slot_rows, every]),
                np.concatenate([slot_columns, first[-1] + every]),
            ),
        ),
        shape=(rows, int(first[-1]) + rows),
    )
    taken_rows, taken = min_weight_full_bipartite_matching(graph)
    owner = np.concatenate([np.repeat(np.arange(len(room)), slots), np.full(rows, -1)])
    partner = np.full(rows, -1, np.int64)
    partner[taken_rows] = owner[taken]
    return partner


def _matched(edges: _Edges, partner: Whole) -> tuple[Whole, Costs]:
    here = partner[edges.rows] == edges.columns
    return edges.rows[here], edges.costs[here]


def _prices(edges: _Edges, partner: Whole, rows: int, room: Whole) -> tuple[Costs, Costs]:
    """Dual prices: what each mentee pays, and what a place of each mentor costs beyond its pair.

    The greatest prices that support the assignment: shortest paths from the free places, by
    Bellman and Ford's relaxation over all edges at once. A mentor with a free place costs nothing.
    """
    outside = unmatched_cost(rows)
    full = np.bincount(partner[partner >= 0], minlength=len(room)) >= room
    prices = np.where(full, outside, 0.0)
    starts = np.flatnonzero(np.diff(edges.rows, prepend=-1))
    with_edges = edges.rows[starts]
    matched_rows, matched_costs = _matched(edges, partner)
    paid = np.full(rows, outside)
    for _ in range(rows + len(room) + 1):
        if len(starts):
            best = np.minimum.reduceat(edges.costs + prices[edges.columns], starts)
            paid[with_edges] = np.minimum(best, outside)
        reached = prices.copy()
        np.minimum.at(reached, partner[matched_rows], paid[matched_rows] - matched_costs)
        reached = np.where(full, reached, 0.0)
        if np.array_equal(reached, prices):
            break
        prices = reached
    return paid, prices


def _missing(board: Pairs, paid: Costs, prices: Costs) -> tuple[list[_Edges], float]:
    """Pairs among all that would improve the assignment, and by how much they could at most."""
    found, slack = [], 0.0
    for part in board.stretches():
        possible = board.possible(part)
        rows = possible.rows
        gain = paid[rows] - cost(possible.tenths) - prices[possible.columns]
        hopeful = np.flatnonzero(gain > 0)
        if not len(hopeful):
            continue
        some, gain = rows[hopeful], gain[hopeful]
        slack += float(np.maximum.reduceat(gain, np.flatnonzero(np.diff(some, prepend=-1))).sum())
        best = hopeful[_best_of_each_row(some, gain, MOST_ADDED)]
        found.append(_edges(possible, rows, best))
    return found, slack
