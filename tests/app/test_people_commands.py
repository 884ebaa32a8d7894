"""kehrwert people, as an operator types it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.refusal import Refusal
from bot.commands import Depart
from storage.books import SqlBooks
from tests.databases import sqlite_url

HEAD = "email,name,level,team,country\n"
ANNA = "anna@x.example,Anna,3,Sales,DE\n"
BEN = "ben@x.example,Ben,4,Legal,DE\n"
LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    url = sqlite_url(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("KEHRWERT_ORGANISATION", "Musterwerk")
    return url


def imports(rows: str, *options: str) -> Result:
    Path("people.csv").write_text(HEAD + rows, "utf-8")
    return CliRunner().invoke(app, ("people", "import", "people.csv", *options))


def departs(url: str, email: str) -> bool:
    books = SqlBooks(url)
    with books.turn() as store:
        [organisation] = store.organisations()
        person = store.person_by_email(organisation.id, email)
        assert person is not None
        told = store.take(Depart(person.id), LATER)
    books.close()
    return told


def test_who_is_missing_is_only_reported(url: str) -> None:
    assert imports(ANNA + BEN).exit_code == 0
    again = imports(ANNA)
    assert "1 of the directory are not in the file" in " ".join(again.output.split())
    assert not departs(url, "ben@x.example")


def test_who_is_missing_in_a_full_file_leaves(url: str) -> None:
    assert imports(ANNA + BEN, "--full").exit_code == 0
    again = imports(ANNA, "--full")
    assert "1 of the directory have left" in " ".join(again.output.split())
    assert departs(url, "ben@x.example")
    assert not departs(url, "anna@x.example")


def test_a_bad_row_of_a_full_file_lets_nobody_go(url: str) -> None:
    assert imports(ANNA + BEN).exit_code == 0
    refused = imports(ANNA + BEN.replace("4", "12"), "--full", "--skip-bad")
    assert isinstance(refused.exception, Refusal)
    assert "--skip-bad" in str(refused.exception)
    assert not departs(url, "ben@x.example")


def organisations(url: str) -> list[str]:
    books = SqlBooks(url)
    with books.read() as store:
        names = [each.name for each in store.organisations()]
    books.close()
    return names


def test_a_slip_of_the_pen_begins_no_second_organisation(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert imports(ANNA).exit_code == 0
    monkeypatch.setenv("KEHRWERT_ORGANISATION", "Musterwek")
    refused = imports(BEN)
    assert isinstance(refused.exception, Refusal)
    assert "the database knows 'Musterwerk'" in str(refused.exception)
    assert organisations(url) == ["Musterwerk"]


def test_another_organisation_begins_where_somebody_says_so(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert imports(ANNA).exit_code == 0
    monkeypatch.setenv("KEHRWERT_ORGANISATION", "Lindenhof")
    assert imports(BEN, "--new-organisation").exit_code == 0
    assert imports(BEN, "--new-organisation").exit_code == 0
    assert imports(BEN).exit_code == 0
    assert organisations(url) == ["Musterwerk", "Lindenhof"]
