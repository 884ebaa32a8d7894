"""A pairing, its check-ins and what is said about them, with every allowed move."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from bot.model.moves import Moves
from bot.model.programme import Cadence


class PairingState(StrEnum):
    """A pairing meets while it is active."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    ENDED = "ended"


LIVING = (PairingState.ACTIVE, PairingState.SUSPENDED)  # neither completed nor ended early

PAIRING_MOVES = Moves(
    "Pairing",
    PairingState.ACTIVE,
    {
        PairingState.ACTIVE: frozenset(
            {PairingState.SUSPENDED, PairingState.COMPLETED, PairingState.ENDED}
        ),
        PairingState.SUSPENDED: frozenset(
            {PairingState.ACTIVE, PairingState.COMPLETED, PairingState.ENDED}
        ),
        PairingState.COMPLETED: frozenset(),
        PairingState.ENDED: frozenset(),
    },
)


@dataclass(frozen=True)
class MeetingHour:
    """The weekly hour of a pairing: weekday (Monday = 0), local wall time, IANA zone, cadence.

    The zone is fixed here for the life of the pairing, whoever organises a week.
    """

    weekday: int
    at: time
    time_zone: str
    cadence: Cadence


@dataclass(frozen=True)
class Leaver:
    """A mentee (participant's id) who left a group that goes on, and when."""

    mentee: int
    at: datetime


@dataclass(frozen=True)
class Pairing:
    """Those who said yes, by participants' ids: a mentor with one mentee, or a group.

    A group has a `topic` (the catalogue's key) and several `mentees`, and no proposal of its own:
    each of them had one. `left` are those who were in it. It ends on `ends_on`, inclusive.
    """

    programme: int
    proposal: int | None
    mentor: int
    mentees: tuple[int, ...]
    state: PairingState
    hour: MeetingHour
    started_at: datetime
    ends_on: date
    ended_at: datetime | None = None
    topic: str = ""
    left: tuple[Leaver, ...] = ()
    id: int = 0

    @property
    def is_group(self) -> bool:
        """Tell whether it is a group, however many are left in it."""
        return bool(self.topic)

    @property
    def is_group_now(self) -> bool:
        """Tell whether several mentees are in it at present; two who are left meet as a tandem does."""
        return self.is_group and len(self.mentees) > 1

    @property
    def members(self) -> tuple[int, ...]:
        """Return everybody's participant's id, the mentor's first."""
        return self.mentor, *self.mentees

    @property
    def learners(self) -> tuple[int, ...]:
        """Return everybody who is or was a mentee in it."""
        return *self.mentees, *(each.mentee for each in self.left)


class CheckInState(StrEnum):
    """The weekly hour is planned until somebody says, or nobody says, whether it took place."""

    PLANNED = "planned"
    MET = "met"
    MISSED = "missed"
    SKIPPED = "skipped"
    UNKNOWN = "unknown"


CHECK_IN_MOVES = Moves(
    "CheckIn",
    CheckInState.PLANNED,
    {
        CheckInState.PLANNED: frozenset(
            {
                CheckInState.MET,
                CheckInState.MISSED,
                CheckInState.SKIPPED,
                CheckInState.UNKNOWN,
            }
        ),
        # A disagreement is asked once more and unknown until then; a late answer is still an answer.
        CheckInState.MET: frozenset({CheckInState.MISSED, CheckInState.UNKNOWN}),
        CheckInState.MISSED: frozenset({CheckInState.MET, CheckInState.UNKNOWN}),
        CheckInState.UNKNOWN: frozenset({CheckInState.MET, CheckInState.MISSED}),
        # Skipping is taken back by moving to another hour of the same week.
        CheckInState.SKIPPED: frozenset({CheckInState.PLANNED}),
    },
)


@dataclass(frozen=True)
class CheckIn:
    """The weekly hour of a pairing; `week` is its ISO week ("2026-W47"), one check-in a week at most.

    `confirmed` are those (participants' ids) who said beforehand that they will be there, `absent`
    those of a group who cannot come, `said_met` and `said_missed` those who answered "did you meet?"
    with yes and with no. `moved` counts moves; `skip_reason` is a text key ("holiday", "by_mentor",
    ...). `next_step` is what they set out to do until the next hour, in the words of whoever wrote
    it down last.
    """

    pairing: int
    week: str
    starts_at: datetime
    state: CheckInState
    moved: int = 0
    confirmed: tuple[int, ...] = ()
    said_met: tuple[int, ...] = ()
    said_missed: tuple[int, ...] = ()
    asked_again: bool = False
    skip_reason: str = ""
    next_step: str = ""
    absent: tuple[int, ...] = ()
    id: int = 0


SKIPPED_AS_NOBODY_COMES = "nobody"  # all mentees of a group said that they cannot come
# Skipped by those who meet, and not by a break, a holiday or the end of the pairing.
SKIPPED_BY_ONE = frozenset({"by_mentor", "by_mentee", SKIPPED_AS_NOBODY_COMES})
SKIPPED_BY_BREAK = "pause"


class Reader(StrEnum):
    """Who may read a sentence of feedback, as its giver chooses."""

    PARTNER = "partner"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Feedback:
    """One person's answer about one check-in: usefulness 1 to 5, and whether she taught or learned."""

    check_in: int
    person: int
    useful: int
    given_at: datetime
    exchanged: bool | None = None
    sentence: str = ""
    sentence_for: Reader = Reader.NOBODY
    id: int = 0
