"""Databases that a test may break, and the table that stands at the end."""

import os
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from storage.database import database_url
from storage.schema import upgrade
from tests.databases import PostgresServer, server_package, sqlite_url
from tests.faults.audit import GONE
from tests.faults.ledger import Ledger

LEDGER = pytest.StashKey[Ledger]()
# They wait for leases as long as in production, or play for long: where several run at once, first.
LONGEST = ("test_connected", "test_stopping", "test_going_on", "test_delivery_machine")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LEDGER] = Ledger()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "FAULTS" in os.environ:
        items.sort(key=lambda item: item.path.stem not in LONGEST)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # one of several processes; the first shows it all
        session.config.workeroutput["ledger"] = session.config.stash[LEDGER].told()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    told = getattr(node, "workeroutput", {}).get("ledger")  # none from one that broke down
    if told:
        node.config.stash[LEDGER].hears(told)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    lines = config.stash[LEDGER].lines()
    if "FAULTS" in os.environ and len(lines) > 1:
        terminalreporter.section("what the faults did")
        for line in lines:
            terminalreporter.write_line(line)


@pytest.fixture
def ledger(request: pytest.FixtureRequest) -> Ledger:
    return request.config.stash[LEDGER]


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of an empty database."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    yield request.getfixturevalue("postgres_url")
    server.run(name_of(server.shared), *GONE)


def name_of(url: str) -> str:
    """Return the name of a PostgreSQL database."""
    return str(database_url(url).database)


@dataclass
class OwnServer:
    """A PostgreSQL server that a test may stop as a power cut would."""

    server: Any
    url: str

    def stops(self) -> None:
        """Stop at once: connections break, nothing is tidied up."""
        pid = self.server.get_pid()
        os.kill(pid, signal.SIGQUIT)  # immediate: postgresql.org/docs/current/server-shutdown.html
        while (Path("/proc") / str(pid)).exists():
            time.sleep(0.05)

    def starts(self) -> None:
        """Start again; it recovers from its log."""
        self.server.ensure_postgres_running()

    def runs(self, *statements: str) -> None:
        """Run statements as the superuser, each for itself."""
        PostgresServer(self.server.get_uri).run(name_of(self.url), *statements)


@pytest.fixture
def own_server() -> Iterator[OwnServer]:
    """Start a PostgreSQL server for one test."""
    with tempfile.TemporaryDirectory(prefix="kehrwert-faults-") as folder:
        data = Path(folder) / "data"
        with server_package().get_server(data, cleanup_mode="stop") as running:
            url = PostgresServer(running.get_uri).new_database()
            upgrade(url)
            yield OwnServer(running, url)
