"""What the database complains about goes into the logs, and must name nobody."""

import traceback
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from bot.model import Language, Person, WorkingHours
from bot.ports import Conflict
from storage.books import SqlBooks
from storage.mapping import shape_of
from tests.storage.company import Company, person

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


@pytest.mark.parametrize(
    "facts",
    [
        {"organisation": 4711},
        {"level": 10},
        {"email": "asha@muster.example"},
        {"name": None},
    ],
    ids=["a reference", "a check", "a second of its kind", "nothing"],
)
def test_whatever_the_complaint_its_whole_story_names_nobody(
    books: SqlBooks, company: Company, facts: dict[str, Any]
) -> None:
    secret = person(company.organisation.id, "Dora Geheim", email="dora@secret.example")
    shape = shape_of(Person)
    statement = insert(shape.table).values({**shape.values(secret), **facts})
    with pytest.raises((DBAPIError, Conflict)) as refused, books.database.turn() as session:
        session.execute(statement)
    told = "".join(traceback.format_exception(refused.value)).casefold()
    assert "constraint" in told
    for secret_word in ("dora geheim", "secret.example", "asha@muster"):
        assert secret_word not in told
