"""Whoever looks something up with others hears what she would hear alone."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from bot.heard import Actor, Heard, Pressed, Typed
from bot.model import Address, CheckIn, CheckInState, Platform
from bot.ports import Conflict, Store
from bot.said import Message
from tests.flows.pairs import paired
from tests.musterwerk import SLACK
from tests.people import Company
from tests.storage.test_plans import overheard

LOOKS = ("/program", "help", "pair", "profile", "gibberish")


@pytest.fixture
def company(company: Company) -> Company:
    """A company with a tandem that meets in two hours, and with Carla outside of it."""
    pairing = paired(company)
    in_two_hours = company.now + timedelta(hours=2)
    with company.turn() as store:
        week = company.now.strftime("%G-W%V")
        store.add(CheckIn(pairing.id, week, in_two_hours, CheckInState.PLANNED))
    for each in (company.asha, company.bernd, company.carla, company.hana):
        each.says("/program")
    return company


def looks(company: Company, actors: Sequence[Actor]) -> list[Heard]:
    return [Typed(actor, words, comes_once=True) for actor in actors for words in LOOKS]


def everybody(company: Company) -> list[Actor]:
    known = [company.asha, company.bernd, company.carla, company.hana]
    stranger = Actor(Address(Platform.SLACK, "TNOWHERE", "USOMEBODY"), "Somebody")
    guest = Actor(Address(Platform.SLACK, SLACK, "UGUEST"), "Gerd", guest=True)
    return [*(each.actor for each in known), stranger, guest]


def test_many_hear_together_what_each_would_hear_alone(company: Company) -> None:
    several = looks(company, everybody(company))
    alone = [company.bot.hear(each, company.now) for each in several]
    assert list(company.bot.hear_together(several, company.now)) == alone


def test_together_they_ask_hardly_more_than_one(company: Company) -> None:
    asha = Typed(company.asha.actor, "/program", comes_once=True)
    bernd = Typed(company.bernd.actor, "/program", comes_once=True)
    with overheard(company.books) as by_two:
        company.bot.hear_together([asha, bernd], company.now)
    with overheard(company.books) as by_many:
        company.bot.hear_together([asha, bernd] * 20, company.now)
    assert len(by_many) == len(by_two)


def test_a_newcomer_is_heard_alone_and_known_from_then_on(company: Company) -> None:
    new = Actor(Address(Platform.SLACK, SLACK, "UNEW"), "Nora", email="nora@musterwerk.example")
    several = [Typed(each, "/program", comes_once=True) for each in (new, company.asha.actor)]
    first, _ = company.bot.hear_together(several, company.now)
    assert isinstance(first, Message)
    with company.books.read() as store:
        found = store.person_at(new.address)
    assert found is not None
    assert found.name == "Nora"


def test_a_database_that_goes_away_under_many_is_asked_by_each(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_works: object) -> None:
        raise Conflict("the database went away")

    several = looks(company, [company.asha.actor, company.bernd.actor])
    alone = [company.bot.hear(each, company.now) for each in several]
    monkeypatch.setattr(company.books, "read_together", away)
    assert list(company.bot.hear_together(several, company.now)) == alone


@pytest.mark.parametrize("words", LOOKS)
def test_what_is_looked_up_is_no_transaction(
    company: Company, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    def opened() -> AbstractContextManager[Store]:
        raise AssertionError("a transaction was opened")

    monkeypatch.setattr(company.books, "read", opened)
    monkeypatch.setattr(company.books, "turn", opened)
    said = company.bot.hear(Typed(company.asha.actor, words, comes_once=True), company.now)
    assert isinstance(said, Message)


def test_only_what_leaves_no_trace_is_looked_up(company: Company) -> None:
    asha = company.asha.actor
    assert company.bot.at_a_glance(Typed(asha, "/program", event="Ev1", comes_once=True))
    assert not company.bot.at_a_glance(Typed(asha, "/program", event="Ev1"))
    assert not company.bot.at_a_glance(Typed(asha, "join", comes_once=True))
    assert not company.bot.at_a_glance(Typed(asha, "status", comes_once=True))
    assert not company.bot.at_a_glance(Pressed(asha, "no such button", comes_once=True))
