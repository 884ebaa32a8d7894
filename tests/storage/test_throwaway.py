"""Only a throw-away database can be emptied, and it is told from one in which people live."""

import pytest

from bot.model import Address, Platform
from storage import schema
from storage.books import SqlBooks
from storage.chat import SqlChat
from storage.throwaway import empty, has_addresses_beside
from tests.storage.company import NOW, Company, every_fact, found


def test_a_throw_away_database_is_emptied_and_can_be_filled_again(
    books: SqlBooks, company: Company
) -> None:
    with books.turn() as store:
        for noun in every_fact(company):
            store.add(noun)
    SqlChat(books).append("asha", "Hello", NOW)
    empty(books)
    with books.read() as store:
        assert store.organisations() == ()
    assert SqlChat(books).history("asha") == []
    with books.turn() as store:
        found(store)


def test_an_emptied_database_keeps_its_schema(url: str) -> None:
    books = SqlBooks(url, careless=True)
    empty(books)
    books.close()
    assert schema.current(url) == schema.head()


def test_a_real_database_is_never_emptied(url: str) -> None:
    books = SqlBooks(url)
    with books.turn() as store:
        company = found(store)
    with pytest.raises(ValueError, match="only a throw-away database"):
        empty(books)
    with books.read() as store:
        assert store.organisations() == (company.organisation,)
    books.close()


def test_an_address_on_another_platform_is_noticed(books: SqlBooks, company: Company) -> None:
    assert not has_addresses_beside(books, Platform.WEB)
    with books.turn() as store:
        store.link(company.asha.id, Address(Platform.WEB, "local", "asha"), NOW)
    assert not has_addresses_beside(books, Platform.WEB)
    with books.turn() as store:
        store.link(company.bernd.id, Address(Platform.SLACK, "T0", "U1"), NOW)
    assert has_addresses_beside(books, Platform.WEB)
