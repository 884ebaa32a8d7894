"""The store of one turn: all shelves over one transaction."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select

from storage.asking import Given, Row, wording
from storage.journal import Journal
from storage.shelves.ageing import AgeingShelf
from storage.shelves.owed import OwedShelf
from storage.shelves.pairings import PairingsShelf
from storage.shelves.people import PeopleShelf
from storage.shelves.programmes import ProgrammesShelf
from storage.shelves.tandem_life import TandemLifeShelf


class SqlStore(
    AgeingShelf, PeopleShelf, ProgrammesShelf, PairingsShelf, TandemLifeShelf, OwedShelf
):
    """Everything one turn reads and writes, in SQLite or PostgreSQL; keeps `bot.ports.Store`."""


class ReadingStore(SqlStore):
    """A store that only reads: it asks the driver itself, in what SQLAlchemy has opened and will end."""

    def __init__(self, connection: Connection, journal: Journal | None = None) -> None:
        super().__init__(connection, journal)
        self._cursor: Any = connection.connection.cursor()

    def _rows(self, statement: Select[Any], given: Given) -> Sequence[Row]:
        said = wording(statement, self.connection.dialect, given)
        self._cursor.execute(said.words, said.values(given))
        return said.told(self._cursor.fetchall())
