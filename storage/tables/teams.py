"""Rows of what Teams needs kept: each person's own conversation with the bot."""

from datetime import datetime

from sqlmodel import Field

from storage.tables.base import Row


class TeamsReferenceRow(Row, table=True):
    """A person's conversation with the bot, by tenant and AAD object id."""

    __tablename__ = "teams_reference"

    tenant: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    account: str
    conversation: str
    bot: str
    service_url: str
    reachable: bool
    renewed_at: datetime
    welcomed_at: datetime | None = None
