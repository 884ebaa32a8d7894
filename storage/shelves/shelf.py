"""What every shelf can do: get, add, save and select nouns in one transaction."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    delete,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import UpdateBase

from bot.model import Address, AuditEntry, Notice
from bot.ports import Noun
from storage.asking import Driver, Given, Row
from storage.mapping import shape_of

# What is written beside the nouns, by statements of its own, and read once: nobody remembers it.
FLEETING = frozenset({Notice, AuditEntry})
HIGHEST_ID = 2**31 - 1  # of an INTEGER column in PostgreSQL; ids in buttons can be forged


class Shelf:
    """One open transaction, and nouns in and out of it.

    It asks nothing twice: the moment that a transaction sees never changes, but by what it writes
    itself. Questions are built once, as constants with `bindparam`: building one anew, so that
    SQLAlchemy hashes it anew, takes five times as long as asking it.
    """

    def __init__(self, session: Connection) -> None:
        self.session = session
        self.owed: list[Notice] = []  # in this transaction
        self._driver = Driver(session)
        self._nouns: dict[tuple[type, int], object] = {}
        self._answers: dict[object, tuple[Any, ...]] = {}
        self._addresses: dict[
            int, tuple[tuple[Address, datetime], ...]
        ] = {}  # no noun changes them

    def get(self, kind: type[Noun], noun_id: int) -> Noun | None:
        """Return the noun with this id, None when there is none."""
        known = self._nouns.get((kind, noun_id))
        if known is not None:
            return cast("Noun", known)
        if not 0 < noun_id <= HIGHEST_ID:
            return None
        return self._sought(kind, noun_id)

    def add(self, noun: Noun) -> Noun:
        """Keep a new noun and return it with its id; raises ValueError when it has one already."""
        if noun.id:
            raise ValueError(f"{type(noun).__name__} {noun.id} is kept already: save it")
        shape = shape_of(type(noun))
        (row,) = self._write(shape.adding, shape.values(noun))
        return self._kept(shape.noun_of(row))

    def save(self, noun: Noun) -> Noun:
        """Keep the changed noun and return it; raises LookupError when its id is unknown."""
        shape = shape_of(type(noun))
        rows = self._write(shape.saving, {**shape.values(noun), "kept_id": noun.id})
        if not rows:
            raise LookupError(f"there is no {type(noun).__name__} {noun.id} to save")
        return self._kept(shape.noun_of(rows[0]))

    def remove(self, noun: Noun) -> None:
        """Forget a noun that nothing refers to; one that is gone already stays gone."""
        table = shape_of(type(noun)).table
        self.session.execute(delete(table).where(table.c.id == noun.id))
        self._forget()

    def _sought(self, kind: type[Noun], noun_id: int) -> Noun | None:
        """Ask for a noun by its id."""
        return self._one(kind, shape_of(kind).with_id, id=noun_id)

    def _kept(self, noun: Noun) -> Noun:
        """Remember a noun as it was just written; what was answered before may be another now."""
        self._answers.clear()
        if type(noun) not in FLEETING:
            self._nouns[type(noun), noun.id] = noun
        return noun

    def _forget(self) -> None:
        """Remember nothing, after something was written that may concern any noun."""
        self._nouns.clear()
        self._answers.clear()
        self._addresses.clear()

    def _one(self, kind: type[Noun], statement: Select[Any], **given: object) -> Noun | None:
        """Return the only noun of a statement, None when there is none."""
        found = self._all(kind, statement, **given)
        assert len(found) <= 1, f"a question for one {kind.__name__} found {len(found)}"
        return found[0] if found else None

    def _all(self, kind: type[Noun], statement: Select[Any], **given: object) -> tuple[Noun, ...]:
        """Return the nouns of a statement that selects all columns of their table."""
        asked = (statement, *given.values())
        known = self._answers.get(asked)
        if known is not None:
            return known
        noun_of = shape_of(kind).noun_of
        found = tuple([noun_of(row) for row in self._rows(statement, given)])
        if kind not in FLEETING:
            self._answers[asked] = found
            self._nouns.update([((kind, noun.id), noun) for noun in found])
        return found

    def _rows(self, statement: Select[Any], given: Given) -> Sequence[Row]:
        """Return the rows of a question."""
        return self._driver.ask(statement, given)

    def _write(self, statement: UpdateBase, given: Given) -> Sequence[Row]:
        """Write something and return the rows that come back."""
        return self._driver.ask(statement, given)


def given(column: ColumnElement[Any], name: str = "") -> ColumnElement[bool]:
    """Return the condition that a column is what is given under its name, or under another one."""
    return column == bindparam(name or column.key)


class Among:
    """A question that can be narrowed to some states; built once for each choice of them."""

    def __init__(self, question: Select[Any], state: ColumnElement[Any]) -> None:
        @cache
        def narrowed(states: frozenset[StrEnum]) -> Select[Any]:
            return question.where(state.in_(sorted(states))) if states else question

        self._narrowed: Callable[[frozenset[StrEnum]], Select[Any]] = narrowed

    def __call__(self, states: Collection[StrEnum]) -> Select[Any]:
        """Return the question for these states, or for all where none is given."""
        return self._narrowed(frozenset(states))


def inserting(session: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that knows ON CONFLICT, in the dialect of the session's database."""
    return insert_in(session.dialect.name, table)


def insert_in(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that knows ON CONFLICT, in this dialect."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
