"""What keeps us from a database although nothing is wrong with us, and what to do about it."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError

# sqlite.org/rescode.html, by the primary code
_SQLITE = {
    sqlite3.SQLITE_CANTOPEN: "let this user write into the database's folder, on a disk that can be "
    "written: SQLite keeps two files beside its own (-wal, -shm)",
    sqlite3.SQLITE_READONLY: "let this user write to the database's file and into its folder, on a "
    "disk that can be written",
    sqlite3.SQLITE_PERM: "let this user read and write the database's file",
    sqlite3.SQLITE_FULL: "make room on the disk of the database",
    sqlite3.SQLITE_IOERR: "look at the disk of the database: it takes nothing, or gives nothing back",
    sqlite3.SQLITE_CORRUPT: "the file is damaged: move it away and put a backup back",
    sqlite3.SQLITE_NOTADB: "the file is no SQLite database: look at DATABASE_URL",
    sqlite3.SQLITE_BUSY: "another process keeps the database's file: look which, and end it",
}
# postgresql.org/docs/current/errcodes-appendix.html; a class of two letters stands for all of it
_POSTGRES = {
    "25006": "this server only reads: let DATABASE_URL name the one that takes writing",
    "42501": "let the user of DATABASE_URL read and write the tables",
    "53100": "make room on the disk of the server",
    "53300": "the server has no connection left: raise its max_connections, or run fewer processes",
    "08": "look at the server and the way to it",
    "28": "look at the user and the password of DATABASE_URL",
    "57P": "the server is stopping or starting: try again when it is there",
}
_POSTGRES_AWAY = "look at the server and the way to it"


def trouble_with(problem: BaseException | None) -> str | None:
    """Return what the database said and what to do, in one line; None where the defect is ours."""
    cause = problem.orig if isinstance(problem, DBAPIError) else problem
    advice = None
    if isinstance(cause, sqlite3.Error):
        advice = _SQLITE.get(getattr(cause, "sqlite_errorcode", 0) & 0xFF)
    elif isinstance(cause, psycopg.Error):
        advice = _advice(cause)
    if advice is None:
        return None
    said = str(cause).strip().partition("\n")[0]
    return f"{said}: {advice}"


def _advice(cause: psycopg.Error) -> str | None:
    state = cause.sqlstate or ""
    lengths = (5, 3, 2)
    known = (_POSTGRES[state[:each]] for each in lengths if state[:each] in _POSTGRES)
    without_a_state = not state and isinstance(cause, psycopg.OperationalError)
    return next(known, _POSTGRES_AWAY if without_a_state else None)
