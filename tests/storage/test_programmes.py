"""Programmes, participants, consents and frozen figures are found in their order."""

from dataclasses import replace
from datetime import date

from bot.model import Consent, FrozenFigures, Participant, ParticipantState, Programme
from storage.books import SqlBooks
from tests.storage.company import DAY, HOUR, NOW, Company


def test_the_newest_programme_comes_first(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        second = store.add(Programme(company.organisation.id, "Second", date(2027, 1, 4)))
        assert store.programmes_of(company.organisation.id) == (second, company.programme)
        assert store.programmes_of(company.organisation.id + 1) == ()


def test_a_participant_is_found_by_programme_and_person(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        second = store.add(Programme(company.organisation.id, "Second", date(2027, 1, 4)))
        again = store.add(
            Participant(second.id, company.asha.id, ParticipantState.ANSWERING, NOW + DAY)
        )
        assert store.participation(company.programme.id, company.asha.id) == company.mentor
        assert store.participation(second.id, company.asha.id) == again
        assert store.participation(company.programme.id, company.carla.id) is None
        assert store.participations(company.asha.id) == (again, company.mentor)
        assert store.participations(company.carla.id) == ()


def test_participants_are_listed_by_their_states(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        paused = store.save(replace(company.mentor, state=ParticipantState.PAUSED))
        everyone = store.participants_of(company.programme.id)
        assert everyone == (paused, company.mentee)
        only = store.participants_of(company.programme.id, [ParticipantState.PAUSED])
        assert only == (paused,)
        both = {ParticipantState.PAUSED, ParticipantState.ACTIVE}
        assert store.participants_of(company.programme.id, both) == everyone
        assert store.participants_of(company.programme.id, {ParticipantState.LEFT}) == ()
        assert store.participants_of(company.programme.id + 1) == ()


def test_consents_are_listed_from_the_oldest_with_the_withdrawn(
    books: SqlBooks, company: Company
) -> None:
    given = Consent(company.programme.id, company.asha.id, "matching", "1", NOW + HOUR)
    with books.turn() as store:
        later = store.add(given)
        earlier = store.add(replace(given, given_at=NOW, withdrawn_at=NOW + DAY))
        store.add(replace(given, person=company.bernd.id))
        assert store.consents_of(company.programme.id, company.asha.id) == (earlier, later)
        assert store.consents_of(company.programme.id + 1, company.asha.id) == ()


def test_consents_to_a_purpose_that_stand_are_listed_for_everybody(
    books: SqlBooks, company: Company
) -> None:
    given = Consent(company.programme.id, company.asha.id, "figures", "1", NOW)
    with books.turn() as store:
        ashas = store.add(given)
        store.add(replace(given, purpose="matching"))
        store.add(replace(given, withdrawn_at=NOW + DAY))
        bernds = store.add(replace(given, person=company.bernd.id))
        assert store.standing_consents(company.programme.id, "figures") == (ashas, bernds)
        assert store.standing_consents(company.programme.id + 1, "figures") == ()


def test_frozen_weeks_are_listed_from_the_oldest(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        last = store.add(FrozenFigures(company.programme.id, "2027-W01", NOW, {"n": 6}))
        first = store.add(FrozenFigures(company.programme.id, "2026-W53", NOW, {"n": 5}))
        assert store.frozen_figures(company.programme.id) == (first, last)
        assert store.frozen_figures(company.programme.id + 1) == ()
