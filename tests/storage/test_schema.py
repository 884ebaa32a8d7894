"""The migrations lead to the tables of the code, on both databases."""

import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from storage import schema
from storage.books import SqlBooks
from storage.engine_tables import PREFIX
from storage.revise import revise
from storage.tables import TABLES
from tests.databases import PostgresServer
from tests.storage.company import found


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a database without a schema."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.new_database()


def run(url: str, *statements: str) -> None:
    with schema.connected(url) as connection:
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()


def test_an_empty_database_gets_the_tables_of_the_code(empty: str) -> None:
    assert schema.current(empty) is None
    schema.upgrade(empty)
    assert schema.current(empty) == schema.head()
    assert schema.check(empty) == []


def test_the_migrations_add_up_to_what_the_tables_say(empty: str, tmp_path: Path) -> None:
    """Compare everything a database tells about itself, not only what Alembic compares."""
    schema.upgrade(empty)
    beside = f"sqlite:///{tmp_path / 'beside.db'}"
    with schema.connected(empty) as connection:
        by_migrations = described(connection)
        if connection.dialect.name == "sqlite":
            with schema.connected(beside) as created:
                TABLES.create_all(created)
                by_tables = described(created)
        else:
            connection.execute(text("CREATE SCHEMA beside"))
            connection.execute(text("SET search_path TO beside"))
            TABLES.create_all(connection)
            by_tables = described(connection)
    assert by_migrations == by_tables
    assert len(by_tables) == len(TABLES.tables)


def described(connection: Connection) -> dict[str, object]:
    """Return columns, keys, constraints and indexes of all our tables, without order."""
    seen = inspect(connection)
    counting: set[str] = set()  # PostgreSQL tells it as the default of the column
    if connection.dialect.name == "sqlite":
        rows = text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")
        counting = set(connection.execute(rows).scalars())
    return {
        table: {
            "columns": unordered(seen.get_columns(table)),
            "key": seen.get_pk_constraint(table)["constrained_columns"],
            "references": unordered(seen.get_foreign_keys(table)),
            "unique": unordered(seen.get_unique_constraints(table)),
            "checks": unordered(seen.get_check_constraints(table)),
            "indexes": unordered(seen.get_indexes(table)),
            "never gives an id twice": table in counting,
        }
        for table in TABLES.tables
        if seen.has_table(table)
    }


def unordered(facts: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return facts as words that can be compared."""
    return sorted(in_words(fact) for fact in facts)


def in_words(fact: object) -> str:
    if isinstance(fact, Mapping):
        return str(sorted(f"{name}: {in_words(value)}" for name, value in fact.items()))
    return str(fact)


def test_upgrading_what_is_up_to_date_changes_nothing(url: str) -> None:
    books = SqlBooks(url, careless=True)
    with books.turn() as store:
        company = found(store)
    schema.upgrade(url)
    assert schema.current(url) == schema.head()
    with books.read() as store:
        assert store.organisations() == (company.organisation,)
    books.close()


def test_an_upgrade_that_breaks_leaves_nothing_behind(empty: str, tmp_path: Path) -> None:
    migrations = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    (first,) = migrations.glob("versions/0001*.py")
    broken = first.read_text(encoding="utf-8") + '    op.drop_table("never_there")\n'
    first.write_text(broken, encoding="utf-8")
    with pytest.raises(DBAPIError, match="never_there"):
        schema.upgrade(empty, migrations)
    with schema.connected(empty) as connection:
        assert inspect(connection).get_table_names() == []
    schema.upgrade(empty)
    assert schema.check(empty) == []


def test_of_several_upgrades_at_once_one_works_and_all_end_well(empty: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        for done in [pool.submit(_check_after_upgrade, empty) for _ in range(3)]:
            assert done.result(30) == []


def _check_after_upgrade(url: str) -> list[str]:
    schema.upgrade(url)
    return schema.check(url)


def test_asking_for_the_revision_creates_no_file(tmp_path: Path) -> None:
    assert schema.current(f"sqlite:///{tmp_path / 'none.db'}") is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ("CREATE TABLE forgotten (id INTEGER)", "forgotten"),
        ("DROP TABLE suggestion", "suggestion"),
        ("ALTER TABLE person ADD COLUMN shoe_size INTEGER", "shoe_size"),
        ("DROP INDEX ix_chore_due", "ix_chore_due"),
        ("DROP INDEX uq_round_one_draft", "uq_round_one_draft"),
    ],
)
def test_a_difference_is_told(empty: str, change: str, difference: str) -> None:
    schema.upgrade(empty)
    run(empty, change)
    (told,) = schema.check(empty)
    assert difference in told


def test_a_check_that_admits_other_values_is_told(postgres_server: PostgresServer) -> None:
    url = postgres_server.new_database()
    schema.upgrade(url)
    run(
        url,
        "ALTER TABLE notice DROP CONSTRAINT ck_notice_noticestate",
        "ALTER TABLE notice ADD CONSTRAINT ck_notice_noticestate CHECK (state IN ('ready'))",
        "ALTER TABLE feedback DROP CONSTRAINT ck_feedback_useful",
    )
    admitted = "'expired', 'ready', 'sending', 'sent', 'undeliverable'"
    assert sorted(schema.check(url)) == [
        "feedback: the check ck_feedback_useful is None, not ['1', '5']",
        f"notice: the check ck_notice_noticestate is ['ready'], not [{admitted}]",
    ]


def test_a_file_in_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(schema.Unreachable):
        schema.upgrade(f"sqlite:///{tmp_path / 'no' / 'folder' / 'x.db'}")


def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    with pytest.raises(schema.Unreachable):
        schema.current(f"postgresql://nobody@/nothing?host={tmp_path}")


def test_a_new_migration_is_written_from_what_changed(tmp_path: Path) -> None:
    """With an index dropped by the first migration, the newest one must bring it back."""
    before = schema.head()
    migrations = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, migrations, ignore=shutil.ignore_patterns("__pycache__"))
    (first,) = migrations.glob("versions/0001*.py")
    drop = '    op.drop_index("ix_chore_due", "chore")\n'
    first.write_text(first.read_text(encoding="utf-8") + drop, encoding="utf-8")

    written = revise("Find chores by their moment", migrations)
    assert written.parent == migrations / "versions"
    source = written.read_text(encoding="utf-8")
    assert source.startswith('"""Find chores by their moment."""\n')
    assert f'down_revision = "{before}"' in source
    assert "# ###" not in source

    url = f"sqlite:///{tmp_path / 'kehrwert.db'}"
    schema.upgrade(url, migrations)
    assert schema.current(url) == f"{int(before) + 1:04}"
    assert schema.check(url) == []


def test_programmes_of_before_weigh_related_topics_as_they_did(empty: str, tmp_path: Path) -> None:
    before = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, before)
    for later in sorted((before / "versions").glob("0*.py"))[6:]:
        later.unlink()
    schema.upgrade(empty, before)
    run(
        empty,
        "INSERT INTO organisation (name, mail_domains) VALUES ('Fjord AG', '[]')",
        "INSERT INTO programme (organisation, name, starts_on, weeks, cadence, goal, threshold, weights,"
        " smallest_group, proposal_days, hr_leads, time_zone) VALUES (1, 'One', '2026-11-02', 12,"
        " 'weekly', '', 0,"
        ' \'{"topics": 60, "hours": 20, "language": 10, "place": 5, "distance": 5}\','
        " 5, 7, '[]', 'Europe/Berlin')",
        'INSERT INTO topic_change (programme, at, action, topic, de, en, labels, "into") VALUES'
        " (1, '2026-11-02 08:00:00', 'add', 'own_bees', 'Imkerei', '', '[]', '')",
    )
    schema.upgrade(empty)
    with schema.connected(empty) as connection:
        weights = connection.execute(text("SELECT weights FROM programme")).scalar_one()
        related = connection.execute(text("SELECT related FROM topic_change")).scalar_one()
    assert '"related_percent": 15' in str(weights).replace("'", '"')
    assert str(related) == "[]"


def test_the_engines_tables_are_those_of_the_version_that_is_installed(
    postgres_server: PostgresServer,
) -> None:
    """A new version with a new step needs a migration of ours that takes it."""
    ours, theirs = postgres_server.new_database(), postgres_server.new_database()
    schema.upgrade(ours)
    run(theirs, (resources.files("procrastinate.sql") / "schema.sql").read_text("utf-8"))
    assert engine_in(ours) == engine_in(theirs)
    assert engine_in(theirs)


def engine_in(url: str) -> list[Any]:
    """Return what a database tells about the engine's tables, indexes, triggers and functions."""
    queries = (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'procrastinate%'",
        "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'procrastinate%'",
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE 'procrastinate%'",
        "SELECT typname, enumlabel FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid",
    )
    with schema.connected(url) as connection:
        return [
            sorted(
                str(row)
                for row in connection.exec_driver_sql(query.replace("%", "%%"))
                if row[0].startswith(PREFIX)
            )
            for query in queries
        ]
