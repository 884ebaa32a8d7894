"""Databases that stop, cut connections, are full or take no writing: delivery goes on by itself."""

import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.books import SqlBooks
from storage.database import database_url
from tests.app.test_serving import asked, serving
from tests.databases import sqlite_url
from tests.faults.conftest import OwnServer, name_of
from tests.faults.ledger import Ledger
from tests.faults.sizes import ALL, FAULTS, LONG, PEOPLE, holds
from tests.faults.world import World, world

RESTARTS, REFUSED_SECONDS = (5, 60.0) if FAULTS else (1, 3.0)
STOPPED = "PostgreSQL stopped at once, refusing for a while"
CUT = "PostgreSQL cuts connections"
NO_WRITING = "PostgreSQL takes no writing for a while"
FULL, NO_GROWTH = "SQLite on a full disk", "SQLite may write no file"
DISK = "6m"
QUIET_SECONDS = 3.0


def restart_again_and_again(broken: World, server: OwnServer, times: int) -> None:
    """Stop the database under load; the last time it stays away longer."""
    broken.mood(slow=0.3)
    broken.works(2)
    for part in range(1, times + 1):
        broken.waits_for(ALL * part // (times + 2))
        server.stops()
        time.sleep(REFUSED_SECONDS if part == times else 0.5)
        server.starts()


def test_a_database_that_is_stopped_and_refuses_for_a_while_loses_nothing(
    own_server: OwnServer, tmp_path: Path, ledger: Ledger
) -> None:
    with world(own_server.url, tmp_path, PEOPLE) as broken:
        restart_again_and_again(broken, own_server, RESTARTS)
        holds(broken, ledger, STOPPED)


@LONG
def test_without_looking_first_a_stopped_database_doubles_messages(
    own_server: OwnServer, tmp_path: Path, ledger: Ledger
) -> None:
    with world(own_server.url, tmp_path, PEOPLE, without="looking") as broken:
        restart_again_and_again(broken, own_server, 1)
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(STOPPED, "twice")


def cut_for_a_while(broken: World, server: OwnServer) -> None:
    """Cut every connection again and again, so that many are cut inside a transaction."""
    others = f"datname = '{name_of(server.url)}' AND pid <> pg_backend_pid()"
    cut = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"  # noqa: S608
    broken.mood(slow=0.1)
    broken.works(2)
    for part in range(1, 6):
        broken.waits_for(ALL * part // 8)
        for _ in range(20):
            server.runs(cut)


@LONG
def test_a_database_that_cuts_connections_loses_nothing(
    own_server: OwnServer, tmp_path: Path, ledger: Ledger
) -> None:
    with world(own_server.url, tmp_path, PEOPLE) as broken:
        cut_for_a_while(broken, own_server)
        holds(broken, ledger, CUT)


@LONG
def test_without_looking_first_cut_connections_double_messages(
    own_server: OwnServer, tmp_path: Path, ledger: Ledger
) -> None:
    with world(own_server.url, tmp_path, PEOPLE, without="looking") as broken:
        cut_for_a_while(broken, own_server)
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(CUT, "twice")


def may_only_work(server: OwnServer) -> str:
    """Return the database's address for somebody who can be forbidden to write."""
    server.runs("CREATE ROLE worker LOGIN", "GRANT pg_read_all_data, pg_write_all_data TO worker")
    address = database_url(server.url).set(username="worker", drivername="postgresql")
    return address.render_as_string(hide_password=False)


def forbid_writing_for_a_while(broken: World, server: OwnServer) -> None:
    """Answer whoever reads, and refuse whoever writes."""
    broken.mood(slow=0.5)
    broken.works(2)
    broken.waits_for(5)
    server.runs("REVOKE pg_write_all_data FROM worker")
    as_worker = SqlBooks(broken.as_workers)
    broken.until(lambda: "permission denied" in broken.log())
    assert not as_worker.alive()
    broken.until(lambda: stands_still(broken))
    server.runs("GRANT pg_write_all_data TO worker")
    assert as_worker.alive()
    as_worker.close()
    broken.mood()


@LONG
def test_a_database_that_takes_no_writing_loses_nothing_and_says_so(
    own_server: OwnServer, tmp_path: Path, ledger: Ledger
) -> None:
    way = may_only_work(own_server)
    with world(own_server.url, tmp_path, PEOPLE, as_workers=way) as broken:
        forbid_writing_for_a_while(broken, own_server)
        holds(broken, ledger, NO_WRITING)


@LONG
def test_without_looking_first_what_could_not_be_ticked_off_is_said_again(
    own_server: OwnServer, tmp_path: Path, ledger: Ledger
) -> None:
    way = may_only_work(own_server)
    with world(own_server.url, tmp_path, PEOPLE, as_workers=way, without="looking") as broken:
        forbid_writing_for_a_while(broken, own_server)
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(NO_WRITING, "twice")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on a disk of its own that a test can fill."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a disk of its own")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Fill a disk to its last byte, and make room again."""
    file = folder / "filler"
    with file.open("wb", buffering=0) as filler:
        for size in (65536, 512, 1):
            try:
                while filler.write(bytes(size)):
                    pass
            except OSError:
                continue
    yield
    file.unlink()


def stands_still(broken: World) -> bool:
    """Tell whether nothing arrives for a while: what cannot be claimed is not sent."""
    before = broken.arrived()
    time.sleep(QUIET_SECONDS)
    return broken.arrived() == before


def sound(url: str) -> bool:
    """Tell whether an SQLite file is whole."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))


@LONG
def test_a_full_disk_stops_delivery_is_told_and_goes_on_by_itself(
    small_disk: Path, tmp_path: Path, ledger: Ledger
) -> None:
    url = sqlite_url(small_disk)
    with world(url, tmp_path, PEOPLE) as broken, serving(url, "web", tmp_path) as (_, port):
        broken.mood(slow=0.2)
        broken.works(2)
        broken.waits_for(10)
        with filled(small_disk):
            broken.until(lambda: stands_still(broken))
            assert "disk is full" in broken.log()
            assert asked(port, "/health/ready") is None
            assert asked(port, "/health/live")
        broken.until(lambda: asked(port, "/health/ready") is not None)
        holds(broken, ledger, FULL)
    assert sound(url)


def forbid_files_to_grow(broken: World, then: Callable[[], object]) -> None:
    """Let the workers write into no file while this is done, as a quota would."""
    broken.mood(slow=0.5)
    broken.works(2)
    broken.waits_for(10)
    broken.lets_write(1)
    then()
    broken.lets_write()
    broken.mood()


def test_a_disk_that_takes_nothing_loses_nothing(tmp_path: Path, ledger: Ledger) -> None:
    url = sqlite_url(tmp_path)
    with world(url, tmp_path, PEOPLE) as broken:
        forbid_files_to_grow(broken, lambda: broken.until(lambda: stands_still(broken)))
        assert broken.arrived() < ALL
        holds(broken, ledger, NO_GROWTH)
    assert sound(url)


@LONG
def test_without_looking_first_a_disk_that_takes_nothing_doubles_messages(
    tmp_path: Path, ledger: Ledger
) -> None:
    with world(sqlite_url(tmp_path), tmp_path, PEOPLE, without="looking") as broken:
        forbid_files_to_grow(broken, lambda: broken.until(lambda: stands_still(broken)))
        broken.until(lambda: broken.twice() > 0)
        ledger.broke(NO_GROWTH, "twice")
        ledger.broke(FULL, "twice (with files that may not grow)")
