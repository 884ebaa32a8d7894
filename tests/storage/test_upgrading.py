"""Data of every earlier revision comes to this version's tables whole, and the programme runs on."""

import logging
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, column, insert, inspect, select, table
from sqlalchemy.exc import IntegrityError

from bot.core import Bot
from bot.flows import retention, status
from bot.heard import Actor, Typed
from bot.model import Address, CheckIn, CheckInState, Participant, Platform
from bot.ports import Store
from bot.said import Note
from bot.texts import load_words
from bot.turn import Turn
from storage import copies, schema
from storage.books import SqlBooks
from storage.tables import TABLES
from tests.databases import PostgresServer, sqlite_url
from tests.musterwerk import catalogue
from tests.outside import outline
from tests.storage.company import DAY, HOUR, NOW, Company, every_fact, found, notice

REVISIONS = [f"{number:04}" for number in range(1, int(schema.head()))]
ASHA = Address(Platform.SLACK, "T0UPGRADED", "UASHA")
# What a migration changes on purpose: 0007 puts in the weight of related topics, 0009 who is ready,
# 0014 empties the next step of hours, which was nobody's yet.
CHANGED = {("programme", "weights"), ("participant", "ready"), ("check_in", "next_step")}
# Dropped by 0015 and laid anew: no version before it wrote into them.
NEVER_WRITTEN = {"survey"}
# Columns that 0017 made into lists of participants, with what is put into them here.
BEFORE_LISTS = {"mentor_on": True, "mentee_on": False, "mentor_met": True, "mentee_met": False}
WEEK = 7 * DAY
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give a database of this version in which every table of ours holds something."""
    url = sqlite_url(tmp_path_factory.mktemp("full"))
    books = SqlBooks(url, careless=True)
    with books.turn() as store:
        company = found(store)
        store.allow(company.organisation.id, Platform.SLACK, ASHA.workspace)
        store.link(company.asha.id, ASHA, NOW)
        kept = [store.add(noun) for noun in every_fact(company)]
        carla = next(each for each in kept if isinstance(each, Participant))
        a_group_that_meets(store, company, carla)
        turn = Turn(NOW, store, catalogue())
        status.expect_figures(turn, company.programme)
        retention.expect_retention(turn, company.programme)
        store.owe(notice(company.asha.id, "due", until=NOW + DAY))
        store.owe(notice(company.asha.id, "future", due=NOW + HOUR, until=NOW + DAY))
    books.close()
    return url


def a_group_that_meets(store: Store, company: Company, second: Participant) -> None:
    """Keep a group, as versions since 0017 could, with an hour that has been planned."""
    tandem = company.pairing
    mentees = (company.mentee.id, second.id)
    group = replace(tandem, id=0, proposal=None, mentees=mentees, topic="social_media")
    meets = store.add(group)
    store.add(CheckIn(meets.id, "2026-W48", NOW + WEEK, CheckInState.PLANNED))


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the address of a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'before.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    yield server.new_database()


def migrations_until(revision: str, folder: Path) -> Path:
    """Return our migrations up to a revision."""
    until = folder / "migrations"
    shutil.copytree(schema.MIGRATIONS, until, ignore=shutil.ignore_patterns("__pycache__"))
    for each in (until / "versions").glob("0*.py"):
        if each.name[:4] > revision:
            each.unlink()
    return until


def as_of(connection: Connection, today: Table, *gone: str) -> Any:
    """Return a table with the columns that both this version and the database know, and these."""
    there = {each["name"] for each in inspect(connection).get_columns(today.name)}
    return table(
        today.name,
        *(column(c.name, c.type) for c in today.c if c.name in there),
        *map(column, gone),
    )


def fill(full: str, before: str) -> Rows:
    """Copy what an earlier revision can hold, and return it; references within a table are left."""
    kept: Rows = {}
    with (
        schema.connected(full) as source,
        schema.connected(before, writing=True) as target,
        keeping_references(target).begin(),
    ):
        known = set(inspect(target).get_table_names())
        for today in TABLES.sorted_tables:
            if today.name in known - NEVER_WRITTEN:
                kept[today.name] = copied(source, target, today)
    return kept


def keeping_references(connection: Connection) -> Connection:
    """Have SQLite refuse, as PostgreSQL does, what refers to a row that could not be copied."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = ON")
    return connection


def copied(source: Connection, target: Connection, today: Table) -> list[dict[str, Any]]:
    """Copy the rows of a table, except those with values that the revision did not know."""
    there = {each["name"] for each in inspect(target).get_columns(today.name)}
    gone = {name: value for name, value in BEFORE_LISTS.items() if name in there}
    then = as_of(target, today, *gone)
    own = [key.parent.name for key in today.foreign_keys if key.column.table is today]
    rows = []
    for found_row in source.execute(select(as_of(target, today))).mappings():
        row = {**found_row, **dict.fromkeys(own)}
        try:
            with target.begin_nested():
                target.execute(insert(then), [{**row, **gone}])
        except IntegrityError:
            continue
        rows.append(row)
    return rows


def lost(url: str, kept: Rows) -> list[str]:
    """Return what of these rows is not in the database any more as it was."""
    with schema.connected(url) as connection:
        return [
            f"{name}: {row}"
            for name, rows in kept.items()
            for row in rows
            if not any(same(name, row, now) for now in there(connection, name))
        ]


def there(connection: Connection, name: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(select(TABLES.tables[name])).mappings()]


def same(name: str, row: dict[str, Any], now: dict[str, Any]) -> bool:
    return all(now[key] == value for key, value in row.items() if (name, key) not in CHANGED)


def runs_on(url: str, caplog: pytest.LogCaptureFixture) -> None:
    """Hold that chores are done, notices worded and words answered, and nothing is logged about it."""
    copies.skip_ids(url)  # as after a restore: the rows were put in with their ids
    books = SqlBooks(url, careless=True)
    bot = Bot(books, load_words(), catalogue(), outline)
    with caplog.at_level(logging.ERROR):
        assert bot.do_chores(NOW + WEEK)
        claimed = books.claim(NOW, NOW + HOUR / 2, 10)
        with books.read() as store:
            for each in claimed:
                bot.compose(store, each, NOW)
        for words in ("", "status", "profile", "pause until 2027-01-07", "resume", "mydata"):
            said = bot.hear(Typed(Actor(ASHA, "Asha Rao"), words), NOW + HOUR)
            assert not isinstance(said, Note) or "refusal.broken" not in str(said)
    books.close()
    assert [each.getMessage() for each in caplog.records if each.levelno >= logging.ERROR] == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_programme_of_an_earlier_revision_is_upgraded_whole_and_runs_on(
    revision: str, full: str, empty: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    schema.upgrade(empty, migrations_until(revision, tmp_path))
    assert schema.current(empty) == revision
    kept = fill(full, empty)
    assert all(kept[name] for name in ("person", "programme", "pairing", "check_in", "notice"))
    grouped = [row for row in kept["pairing"] if row.get("topic")]
    assert bool(grouped) is (revision >= "0017")
    schema.upgrade(empty)
    assert schema.check(empty) == []
    assert lost(empty, kept) == []
    runs_on(empty, caplog)


def test_what_each_said_about_an_hour_is_kept_by_who_said_it(
    full: str, empty: str, tmp_path: Path
) -> None:
    schema.upgrade(empty, migrations_until("0016", tmp_path))
    fill(full, empty)
    schema.upgrade(empty)
    with schema.connected(empty) as connection:
        pairings = {each["id"]: each for each in there(connection, "pairing")}
        hours = there(connection, "check_in")
    assert hours
    for pairing in pairings.values():
        assert pairing["mentees"] == [pairing["mentee"]]
    for each in hours:
        pairing = pairings[each["pairing"]]
        assert each["confirmed"] == each["said_met"] == [pairing["mentor"]]
        assert each["said_missed"] == [pairing["mentee"]]


def test_a_migration_that_loses_a_value_is_seen(full: str, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'before.db'}"
    schema.upgrade(url, migrations_until(REVISIONS[-1], tmp_path))
    kept = fill(full, url)
    schema.upgrade(url)
    with schema.connected(url) as connection:
        connection.exec_driver_sql("UPDATE person SET team = 'elsewhere' WHERE team <> ''")
        connection.commit()
    assert [line.partition(":")[0] for line in lost(url, kept)] == ["person"]
