"""Rows of what Slack needs kept: where the bot is installed, and installations that have begun."""

from datetime import datetime

from sqlmodel import Field

from storage.tables.base import Row


class SlackInstallationRow(Row, table=True):
    """The bot in one workspace, or in all of an organisation, with its token."""

    __tablename__ = "slack_installation"

    workspace: str = Field(primary_key=True)
    enterprise: str
    team: str
    name: str
    token: str
    refresh_token: str
    expires_at: datetime | None
    bot_user: str
    bot_id: str
    app_id: str
    scopes: str
    installed_by: str


class SlackInstallStateRow(Row, table=True):
    """The mark of an installation that has begun, so that nobody else can finish it."""

    __tablename__ = "slack_install_state"

    state: str = Field(primary_key=True)
    until: datetime = Field(index=True)
