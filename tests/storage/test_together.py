"""What one question brings along is what further ones would have found, on both databases."""

from dataclasses import replace

from bot.model import Address, Organisation, Participant, Person, Platform, Programme
from storage.books import SqlBooks
from tests.storage.company import HOUR, NOW, Company
from tests.storage.test_plans import overheard

SLACK = Address(Platform.SLACK, "T0", "U1")
TEAMS = Address(Platform.TEAMS, "tenant", "29:asha")


def _settle(books: SqlBooks, company: Company) -> None:
    """Let Asha be reached in two places, of which the one she used last is allowed."""
    with books.turn() as store:
        store.allow(company.organisation.id, Platform.TEAMS, "tenant")
        store.link(company.asha.id, SLACK, NOW)
        store.link(company.asha.id, TEAMS, NOW + HOUR)


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
        asha = store.familiar(TEAMS, NOW + HOUR)
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
        store.familiar(TEAMS, NOW + HOUR)
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
            (company.mentor, company.asha, (TEAMS, SLACK)),
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
        store.familiar(TEAMS, NOW + HOUR)
        left = store.save(replace(company.mentor, sentence="gone"))
        store.link(company.asha.id, SLACK, NOW + 2 * HOUR)
        assert store.participations(company.asha.id) == (left,)
        assert store.addresses_of(company.asha.id) == (SLACK, TEAMS)
