"""Rounds, proposals, pairings, check-ins and feedback are found in their order."""

from dataclasses import replace

from bot.model import (
    CheckIn,
    CheckInState,
    Feedback,
    PairingState,
    Proposal,
    ProposalState,
    RoundState,
)
from storage.books import SqlBooks
from tests.storage.company import DAY, NOW, Company


def other_proposal(company: Company, **facts: object) -> Proposal:
    """Return a proposal in which the two have changed seats."""
    turned = {"mentor": company.mentee.id, "mentee": company.mentor.id, "id": 0}
    return Proposal(**{**vars(company.proposal), **turned, **facts})


def test_a_programme_has_one_draft_round_until_it_is_sent(
    books: SqlBooks, company: Company
) -> None:
    with books.turn() as store:
        assert store.draft_round(company.programme.id) == company.round
        sent = store.save(replace(company.round, state=RoundState.SENT, sent_at=NOW))
        assert store.draft_round(company.programme.id) is None
        second = store.add(replace(company.round, id=0))
        assert store.draft_round(company.programme.id) == second
        assert store.rounds_of(company.programme.id) == (second, sent)
        assert store.rounds_of(company.programme.id + 1) == ()


def test_a_rounds_best_proposal_comes_first(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        worse = store.add(other_proposal(company, score=60))
        equal = store.add(other_proposal(company, score=80))
        best = store.add(other_proposal(company, score=95))
        store.add(other_proposal(company, score=99, round=None))
        in_order = (best, company.proposal, equal, worse)
        assert store.proposals_in(company.round.id) == in_order


def test_proposals_are_found_by_programme_seat_and_state(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        opened = store.add(other_proposal(company, state=ProposalState.OPEN))
        everything = (company.proposal, opened)
        assert store.proposals_of(company.programme.id) == everything
        assert store.proposals_of(company.programme.id, {ProposalState.OPEN}) == (opened,)
        assert store.proposals_of(company.programme.id + 1) == ()
        for participant in (company.mentor, company.mentee):
            assert store.proposals_with(participant.id) == everything[::-1]
            drafts = store.proposals_with(participant.id, [ProposalState.DRAFT])
            assert drafts == (company.proposal,)
        assert store.proposals_with(4711) == ()


def test_pairings_are_found_by_programme_seat_and_state(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        proposal = store.add(other_proposal(company))
        turned = replace(
            company.pairing,
            id=0,
            proposal=proposal.id,
            mentor=company.mentee.id,
            mentees=(company.mentor.id,),
            state=PairingState.ENDED,
        )
        ended = store.add(turned)
        assert store.pairings_of(company.programme.id) == (company.pairing, ended)
        assert store.pairings_of(company.programme.id, {PairingState.ENDED}) == (ended,)
        assert store.pairings_of(company.programme.id + 1) == ()
        for participant in (company.mentor, company.mentee):
            assert store.pairings_with(participant.id) == (ended, company.pairing)
            active = store.pairings_with(participant.id, {PairingState.ACTIVE})
            assert active == (company.pairing,)


def test_check_ins_are_listed_in_the_order_of_their_weeks(
    books: SqlBooks, company: Company
) -> None:
    with books.turn() as store:
        new_year = store.add(
            CheckIn(company.pairing.id, "2027-W01", NOW + 49 * DAY, CheckInState.PLANNED)
        )
        skipped = store.add(
            CheckIn(company.pairing.id, "2026-W48", NOW + 7 * DAY, CheckInState.SKIPPED)
        )
        in_order = (company.check_in, skipped, new_year)
        assert store.check_ins_of(company.pairing.id) == in_order
        assert store.check_ins_of(company.pairing.id + 1) == ()
        by_id = (company.check_in, new_year, skipped)
        assert store.check_ins_in(company.programme.id) == by_id
        assert store.check_ins_in(company.programme.id, {CheckInState.SKIPPED}) == (skipped,)
        assert store.check_ins_in(company.programme.id + 1) == ()


def test_feedback_is_found_by_check_in_person_and_programme(
    books: SqlBooks, company: Company
) -> None:
    with books.turn() as store:
        bernds = store.add(Feedback(company.check_in.id, company.bernd.id, 5, NOW))
        ashas = store.add(Feedback(company.check_in.id, company.asha.id, 4, NOW))
        assert store.feedback_by(company.check_in.id, company.asha.id) == ashas
        assert store.feedback_by(company.check_in.id, company.carla.id) is None
        assert store.feedback_on(company.check_in.id) == (bernds, ashas)
        assert store.feedback_on(company.check_in.id + 1) == ()
        assert store.feedback_in(company.programme.id) == (bernds, ashas)
        assert store.feedback_in(company.programme.id + 1) == ()


def test_feedback_that_was_taken_back_is_gone(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        given = store.add(Feedback(company.check_in.id, company.asha.id, 4, NOW))
        store.remove(given)
        assert store.feedback_by(company.check_in.id, company.asha.id) is None
        store.remove(given)  # gone already, and stays so
        assert store.add(replace(given, id=0)).id != given.id
