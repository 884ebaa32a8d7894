"""Rows of what HR changed about a programme's topics."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field

from bot.model import TopicAction
from storage.tables.base import NEVER_REUSED, Row, one_of


class TopicChangeRow(Row, table=True):
    """One change of a programme's topics; they are applied in the order of their ids."""

    __tablename__ = "topic_change"
    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    programme: int = Field(foreign_key="programme.id", index=True)
    at: datetime
    action: TopicAction = Field(sa_type=one_of(TopicAction))
    topic: str
    de: str
    en: str
    labels: list[str] = Field(sa_type=JSON)
    into: str
    related: list[str] | None = Field(sa_type=JSON)
