"""One database, SQLite or PostgreSQL: its connections, its transactions, and what a conflict is."""

import json
import math
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import psycopg
from pydantic_core import from_json
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.ports import Conflict
from storage.asking import Driver
from storage.complaints import ONLY_READS, is_conflict, only_reading, without_details

BUSY_SECONDS = 10.0  # how long a writer waits for another before it is told to run again
POOL = 16  # connections of one process that read SQLite
# PostgreSQL admits a hundred by default: enough for four processes. Turns, what only reads, and
# deliveries each have their own, so that a wave of these never keeps a click waiting.
TURNS, READERS, GLANCERS, CLAIMERS = 7, 9, 3, 5
BETWEEN_TRIES_SECONDS = 0.01
AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
TRUSTED_SECONDS = 1.0  # for which a connection that was just used is not asked whether it lives


def database_url(url: str) -> URL:
    """Return the address of a database; raises ValueError when we cannot work with it."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ValueError(
            "the database address is not readable: write sqlite:///path/to/file.db "
            "or postgresql://user:password@host/name"
        ) from error
    if parsed.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() != "sqlite":
        raise ValueError(
            f"the database must be SQLite or PostgreSQL, not {parsed.get_backend_name()}"
        )
    if parsed.database in {None, "", ":memory:"}:
        raise ValueError("SQLite needs a file: write sqlite:///path/to/file.db")
    return parsed.set(drivername="sqlite")


def create_private(file: Path) -> None:
    """Create a database's file, if it is not there, so that only its owner reads about people.

    SQLite gives the files beside it the same mode: sqlite.org/src/file/src/os_unix.c, findCreateFileMode
    """
    if not file.exists():
        with suppress(OSError):  # whoever opens it tells what is wrong
            file.touch(mode=0o600)


def driver_url(url: str) -> str:
    """Return the address of a PostgreSQL database as its driver reads it."""
    address = database_url(url).set(drivername="postgresql")
    return address.render_as_string(hide_password=False)


def driver_of(session: Connection) -> object:
    """Return the driver's own connection, for those who join a transaction without SQLAlchemy."""
    return session.connection.driver_connection


class Database:
    """The connections to one database. `careless` trades safety on power loss for speed."""

    def __init__(self, url: str, *, careless: bool = False) -> None:
        address = database_url(url)
        self.careless = careless
        self._open = threading.local()
        self._one_writer: AbstractContextManager[object] = nullcontext()
        if address.get_backend_name() == "sqlite":
            self._one_writer = _Turnstile()
            self._writer = _sqlite(address, readers=False, careless=careless)
            self._reader = _sqlite(address, readers=True, careless=careless)
            self._glancer, self._claimer = self._reader, self._writer
        else:
            level = psycopg.IsolationLevel
            self._writer = _postgres(address, level.SERIALIZABLE, TURNS, careless=careless)
            self._reader = _postgres(address, level.REPEATABLE_READ, READERS, careless=careless)
            self._claimer = _postgres(address, level.READ_COMMITTED, CLAIMERS, careless=careless)
            event.listen(self._reader, "connect", _never_writing)
            self._glancer = _postgres(address, None, GLANCERS, careless=careless)
        for engine in dict.fromkeys((self._reader, self._glancer)):
            engine.update_execution_options(**{ONLY_READS: True})
            event.listen(engine, "handle_error", only_reading)

    def turn(self) -> AbstractContextManager[Connection]:
        """Open a transaction as if nobody else were there; raises Conflict when somebody was."""
        return self._writing(self._writer)

    def claiming(self) -> AbstractContextManager[Connection]:
        """Open a transaction that takes rows one by one and locks what it takes."""
        return self._writing(self._claimer)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one moment, changes nothing and waits for nobody.

        Raises OnlyReading for whatever would write, and Conflict when the database went away.
        """
        with _going_away(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def glancing(self) -> Iterator[Connection]:
        """Open a connection that changes nothing, and on which each question sees its own moment.

        Raises as `reading` does. Beginning and ending a transaction would be two ways more to the
        server and back, for a handful of questions.
        """
        with _going_away(), self._glancer.connect() as connection:
            yield connection

    @property
    def engines(self) -> tuple[Engine, ...]:
        """Return every engine that opens transactions."""
        return tuple(dict.fromkeys((self._writer, self._reader, self._glancer, self._claimer)))

    def close(self) -> None:
        """Give all connections back."""
        for engine in self.engines:
            engine.dispose()

    @contextmanager
    def _writing(self, engine: Engine) -> Iterator[Connection]:
        if getattr(self._open, "writing", False):
            raise RuntimeError("a transaction is open in this thread: finish it first")
        with self._one_writer:
            self._open.writing, done = True, False
            try:
                with engine.begin() as session:
                    yield session
                    done = True
            except (DBAPIError, psycopg.Error) as error:
                # Where the database went away before the end, surely nothing was kept.
                gone = not done and getattr(error, "connection_invalidated", False)
                if gone or is_conflict(error):
                    raise Conflict(str(getattr(error, "orig", error))) from error
                raise
            finally:
                self._open.writing = False


@contextmanager
def _going_away() -> Iterator[None]:
    """Raise Conflict where the database went away."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Conflict("the database went away") from error
        raise


class _Turnstile:
    """Lets one writer of this process through at a time.

    SQLite's own waiting is a poll that is not fair: ten writers waited up to 437 ms (p99) with it
    alone, under 50 ms behind this lock.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=BUSY_SECONDS):
            raise Conflict(f"another turn has kept the database for {BUSY_SECONDS:.0f} s")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


def _sqlite(address: URL, *, readers: bool, careless: bool) -> Engine:
    folder = Path(address.database or "").parent
    if not folder.is_dir():
        raise ValueError(f"the folder of the database does not exist: {folder}")
    engine = create_engine(
        address,
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None},
        json_serializer=AS_JSON,
        json_deserializer=from_json,  # several times as fast as the standard library's
        hide_parameters=True,  # an error goes into the logs, and they name nobody
        pool_size=POOL if readers else 1,
        max_overflow=POOL if readers else 0,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        _turn_log_on(connection)
        connection.execute(f"PRAGMA synchronous = {'OFF' if careless else 'FULL'}")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA query_only = {'ON' if readers else 'OFF'}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # The driver begins nothing by itself (isolation_level=None), so that a writer holds the
        # lock before it reads: a later upgrade can fail at once, whatever the timeout.
        # sqlite.org/lang_transaction.html
        Driver(connection).say("BEGIN" if readers else "BEGIN IMMEDIATE")

    return engine


def _turn_log_on(connection: sqlite3.Connection) -> None:
    """Let a file be read while it is written; waits for others who open it, as SQLite would not.

    Its own waiting is left out where two could wait for each other: sqlite.org/c3ref/busy_handler.html
    """
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(BETWEEN_TRIES_SECONDS)
        else:
            return


def _postgres(
    address: URL, isolation: psycopg.IsolationLevel | None, most: int, *, careless: bool
) -> Engine:
    """Return an engine of at most so many connections, each of one kind for all its life.

    Without an isolation there are no transactions, and nothing can be written.
    Changing a connection's kind for every transaction costs several calls of the driver.
    """
    busy = f"{BUSY_SECONDS * 1000:.0f}"
    # A process that is frozen inside a transaction must not keep its rows from the others.
    options = (
        f"-c timezone=UTC -c lock_timeout={busy} -c idle_in_transaction_session_timeout={busy}"
    )
    if isolation is None:
        options += " -c default_transaction_read_only=on"
    if careless:
        options += " -c synchronous_commit=off"
    engine = create_engine(
        address,
        connect_args={"options": options, "connect_timeout": math.ceil(BUSY_SECONDS)},
        json_serializer=AS_JSON,
        json_deserializer=from_json,  # several times as fast as the standard library's
        hide_parameters=True,  # an error goes into the logs, and they name nobody
        pool_size=most,
        max_overflow=0,
        pool_use_lifo=True,  # the one used last knows its statements best
    )
    event.listen(engine, "handle_error", without_details)

    @event.listens_for(engine, "connect")
    def prepare(connection: "psycopg.Connection[Any]", _record: object) -> None:
        connection.isolation_level = isolation
        connection.autocommit = isolation is None

    _ask_after_a_while(engine)
    return engine


def _ask_after_a_while(engine: Engine) -> None:
    """Ask a connection whether it lives before it is used, unless it just was."""

    @event.listens_for(engine, "connect")
    @event.listens_for(engine, "checkin")
    def used(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["used"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def lives(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        if time.monotonic() - record.info["used"] > TRUSTED_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except psycopg.Error as lost:
                raise DisconnectionError from lost  # the pool opens another one


def _never_writing(connection: "psycopg.Connection[Any]", _record: object) -> None:
    connection.read_only = True
