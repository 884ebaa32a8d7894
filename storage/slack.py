"""Where the bot is installed on Slack, with its tokens, and which installations have begun."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from bot.model import Platform
from storage.books import SqlBooks
from storage.shelves.shelf import inserting
from storage.tables import SlackInstallationRow, SlackInstallStateRow, WorkspaceRow, table_of

INSTALLATION = table_of(SlackInstallationRow)
STATE = table_of(SlackInstallStateRow)
WORKSPACE = table_of(WorkspaceRow)


class SqlSlackInstallations:
    """Installations by workspace, in the same database as the books."""

    def __init__(self, books: SqlBooks) -> None:
        self.database = books.database

    def find(self, workspace: str) -> Mapping[str, Any] | None:
        """Return what is kept of a workspace, by the names of the columns."""
        statement = select(*INSTALLATION.c).where(INSTALLATION.c.workspace == workspace)
        with self.database.reading() as session:
            row = session.execute(statement).mappings().one_or_none()
            return dict(row) if row else None

    def keep(self, workspace: str, values: Mapping[str, Any]) -> None:
        """Keep a new or changed installation."""
        with self.database.turn() as session:
            statement = inserting(session, INSTALLATION).values(workspace=workspace, **values)
            session.execute(
                statement.on_conflict_do_update(index_elements=["workspace"], set_=dict(values))
            )

    def forget(self, workspace: str) -> None:
        """Forget an installation and its tokens."""
        with self.database.turn() as session:
            session.execute(delete(INSTALLATION).where(INSTALLATION.c.workspace == workspace))

    def workspaces(self) -> tuple[str, ...]:
        """Return every workspace in which the bot is installed."""
        with self.database.reading() as session:
            return tuple(session.execute(select(INSTALLATION.c.workspace)).scalars())

    def talking(self) -> tuple[str, ...]:
        """Return every workspace of Slack that may talk to the bot for an organisation."""
        on_slack = WORKSPACE.c.platform == Platform.SLACK
        statement = select(WORKSPACE.c.workspace).where(on_slack).order_by(WORKSPACE.c.workspace)
        with self.database.reading() as session:
            return tuple(session.execute(statement).scalars())

    def issue(self, state: str, until: datetime) -> None:
        """Keep the mark of an installation that begins."""
        with self.database.turn() as session:
            session.execute(inserting(session, STATE).values(state=state, until=until))

    def consume(self, state: str, now: datetime) -> bool:
        """Take a mark away, and all that are too old; False when it is unknown, used or too old."""
        with self.database.turn() as session:
            session.execute(delete(STATE).where(STATE.c.until <= now))
            taken = delete(STATE).where(STATE.c.state == state).returning(STATE.c.state)
            return session.execute(taken).one_or_none() is not None
