"""Copies of a whole database: a backup, its return, and the move to another database."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Table, and_, func, insert, or_, select, text, update

from bot.model import NoticeState
from storage import schema
from storage.books import SqlBooks
from storage.database import create_private, database_url
from storage.shelves.owed import NOTICE
from storage.tables import TABLES

ROWS_AT_ONCE = 1000
# Ids travel in buttons and are the marks of messages: those that were given must never be given
# to something else, also where their rows are gone.
IDS_SKIPPED = 1_000_000
RESTORED = "restored"


def backup(url: str, file: Path) -> None:
    """Copy an SQLite database that is in use into a new file; raises ValueError where it cannot.

    Source of the method: sqlite.org/backup.html
    """
    if file.exists():
        raise ValueError(f"{file} exists already: name a new file")
    unfinished = file.with_name(file.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    create_private(unfinished)
    with (
        closing(sqlite3.connect(_file_of(url))) as source,
        closing(sqlite3.connect(unfinished)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
    _sound(unfinished)
    unfinished.rename(file)


def restore(file: Path, url: str) -> None:
    """Put a backup where no database is; raises ValueError when there is one, or no sound backup."""
    target = _file_of(url)
    if not file.is_file():
        raise ValueError(f"{file} does not exist")
    if target.exists():
        raise ValueError(f"{target} exists: move it away first, with its -wal and -shm files")
    _sound(file)
    create_private(target)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    schema.upgrade(url)


def skip_ids(url: str) -> int:
    """Give no id again that may have been given after a backup; return the newest notice's id."""
    with schema.connected(url, writing=True) as connection, connection.begin():
        newest = connection.execute(select(func.coalesce(func.max(NOTICE.c.id), 0))).scalar_one()
        for table in TABLES.sorted_tables:
            if "id" in table.c:
                _continue_after(connection, table, IDS_SKIPPED)
        return int(newest)


def doubt_the_past(books: SqlBooks, now: datetime, newest: int) -> tuple[int, int]:
    """Let nothing be said twice that was said after a backup; return how many are in doubt, and gone.

    What was due already is looked for before it is sent. What chores have owed anew for moments that
    are over had another mark then, cannot be looked for, and is not said again.
    """
    was_due = and_(NOTICE.c.state == NoticeState.READY, NOTICE.c.due <= now)
    doubted = {"state": NoticeState.SENDING, "doubted": True, "leased_until": now}
    gone = {"state": NoticeState.EXPIRED, "reason": RESTORED, "settled_at": now}
    known = or_(was_due, NOTICE.c.state == NoticeState.SENDING)
    with books.database.claiming() as session:
        anew = update(NOTICE).where(was_due, NOTICE.c.id > newest).values(gone)
        expired = session.execute(anew.returning(NOTICE.c.id)).all()
        held = update(NOTICE).where(known, NOTICE.c.id <= newest).values(doubted)
        looked_for = session.execute(held.returning(NOTICE.c.id)).all()
    return len(looked_for), len(expired)


def copy(source_url: str, target_url: str) -> dict[str, int]:
    """Copy every row into another, empty database with the same tables; return rows by table.

    All of it or nothing; raises ValueError when the target is not empty.
    """
    with (
        schema.connected(source_url) as source,
        schema.connected(target_url, writing=True) as target,
        source.begin(),
        target.begin(),
    ):
        if source.dialect.name == "postgresql":
            source.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        full = [
            table.name
            for table in TABLES.sorted_tables
            if target.execute(select(table).limit(1)).first()
        ]
        if full:
            raise ValueError(f"the target is not empty: {', '.join(full)} hold rows")
        counts = {table.name: _copied(source, target, table) for table in TABLES.sorted_tables}
        for table in TABLES.sorted_tables:
            if "id" in table.c:
                _continue_after(target, table, IDS_SKIPPED)
        return counts


def _copied(source: Connection, target: Connection, table: Table) -> int:
    """Copy a table; references to rows of the same table are set when all of them are there."""
    own = [key.parent for key in table.foreign_keys if key.column.table is table]
    empty = {column.name: None for column in own}
    key = list(table.primary_key)
    count = 0
    links = []
    found = source.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table).order_by(*key))
    for part in found.mappings().partitions(ROWS_AT_ONCE):
        target.execute(insert(table), [{**row, **empty} for row in part])
        count += len(part)
        links += [
            (row[key[0].name], column.name, row[column.name])
            for row in part
            for column in own
            if row[column.name] is not None
        ]
    for row_id, name, value in links:
        target.execute(update(table).where(key[0] == row_id).values({name: value}))
    there = target.execute(select(func.count()).select_from(table)).scalar_one()
    if there != count:
        raise ValueError(f"{table.name}: {count} rows were read and {there} were written")
    return count


def _continue_after(connection: Connection, table: Table, skipped: int) -> None:
    """Let the next id of a table follow its highest, `skipped` ids later."""
    highest = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    after = int(highest) + skipped
    if connection.dialect.name == "postgresql":
        name = func.pg_get_serial_sequence(table.name, "id")
        connection.execute(select(func.setval(name, max(after, 1), after > 0)))
        return
    sequence = {"name": table.name, "after": after}
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), sequence)
    connection.execute(text("INSERT INTO sqlite_sequence VALUES (:name, :after)"), sequence)


def _file_of(url: str) -> Path:
    address = database_url(url)
    if address.get_backend_name() != "sqlite":
        raise ValueError("PostgreSQL has its own tools: pg_dump, pg_restore, then db restored")
    return Path(address.database or "")


def _sound(file: Path) -> None:
    """Raise ValueError when a file is no sound SQLite database."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
            (found,) = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.DatabaseError as broken:
        raise ValueError(f"{file} is no sound database: {broken}") from broken
    if found != "ok":
        raise ValueError(f"{file} is no sound database: {found}")
