"""What only reads leaves no trace; and what would write all the same is never lost silently."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest

from bot import core
from bot.commands import ShowHelp
from bot.flows import HANDLERS
from bot.heard import Actor, Typed
from bot.model import Address, Language, Platform, Role
from bot.said import Message, Reply, text
from bot.turn import Turn
from tests.musterwerk import SLACK, TEAMS
from tests.people import Company

ASHA = Address(Platform.SLACK, SLACK, "UASHA")
ASHA_ON_TEAMS = Address(Platform.TEAMS, TEAMS, "asha")
DAY = timedelta(days=1)


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    company = Company(tmp_path)
    company.asha.takes_part(Role.MENTOR)
    used(company, ASHA)
    yield company
    company.close()


def used(company: Company, address: Address) -> None:
    with company.turn() as store:
        store.link(company.asha.person_id, address, company.now)


def types(company: Company, words: str, address: Address = ASHA, *, event: str = "e1") -> Reply:
    actor = Actor(address, "Asha Rao", language=Language.EN)
    return company.bot.hear(Typed(actor, words, event=event, comes_once=True), company.now)


def last_used(company: Company) -> Address:
    with company.books.read() as store:
        return store.addresses_of(company.asha.person_id)[0]


@pytest.fixture
def no_turns(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every turn that could write fail."""

    def refuse() -> None:
        raise AssertionError("a turn was opened")

    monkeypatch.setattr(company.books, "turn", refuse)


@pytest.mark.usefixtures("no_turns")
@pytest.mark.parametrize("words", ["", "help", "pair", "profile", "topics", "gibberish"])
def test_looking_opens_no_turn(company: Company, words: str) -> None:
    company.now += timedelta(hours=1)
    assert isinstance(types(company, words), Message)
    company.assert_nothing_failed()


def test_an_event_that_may_come_again_is_remembered_even_if_it_only_reads(
    company: Company,
) -> None:
    heard = Typed(Actor(ASHA, "Asha Rao"), "help", event="again")
    assert not company.bot.hear(heard, company.now).repeated
    assert company.bot.hear(heard, company.now).repeated


def test_what_writes_counts_once_wherever_it_came_from(company: Company) -> None:
    assert not types(company, "pause until 2027-01-15", event="e2").repeated
    assert types(company, "pause until 2027-01-15", event="e2").repeated


def test_a_request_that_wrongly_says_it_only_reads_is_done_again_and_told_aloud(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    def writes(turn: Turn, _request: ShowHelp) -> Reply:
        turn.note_down("help", turn.person.id)
        return Message(text("help.title"))

    changed = MappingProxyType({**HANDLERS, ShowHelp: writes})
    monkeypatch.setattr(core, "HANDLERS", changed)
    types(company, "help")
    assert (company.asha.person_id, "help", company.asha.person_id) in company.audit()
    assert "a request that only reads wrote" in company.failures.found[0]


def test_the_address_used_last_is_known_at_once(company: Company) -> None:
    company.now += DAY
    used(company, ASHA_ON_TEAMS)
    assert last_used(company) == ASHA_ON_TEAMS
    company.now += timedelta(minutes=1)
    types(company, "help", ASHA)
    assert last_used(company) == ASHA
    company.now += timedelta(minutes=1)
    types(company, "help", ASHA_ON_TEAMS, event="e2")
    assert last_used(company) == ASHA_ON_TEAMS


def test_when_an_address_was_used_is_known_to_the_day(company: Company) -> None:
    begun = company.now
    for hours in (1, 23, 25):
        company.now = begun + timedelta(hours=hours)
        types(company, "help")
    with company.books.read() as store:
        ((_, at),) = store.addresses_used(company.asha.person_id)
    assert at == begun + timedelta(hours=25)


def test_whoever_comes_after_a_while_is_answered_beside_the_writers_all_the_same(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores: list[type] = []

    def looks(turn: Turn, _request: ShowHelp) -> Reply:
        stores.append(type(turn.store))
        return Message(text("help.title"))

    changed = MappingProxyType({**HANDLERS, ShowHelp: looks})
    monkeypatch.setattr(core, "HANDLERS", changed)
    company.now += 2 * DAY
    types(company, "help")
    with company.books.read() as reading:
        assert stores == [type(reading)]
