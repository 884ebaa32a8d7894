"""The store of one turn: all shelves over one transaction."""

from sqlalchemy import Connection

from bot.ports import OnlyReading
from storage.shelves.ageing import AgeingShelf
from storage.shelves.owed import OwedShelf
from storage.shelves.tandem_life import TandemLifeShelf
from storage.shelves.together import TogetherShelf


class SqlStore(AgeingShelf, TogetherShelf, TandemLifeShelf, OwedShelf):
    """Everything one turn reads and writes, in SQLite or PostgreSQL; keeps `bot.ports.Store`."""


class ReadingStore(SqlStore):
    """A store that only reads; the database refuses whatever would write."""

    def _writing(self) -> Connection:
        raise OnlyReading("nobody is forgotten in a transaction that only reads")
