"""Rows of what is owed and due, of what was heard, and of what the local page shows."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from bot.model import NoticeState, Platform, Priority
from storage.tables.base import NEVER_REUSED, Row, one_of, within


class NoticeRow(Row, table=True):
    """Something the bot owes a person."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("once"),
        Index(None, "state", "priority", "due"),  # what to send next
        Index(None, "state", "until"),  # what is no longer worth it
        Index(None, "state", "leased_until"),  # what somebody held and never came back for
        Index(None, "state", "not_before", "due"),  # when to wake up
        Index(None, "kind", "subject"),  # what is no longer owed
        Index(None, "person", "about", "settled_at"),  # what was said about a matter
        within("priority", min(Priority), max(Priority)),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="person.id", ondelete="CASCADE")
    kind: str
    subject: int
    once: str
    due: datetime
    until: datetime
    at_latest: datetime | None
    priority: int
    edits: bool
    state: NoticeState = Field(sa_type=one_of(NoticeState))
    attempts: int
    leased_until: datetime | None
    doubted: bool = Field(sa_column_kwargs={"server_default": "0"})
    not_before: datetime | None
    slot: datetime | None
    refusals: int = Field(sa_column_kwargs={"server_default": "0"})
    about: str
    address_platform: Platform | None = Field(sa_type=one_of(Platform))
    address_workspace: str | None
    address_user: str | None
    message: str
    reason: str
    settled_at: datetime | None


class ChoreRow(Row, table=True):
    """Something the clock asks about one noun, and when."""

    __tablename__ = "chore"
    __table_args__ = (UniqueConstraint("name", "subject"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    subject: int
    due: datetime = Field(index=True)


class PaceRow(Row, table=True):
    """How far the line of a workspace or a conversation is taken, and until when it must rest."""

    __tablename__ = "pace"

    place: str = Field(primary_key=True)
    free_at: datetime = Field(index=True)
    held_until: datetime | None


class TickRow(Row, table=True):
    """The last tick of each kind that somebody took, so that no other process takes it too."""

    __tablename__ = "tick"

    name: str = Field(primary_key=True)
    at: datetime


class HeardEventRow(Row, table=True):
    """A platform's id of something that came in, so that it counts once, and what was answered."""

    __tablename__ = "heard_event"

    event: str = Field(primary_key=True)
    at: datetime = Field(index=True)
    person: int | None = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    answer: str | None


class WebChatRow(Row, table=True):
    """How often a user's chat on the local page has changed."""

    __tablename__ = "web_chat"

    user: str = Field(primary_key=True)
    version: int


class WebMessageRow(Row, table=True):
    """A message on the local page; `version` is the chat's when it was last changed."""

    __tablename__ = "web_message"
    __table_args__ = (
        Index(
            "uq_web_message_user_provider_key",
            "user",
            "provider_key",
            unique=True,
            sqlite_where=text("provider_key <> ''"),
            postgresql_where=text("provider_key <> ''"),
        ),
        Index(None, "user", "id"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    user: str = Field(foreign_key="web_chat.user", ondelete="CASCADE")
    provider_key: str
    mine: bool
    content: str
    sent_at: datetime
    edited_at: datetime | None
    version: int
