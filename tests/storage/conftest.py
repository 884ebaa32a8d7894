"""Books on each database, empty and with a small company in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.books import SqlBooks
from tests.databases import sqlite_url
from tests.storage.company import Company, found


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return sqlite_url(tmp_path)
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def books(url: str) -> Iterator[SqlBooks]:
    books = SqlBooks(url, careless=True)
    yield books
    books.close()


@pytest.fixture
def company(books: SqlBooks) -> Company:
    with books.turn() as store:
        return found(store)
