"""How far directories that tell their changes were read."""

from datetime import datetime

from sqlalchemy import bindparam, select

from storage.books import SqlBooks
from storage.shelves.shelf import inserting
from storage.tables import DirectoryMarkRow, table_of

MARK = table_of(DirectoryMarkRow)
FOUND = select(MARK.c.mark).where(MARK.c.source == bindparam("source"))


class SqlDirectoryMarks:
    """Marks by their source, in the same database as the books."""

    def __init__(self, books: SqlBooks) -> None:
        self.database = books.database

    def find(self, source: str) -> str:
        """Return how far a source was read, empty where it never was."""
        with self.database.reading() as session:
            return session.execute(FOUND, {"source": source}).scalar() or ""

    def keep(self, source: str, mark: str, at: datetime) -> None:
        """Note how far a source was read."""
        row = {"mark": mark, "read_at": at}
        with self.database.claiming() as session:
            statement = inserting(session, MARK).values(source=source, **row)
            session.execute(statement.on_conflict_do_update(index_elements=["source"], set_=row))
