"""What the database complains about goes into the logs, and must name nobody."""

import pytest
from sqlalchemy.exc import DBAPIError

from bot.model import Language, Person, WorkingHours
from storage.books import SqlBooks

HOMELESS = Person(
    organisation=4711,  # there is none
    email="asha@musterwerk.example",
    name="Asha Rao",
    language=Language.EN,
    hours=WorkingHours("Asia/Kolkata"),
)


def test_a_statement_that_fails_does_not_tell_whom_it_was_about(books: SqlBooks) -> None:
    with pytest.raises(DBAPIError) as refused, books.turn() as store:
        store.add(HOMELESS)
    told = str(refused.value).casefold()
    assert "foreign key" in told
    assert "asha" not in told
    assert "musterwerk" not in told
