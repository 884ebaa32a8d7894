"""A database is copied whole, put back, and says nothing again that was said since."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.model import Notice, NoticeState, Person
from storage import copies, schema
from storage.books import SqlBooks
from storage.tables import TABLES
from tests.databases import sqlite_url
from tests.storage.company import DAY, HOUR, NOW, Company, every_fact, found, notice


def counts(url: str) -> dict[str, int]:
    """Return how many rows each table holds."""
    with schema.connected(url) as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in TABLES.sorted_tables
        }


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return everything that a database holds."""
    with schema.connected(url) as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(table.select().order_by(*table.primary_key))
            ]
            for table in TABLES.sorted_tables
        }


@pytest.fixture
def full(tmp_path: Path) -> str:
    """Return the address of an SQLite database with a company in which somebody reports upwards."""
    folder = tmp_path / "full"
    folder.mkdir()
    url = sqlite_url(folder)
    books = SqlBooks(url)
    with books.turn() as store:
        company: Company = found(store)
        for noun in every_fact(company):
            store.add(noun)
        # Her manager came to the company after her.
        store.save(replace(company.asha, manager=company.hana.id))
        store.owe(notice(company.asha.id, "sent", due=NOW - HOUR))
        store.owe(notice(company.asha.id, "ready", due=NOW - HOUR))
        store.owe(notice(company.asha.id, "future", due=NOW + HOUR, until=NOW + DAY))
    books.close()
    return url


def test_a_move_to_another_database_takes_everything_along(full: str, url: str) -> None:
    """SQLite to PostgreSQL and to SQLite."""
    counted = copies.copy(full, url)
    assert counted == counts(full) == counts(url)
    assert rows(url) == rows(full)
    books = SqlBooks(url)
    with books.turn() as store:
        somebody = store.get(Person, 1)
        assert somebody is not None
        newcomer = store.add(replace(somebody, id=0, email="new@muster.example", manager=None))
    books.close()
    assert newcomer.id > copies.IDS_SKIPPED


def test_a_move_into_a_database_that_is_used_is_refused(full: str, url: str) -> None:
    copies.copy(full, url)
    before = rows(url)
    with pytest.raises(ValueError, match="not empty"):
        copies.copy(full, url)
    assert rows(url) == before


def test_a_backup_is_taken_in_use_and_comes_back(full: str, tmp_path: Path) -> None:
    books = SqlBooks(full)
    with books.turn() as store:
        store.owe(notice(1, "open"))
        copies.backup(full, tmp_path / "copy.sqlite")  # what is not committed is not in it
    books.close()
    url = f"sqlite:///{tmp_path / 'back.db'}"
    copies.restore(tmp_path / "copy.sqlite", url)
    assert counts(url)["notice"] == counts(full)["notice"] - 1
    assert schema.check(url) == []
    with pytest.raises(ValueError, match="move it away"):
        copies.restore(tmp_path / "copy.sqlite", url)
    with pytest.raises(ValueError, match="exists already"):
        copies.backup(full, tmp_path / "copy.sqlite")


def test_nobody_else_on_the_machine_reads_a_database_or_its_copies(tmp_path: Path) -> None:
    new, copied, back = (tmp_path / name for name in ("new.db", "copy.sqlite", "back.db"))
    schema.upgrade(f"sqlite:///{new}")
    copies.backup(f"sqlite:///{new}", copied)
    copies.restore(copied, f"sqlite:///{back}")
    books = SqlBooks(f"sqlite:///{back}")
    with books.turn() as store:
        found(store)
        modes = {each.name: each.stat().st_mode & 0o077 for each in tmp_path.iterdir()}
    books.close()
    assert {"new.db", "copy.sqlite", "back.db", "back.db-wal"} <= modes.keys()
    assert set(modes.values()) == {0}


def test_a_broken_backup_is_not_put_back(full: str, tmp_path: Path) -> None:
    file = tmp_path / "copy.sqlite"
    copies.backup(full, file)
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 12] = b"\xff" * (4096 * 9)
    file.write_bytes(content)
    target = tmp_path / "back.db"
    with pytest.raises(ValueError, match="no sound database"):
        copies.restore(file, f"sqlite:///{target}")
    assert not target.exists()


def test_after_going_back_what_was_due_is_looked_for_and_ids_are_new(
    full: str, tmp_path: Path
) -> None:
    newest = copies.skip_ids(full)
    books = SqlBooks(full)
    with books.turn() as store:
        store.owe(notice(1, "owed anew by a chore", due=NOW - HOUR))
        store.owe(notice(1, "owed for tomorrow", due=NOW + DAY, until=NOW + 2 * DAY))
    assert copies.doubt_the_past(books, NOW, newest) == (2, 1)
    with closing(sqlite3.connect(full.removeprefix("sqlite:///"))) as connection:
        told = dict(
            connection.execute("SELECT once, state || ' ' || reason FROM notice").fetchall()
        )
    assert told["ready"] == "sending "
    assert told["owed anew by a chore"] == "expired restored"
    assert told["future"] == told["owed for tomorrow"] == "ready "
    claimed = books.claim(NOW, NOW + HOUR, 10)
    assert {each.once for each in claimed} == {"sent", "ready"}
    assert {each.state for each in claimed} == {NoticeState.SENDING}
    with books.turn() as store:
        added = store.add(notice(1, "new"))
    assert added.id > newest + copies.IDS_SKIPPED
    assert isinstance(added, Notice)
    books.close()


def test_going_back_on_postgres_skips_ids_too(url: str) -> None:
    books = SqlBooks(url)
    with books.turn() as store:
        company = found(store)
    newest = copies.skip_ids(url)
    with books.turn() as store:
        added = store.add(notice(company.asha.id, "new"))
    assert added.id >= newest + copies.IDS_SKIPPED
    books.close()
