"""Many who read side by side hear what each would hear alone, and few questions are asked for it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import bindparam, func, select

from bot.model import CheckIn, Person
from bot.ports import OnlyReading, Store
from storage.asking_for_many import for_many
from storage.books import SqlBooks
from storage.shelves.people import PEOPLE_NAMED, PERSON
from storage.shelves.shelf import given
from tests.storage.company import NOW, Company
from tests.storage.test_plans import AT, QUESTIONS, overheard, scans

NOBODY = 4711


def differing(company: Company) -> list[Company]:
    """Return the company, and others in which somebody or something else is meant."""
    return [
        company,
        replace(company, asha=company.bernd, mentor=company.mentee),
        replace(company, asha=replace(company.asha, id=NOBODY)),
        replace(company, pairing=replace(company.pairing, id=NOBODY)),
        replace(company, programme=replace(company.programme, id=NOBODY)),
        replace(company, check_in=replace(company.check_in, id=NOBODY)),
        company,
    ]


def only_reads(books: SqlBooks, company: Company, question: str) -> bool:
    try:
        for each in differing(company):
            with books.read() as store:
                QUESTIONS[question](store, each)
    except OnlyReading:
        return False
    return True


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_hears_what_she_would_hear_alone(
    books: SqlBooks, company: Company, question: str
) -> None:
    with books.turn() as store:
        store.link(company.asha.id, AT, NOW)
    if not only_reads(books, company, question):
        return
    alone = []
    for each in differing(company):
        with books.read() as store:
            alone.append(QUESTIONS[question](store, each))

    def asks(meant: Company, store: Store) -> object:
        return QUESTIONS[question](store, meant)

    with overheard(books) as asked:
        together = books.read_together([partial(asks, each) for each in differing(company)])
    assert list(together) == alone
    assert scans(books, asked) == []


def looks(people: Sequence[Person]) -> list[Callable[[Store], tuple[object, int]]]:
    """Let each look where she is reached, in what she takes part and with whom she meets."""

    def look(person: Person, store: Store) -> tuple[object, int]:
        parts = store.participations(person.id)
        met = [each for part in parts for each in store.pairings_with(part.id)]
        planned = [each for pairing in met for each in store.check_ins_of(pairing.id)]
        return store.addresses_of(person.id), len(planned)

    return [partial(look, person) for person in people]


def planned(seen: tuple[object, int] | Exception) -> int:
    assert not isinstance(seen, Exception), seen
    return seen[1]


def test_many_ask_no_more_than_few(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        more = [
            store.add(replace(company.asha, id=0, email=f"{number}@muster.example"))
            for number in range(20)
        ]
    few = [company.asha, company.bernd, more[0], more[1]]
    with overheard(books) as by_few:
        assert [planned(each) for each in books.read_together(looks(few))] == [1, 1, 0, 0]
    with overheard(books) as by_many:
        books.read_together(looks([*few, *more]))
    assert len(by_many) == len(by_few)


def test_what_goes_wrong_for_one_is_hers_alone(books: SqlBooks, company: Company) -> None:
    def breaks(store: Store) -> object:
        store.get(Person, company.asha.id)
        raise ZeroDivisionError

    first, broken, last = books.read_together(
        [
            lambda store: store.get(Person, company.bernd.id),
            breaks,
            lambda store: store.get(CheckIn, company.check_in.id),
        ]
    )
    assert first == company.bernd
    assert isinstance(broken, ZeroDivisionError)
    assert last == company.check_in


def test_what_counts_or_is_cut_off_is_asked_for_one_alone() -> None:
    counted = select(func.count()).where(PERSON.c.organisation == 1)
    assert for_many(counted, ()) is None
    assert for_many(PEOPLE_NAMED, ("organisation", "begins", "at_most")) is None


def test_what_is_counted_about_each_row_is_asked_for_many_unless_it_is_about_a_value() -> None:
    hers = PERSON.alias("hers")
    namesakes = select(func.count()).where(hers.c.name == PERSON.c.name).scalar_subquery()
    meant = select(func.count()).where(hers.c.name == bindparam("name")).scalar_subquery()
    alike, about_a_value = (
        select(PERSON.c.id, counted.label("counted")).where(given(PERSON.c.id))
        for counted in (namesakes, meant)
    )
    assert for_many(alike, ("id",)) is not None
    assert for_many(about_a_value, ("id", "name")) is None
