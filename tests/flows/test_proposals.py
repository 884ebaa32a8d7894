"""A match is put to both: yes, no, silence, and the next best."""

import pytest

from bot.commands import AcceptProposal, AskDecline, DeclineProposal, SeekPartner
from bot.grammar import payload_of
from bot.model import PairingState, Proposal, ProposalState, Role
from tests.chat import Chat
from tests.people import Company
from tests.screen import plain


@pytest.fixture
def proposal(company: Company) -> Proposal:
    """Asha is proposed to Bernd, on Monday morning."""
    company.asha.takes_part(Role.MENTOR, offers=("ai_assistants", "prompting"))
    company.bernd.takes_part(Role.MENTEE, wants=("ai_assistants", "social_media"))
    return sent_by_hr(company)


def sent_by_hr(company: Company) -> Proposal:
    company.hana.says("/program match")
    company.settle()
    company.hana.presses("round.review.send")
    company.settle()
    with company.turn() as store:
        return store.proposals_of(company.programme.id, (ProposalState.OPEN,))[0]


def open_pairs(company: Company) -> set[tuple[int, int]]:
    with company.turn() as store:
        now_open = store.proposals_of(company.programme.id, (ProposalState.OPEN,))
    return {(each.mentor, each.mentee) for each in now_open}


def kept(company: Company, proposal: Proposal) -> Proposal:
    with company.turn() as store:
        found = store.get(Proposal, proposal.id)
    assert found is not None
    return found


@pytest.mark.usefixtures("proposal")
def test_each_learns_why_the_other_fits_in_her_own_language(company: Company) -> None:
    to_bernd = company.bernd.receives("proposal.open.mentee")
    assert "Asha Rao" in str(to_bernd)
    assert "ChatGPT und KI-Assistenten – genau das" in plain(to_bernd)
    to_asha = company.asha.receives("proposal.open.mentor")
    assert "ChatGPT and AI assistants – exactly what's wanted" in plain(to_asha)


@pytest.mark.usefixtures("proposal")
def test_the_second_yes_makes_the_pairing(company: Company) -> None:
    company.asha.presses("proposal.accept")
    company.asha.sees("proposal.waiting.title")
    company.bernd.presses("proposal.accept")
    company.bernd.sees("proposal.accepted.title")
    company.settle()
    company.asha.receives("proposal.accepted.title")
    with company.turn() as store:
        pairings = store.pairings_of(company.programme.id)
    assert [each.state for each in pairings] == [PairingState.ACTIVE]


def test_a_no_is_private_and_looks_like_any_other_end(company: Company, proposal: Proposal) -> None:
    company.asha.presses("proposal.accept")
    company.bernd.presses("proposal.decline")
    company.bernd.sees("proposal.declined.title")
    company.settle()
    company.asha.receives("proposal.closed.title")
    assert all("declin" not in each.title.key for each in company.asha.messages)
    assert kept(company, proposal).state is ProposalState.DECLINED


def test_after_a_no_the_other_gets_the_next_best_at_once(
    company: Company, proposal: Proposal
) -> None:
    company.dario.takes_part(Role.MENTOR, offers=("social_media",))
    company.emine.takes_part(Role.MENTEE, wants=("ai_assistants",))
    company.bernd.presses("proposal.decline")
    company.settle()
    hers = (company.asha.participant.id, company.emine.participant.id)
    his = (company.dario.participant.id, company.bernd.participant.id)
    assert open_pairs(company) == {hers}
    company.wait(days=1)
    assert open_pairs(company) == {hers, his}
    assert (proposal.mentor, proposal.mentee) not in {hers, his}


@pytest.mark.usefixtures("proposal")
def test_without_a_next_best_one_is_told_that_the_search_goes_on(company: Company) -> None:
    company.asha.presses("proposal.decline")
    company.settle()
    company.bernd.receives("proposal.closed.title")
    company.wait(days=1)
    company.bernd.receives("proposal.none_yet.title")


@pytest.mark.usefixtures("proposal")
def test_that_there_is_nobody_yet_is_told_once_until_another_proposal(company: Company) -> None:
    def is_sought_for() -> None:
        with company.turn() as store:
            store.later(SeekPartner(company.bernd.participant.id), company.now)
        company.wait(days=2)

    def times_told() -> int:
        told = (each.title.key for each in company.bernd.messages)
        return sum(key == "proposal.none_yet.title" for key in told)

    company.asha.presses("proposal.decline")
    company.wait(days=1)
    is_sought_for()
    assert times_told() == 1
    company.dario.takes_part(Role.MENTOR, offers=("social_media",))
    is_sought_for()
    company.dario.presses("proposal.decline")
    company.wait(days=2)
    assert times_told() == 2


def test_the_reason_of_a_no_is_optional_and_kept_to_itself(
    company: Company, proposal: Proposal
) -> None:
    company.bernd.presses("proposal.decline")
    company.bernd.presses("proposal.declined.why")
    company.bernd.fills(why="no_time", more="Messe in Hannover")
    company.bernd.sees("proposal.declined.title")
    assert kept(company, proposal).decline_reason == "no_time: Messe in Hannover"
    company.wait(days=8)
    for other in (company.asha, company.hana):
        assert "Hannover" not in str(other.messages)
    company.wait(days=90)
    assert kept(company, proposal).decline_reason == ""


def test_silence_is_reminded_once_and_then_expires(company: Company, proposal: Proposal) -> None:
    company.asha.presses("proposal.accept")
    company.wait(days=4)
    company.bernd.receives("proposal.reminder")
    company.asha.receives_nothing("proposal.reminder")
    company.wait(days=4)
    assert kept(company, proposal).state is ProposalState.EXPIRED
    reminders = [each for each in company.bernd.messages if each.title.key == "proposal.reminder"]
    assert len(reminders) <= 1
    company.bernd.receives("proposal.closed.title")
    company.bernd.forges(payload_of(AcceptProposal(proposal.id)))
    company.bernd.sees("refusal.no_longer")


@pytest.mark.parametrize("forged", [AcceptProposal, DeclineProposal, AskDecline])
def test_nobody_answers_in_the_place_of_another(
    company: Company, proposal: Proposal, forged: type[AcceptProposal]
) -> None:
    for stranger in (company.carla, company.hana):
        stranger.forges(payload_of(forged(proposal.id)))
        stranger.sees("refusal.not_yours")
    assert kept(company, proposal) == proposal


def test_an_answer_counts_once(company: Company, proposal: Proposal) -> None:
    company.asha.presses("proposal.accept")
    answered = kept(company, proposal)
    for again in (AcceptProposal(proposal.id), DeclineProposal(proposal.id)):
        company.asha.forges(payload_of(again))
        company.asha.sees("refusal.no_longer")
    assert kept(company, proposal) == answered


def leaves(person: Chat) -> None:
    person.says("/program leave")
    person.presses("participation.leave.do")


def test_who_leaves_takes_her_open_proposal_back(company: Company, proposal: Proposal) -> None:
    leaves(company.bernd)
    company.settle()
    assert kept(company, proposal).state is ProposalState.WITHDRAWN
    company.asha.receives("proposal.closed.title")
