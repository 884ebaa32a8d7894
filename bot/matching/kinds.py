"""Tables of kind against kind: language, common hours and distance, compared once for all."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.matching.crowd import Crowd
from bot.matching.entrant import Terms
from bot.matching.hours import common_times
from bot.matching.score import (
    ENOUGH_HOURS_A_WEEK,
    FARTHEST_STEPS,
    LANGUAGE_WORTH,
    NEAREST_STEPS,
)

Share = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]


def language_ranks(mentees: Crowd, mentors: Crowd) -> npt.NDArray[np.int8]:
    """Rank of the best shared language, mentee kind by mentor kind; -1 where there is none."""
    codes = sorted({code for each in (*mentees.languages, *mentors.languages) for code in each})
    ours, theirs = _ranks(mentees.languages, codes), _ranks(mentors.languages, codes)
    best = np.full((len(ours), len(theirs)), -1, np.int8)
    for column in range(len(codes)):
        both = np.minimum(ours[:, column][:, None], theirs[:, column][None, :])
        best = np.maximum(best, both)
    return best


def language_shares(ranks: npt.NDArray[np.int8]) -> Share:
    """Share of the language points for each pair of kinds, 0 to 1."""
    worth = np.array([*LANGUAGE_WORTH, 0.0], np.float32)
    return worth[ranks]  # rank -1 is the last entry


def hours_tables(mentees: Crowd, mentors: Crowd, terms: Terms) -> tuple[Flags, Share]:
    """Whether there is time enough, and the share of the hours points, by kind.

    The last row and the last column stand for hours that are not known.
    """
    shape = (len(mentees.hours) + 1, len(mentors.hours) + 1)
    enough, share = np.zeros(shape, bool), np.zeros(shape, np.float32)
    if mentees.hours and mentors.hours:
        common = common_times(mentees.hours, mentors.hours, terms.weeks)
        enough[:-1, :-1] = common.longest >= terms.common_minutes
        share[:-1, :-1] = np.minimum(1.0, common.minutes / (60 * ENOUGH_HOURS_A_WEEK))
    if terms.common_minutes <= 0:
        enough[:] = True
    return enough, share


def distance_shares(mentees: Crowd, mentors: Crowd) -> Share:
    """Share of the distance points by upward line; right for all who are not in one line."""
    numbers: dict[str, int] = {}
    ours, theirs = _lines(mentees.lines, numbers, -1), _lines(mentors.lines, numbers, -2)
    steps = np.full((len(ours), len(theirs)), FARTHEST_STEPS, np.int8)
    for up in range(FARTHEST_STEPS):
        for down in range(FARTHEST_STEPS - up):
            meet = ours[:, up][:, None] == theirs[:, down][None, :]
            steps[meet] = np.minimum(steps[meet], up + down + 2)
    # By table: thousands of upward lines a side would be reckoned in eight bytes a pair.
    by_steps = (np.arange(FARTHEST_STEPS + 1) - NEAREST_STEPS) / (FARTHEST_STEPS - NEAREST_STEPS)
    worth: Share = np.clip(by_steps, 0.0, 1.0).astype(np.float32)[steps]
    return worth


def _ranks(kinds: Sequence[Mapping[str, int]], codes: Sequence[str]) -> npt.NDArray[np.int8]:
    rows = [[kind.get(code, -1) for code in codes] for kind in kinds]
    return np.array(rows, np.int8).reshape(len(kinds), len(codes))


def _lines(
    kinds: Sequence[tuple[str, ...]], numbers: dict[str, int], nobody: int
) -> npt.NDArray[np.int32]:
    table = np.full((len(kinds), FARTHEST_STEPS), nobody, np.int32)
    for row, line in enumerate(kinds):
        for column, manager in enumerate(line):
            table[row, column] = numbers.setdefault(manager, len(numbers))
    return table
