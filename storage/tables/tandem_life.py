"""Rows of what the two of a pairing agree on or say about it, also at its end, and of the surveys."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from bot.model import GoalState, PairQuestion, SurveyTime, WhatNext
from storage.tables.base import NEVER_REUSED, Row, one_of, within


class GoalRow(Row, table=True):
    """A goal of a pairing."""

    __tablename__ = "goal"
    __table_args__ = (within("progress", 0, 3), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    pairing: int = Field(foreign_key="pairing.id", index=True)
    words: str
    state: GoalState = Field(sa_type=one_of(GoalState))
    proposed_by: int = Field(foreign_key="participant.id", index=True)
    proposed_at: datetime
    progress: int
    agreed_at: datetime | None
    reached_at: datetime | None
    agreed_by: list[Any] = Field(sa_type=JSON)


class PairAnswerRow(Row, table=True):
    """A private answer about a tandem, one a question."""

    __tablename__ = "pair_answer"
    __table_args__ = (UniqueConstraint("pairing", "person", "question"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    pairing: int = Field(foreign_key="pairing.id")
    person: int = Field(foreign_key="person.id", index=True)
    question: PairQuestion = Field(sa_type=one_of(PairQuestion))
    answer: str
    given_at: datetime


class SurveyRow(Row, table=True):
    """A survey to a person about her part, and her answers."""

    __tablename__ = "survey"
    __table_args__ = (UniqueConstraint("participant", "time"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    participant: int = Field(foreign_key="participant.id")
    person: int = Field(foreign_key="person.id", index=True)
    time: SurveyTime = Field(sa_type=one_of(SurveyTime))
    asked_at: datetime
    reminded_at: datetime | None
    given_at: datetime | None
    answers: dict[str, Any] = Field(sa_type=JSON)


class FarewellRow(Row, table=True):
    """What one of the two of a pairing says at its end."""

    __tablename__ = "farewell"
    __table_args__ = (UniqueConstraint("pairing", "person"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    pairing: int = Field(foreign_key="pairing.id")
    person: int = Field(foreign_key="person.id", index=True)
    given_at: datetime
    next: WhatNext | None = Field(sa_type=one_of(WhatNext))
    takeaway: str
