"""Rows from a round of proposals to a pairing, its check-ins and their feedback."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from bot.model import (
    Cadence,
    CheckInState,
    GroupProposalState,
    PairingState,
    ProposalState,
    Reader,
    RoundState,
)
from storage.tables.base import NEVER_REUSED, Row, one_of, within


class RoundRow(Row, table=True):
    """A run of the matcher; at most one draft a programme."""

    __tablename__ = "round"
    __table_args__ = (
        Index(
            "uq_round_one_draft",
            "programme",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    programme: int = Field(foreign_key="programme.id", index=True)
    state: RoundState = Field(sa_type=one_of(RoundState))
    opened_by: int = Field(foreign_key="person.id", index=True)
    opened_at: datetime
    unmatched: list[Any] = Field(sa_type=JSON)
    taken_out: list[Any] = Field(sa_type=JSON)
    proven_best: bool
    solved_at: datetime | None
    sent_at: datetime | None
    trial: dict[str, Any] | None = Field(sa_type=JSON)


class GroupProposalRow(Row, table=True):
    """A group put to its mentor, and by the proposals that refer to it to each mentee.

    `pairing` refers to nothing: it outlives its group as a number that leads nowhere.
    """

    __tablename__ = "group_proposal"
    __table_args__ = (CheckConstraint("least BETWEEN 1 AND most", name="size"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    programme: int = Field(foreign_key="programme.id", index=True)
    mentor: int = Field(foreign_key="participant.id", index=True)
    topic: str
    state: GroupProposalState = Field(sa_type=one_of(GroupProposalState))
    least: int
    most: int
    reasons: list[Any] = Field(sa_type=JSON)
    pairing: int | None
    round: int | None = Field(foreign_key="round.id")
    sent_at: datetime | None
    expires_at: datetime | None
    closed_at: datetime | None


class ProposalRow(Row, table=True):
    """A match put to both."""

    __tablename__ = "proposal"
    __table_args__ = (
        CheckConstraint("mentor <> mentee", name="two_people"),
        within("score", 0, 100),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    programme: int = Field(foreign_key="programme.id", index=True)
    mentor: int = Field(foreign_key="participant.id", index=True)
    mentee: int = Field(foreign_key="participant.id", index=True)
    score: int
    reasons: list[Any] = Field(sa_type=JSON)
    state: ProposalState = Field(sa_type=one_of(ProposalState))
    round: int | None = Field(foreign_key="round.id", index=True)
    mentor_accepted: bool | None
    mentee_accepted: bool | None
    sent_at: datetime | None
    expires_at: datetime | None
    closed_at: datetime | None
    declined_by: int | None = Field(foreign_key="participant.id")
    decline_reason: str
    group: int | None = Field(foreign_key="group_proposal.id", index=True)


class PairingRow(Row, table=True):
    """Those who said yes, by at most one pairing a proposal.

    `mentee` is the one of a tandem: what becomes of her becomes of the tandem. A group has none.
    """

    __tablename__ = "pairing"
    __table_args__ = (
        UniqueConstraint("proposal"),
        CheckConstraint("mentor <> mentee", name="two_people"),
        within("hour_weekday", 0, 6),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    programme: int = Field(foreign_key="programme.id", index=True)
    proposal: int | None = Field(foreign_key="proposal.id")
    mentor: int = Field(foreign_key="participant.id", index=True)
    mentee: int | None = Field(foreign_key="participant.id", index=True)
    mentees: list[Any] = Field(sa_type=JSON)
    state: PairingState = Field(sa_type=one_of(PairingState))
    hour_weekday: int
    hour_at: time
    hour_time_zone: str
    hour_cadence: Cadence = Field(sa_type=one_of(Cadence))
    started_at: datetime
    ends_on: date
    ended_at: datetime | None
    topic: str
    left: list[Any] = Field(sa_type=JSON)


class GroupSeatRow(Row, table=True):
    """A mentee's seat in a group: by it she is found, and goes without taking the group with her."""

    __tablename__ = "group_seat"
    __table_args__ = (UniqueConstraint("mentee", "pairing"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    pairing: int = Field(foreign_key="pairing.id", index=True)
    mentee: int = Field(foreign_key="participant.id")


class CheckInRow(Row, table=True):
    """The weekly hour of a pairing, one an ISO week at most."""

    __tablename__ = "check_in"
    __table_args__ = (UniqueConstraint("pairing", "week"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    pairing: int = Field(foreign_key="pairing.id")
    week: str
    starts_at: datetime
    state: CheckInState = Field(sa_type=one_of(CheckInState))
    moved: int
    confirmed: list[Any] = Field(sa_type=JSON)
    said_met: list[Any] = Field(sa_type=JSON)
    said_missed: list[Any] = Field(sa_type=JSON)
    asked_again: bool
    skip_reason: str
    next_step: str
    absent: list[Any] = Field(sa_type=JSON)


class FeedbackRow(Row, table=True):
    """One person's answer about one check-in."""

    __tablename__ = "feedback"
    __table_args__ = (UniqueConstraint("check_in", "person"), within("useful", 1, 5), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    check_in: int = Field(foreign_key="check_in.id")
    person: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    useful: int
    given_at: datetime
    exchanged: bool | None
    sentence: str
    sentence_for: Reader = Field(sa_type=one_of(Reader))
