"""The store of one turn: all shelves over one transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from storage import erasing
from storage.journal import Journal
from storage.shelves.owed import OwedShelf
from storage.shelves.pairings import PairingsShelf
from storage.shelves.people import PeopleShelf
from storage.shelves.programmes import ProgrammesShelf


class SqlStore(PeopleShelf, ProgrammesShelf, PairingsShelf, OwedShelf):
    """Everything one turn reads and writes, in SQLite or PostgreSQL; keeps `bot.ports.Store`."""

    def __init__(self, session: Session, journal: Journal | None = None) -> None:
        super().__init__(session)
        self.journal = journal

    def erase(self, person: int, at: datetime) -> None:
        """Delete everything about a person; only her number stays, for what still refers to it.

        The journal comes first: what it holds is erased even if this turn is taken back.
        """
        if self.journal is not None:
            self.journal.note(person, at)
        erasing.erase(self.session, person)
