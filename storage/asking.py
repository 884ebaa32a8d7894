"""Says to the driver what SQLAlchemy has worded once, instead of having it worded every time.

SQLAlchemy's way costs most of a question: 27 µs of CPU instead of 6 with SQLite, 80 instead of 25
with PostgreSQL, a dozen times a turn. What is asked, and what comes back, is the same.
"""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any, TypeAlias

import psycopg
from pydantic_core import from_json
from sqlalchemy import JSON, ColumnElement, Connection, Dialect, Select
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.complaints import complaint

NOTHING: Mapping[str, object] = {}
CURSOR = "cursor"
UTC_OFFSET = "+00:00"  # which no text in SQLite carries
MOST_REMEMBERED = 500  # wordings; the shelves know about a hundred statements

# Databases of one kind share their wordings: nothing else in our engines changes a word.
FIRST: dict[tuple[type[Dialect], tuple[Any, ...] | None], Dialect] = {}

Row: TypeAlias = Sequence[Any]
Given: TypeAlias = Mapping[str, object]
Change: TypeAlias = Callable[[Any], Any]
Statement: TypeAlias = Select[Any] | UpdateBase


class Wording:
    """A statement as one driver understands it, and how values are said and read there.

    `awaited` are the values to be given each time; `lengths` says how many stand in each list.
    `finds` tells whether rows come back: to ask the driver would have it describe all of them.
    """

    def __init__(self, worded: SQLCompiler, lengths: Mapping[str, int]) -> None:
        awaited = {
            name: [None] * lengths[name] if name in lengths else None
            for name, bind in worded.binds.items()
            if bind.required
        }
        # The states that a question is narrowed to are spelled out, once and for all.
        said = worded.construct_expanded_state(awaited)
        self.words = said.statement
        self._lists = {name: said.parameter_expansion[name] for name in lengths}
        self._changes = {**said.processors, **_changes(worded)}
        inside = {each for names in self._lists.values() for each in names}
        self._fixed = {
            name: self._changed(name, value)
            for name, value in said.parameters.items()
            if name not in awaited and name not in inside
        }
        self._places = said.positiontup if worded.positional else None
        self._reads = _reads(worded)
        self.finds = bool(_columns(worded))

    def values(self, given: Given) -> Any:
        """Return what is given as the driver takes it: by place or by name."""
        values, changes = dict(self._fixed), self._changes
        for name, value in given.items():
            if name in self._lists:
                values.update(self._listed(name, value))
            else:
                change = changes.get(name)
                values[name] = change(value) if change else value
        places = self._places
        return values if places is None else tuple([values[each] for each in places])

    def told(self, rows: Iterable[Row]) -> Sequence[Row]:
        """Return the driver's rows with every cell as it is meant."""
        reads = self._reads
        told = []
        for row in rows:
            cells = list(row)
            for place, read in reads:
                cell = cells[place]
                if cell is not None:
                    cells[place] = read(cell)
            told.append(cells)
        return told

    def _listed(self, name: str, several: Any) -> dict[str, object]:
        """Spread a list over its places; the last one again where there are more places."""
        names = self._lists[name]
        whole = [*several, *[several[-1]] * (len(names) - len(several))]
        return {each: self._changed(each, one) for each, one in zip(names, whole, strict=True)}

    def _changed(self, name: str, value: object) -> object:
        change = self._changes.get(name)
        return change(value) if change else value


def wording(statement: Statement, dialect: Dialect, given: Given) -> Wording:
    """Return a statement for the driver, worded for the names in `given` and its lists' lengths.

    A list, given as a tuple, has 1, 2, 4, 8, … places: few wordings serve lists of every length.
    """
    names = None if isinstance(statement, Select) else tuple(given)
    lengths = tuple(
        [
            (name, 1 << (len(value) - 1).bit_length())
            for name, value in given.items()
            if isinstance(value, tuple)
        ]
    )
    kind = (type(dialect), dialect.server_version_info)
    return _worded(statement, FIRST.setdefault(kind, dialect), names, lengths)


class Driver:
    """The driver's own way into a transaction that SQLAlchemy has opened and will end.

    Whoever listens to what SQLAlchemy executes hears this too; what goes wrong, goes wrong as there.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._cursor: Any = _cursor_of(connection)

    def ask(self, statement: Statement, given: Given = NOTHING) -> Sequence[Row]:
        """Return the rows of a statement with values given to it; none where it returns no rows."""
        said = wording(statement, self._connection.dialect, given)
        self._run(self._cursor.execute, said.words, said.values(given), many=False)
        return said.told(self._cursor.fetchall()) if said.finds else ()

    def say(self, words: str) -> None:
        """Run what takes no values and returns nothing."""
        self._run(self._cursor.execute, words, (), many=False)

    def tell(self, statement: UpdateBase, several: Sequence[Given]) -> None:
        """Run what returns nothing once for each of these values, all of the same names."""
        if several:
            said = wording(statement, self._connection.dialect, several[0])
            values = [said.values(each) for each in several]
            self._run(self._cursor.executemany, said.words, values, many=True)

    def _run(self, run: Callable[..., object], words: str, values: object, *, many: bool) -> None:
        heard = self._connection.dispatch.before_cursor_execute
        if heard:
            heard(self._connection, self._cursor, words, values, None, many)
        try:
            run(words, values)
        except (sqlite3.Error, psycopg.Error) as problem:
            raise complaint(self._connection, self._cursor, problem, words) from problem


def _cursor_of(connection: Connection) -> Any:
    """Return the one cursor of a connection, which knows by now how its cells are read.

    Everything is fetched before anything else is asked, so that nobody needs another one.
    """
    known = connection.info
    if CURSOR not in known:
        known[CURSOR] = connection.connection.cursor()
    return known[CURSOR]


@lru_cache(MOST_REMEMBERED)
def _worded(
    statement: Statement,
    dialect: Dialect,
    names: tuple[str, ...] | None,
    lengths: tuple[tuple[str, int], ...],
) -> Wording:
    worded = statement.compile(dialect=dialect, column_keys=list(names) if names else None)
    assert isinstance(worded, SQLCompiler)
    return Wording(worded, dict(lengths))


def _changes(worded: SQLCompiler) -> dict[str, Change]:
    """Return what is to be done to which value before the driver takes it."""
    changes = {name: _writing(bind.type, worded.dialect) for name, bind in worded.binds.items()}
    return {name: change for name, change in changes.items() if change}


def _writing(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    """Return what is to be done to a value of this kind; a moment in UTC takes a short way."""
    usual = kind.dialect_impl(dialect).bind_processor(dialect)
    if dialect.name == "sqlite" and isinstance(kind, UTCDateTime):
        assert usual is not None, "SQLite keeps moments as texts"
        return partial(_moment_as_kept, usual)
    return usual


def _reads(worded: SQLCompiler) -> list[tuple[int, Change]]:
    """Return what is to be done to which cells of a row; nothing where no rows come back."""
    reads = enumerate(_reading(each.type, worded.dialect) for each in _columns(worded))
    return [(place, read) for place, read in reads if read]


def _reading(kind: TypeEngine[Any], dialect: Dialect) -> Change | None:
    """Return what is to be done to a cell of this kind that is not empty.

    SQLite keeps moments and small values as texts. Most cells are of these two kinds, and SQLAlchemy
    reads each in four steps.
    """
    if dialect.name == "sqlite" and isinstance(kind, UTCDateTime):
        return _moment
    if dialect.name == "sqlite" and isinstance(kind, JSON):
        return from_json
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _moment(cell: str) -> datetime:
    return datetime.fromisoformat(cell + UTC_OFFSET)


def _moment_as_kept(usual: Change, moment: datetime | None) -> object:
    if moment is None or moment.tzinfo is not UTC:
        return usual(moment)
    return moment.isoformat(" ", "microseconds").removesuffix(UTC_OFFSET)


def _columns(worded: SQLCompiler) -> Sequence[ColumnElement[Any]]:
    """Return what comes back of a statement, column by column."""
    statement = worded.statement
    assert isinstance(statement, Select | UpdateBase)
    return tuple(statement.exported_columns)
