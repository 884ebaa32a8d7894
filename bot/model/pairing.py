"""From a round of proposals to a pairing and its check-ins, with every allowed move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum

from bot.model.moves import Moves
from bot.model.programme import Cadence


class RoundState(StrEnum):
    """A round is a draft for HR until it is sent or discarded."""

    DRAFT = "draft"
    SENT = "sent"
    DISCARDED = "discarded"


ROUND_MOVES = Moves(
    "Round",
    RoundState.DRAFT,
    {
        RoundState.DRAFT: frozenset({RoundState.SENT, RoundState.DISCARDED}),
        RoundState.SENT: frozenset(),
        RoundState.DISCARDED: frozenset(),
    },
)


@dataclass(frozen=True)
class Reason:
    """One fact behind a match or behind its absence: a text key and the values it speaks of."""

    key: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Unmatched:
    """A participant whom a round could not match: the binding reason and what would change it."""

    participant: int
    seat: str
    reason: Reason
    advice: Reason


@dataclass(frozen=True)
class Trial:
    """What HR tries in a draft, pairs by participants' ids (mentor, mentee).

    `kept` are pairs that stay whatever changes, `threshold` this round's least degree (None: the
    programme's); `gained` and `lost` are the pairs that came and went when it was last computed.
    """

    kept: tuple[tuple[int, int], ...] = ()
    threshold: int | None = None
    gained: tuple[tuple[int, int], ...] = ()
    lost: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Round:
    """One run of the matcher for a programme; holds the draft proposals for HR's review.

    `taken_out` are pairs of participants' ids (mentor, mentee) that HR excluded from this round.
    `solved_at` is None while the draft waits to be computed, or to be computed anew. `trial` is
    what HR tries in it, None as long as nothing.
    """

    programme: int
    state: RoundState
    opened_by: int
    opened_at: datetime
    unmatched: tuple[Unmatched, ...] = ()
    taken_out: tuple[tuple[int, int], ...] = ()
    proven_best: bool = False
    solved_at: datetime | None = None
    sent_at: datetime | None = None
    trial: Trial | None = None
    id: int = 0

    @property
    def tried(self) -> Trial:
        """Return what HR tries in it."""
        return self.trial or Trial()


class ProposalState(StrEnum):
    """A proposal is open until both have accepted or one of them, HR or the calendar ends it."""

    DRAFT = "draft"
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


PROPOSAL_MOVES = Moves(
    "Proposal",
    ProposalState.DRAFT,
    {
        ProposalState.DRAFT: frozenset({ProposalState.OPEN, ProposalState.WITHDRAWN}),
        ProposalState.OPEN: frozenset(
            {
                ProposalState.ACCEPTED,
                ProposalState.DECLINED,
                ProposalState.EXPIRED,
                ProposalState.WITHDRAWN,
            }
        ),
        ProposalState.ACCEPTED: frozenset(),
        ProposalState.DECLINED: frozenset(),
        ProposalState.EXPIRED: frozenset(),
        ProposalState.WITHDRAWN: frozenset(),
    },
)


@dataclass(frozen=True)
class Proposal:
    """A match put to both; `mentor` and `mentee` are participants' ids, `score` is 0 to 100.

    `mentor_accepted` and `mentee_accepted` are None while unanswered. `declined_by` is a
    participant's id; the optional reason is private and kept for 90 days at most.
    """

    programme: int
    mentor: int
    mentee: int
    score: int
    reasons: tuple[Reason, ...]
    state: ProposalState
    round: int | None = None
    mentor_accepted: bool | None = None
    mentee_accepted: bool | None = None
    sent_at: datetime | None = None
    expires_at: datetime | None = None
    closed_at: datetime | None = None
    declined_by: int | None = None
    decline_reason: str = ""
    id: int = 0


class PairingState(StrEnum):
    """A pairing meets while it is active."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    ENDED = "ended"


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
class Pairing:
    """Both said yes; `mentor` and `mentee` are participants' ids. It ends on `ends_on`, inclusive."""

    programme: int
    proposal: int
    mentor: int
    mentee: int
    state: PairingState
    hour: MeetingHour
    started_at: datetime
    ends_on: date
    ended_at: datetime | None = None
    id: int = 0


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

    `mentor_on` and `mentee_on` say who confirmed the hour beforehand; `mentor_met` and `mentee_met`
    are the answers to "did you meet?", None while open. `moved` counts moves; `skip_reason` is a
    text key ("holiday", "by_mentor", ...). `next_step` is what the two set out to do until the next
    hour, in the words of whoever wrote it down last.
    """

    pairing: int
    week: str
    starts_at: datetime
    state: CheckInState
    moved: int = 0
    mentor_on: bool = False
    mentee_on: bool = False
    mentor_met: bool | None = None
    mentee_met: bool | None = None
    asked_again: bool = False
    skip_reason: str = ""
    next_step: str = ""
    id: int = 0


# Skipped by one of the two, and not by a break, a holiday or the end of the pairing.
SKIPPED_BY_ONE = frozenset({"by_mentor", "by_mentee"})
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
