"""Rows of programmes, their participants, consents and frozen figures."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint, text
from sqlmodel import Field

from bot.model import SMALLEST_GROUP, Cadence, Format, Meeting, ParticipantState, Role
from storage.tables.base import NEVER_REUSED, Row, one_of, within

ONE_TO_ONE = text(f"'{Format.ONE_TO_ONE}'")


class ProgrammeRow(Row, table=True):
    """A mentoring programme."""

    __tablename__ = "programme"
    __table_args__ = (
        within("threshold", 0, 100),
        # Product promise: the smallest group can be raised, never lowered.
        CheckConstraint(f"smallest_group >= {SMALLEST_GROUP}", name="smallest_group"),
        CheckConstraint("group_least BETWEEN 1 AND group_most", name="group_size"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation: int = Field(foreign_key="organisation.id", index=True)
    name: str
    starts_on: date
    weeks: int
    cadence: Cadence = Field(sa_type=one_of(Cadence))
    goal: str
    threshold: int
    weights: dict[str, int] = Field(sa_type=JSON)
    smallest_group: int
    proposal_days: int
    hr_leads: list[int] = Field(sa_type=JSON)
    contact: int | None = Field(foreign_key="person.id", ondelete="SET NULL", index=True)
    time_zone: str
    targets: list[Any] | None = Field(sa_type=JSON)
    reviews_rolling: bool = Field(sa_column_kwargs={"server_default": "0"})
    reviews_rounds: bool = Field(sa_column_kwargs={"server_default": "1"})
    languages: list[str] = Field(sa_type=JSON)
    announcement: str = Field(sa_column_kwargs={"server_default": text("''")})
    reminder_days: int = Field(sa_column_kwargs={"server_default": "1"})
    country: str = Field(sa_column_kwargs={"server_default": text("''")})
    subdivision: str = Field(sa_column_kwargs={"server_default": text("''")})
    format: Format = Field(sa_type=one_of(Format), sa_column_kwargs={"server_default": ONE_TO_ONE})
    group_least: int = Field(sa_column_kwargs={"server_default": "2"})
    group_most: int = Field(sa_column_kwargs={"server_default": "6"})


class ParticipantRow(Row, table=True):
    """A person in a programme."""

    __tablename__ = "participant"
    __table_args__ = (UniqueConstraint("programme", "person"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    programme: int = Field(foreign_key="programme.id")
    person: int = Field(foreign_key="person.id", index=True)
    state: ParticipantState = Field(sa_type=one_of(ParticipantState))
    joined_at: datetime
    role: Role | None = Field(sa_type=one_of(Role))
    offers: list[Any] = Field(sa_type=JSON)
    wants: list[Any] = Field(sa_type=JSON)
    meeting: Meeting = Field(sa_type=one_of(Meeting))
    capacity: int
    not_with: list[int] = Field(sa_type=JSON)
    earlier_partners: list[int] = Field(sa_type=JSON)
    sentence: str
    learning_goal: str
    answered: list[str] = Field(sa_type=JSON)
    ready: list[str] = Field(sa_type=JSON)
    completed_at: datetime | None
    paused_until: datetime | None
    left_at: datetime | None
    unanswered: int = Field(sa_column_kwargs={"server_default": "0"})


class ConsentRow(Row, table=True):
    """What a person agreed to."""

    __tablename__ = "consent"
    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    programme: int = Field(foreign_key="programme.id", index=True)
    person: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    purpose: str
    version: str
    given_at: datetime
    withdrawn_at: datetime | None


class FrozenFiguresRow(Row, table=True):
    """A programme's figures of one ISO week."""

    __tablename__ = "frozen_figures"
    __table_args__ = (UniqueConstraint("programme", "week"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    programme: int = Field(foreign_key="programme.id")
    week: str
    frozen_at: datetime
    content: dict[str, Any] = Field(sa_type=JSON)
