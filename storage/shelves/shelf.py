"""What every shelf can do: get, add, save and select nouns in one transaction."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.model import Notice
from bot.ports import Noun
from storage.mapping import shape_of

HIGHEST_ID = 2**31 - 1  # of an INTEGER column in PostgreSQL; ids in buttons can be forged


class Shelf:
    """One open transaction, and nouns in and out of it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.owed: list[Notice] = []  # in this transaction

    def get(self, kind: type[Noun], noun_id: int) -> Noun | None:
        """Return the noun with this id, None when there is none."""
        if not 0 < noun_id <= HIGHEST_ID:
            return None
        return self._one(kind, shape_of(kind).table.c.id == noun_id)

    def add(self, noun: Noun) -> Noun:
        """Keep a new noun and return it with its id; raises ValueError when it has one already."""
        if noun.id:
            raise ValueError(f"{type(noun).__name__} {noun.id} is kept already: save it")
        shape = shape_of(type(noun))
        statement = insert(shape.table).values(shape.values(noun)).returning(*shape.table.c)
        return shape.noun_of(self.session.execute(statement).one())

    def save(self, noun: Noun) -> Noun:
        """Keep the changed noun and return it; raises LookupError when its id is unknown."""
        shape = shape_of(type(noun))
        table = shape.table
        statement = update(table).where(table.c.id == noun.id).values(shape.values(noun))
        row = self.session.execute(statement.returning(*table.c)).one_or_none()
        if row is None:
            raise LookupError(f"there is no {type(noun).__name__} {noun.id} to save")
        return shape.noun_of(row)

    def remove(self, noun: Noun) -> None:
        """Forget a noun that nothing refers to; one that is gone already stays gone."""
        table = shape_of(type(noun)).table
        self.session.execute(delete(table).where(table.c.id == noun.id))

    def _one(self, kind: type[Noun], *conditions: ColumnElement[bool]) -> Noun | None:
        """Return the one noun that meets the conditions, None when there is none."""
        shape = shape_of(kind)
        row = self.session.execute(select(*shape.table.c).where(*conditions)).one_or_none()
        return None if row is None else shape.noun_of(row)

    def _all(self, kind: type[Noun], statement: Select[Any]) -> tuple[Noun, ...]:
        """Return the nouns of a statement that selects all columns of their table."""
        shape = shape_of(kind)
        return tuple(shape.noun_of(row) for row in self.session.execute(statement))


def among(
    state: ColumnElement[Any], states: Collection[StrEnum]
) -> tuple[ColumnElement[bool], ...]:
    """Return the condition that a state is one of these; none where no state is given."""
    return (state.in_(states),) if states else ()


def inserting(session: Session, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that knows ON CONFLICT, in the dialect of the session's database."""
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
