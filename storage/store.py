"""The store of one turn: all shelves over one transaction."""

from collections.abc import Sequence

from sqlalchemy import Connection
from sqlalchemy.sql.dml import UpdateBase

from bot.ports import OnlyReading
from storage.asking import Given, Row
from storage.shelves.ageing import AgeingShelf
from storage.shelves.owed import OwedShelf
from storage.shelves.tandem_life import TandemLifeShelf
from storage.shelves.together import TogetherShelf


class SqlStore(AgeingShelf, TogetherShelf, TandemLifeShelf, OwedShelf):
    """Everything one turn reads and writes, in SQLite or PostgreSQL; keeps `bot.ports.Store`."""


class ReadingStore(SqlStore):
    """A store that only reads. It refuses by itself what would write, before the database does.

    PostgreSQL would answer nothing more in the same transaction, in which others may look, too.
    """

    def _write(self, _statement: UpdateBase, _given: Given) -> Sequence[Row]:
        raise OnlyReading("nothing is written in a transaction that only reads")

    def _writing(self) -> Connection:
        raise OnlyReading("nobody is forgotten in a transaction that only reads")
