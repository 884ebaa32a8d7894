"""Where the bot may write to people on Teams, and who was welcomed there."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update

from storage.books import SqlBooks
from storage.shelves.shelf import inserting
from storage.tables import TeamsReferenceRow, table_of

REFERENCE = table_of(TeamsReferenceRow)
OWN = ("renewed_at", "welcomed_at")  # columns that only this room knows
KEY = ("tenant", "user")


class SqlTeamsReferences:
    """References by tenant and user, in the same database as the books."""

    def __init__(self, books: SqlBooks) -> None:
        self.database = books.database

    def find(self, tenant: str, user: str) -> Mapping[str, Any] | None:
        """Return what is kept of somebody, by the names of the columns."""
        return self._one(_all().where(REFERENCE.c.tenant == tenant, REFERENCE.c.user == user))

    def newest(self, tenant: str) -> Mapping[str, Any] | None:
        """Return the reference of a tenant that was kept last."""
        newest = (REFERENCE.c.renewed_at.desc(), REFERENCE.c.user)
        return self._one(_all().where(REFERENCE.c.tenant == tenant).order_by(*newest).limit(1))

    def keep(self, values: Mapping[str, Any], at: datetime) -> None:
        """Keep a new or changed reference; who was welcomed stays so."""
        row = {**values, "renewed_at": at}
        with self.database.claiming() as session:
            statement = inserting(session, REFERENCE).values(row)
            session.execute(statement.on_conflict_do_update(index_elements=KEY, set_=row))

    def welcome(self, tenant: str, user: str, at: datetime) -> bool:
        """Note that somebody with a reference is welcomed; False when she was before."""
        hers = (REFERENCE.c.tenant == tenant, REFERENCE.c.user == user)
        statement = update(REFERENCE).where(*hers, REFERENCE.c.welcomed_at.is_(None))
        with self.database.claiming() as session:
            noted = statement.values(welcomed_at=at).returning(REFERENCE.c.user)
            return session.execute(noted).one_or_none() is not None

    def _one(self, statement: Select[Any]) -> Mapping[str, Any] | None:
        with self.database.reading() as session:
            row = session.execute(statement).mappings().one_or_none()
            return dict(row) if row else None


def _all() -> Select[Any]:
    return select(*(column for column in REFERENCE.c if column.name not in OWN))
