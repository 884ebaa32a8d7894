"""Rows of organisations, people, their addresses, and the trail of who did what."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from bot.model import Language, Platform
from storage.tables.base import NEVER_REUSED, Row, one_of, within


class OrganisationRow(Row, table=True):
    """An organisation."""

    __tablename__ = "organisation"
    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    mail_domains: list[str] = Field(sa_type=JSON)


class WorkspaceRow(Row, table=True):
    """A Slack workspace or Teams tenant that may talk to the bot for an organisation."""

    __tablename__ = "workspace"
    __table_args__ = (UniqueConstraint("platform", "workspace"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    organisation: int = Field(foreign_key="organisation.id", index=True)
    platform: Platform = Field(sa_type=one_of(Platform))
    workspace: str


class PersonRow(Row, table=True):
    """A person; `findable` are the folded parts of name and e-mail, for finding while typing."""

    __tablename__ = "person"
    __table_args__ = (
        # Somebody whose platform vouches for no e-mail, or who was forgotten, has an empty one.
        Index(
            "uq_person_organisation_email",
            "organisation",
            "email",
            unique=True,
            sqlite_where=text("email <> ''"),
            postgresql_where=text("email <> ''"),
        ),
        Index(None, "organisation", "employed"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        within("level", 1, 9),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    organisation: int = Field(foreign_key="organisation.id")
    email: str
    name: str
    language: Language = Field(sa_type=one_of(Language))
    hours_time_zone: str
    hours_start: time
    hours_end: time
    hours_weekdays: list[int] = Field(sa_type=JSON)
    languages: list[Any] = Field(sa_type=JSON)
    country: str
    subdivision: str
    site: str
    team: str
    level: int | None
    manager: int | None = Field(foreign_key="person.id", ondelete="SET NULL", index=True)
    competes_in: str
    in_directory: bool
    employed: bool
    most_tandems: int | None
    programme: int | None
    findable: str


class AddressRow(Row, table=True):
    """An address at which a person can be reached, and when it was last used."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("platform", "workspace", "user"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="person.id", ondelete="CASCADE", index=True)
    platform: Platform = Field(sa_type=one_of(Platform))
    workspace: str
    user: str
    used_at: datetime


class SuggestionRow(Row, table=True):
    """What an import proposes for somebody's questionnaire."""

    __tablename__ = "suggestion"
    __table_args__ = (UniqueConstraint("person"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    person: int = Field(foreign_key="person.id", ondelete="CASCADE")
    role: str
    offers: list[Any] = Field(sa_type=JSON)
    wants: list[Any] = Field(sa_type=JSON)
    meeting: str
    capacity: int | None
    not_with: list[int] = Field(sa_type=JSON)
    earlier_partners: list[int] = Field(sa_type=JSON)


class DirectoryMarkRow(Row, table=True):
    """How far a directory that tells its changes was read; the mark is the directory's own."""

    __tablename__ = "directory_mark"

    source: str = Field(primary_key=True)
    mark: str
    read_at: datetime


class EarlierPartnersRow(Row, table=True):
    """Two people who were together once, as keyed hashes of their numbers.

    One hash each and not one for both: so every pair can be found again without trying all pairs.
    """

    __tablename__ = "earlier_partners"
    __table_args__ = (UniqueConstraint("one", "other"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    organisation: int = Field(foreign_key="organisation.id", index=True)
    one: str
    other: str = Field(index=True)


class AuditEntryRow(Row, table=True):
    """Who did what to which noun, and when."""

    __tablename__ = "audit_entry"
    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(index=True)
    actor: int | None = Field(foreign_key="person.id", ondelete="SET NULL", index=True)
    action: str
    subject: int
