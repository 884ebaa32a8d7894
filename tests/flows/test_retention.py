"""What has been kept long enough goes by itself, at night."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import CompletePairing, RateUseful
from bot.flows import retention
from bot.flows.entrants import field_of
from bot.grammar import payload_of
from bot.model import Feedback, PairingState, Participant, Reader
from bot.turn import Turn
from storage.shelves.ageing import EARLIER
from storage.shelves.shelf import Shelf
from tests.flows.tandems import after_the_hour, become_tandem, feedback_of
from tests.people import Company, catalogue


@pytest.fixture
def ended(company: Company) -> Feedback:
    """Asha and Bernd met, she wrote a sentence, and he has left the programme since."""
    with company.turn() as store:
        retention.expect_retention(Turn(company.now, store, catalogue()), company.programme)
    become_tandem(company, company.asha, company.bernd)
    check_in = after_the_hour(company, company.asha)
    company.asha.presses("checkin.asked.yes")
    company.asha.forges(payload_of(RateUseful(check_in.id, 5)))
    given = feedback_of(company, check_in, company.asha)
    assert given is not None
    with company.turn() as store:
        store.save(replace(given, sentence="Danke!", sentence_for=Reader.PARTNER))
        part = company.bernd.participant
        store.save(replace(part, sentence="Hallo", learning_goal="Mut"))
    company.bernd.says("/program leave")
    company.bernd.presses("participation.leave.do")
    return given


def kept(company: Company, given: Feedback) -> tuple[str, str, str]:
    with company.turn() as store:
        feedback = store.get(Feedback, given.id)
        part = store.get(Participant, company.bernd.participant.id)
    assert feedback is not None
    assert part is not None
    return feedback.sentence, part.sentence, part.learning_goal


def test_sentences_stay_for_thirty_days_after_the_end(company: Company, ended: Feedback) -> None:
    company.wait(days=29)
    assert kept(company, ended) == ("Danke!", "Hallo", "Mut")
    company.wait(days=2)
    assert kept(company, ended) == ("", "", "")
    assert company.asha.participant.sentence == ""


def test_pairs_become_hashes_half_a_year_after_the_programme(
    company: Company, ended: Feedback
) -> None:
    end = retention.ends_at(company.programme)
    company.wait_until(end + timedelta(weeks=25))
    with company.turn() as store:
        assert len(store.pairings_of(company.programme.id)) == 1
    company.wait_until(end + timedelta(weeks=26, days=2))
    with company.turn() as store:
        assert store.pairings_of(company.programme.id) == ()
        assert store.proposals_of(company.programme.id) == ()
        assert store.feedback_in(company.programme.id) == ()
        asha, bernd = company.asha.person_id, company.bernd.person_id
        assert store.earlier_partners(company.organisation.id) == {
            asha: frozenset({bernd}),
            bernd: frozenset({asha}),
        }
        assert isinstance(store, Shelf)
        (row,) = store.session.execute(EARLIER.select())
    assert len(row.one) == len(row.other) == 64


def test_two_who_were_together_are_not_matched_again(company: Company, ended: Feedback) -> None:
    company.wait_until(retention.ends_at(company.programme) + timedelta(weeks=27))
    with company.turn() as store:
        asha, bernd = company.asha.participant, company.bernd.participant
        again = store.add(replace(company.programme, id=0, starts_on=company.now.date()))
        one = store.add(replace(asha, id=0, programme=again.id))
        other = store.add(replace(bernd, id=0, programme=again.id, state=asha.state))
        field = field_of(Turn(company.now, store, catalogue()), again)
    entrant = field.entrant(one.id)
    assert entrant is not None
    assert entrant.earlier_partners == {str(other.id)}


def test_who_is_forgotten_is_nobodys_earlier_partner(company: Company, ended: Feedback) -> None:
    company.wait_until(retention.ends_at(company.programme) + timedelta(weeks=27))
    company.asha.says("/program forget")
    company.asha.presses("privacy.forget.do")
    with company.turn() as store:
        assert store.earlier_partners(company.organisation.id) == {}
        assert isinstance(store, Shelf)
        assert store.session.execute(EARLIER.select()).all() == []


def test_a_late_tandem_has_half_a_year_of_its_own(company: Company) -> None:
    with company.turn() as store:
        retention.expect_retention(Turn(company.now, store, catalogue()), company.programme)
    pairing = become_tandem(company, company.asha, company.bernd)
    end = retention.ends_at(company.programme)
    with company.turn() as store:
        late = end + timedelta(weeks=8)
        store.save(replace(pairing, ends_on=late.date(), state=PairingState.SUSPENDED))
        store.later(CompletePairing(pairing.id), late)
    company.wait_until(end + timedelta(weeks=30))
    with company.turn() as store:
        assert len(store.pairings_of(company.programme.id)) == 1
    company.wait_until(end + timedelta(weeks=35))
    with company.turn() as store:
        assert store.pairings_of(company.programme.id) == ()


def test_old_notices_and_audit_lines_are_swept_away(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    with company.turn() as store:
        assert store.notices_to(company.asha.person_id)
        assert store.audit_of(company.asha.person_id)
    company.books.forget_spent(company.now + timedelta(days=179))
    with company.turn() as store:
        assert store.notices_to(company.asha.person_id)
    company.books.forget_spent(company.now + timedelta(days=400))
    with company.turn() as store:
        assert store.notices_to(company.asha.person_id) == ()
        assert store.audit_of(company.asha.person_id) == ()
