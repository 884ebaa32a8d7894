"""A turn is kept whole or not at all, whoever else is writing."""

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from bot.model import Organisation, Person
from bot.ports import Books, Conflict, OnlyReading, Store
from storage import database
from storage.books import SqlBooks
from tests.databases import sqlite_url
from tests.storage.company import Company, found, person

WAIT = 20.0  # seconds; only a test that hangs waits so long


class Stumble(Exception):
    """Something that goes wrong in the middle of a turn."""


def test_the_books_keep_the_contract_of_the_core(books: SqlBooks) -> None:
    promised: Books = books
    with promised.turn() as store:
        kept: Store = store
        assert kept.organisations() == ()


def test_an_exception_takes_everything_back(books: SqlBooks) -> None:
    def stumble() -> None:
        with books.turn() as store:
            found(store)
            raise Stumble

    with pytest.raises(Stumble):
        stumble()
    with books.read() as store:
        assert store.organisations() == ()


def test_the_turn_after_one_that_failed_works(books: SqlBooks, company: Company) -> None:
    with pytest.raises(Conflict), books.turn() as store:
        store.add(replace(company.asha, id=0))
    with books.turn() as store:
        store.save(replace(company.asha, site="Graz"))
    with books.read() as store:
        assert store.get(Person, company.asha.id) == replace(company.asha, site="Graz")


def test_who_opens_a_new_file_waits_for_others_who_open_it(tmp_path: Path) -> None:
    """SQLite asks nobody to wait who turns its log on."""
    url = sqlite_url(tmp_path)
    with closing(sqlite3.connect(tmp_path / "kehrwert.db", check_same_thread=False)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN IMMEDIATE")
        letting_go = threading.Timer(0.3, other.rollback)
        letting_go.start()
        books = SqlBooks(url, careless=True)
        with books.read() as store:
            assert store.organisations() == ()
        books.close()
        letting_go.join()


def test_a_reader_changes_nothing(books: SqlBooks, company: Company) -> None:
    with pytest.raises(OnlyReading), books.read() as store:
        store.add(person(company.organisation.id, "Dora"))
    with books.read() as store:
        assert len(store.people_of(company.organisation.id)) == 4


def test_a_reader_sees_one_moment_and_does_not_wait_for_a_writer(
    books: SqlBooks, company: Company
) -> None:
    with books.read() as before:
        assert before.get(Person, company.asha.id) == company.asha
        with books.turn() as store:
            store.save(replace(company.asha, site="Graz"))
            with books.read() as meanwhile:
                assert meanwhile.get(Person, company.asha.id) == company.asha
        assert before.get(Person, company.asha.id) == company.asha
    with books.read() as after:
        assert after.get(Person, company.asha.id) == replace(company.asha, site="Graz")


def test_a_turn_within_a_turn_is_refused_at_once(books: SqlBooks) -> None:
    with (
        books.turn(),
        pytest.raises(RuntimeError, match="a transaction is open in this thread"),
        books.turn(),
    ):
        pass
    with books.turn() as store:
        assert store.organisations() == ()


def again_on_conflict(books: SqlBooks, organisation: int) -> None:
    """Add one to the number in a name, as often as it takes."""
    while True:
        try:
            with books.turn() as store:
                kept = store.get(Organisation, organisation)
                assert kept is not None
                store.save(replace(kept, name=str(int(kept.name) + 1)))
        except Conflict:
            continue
        return


def test_of_many_writers_none_overwrites_another(books: SqlBooks) -> None:
    with books.turn() as store:
        counter = store.add(Organisation("0"))
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(again_on_conflict, books, counter.id) for _ in range(40)]:
            done.result(WAIT)
    with books.read() as store:
        assert store.get(Organisation, counter.id) == replace(counter, name="40")


def test_two_turns_that_read_before_they_write_do_not_both_win(url: str) -> None:
    """Two processes: each sees that nobody leads, and would appoint somebody of its own."""
    with closing(SqlBooks(url, careless=True)) as one, closing(SqlBooks(url, careless=True)) as two:
        with one.turn() as store:
            organisation = found(store).organisation.id
        meeting = threading.Barrier(2)

        def appoint(books: SqlBooks, name: str) -> bool:
            with books.turn() as store:
                vacant = not store.people_named(organisation, "leader", 5)
                with suppress(threading.BrokenBarrierError):  # SQLite lets one in at a time
                    meeting.wait(1)
                if vacant:
                    store.add(person(organisation, f"Leader {name}", email=f"{name}@x"))
            return vacant

        with ThreadPoolExecutor(2) as pool:
            both = [pool.submit(appoint, one, "a"), pool.submit(appoint, two, "b")]
            outcomes = [attempt.exception(WAIT) or attempt.result() for attempt in both]
        with one.read() as store:
            assert len(store.people_named(organisation, "leader", 5)) == 1
    # A SQLite file lets the second in when the first is done; PostgreSQL takes one of them back.
    (second,) = [outcome for outcome in outcomes if outcome is not True]
    assert second is False if url.startswith("sqlite") else isinstance(second, Conflict)


@contextmanager
def held_by_another_process(url: str) -> Iterator[None]:
    """Hold the write lock of a SQLite file as another process would."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_file_held_for_too_long_is_a_conflict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    url = sqlite_url(tmp_path)
    books = SqlBooks(url)
    with held_by_another_process(url), pytest.raises(Conflict, match="locked"), books.turn():
        pass
    with books.turn() as store:
        assert store.organisations() == ()
    books.close()


def test_a_turn_that_never_ends_is_a_conflict_for_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    books = SqlBooks(sqlite_url(tmp_path))
    with books.turn(), ThreadPoolExecutor(1) as pool:
        other = pool.submit(lambda: books.turn().__enter__())
        with pytest.raises(Conflict, match="has kept the database"):
            other.result(WAIT)
    books.close()


def test_a_row_held_for_too_long_is_a_conflict(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.1)
    with closing(SqlBooks(postgres_url)) as books:
        with books.turn() as store:
            asha = found(store).asha
        with psycopg.connect(postgres_url) as other:
            other.execute("SELECT * FROM person FOR UPDATE")
            with pytest.raises(Conflict, match="lock timeout"), books.turn() as store:
                store.save(replace(asha, site="Graz"))
        with books.turn() as store:
            store.save(replace(asha, site="Graz"))


def test_sqlite_is_opened_as_safe_as_promised(tmp_path: Path) -> None:
    url = sqlite_url(tmp_path)
    for careless, synchronous in ((False, 2), (True, 0)):
        books = SqlBooks(url, careless=careless)
        with books.database.turn() as session:
            connection = session

            def pragma(name: str) -> object:
                return connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # noqa: B023

            assert pragma("journal_mode") == "wal"
            assert pragma("synchronous") == synchronous
            assert pragma("foreign_keys") == 1
            assert pragma("busy_timeout") == database.BUSY_SECONDS * 1000
        books.close()


def test_postgres_runs_turns_serializable_and_in_utc(postgres_url: str) -> None:
    books = SqlBooks(postgres_url)
    with books.database.turn() as session:
        connection = session
        level = connection.exec_driver_sql("SHOW transaction_isolation").scalar()
        assert level == "serializable"
        assert connection.exec_driver_sql("SHOW timezone").scalar() == "UTC"
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
    with books.database.reading() as session:
        assert session.exec_driver_sql("SHOW transaction_read_only").scalar() == "on"
    books.close()


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("mysql://host/name", "must be SQLite or PostgreSQL, not mysql"),
        ("sqlite://", "SQLite needs a file"),
        ("sqlite:///:memory:", "SQLite needs a file"),
        ("kehrwert.db", "not readable"),
        ("sqlite:////no/such/folder/kehrwert.db", "folder of the database does not exist"),
    ],
)
def test_an_address_that_cannot_work_is_refused_in_a_sentence(address: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        SqlBooks(address)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgres_is_understood(scheme: str) -> None:
    assert database.database_url(f"{scheme}://u@h/n").drivername == "postgresql+psycopg"


def test_a_reader_whose_database_went_away_may_come_again(postgres_url: str) -> None:
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

    def cut_off(books: SqlBooks) -> None:
        with books.read() as store:
            assert store.programmes_of(1) == ()
            with psycopg.connect(database.driver_url(postgres_url), autocommit=True) as other:
                other.execute(f"SELECT pg_terminate_backend(pid) {others}".encode())
            store.programmes_of(2)

    with closing(SqlBooks(postgres_url)) as books:
        with pytest.raises(Conflict):
            cut_off(books)
        with books.read() as store:
            assert store.programmes_of(2) == ()
