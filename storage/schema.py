"""The schema of a database: bring it up to date, say which one it has, and what differs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    CheckConstraint,
    Connection,
    Dialect,
    create_engine,
    event,
    func,
    inspect,
    select,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from storage.database import create_private, database_url
from storage.engine_tables import PREFIX
from storage.tables import TABLES

MIGRATIONS = Path(__file__).parent / "migrations"
UPGRADE_LOCK = 5_347_943_378  # any number that nothing else in the database locks
_LITERAL = re.compile(r"'([^']*)'|\b(\d+)\b")


class Unreachable(Exception):
    """The database does not answer, or will not let us in; the message says what it said."""


def head() -> str:
    """Return the newest revision that this code knows."""
    revision = ScriptDirectory.from_config(settings(None)).get_current_head()
    assert revision is not None, "the migrations have no revision"
    return revision


def current(url: str) -> str | None:
    """Return the revision of a database, None when it has no schema of ours yet.

    Raises Unreachable, and ValueError for an address that we cannot work with; so do the others.
    """
    address = database_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        return None  # looking must not create it
    with connected(url) as connection:
        return _context(connection).get_current_revision()


def upgrade(url: str, migrations: Path = MIGRATIONS) -> None:
    """Bring a database, empty or not, to the newest revision: wholly, or not at all.

    Of several processes that do so at once, one works and the others wait for it.
    """
    with connected(url, writing=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(UPGRADE_LOCK)))
        command.upgrade(settings(connection, migrations), "head")


def check(url: str) -> list[str]:
    """Return how a database differs from the tables of this code, in words; empty when it fits."""
    with connected(url) as connection:
        differences = [
            str(difference) for difference in compare_metadata(_context(connection), TABLES)
        ]
        return differences + list(_differing_checks(connection))


def settings(connection: Connection | None, migrations: Path = MIGRATIONS) -> Config:
    """Return Alembic's settings, which need no file of their own."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", migrations.as_posix().replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _context(connection: Connection) -> MigrationContext:
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "target_metadata": TABLES,
        "include_name": _is_ours,
    }
    return MigrationContext.configure(connection, opts=options)


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """Tell whether something is a table of ours, and not of a library's engine."""
    return kind != "table" or not (name or "").startswith(PREFIX)


@contextmanager
def connected(url: str, *, writing: bool = False) -> Iterator[Connection]:
    """Open a connection of its own to a database, and close it for good; raises Unreachable."""
    engine = create_engine(database_url(url), poolclass=NullPool)
    if engine.dialect.name == "sqlite":
        # The driver begins at the first INSERT only: an upgrade that breaks would keep its tables.
        # docs.python.org/3/library/sqlite3.html, "Transaction control"
        begin = "BEGIN IMMEDIATE" if writing else "BEGIN"
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        create_private(Path(engine.url.database or ""))
    try:
        connection = engine.connect()
    except OperationalError as problem:
        raise Unreachable(f"check DATABASE_URL and the server: {problem.orig}") from problem
    with connection:
        yield connection


def _differing_checks(connection: Connection) -> Iterator[str]:
    """Yield the CHECKs that are missing, unknown or admit other values; Alembic compares none."""
    found = inspect(connection)
    for table in TABLES.sorted_tables:
        if not found.has_table(table.name):
            continue
        wanted = {
            str(check.name): _literals(check, connection.dialect)
            for check in table.constraints
            if isinstance(check, CheckConstraint)
        }
        there = {
            str(check["name"]): _values(check["sqltext"])
            for check in found.get_check_constraints(table.name)
        }
        for name in sorted(wanted.keys() | there.keys()):
            if wanted.get(name) != there.get(name):
                yield f"{table.name}: the check {name} is {there.get(name)}, not {wanted.get(name)}"


def _literals(check: CheckConstraint, dialect: Dialect) -> list[str]:
    compiled = check.sqltext.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return _values(str(compiled))


def _values(sqltext: str) -> list[str]:
    """Return the values that a CHECK speaks of: what databases do not rewrite about it."""
    return sorted(word or number for word, number in _LITERAL.findall(sqltext))
