"""What the two of a pairing agree on or say about it: goals, and private answers about the tandem."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.moves import Moves

MOST_GOALS = 3  # that are proposed or agreed at the same time
NEARLY_THERE = 3  # steps of progress: 0 agreed, 1 begun, 2 halfway, 3 nearly there


class GoalState(StrEnum):
    """A goal counts once both want it."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REACHED = "reached"
    DROPPED = "dropped"


GOAL_MOVES = Moves(
    "Goal",
    GoalState.PROPOSED,
    {
        GoalState.PROPOSED: frozenset({GoalState.AGREED, GoalState.DROPPED}),
        GoalState.AGREED: frozenset({GoalState.REACHED, GoalState.DROPPED}),
        # Somebody pressed too early.
        GoalState.REACHED: frozenset({GoalState.AGREED}),
        GoalState.DROPPED: frozenset(),
    },
)


@dataclass(frozen=True)
class Goal:
    """What those of a pairing agreed to reach, in their own words.

    `proposed_by` is a participant's id, `agreed_by` are the ids of those who have agreed since.
    Whoever changes the words proposes it anew. `progress` is 0 to 3. `agreed_at` and `reached_at`
    are None until then.
    """

    pairing: int
    words: str
    state: GoalState
    proposed_by: int
    proposed_at: datetime
    progress: int = 0
    agreed_at: datetime | None = None
    reached_at: datetime | None = None
    agreed_by: tuple[int, ...] = ()
    id: int = 0

    @property
    def wanted_by(self) -> tuple[int, ...]:
        """Return who wants it: whoever proposed it, and who has agreed."""
        return self.proposed_by, *self.agreed_by


class PairQuestion(StrEnum):
    """What each of the two is asked about the tandem, in private.

    FIT: does it fit; RHYTHM: which cadence she would like; HELP: may HR help the two.
    """

    FIT = "fit"
    RHYTHM = "rhythm"
    HELP = "help"


@dataclass(frozen=True)
class PairAnswer:
    """One person's answer to one question about her tandem; a later one takes its place."""

    pairing: int
    person: int
    question: PairQuestion
    answer: str
    given_at: datetime
    id: int = 0
