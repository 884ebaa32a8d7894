"""kehrwert db backup, restore and copy, as an operator types them."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.refusal import Refusal
from storage.books import SqlBooks
from tests.databases import sqlite_url
from tests.storage.company import NOW, found, notice


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    url = sqlite_url(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    books = SqlBooks(url)
    with books.turn() as store:
        company = found(store)
        store.owe(notice(company.asha.id, "due", until=NOW.replace(year=2100)))
    books.close()
    return url


def kehrwert(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_a_backup_is_put_back_and_what_was_due_is_looked_for(url: str, tmp_path: Path) -> None:
    assert kehrwert("db", "backup", "copy.sqlite").exit_code == 0
    (tmp_path / "kehrwert.db").rename(tmp_path / "old.db")
    put_back = kehrwert("db", "restore", "copy.sqlite")
    assert put_back.exit_code == 0, put_back.output
    assert "1 messages will be looked for" in " ".join(put_back.output.split())
    assert kehrwert("db", "check").exit_code == 0


def test_a_database_is_never_overwritten(url: str) -> None:
    assert kehrwert("db", "backup", "copy.sqlite").exit_code == 0
    refused = kehrwert("db", "restore", "copy.sqlite")
    assert isinstance(refused.exception, Refusal)
    assert "move it away" in str(refused.exception)


def test_everything_moves_to_another_database(url: str, tmp_path: Path) -> None:
    moved = kehrwert("db", "copy", f"sqlite:///{tmp_path}/other.db")
    assert moved.exit_code == 0, moved.output
    again = kehrwert("db", "copy", f"sqlite:///{tmp_path}/other.db")
    assert isinstance(again.exception, Refusal)
    assert "not empty" in str(again.exception)


def test_a_return_that_put_nothing_back_is_told(url: str, tmp_path: Path) -> None:
    (tmp_path / "kehrwert.db").unlink()
    refused = kehrwert("db", "restored")
    assert isinstance(refused.exception, Refusal)
    assert "run kehrwert db upgrade" in str(refused.exception)
    assert kehrwert("db", "upgrade").exit_code == 0
    refused = kehrwert("db", "restored")
    assert isinstance(refused.exception, Refusal)
    assert refused.exception.code == 1
    assert "nothing was put back" in str(refused.exception)
