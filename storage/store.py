"""The store of one turn: all shelves over one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Select

from bot.model import Address, Person
from bot.ports import Noun
from storage.asking import question
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
    """A store that only reads. It asks nothing twice: the moment that it sees never changes."""

    def __init__(self, connection: Connection, journal: Journal | None = None) -> None:
        super().__init__(connection, journal)
        self._dialect = connection.dialect
        # What it asks joins the transaction that SQLAlchemy opened and will end.
        self._cursor: Any = connection.connection.cursor()
        self._nouns: dict[tuple[type, int], object] = {}
        self._answers: dict[object, tuple[Any, ...]] = {}

    def get(self, kind: type[Noun], noun_id: int) -> Noun | None:
        """Return the noun with this id, None when there is none."""
        known = self._nouns.get((kind, noun_id))
        return cast("Noun", known) if known is not None else super().get(kind, noun_id)

    def familiar(self, address: Address, at: datetime) -> Person | None:
        """Return whoever is reached at this address, where using it now is no news to anybody."""
        person = super().familiar(address, at)
        if person is not None:
            self._nouns[Person, person.id] = person
        return person

    def _rows(self, statement: Select[Any], given: Mapping[str, object]) -> Sequence[Sequence[Any]]:
        # What has nothing given to it may be worded anew each time.
        asked = question(statement, self._dialect) if given else None
        return asked.asked(self._cursor, given) if asked else super()._rows(statement, given)

    def _all(self, kind: type[Noun], statement: Select[Any], **given: object) -> tuple[Noun, ...]:
        question = (statement, *given.items())
        if question not in self._answers:
            found = super()._all(kind, statement, **given)
            self._answers[question] = found
            self._nouns.update(((kind, noun.id), noun) for noun in found)
        return self._answers[question]
