"""Every noun comes back from the database as it went in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import MISSING, fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model import CheckIn, Notice, Pairing, Person
from bot.ports import Store
from storage.books import SqlBooks
from storage.mapping import NOUNS
from tests.storage.anything import WORDS, anything_like
from tests.storage.company import NOW, Company, every_fact, person


class TakenBack(Exception):
    """Ends a turn so that nothing is kept."""


@contextmanager
def taken_back(books: SqlBooks) -> Iterator[Store]:
    """Open a turn that leaves no trace."""
    with suppress(TakenBack), books.turn() as store:
        yield store
        raise TakenBack


def test_every_noun_comes_back_with_all_its_facts(books: SqlBooks, company: Company) -> None:
    for noun in every_fact(company):
        with books.turn() as store:
            kept = store.add(noun)
        assert kept == replace(noun, id=kept.id)
        with books.read() as store:
            assert store.get(type(kept), kept.id) == kept, type(noun)


def test_the_examples_leave_no_field_at_its_default(company: Company) -> None:
    for noun in every_fact(company):
        for field in fields(noun):
            if field.name != "id" and field.default is not MISSING:
                assert getattr(noun, field.name) != field.default, (type(noun), field.name)


def test_the_examples_show_every_noun_that_can_be_kept(company: Company) -> None:
    shown = {type(noun) for noun in every_fact(company)} | {Pairing}
    assert shown == set(NOUNS)


def test_a_saved_noun_comes_back_changed(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        changed = store.save(replace(company.bernd, site="Graz", level=None, manager=None))
    with books.read() as store:
        assert store.get(Person, company.bernd.id) == changed
    assert changed.site == "Graz"


def test_moments_of_any_zone_come_back_as_the_same_moment_in_utc(
    books: SqlBooks, company: Company
) -> None:
    kathmandu = timezone(timedelta(hours=5, minutes=45))
    local = datetime(2026, 3, 29, 2, 30, tzinfo=kathmandu)
    with books.turn() as store:
        kept = store.save(replace(company.check_in, starts_at=local))
    with books.read() as store:
        found = store.get(CheckIn, kept.id)
    assert found is not None
    assert found.starts_at == local
    assert found.starts_at.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(books: SqlBooks, company: Company) -> None:
    naive = replace(company.check_in, starts_at=NOW.replace(tzinfo=None))
    with pytest.raises(Exception, match="timezone"), books.turn() as store:
        store.save(naive)


ANYTHING: dict[str, Callable[[Company], st.SearchStrategy[Any]]] = {
    "person": lambda company: anything_like(
        company.asha,
        email=WORDS.map(lambda email: email.strip().lower()),
        level=st.none() | st.integers(1, 9),
        manager=st.none() | st.just(company.hana.id),
    ),
    "programme": lambda company: anything_like(
        company.programme,
        threshold=st.integers(0, 100),
        smallest_group=st.integers(5, 500),
        contact=st.none() | st.just(company.hana.id),
        group_least=st.integers(1, 4),
        group_most=st.integers(4, 6),
    ),
    "participant": lambda company: anything_like(company.mentor),
    "round": lambda company: anything_like(company.round),
    "group": lambda company: anything_like(
        company.group, least=st.integers(1, 4), most=st.integers(4, 6)
    ),
    "proposal": lambda company: anything_like(
        company.proposal,
        score=st.integers(0, 100),
        declined_by=st.none() | st.just(company.mentor.id),
    ),
    "pairing": lambda company: anything_like(
        company.pairing,
        hour=st.builds(replace, st.just(company.pairing.hour), weekday=st.integers(0, 6)),
    ),
    "check_in": lambda company: anything_like(company.check_in),
}


@pytest.mark.parametrize("noun", ANYTHING)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_a_noun_says_comes_back(
    books: SqlBooks, company: Company, noun: str, data: st.DataObject
) -> None:
    saved = data.draw(ANYTHING[noun](company))
    with taken_back(books) as store:
        store.save(saved)
        assert store.get(type(saved), saved.id) == saved


def test_adding_what_is_kept_already_is_refused(books: SqlBooks, company: Company) -> None:
    with pytest.raises(ValueError, match="kept already"), books.turn() as store:
        store.add(company.asha)


def test_saving_what_was_never_kept_is_refused(books: SqlBooks, company: Company) -> None:
    stranger = replace(person(company.organisation.id, "Zoe Zander"), id=4711)
    with pytest.raises(LookupError, match="no Person 4711"), books.turn() as store:
        store.save(stranger)


@pytest.mark.parametrize("forged", [0, -1, 4711, 2**31, 2**80])
def test_nothing_lies_under_an_id_that_was_never_given(
    books: SqlBooks, company: Company, forged: int
) -> None:
    with books.turn() as store:
        assert store.get(Person, forged) is None
        assert store.get(Notice, forged) is None
        assert store.get(Person, company.asha.id) == company.asha
