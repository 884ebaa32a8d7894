"""What a database complains about: a conflict, a write where only reading was asked for, a defect."""

import sqlite3
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, ExceptionContext
from sqlalchemy.exc import DBAPIError

from bot.ports import OnlyReading

ONLY_READS = "only_reads"  # marks the connections on which nothing may be written
# A unique violation under SERIALIZABLE may be what is left of a lost race, and is retried like one:
# postgresql.org/docs/current/mvcc-serialization-failure-handling.html
# 55P03 is a lock that was not given within lock_timeout.
_POSTGRES_CONFLICTS = frozenset({"40001", "40P01", "23505", "55P03"})
_SQLITE_CONFLICTS = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_READ_ONLY_TRANSACTION = "25006"
_SQLITE_UNIQUE = frozenset({"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY"})


def is_conflict(error: DBAPIError | psycopg.Error) -> bool:
    """Tell whether another transaction was in the way, so that running again helps."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, psycopg.Error):
        return cause.sqlstate in _POSTGRES_CONFLICTS
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        return code in _SQLITE_CONFLICTS or cause.sqlite_errorname in _SQLITE_UNIQUE
    return False


def complaint(
    connection: Connection, cursor: Any, problem: sqlite3.Error | psycopg.Error, words: str
) -> Exception:
    """Return what SQLAlchemy would raise where the driver complains to us: it names nobody either."""
    if connection.get_execution_options().get(ONLY_READS) and _would_write(problem):
        return OnlyReading("written in a transaction that only reads")
    gone = connection.dialect.is_disconnect(cast("Any", problem), cursor.connection, cursor)
    if gone:
        connection.invalidate()
    _shorten(problem)
    kind = sqlite3.Error if isinstance(problem, sqlite3.Error) else psycopg.Error
    told = DBAPIError.instance(
        words,
        None,
        problem,
        kind,
        hide_parameters=True,
        connection_invalidated=gone,
        dialect=connection.dialect,
    )
    assert isinstance(told, Exception)
    return told


def only_reading(context: ExceptionContext) -> None:
    """Say so where something was to be written in a transaction that only reads."""
    cause = context.original_exception
    if _would_write(cause):
        raise OnlyReading("written in a transaction that only reads") from cause


def _would_write(problem: BaseException) -> bool:
    """Tell whether a transaction that only reads was asked to write."""
    code = getattr(problem, "sqlite_errorcode", 0) & 0xFF
    state = getattr(problem, "sqlstate", None)
    return code == sqlite3.SQLITE_READONLY or state == _READ_ONLY_TRANSACTION


def without_details(context: ExceptionContext) -> None:
    """Keep only the first line of what PostgreSQL complains: its DETAIL repeats whole rows."""
    cause = context.original_exception
    if _shorten(cause) and context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (f"({type(cause).__name__}) {cause}",)


def _shorten(problem: BaseException) -> bool:
    if not isinstance(problem, psycopg.Error) or not problem.diag.message_primary:
        return False
    problem.args = (problem.diag.message_primary,)
    return True
