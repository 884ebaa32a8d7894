"""The store of one turn: all shelves over one transaction."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Select
from sqlalchemy.orm import Session

from bot.ports import Noun, OnlyReading
from storage import erasing
from storage.journal import Journal
from storage.shelves.owed import OwedShelf
from storage.shelves.pairings import PairingsShelf
from storage.shelves.people import PeopleShelf
from storage.shelves.programmes import ProgrammesShelf


class SqlStore(PeopleShelf, ProgrammesShelf, PairingsShelf, OwedShelf):
    """Everything one turn reads and writes, in SQLite or PostgreSQL; keeps `bot.ports.Store`."""

    def __init__(self, session: Session | Connection, journal: Journal | None = None) -> None:
        super().__init__(session)
        self.journal = journal

    def erase(self, person: int, at: datetime) -> None:
        """Delete everything about a person; only her number stays, for what still refers to it.

        The journal comes first: what it holds is erased even if this turn is taken back.
        """
        if not isinstance(self.session, Session):
            raise OnlyReading("nobody is forgotten in a transaction that only reads")
        if self.journal is not None:
            self.journal.note(person, at)
        erasing.erase(self.session, person)


class ReadingStore(SqlStore):
    """A store that only reads. It asks nothing twice: the moment that it sees never changes."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._nouns: dict[tuple[type, int], object] = {}
        self._answers: dict[object, tuple[Any, ...]] = {}

    def get(self, kind: type[Noun], noun_id: int) -> Noun | None:
        """Return the noun with this id, None when there is none."""
        known = self._nouns.get((kind, noun_id))
        return cast("Noun", known) if known is not None else super().get(kind, noun_id)

    def _all(self, kind: type[Noun], statement: Select[Any], **given: object) -> tuple[Noun, ...]:
        question = (statement, *given.items())
        if question not in self._answers:
            found = super()._all(kind, statement, **given)
            self._answers[question] = found
            self._nouns.update(((kind, noun.id), noun) for noun in found)
        return self._answers[question]
