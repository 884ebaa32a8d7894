"""What is brought along with another question is what would have been found by asking for it."""

from dataclasses import replace

import pytest

from bot.model import (
    Address,
    CheckIn,
    CheckInState,
    PairingState,
    Person,
    Platform,
    Proposal,
    ProposalState,
)
from bot.ports import OnlyReading, Store
from storage.books import SqlBooks
from tests.musterwerk import SLACK
from tests.storage.company import NOW, Company
from tests.storage.test_plans import overheard

ASHA = Address(Platform.SLACK, SLACK, "UASHA")
LIVING = (PairingState.ACTIVE, PairingState.SUSPENDED)
OPEN = (ProposalState.OPEN,)


@pytest.fixture
def proposal(books: SqlBooks, company: Company) -> Proposal:
    """A proposal that waits for Asha, whom the bot has just seen."""
    with books.turn() as store:
        store.allow(company.organisation.id, Platform.SLACK, SLACK)
        store.link(company.asha.id, ASHA, NOW)
        (found,) = store.proposals_in(company.round.id)
        return store.save(replace(found, state=ProposalState.OPEN))


def test_who_she_is_tells_whether_a_proposal_waits_for_her(
    books: SqlBooks, company: Company, proposal: Proposal
) -> None:
    with books.read() as store:
        assert store.familiar(ASHA, NOW) == company.asha
        assert store.proposals_with(company.mentor.id, OPEN) == (proposal,)
    with books.turn() as store:
        store.save(replace(proposal, state=ProposalState.DECLINED))
    with books.read() as store, overheard(books) as asked:
        assert store.familiar(ASHA, NOW) == company.asha
        assert store.proposals_with(company.mentor.id, OPEN) == ()
    assert len([each for each, _ in asked if each.startswith("SELECT")]) == 1


def test_what_was_brought_along_is_asked_again_after_a_change(
    books: SqlBooks, company: Company, proposal: Proposal
) -> None:
    declined = replace(proposal, state=ProposalState.DECLINED)
    with books.turn() as store:
        store.save(declined)
    with books.turn() as store:
        assert store.familiar(ASHA, NOW) == company.asha
        assert store.proposals_with(company.mentor.id, OPEN) == ()
        (living,) = store.pairings_with(company.mentor.id, LIVING)
        assert store.planned_hours(living.id) == (company.check_in,)
        store.save(proposal)
        store.save(replace(company.check_in, state=CheckInState.MET))
        assert store.proposals_with(company.mentor.id, OPEN) == (proposal,)
        assert store.planned_hours(living.id) == ()


def test_a_tandem_brings_its_planned_hours_in_order_and_no_others(
    books: SqlBooks, company: Company
) -> None:
    hour = company.check_in
    with books.turn() as store:
        later = store.add(CheckIn(hour.pairing, "2030-W02", hour.starts_at, CheckInState.PLANNED))
        store.add(CheckIn(hour.pairing, "2030-W01", hour.starts_at, CheckInState.SKIPPED))
    with books.read() as store:
        alone = store.planned_hours(hour.pairing)
    assert alone == (hour, later)
    with books.read() as store, overheard(books) as asked:
        assert store.pairings_with(company.mentor.id, LIVING) == (company.pairing,)
        assert store.planned_hours(hour.pairing) == alone
    assert len([each for each, _ in asked if each.startswith("SELECT")]) == 1


def test_a_glance_sees_what_was_just_written_and_writes_nothing(
    books: SqlBooks, company: Company
) -> None:
    with books.glance() as store:
        before = store.planned_hours(company.pairing.id)
        with books.turn() as writing:
            writing.link(company.asha.id, ASHA, NOW)
        assert store.person_at(ASHA) == company.asha
        with pytest.raises(OnlyReading):
            store.add(replace(company.check_in, id=0, week="2031-W01"))
    with books.read() as store:
        assert store.planned_hours(company.pairing.id) == before


def test_whoever_would_write_spoils_no_look_of_the_others(
    books: SqlBooks, company: Company
) -> None:
    def links(store: Store) -> None:
        store.link(company.asha.id, ASHA, NOW)

    def adds(store: Store) -> None:
        store.add(replace(company.check_in, id=0, week="2031-W01"))

    def looks(store: Store) -> object:
        store.get(Person, company.bernd.id)
        return store.planned_hours(company.pairing.id)

    linked, added, seen = books.read_together([links, adds, looks])
    assert isinstance(linked, OnlyReading)
    assert isinstance(added, OnlyReading)
    assert seen == (company.check_in,)
