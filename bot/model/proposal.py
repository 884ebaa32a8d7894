"""From a round of the matcher to a proposal that is put to people, with every allowed move."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.moves import Moves


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

    `kept` are pairs that stay whatever changes, `threshold` this round's minimum score (None: the
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
    participant's id; the optional reason is private and kept for 90 days at most. `group` is the
    GroupProposal that it is part of, None for a tandem's.
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
    group: int | None = None
    id: int = 0

    @property
    def members(self) -> tuple[int, int]:
        """Return both participants' ids, the mentor's first."""
        return self.mentor, self.mentee


class GroupProposalState(StrEnum):
    """A group is put to people until it begins, or comes to nothing, whoever said no."""

    DRAFT = "draft"
    OPEN = "open"
    BEGUN = "begun"
    CLOSED = "closed"


GROUP_PROPOSAL_MOVES = Moves(
    "GroupProposal",
    GroupProposalState.DRAFT,
    {
        GroupProposalState.DRAFT: frozenset({GroupProposalState.OPEN, GroupProposalState.CLOSED}),
        GroupProposalState.OPEN: frozenset({GroupProposalState.BEGUN, GroupProposalState.CLOSED}),
        GroupProposalState.BEGUN: frozenset(),
        GroupProposalState.CLOSED: frozenset(),
    },
)


@dataclass(frozen=True)
class GroupProposal:
    """A group that is put to its mentor (participant's id) once, and by a Proposal to each mentee.

    `topic` is the catalogue's key, `reasons` are what all of them share. It begins with `least`
    mentees or more and has places for `most`. The mentor's answer stands in each of its proposals.
    `pairing` is the group that came of it, or that runs and has room for one more.
    """

    programme: int
    mentor: int
    topic: str
    state: GroupProposalState
    least: int
    most: int
    reasons: tuple[Reason, ...] = ()
    pairing: int | None = None
    round: int | None = None
    sent_at: datetime | None = None
    expires_at: datetime | None = None
    closed_at: datetime | None = None
    id: int = 0
