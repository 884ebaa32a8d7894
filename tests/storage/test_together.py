"""What is brought along with another question is what would have been found by asking for it."""

from dataclasses import replace

import pytest

from bot.model import (
    LIVING,
    Address,
    CheckIn,
    CheckInState,
    Organisation,
    Participant,
    Person,
    Platform,
    Programme,
    Proposal,
    ProposalState,
)
from bot.ports import OnlyReading, Store
from storage.books import SqlBooks
from tests.musterwerk import SLACK
from tests.storage.company import HOUR, NOW, Company
from tests.storage.test_plans import overheard

ASHA = Address(Platform.SLACK, SLACK, "UASHA")
OPEN = (ProposalState.OPEN,)
ON_SLACK = Address(Platform.SLACK, "T0", "U1")
ON_TEAMS = Address(Platform.TEAMS, "tenant", "29:asha")


def _settle(books: SqlBooks, company: Company) -> None:
    """Let Asha be reached in two places, of which the one she used last is allowed."""
    with books.turn() as store:
        store.allow(company.organisation.id, Platform.TEAMS, "tenant")
        store.link(company.asha.id, ON_SLACK, NOW)
        store.link(company.asha.id, ON_TEAMS, NOW + HOUR)


def test_whoever_is_familiar_brings_her_parts_and_her_programmes(
    books: SqlBooks, company: Company
) -> None:
    _settle(books, company)
    with books.turn() as store:
        second = store.add(replace(company.programme, id=0, name="Second"))
        store.add(replace(company.mentor, id=0, programme=second.id))
        store.add(replace(company.programme, id=0, name="Without her"))
    with books.read() as plain:
        parts = plain.participations(company.asha.id)
        programmes = plain.programmes_of(company.organisation.id)
    assert (len(parts), len(programmes)) == (2, 3)
    with books.read() as store:
        asha = store.familiar(ON_TEAMS, NOW + HOUR)
        assert asha == company.asha
        with overheard(books) as asked:
            assert store.participations(company.asha.id) == parts
            assert store.programmes_of(company.organisation.id) == programmes
            assert store.get(Programme, second.id) == second
            assert store.get(Person, company.asha.id) == asha
        assert asked == []


def test_a_part_in_another_organisation_is_not_overlooked(
    books: SqlBooks, company: Company
) -> None:
    _settle(books, company)
    with books.turn() as store:
        other = store.add(Organisation("Rival"))
        theirs = store.add(replace(company.programme, id=0, organisation=other.id))
        store.add(replace(company.mentor, id=0, programme=theirs.id))
    with books.read() as store:
        store.familiar(ON_TEAMS, NOW + HOUR)
        assert [each.programme for each in store.participations(company.asha.id)] == [
            theirs.id,
            company.programme.id,
        ]


def test_a_participant_brings_her_person_and_her_addresses(
    books: SqlBooks, company: Company
) -> None:
    _settle(books, company)
    with books.read() as store, overheard(books) as asked:
        for participant, person, addresses in (
            (company.mentor, company.asha, (ON_TEAMS, ON_SLACK)),
            (company.mentee, company.bernd, ()),
        ):
            asked.clear()
            assert store.get(Participant, participant.id) == participant
            assert store.get(Person, participant.person) == person
            assert store.addresses_of(participant.person) == addresses
            assert len(asked) == 1


def test_what_came_along_is_read_again_after_it_was_changed(
    books: SqlBooks, company: Company
) -> None:
    _settle(books, company)
    with books.turn() as store:
        store.familiar(ON_TEAMS, NOW + HOUR)
        left = store.save(replace(company.mentor, sentence="gone"))
        store.link(company.asha.id, ON_SLACK, NOW + 2 * HOUR)
        assert store.participations(company.asha.id) == (left,)
        assert store.addresses_of(company.asha.id) == (ON_SLACK, ON_TEAMS)


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
