"""kehrwert erase, and what a restored backup brings back, as an operator meets them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.refusal import Refusal
from storage.books import SqlBooks
from tests.databases import sqlite_url
from tests.storage.company import found

ASHA = "asha@muster.example"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    url = sqlite_url(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    books = SqlBooks(url)
    with books.turn() as store:
        found(store)
    books.close()
    return url


def kehrwert(*words: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, words, input=typed)


def emails(database: str) -> list[str]:
    books = SqlBooks(database)
    with books.read() as store:
        people = [each.email for each in store.people_of(1)]
    books.close()
    return people


def test_a_person_is_erased_after_one_question(database: str) -> None:
    refused = kehrwert("erase", ASHA, typed="n\n")
    assert isinstance(refused.exception, Refusal)
    assert ASHA in emails(database)
    done = kehrwert("erase", ASHA.upper(), typed="y\n")
    assert done.exit_code == 0, done.output
    assert ASHA not in emails(database)


def test_nobody_with_this_address_is_one_sentence(database: str) -> None:
    unknown = kehrwert("erase", "zoe@muster.example", "--yes")
    assert isinstance(unknown.exception, Refusal)
    assert "nobody has the e-mail zoe@muster.example" in str(unknown.exception)


def test_a_backup_from_before_does_not_bring_anybody_back(database: str, tmp_path: Path) -> None:
    assert kehrwert("db", "backup", "copy.sqlite").exit_code == 0
    assert kehrwert("erase", ASHA, "--yes").exit_code == 0
    (tmp_path / "kehrwert.db").unlink()
    put_back = kehrwert("db", "restore", "copy.sqlite")
    assert put_back.exit_code == 0, put_back.output
    assert "1 people are erased again" in " ".join(put_back.output.split())
    assert ASHA not in emails(database)
    assert "bernd@muster.example" in emails(database)


def test_a_journal_without_its_key_stops_the_restore(database: str, tmp_path: Path) -> None:
    assert kehrwert("db", "backup", "copy.sqlite").exit_code == 0
    assert kehrwert("erase", ASHA, "--yes").exit_code == 0
    (tmp_path / "var" / "journal" / "key").unlink()
    (tmp_path / "kehrwert.db").unlink()
    refused = kehrwert("db", "restore", "copy.sqlite")
    assert isinstance(refused.exception, Refusal)
    assert "put it back" in str(refused.exception)
