"""The rules that a database itself keeps, whatever the code above does."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, insert, text
from sqlalchemy.exc import IntegrityError

from bot.model import (
    Consent,
    Feedback,
    FrozenFigures,
    Organisation,
    Person,
    Programme,
    Suggestion,
)
from bot.ports import Conflict
from storage.books import SqlBooks
from storage.tables import AddressRow, ChoreRow, HeardEventRow, PersonRow, WorkspaceRow, table_of
from tests.storage.company import NOW, Company, notice, person

TWICE: dict[str, Callable[[Company], Any]] = {
    "an e-mail in an organisation": lambda company: replace(company.asha, id=0, name="Another"),
    "an e-mail in another case": lambda company: replace(
        company.asha, id=0, email="ASHA@MUSTER.EXAMPLE"
    ),
    "a person in a programme": lambda company: replace(company.mentor, id=0),
    "a draft round of a programme": lambda company: replace(company.round, id=0),
    "a pairing of a proposal": lambda company: replace(company.pairing, id=0),
    "a check-in in a week": lambda company: replace(company.check_in, id=0),
}


@pytest.mark.parametrize("noun", TWICE.values(), ids=TWICE)
def test_there_is_only_one(
    books: SqlBooks, company: Company, noun: Callable[[Company], Any]
) -> None:
    with pytest.raises(Conflict), books.turn() as store:
        store.add(noun(company))


def test_a_second_noun_of_a_kind_that_exists_once_is_a_conflict(
    books: SqlBooks, company: Company
) -> None:
    once: list[Any] = [
        Feedback(company.check_in.id, company.asha.id, 4, NOW),
        FrozenFigures(company.programme.id, "2026-W46", NOW, {}),
        Suggestion(company.asha.id),
        notice(company.asha.id, "once"),
    ]
    for noun in once:
        with books.turn() as store:
            store.add(noun)
        with pytest.raises(Conflict), books.turn() as store:
            store.add(noun)


def test_the_same_e_mail_may_be_in_two_organisations(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        rival = store.add(Organisation("Rival"))
        store.add(person(rival.id, "Asha Rao"))


BROKEN: dict[str, Callable[[Company], Any]] = {
    "a programme of no organisation": lambda company: replace(
        company.programme, id=0, organisation=4711
    ),
    "a person reporting to nobody": lambda company: person(
        company.organisation.id, "Dora", manager=4711
    ),
    "a check-in of no pairing": lambda company: replace(company.check_in, id=0, pairing=4711),
    "a level beyond the board": lambda company: person(company.organisation.id, "Dora", level=10),
    "a score beyond a hundred": lambda company: replace(company.proposal, id=0, score=101),
    "a group of fewer than it needs": lambda company: replace(company.group, id=0, least=5, most=4),
    "six out of five": lambda company: Feedback(company.check_in.id, company.asha.id, 6, NOW),
    "an eighth weekday": lambda company: replace(
        company.pairing, id=0, hour=replace(company.pairing.hour, weekday=7)
    ),
    "a proposal of somebody to herself": lambda company: replace(
        company.proposal, id=0, mentee=company.mentor.id
    ),
    "a group smaller than five": lambda company: replace(company.programme, id=0, smallest_group=4),
}


@pytest.mark.parametrize("noun", BROKEN.values(), ids=BROKEN)
def test_nothing_that_cannot_be_is_kept(
    books: SqlBooks, company: Company, noun: Callable[[Company], Any]
) -> None:
    with pytest.raises(IntegrityError), books.turn() as store:
        store.add(noun(company))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE participant SET state = 'retired'",
        "UPDATE check_in SET state = 'Planned'",
        "UPDATE person SET language = 'fr'",
        "UPDATE person SET email = 'Asha@muster.example' WHERE email = 'asha@muster.example'",
        "UPDATE notice SET priority = 3",
        "UPDATE person SET name = NULL",
    ],
)
def test_a_value_that_code_does_not_know_is_refused(
    books: SqlBooks, company: Company, statement: str
) -> None:
    with books.turn() as store:
        store.owe(notice(company.asha.id, "1"))
    with pytest.raises(IntegrityError), books.database.turn() as session:
        session.execute(text(statement))


def test_an_address_a_workspace_a_chore_and_an_event_are_there_once(
    books: SqlBooks, company: Company
) -> None:
    at = {"platform": "slack", "workspace": "T0"}
    rows: list[tuple[Any, dict[str, Any]]] = [
        (AddressRow, {"person": company.asha.id, "user": "U1", "used_at": NOW, **at}),
        (WorkspaceRow, {"organisation": company.organisation.id, **at}),
        (ChoreRow, {"name": "pairing.plan", "subject": 1, "due": NOW}),
        (HeardEventRow, {"event": "Ev1", "at": NOW}),
    ]
    for row, values in rows:
        with books.database.turn() as session:
            session.execute(insert(table_of(row)).values(values))
        with pytest.raises(Conflict), books.database.turn() as session:
            session.execute(insert(table_of(row)).values(values))


def test_an_id_is_never_given_twice(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        last = store.add(person(company.organisation.id, "Dora"))
    with books.database.turn() as session:
        session.execute(delete(table_of(PersonRow)).where(table_of(PersonRow).c.id == last.id))
    with books.turn() as store:
        assert store.add(person(company.organisation.id, "Dora")).id > last.id


def test_what_is_only_about_a_person_goes_with_her(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        store.save(replace(company.bernd, manager=company.carla.id))
        store.save(replace(company.programme, contact=company.carla.id))
        consent = store.add(Consent(company.programme.id, company.carla.id, "matching", "1", NOW))
        owed = store.add(notice(company.carla.id, "1"))
    people = table_of(PersonRow)
    with books.database.turn() as session:
        session.execute(delete(people).where(people.c.id == company.carla.id))
    with books.read() as store:
        assert store.get(Consent, consent.id) is None
        assert store.get(type(owed), owed.id) is None
        assert store.get(Person, company.bernd.id) == company.bernd
        assert store.get(Programme, company.programme.id) == company.programme
