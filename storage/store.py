"""The store of one turn: all shelves over one transaction."""

from storage.shelves.owed import OwedShelf
from storage.shelves.pairings import PairingsShelf
from storage.shelves.people import PeopleShelf
from storage.shelves.programmes import ProgrammesShelf


class SqlStore(PeopleShelf, ProgrammesShelf, PairingsShelf, OwedShelf):
    """Everything one turn reads and writes, in SQLite or PostgreSQL; keeps `bot.ports.Store`."""
