"""What stood in whose way: one look at all pairs, counted for each mentee and each mentor."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching.assign import NO_PAIR
from bot.matching.board import Board

Counts = npt.NDArray[np.int64]
TAKEN_OUT = "taken_out"  # by HR, for this round; private like a block


@dataclass
class Side:
    """Counts for each person of one side.

    meets: people whose topics truly fit; allowed: those of them whom no rule forbids; possible:
    those of them above the threshold; alone[rule]: those whom only that rule forbids, and
    witness[rule]: one of them.
    """

    meets: Counts
    allowed: Counts
    possible: Counts
    alone: dict[str, Counts]
    witness: dict[str, Counts]
    someone: Counts  # one allowed person whose topics fit

    @staticmethod
    def of(size: int, rules: tuple[str, ...]) -> "Side":
        """Nothing found yet for `size` people."""

        def none() -> Counts:
            return np.zeros(size, np.int64)

        def nobody() -> Counts:
            return np.full(size, -1, np.int64)

        alone, witness = {rule: none() for rule in rules}, {rule: nobody() for rule in rules}
        return Side(none(), none(), none(), alone, witness, nobody())


def findings(board: Board) -> tuple[Side, Side]:
    """What stood in the way of each mentee and of each mentor of a board."""
    rules = (*board.masks.rules, TAKEN_OUT)
    rows, columns = board.shape
    mentees, mentors = Side.of(rows, rules), Side.of(columns, rules)
    for part in board.stretches():
        meets = board.teaching.meets(part)
        possible = board.tenths(part) != NO_PAIR
        masks = {key: refuses(part) & meets for key, refuses in board.masks.rules.items()}
        masks[TAKEN_OUT] = board.masks.taken_out(part) & meets
        refused = np.zeros(meets.shape, np.uint8)
        for mask in masks.values():
            refused += mask
        allowed = meets & (refused == 0)
        once = refused == 1
        for side, axis in ((mentees, 1), (mentors, 0)):
            here = part if axis else slice(None)
            side.meets[here] += meets.sum(axis)
            side.allowed[here] += allowed.sum(axis)
            side.possible[here] += possible.sum(axis)
            _note(side.someone, allowed, part, axis)
        for key, mask in masks.items():
            if not mask.any():
                continue
            alone = mask & once
            mentees.alone[key][part] += alone.sum(1)
            mentors.alone[key] += alone.sum(0)
            _note(mentees.witness[key], alone, part, 1)
            _note(mentors.witness[key], alone, part, 0)
    return mentees, mentors


def _note(witness: Counts, flags: npt.NDArray[np.bool_], part: slice, axis: int) -> None:
    """Remembers the first flagged person of the other side, unless one is known already."""
    if flags.size == 0:
        return
    first = flags.argmax(axis)
    found = flags.any(axis)
    if axis == 1:
        witness[part] = np.where(found, first, -1)
    else:
        new = found & (witness < 0)
        witness[new] = first[new] + part.start
