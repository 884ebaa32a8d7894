"""Honest whatever happens before a group begins: who goes, who presses twice, who forges."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.commands import (
    AcceptGroup,
    AcceptProposal,
    AskDeclineGroup,
    DeclineGroup,
    DeclineProposal,
    Leave,
    Pause,
)
from bot.grammar import payload_of
from bot.model import GroupProposal, GroupProposalState, ProposalState, Role
from tests.flows.forming import (
    TOPIC,
    Cast,
    answers_of,
    groups_of,
    in_groups,
    names_in,
    newest,
    put_to,
    says_no,
    says_yes,
    sent,
)
from tests.flows.tandems import become_tandem
from tests.people import Chat, Company


@pytest.fixture
def cast(company: Company) -> Cast:
    return in_groups(company)


@pytest.fixture
def group(company: Company, cast: Cast) -> GroupProposal:
    assert cast
    return sent(company)


def leaves(chat: Chat) -> None:
    chat.forges(payload_of(Leave(chat.participant.id)))


def pauses(chat: Chat) -> None:
    chat.forges(payload_of(Pause("")))


def is_forgotten(chat: Chat) -> None:
    chat.says("/program forget")
    chat.presses("privacy.forget.do")


GOING: dict[str, Callable[[Chat], None]] = {
    "leaves": leaves,
    "pauses": pauses,
    "is forgotten": is_forgotten,
}


@pytest.mark.parametrize("goes", GOING.values(), ids=GOING)
def test_a_mentee_who_goes_before_it_begins_counts_as_no(
    company: Company, cast: Cast, group: GroupProposal, goes: Callable[[Chat], None]
) -> None:
    asha, bernd, emine, ines = cast
    for each in (ines, asha, bernd):
        says_yes(company, each, group)
    goes(ines)
    says_yes(company, emine, group)
    (pairing,) = groups_of(company)
    assert set(pairing.mentees) == {bernd.participant.id, emine.participant.id}
    company.wait(days=3)
    for each in (asha, bernd, emine):
        assert names_in(each, ines) == set()


@pytest.mark.parametrize("goes", GOING.values(), ids=GOING)
def test_a_mentor_who_said_yes_and_goes_ends_it(
    company: Company, cast: Cast, group: GroupProposal, goes: Callable[[Chat], None]
) -> None:
    asha, bernd, emine, ines = cast
    for each in (asha, bernd, emine):
        says_yes(company, each, group)
    yes = payload_of(AcceptProposal(put_to(company, ines, group)))
    goes(asha)
    ines.forges(yes)
    ines.sees("refusal.no_longer")
    company.wait(days=9)
    assert groups_of(company) == ()
    for each in (bernd, emine):
        each.receives("proposal.closed.title")


def test_a_second_press_changes_nothing(company: Company, cast: Cast, group: GroupProposal) -> None:
    asha, bernd, *_ = cast
    for each in (asha, bernd):
        says_yes(company, each, group)
        before = answers_of(company, group), newest(company)
        for press in (says_yes, says_no):
            press(company, each, group)
            each.sees("refusal.no_longer")
        assert (answers_of(company, group), newest(company)) == before


def test_nobody_answers_in_the_place_of_another(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    asha, bernd, emine, _ = cast
    hers = [AcceptGroup(group.id), DeclineGroup(group.id), AskDeclineGroup(group.id)]
    his = put_to(company, bernd, group)
    before = newest(company), answers_of(company, group)
    for stranger in (company.carla, company.hana, company.dario, bernd, emine):
        for forged in hers:
            stranger.forges(payload_of(forged))
            stranger.sees("refusal.not_yours")
    for stranger in (company.carla, emine):
        stranger.forges(payload_of(AcceptProposal(his)))
        stranger.sees("refusal.not_yours")
    asha.forges(payload_of(AcceptProposal(his)))
    asha.sees("refusal.no_longer")
    asha.forges(payload_of(DeclineProposal(his)))
    asha.sees("refusal.no_longer")
    asha.forges(payload_of(AskDeclineGroup(group.id)))
    asha.sees("refusal.no_longer")
    assert (newest(company), answers_of(company, group)) == before


def test_who_found_another_tandem_since_is_not_taken_twice(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    asha, bernd, emine, ines = cast
    for each in (asha, bernd, emine):
        says_yes(company, each, group)
    company.dario.takes_part(Role.MENTOR, offers=(TOPIC,))
    become_tandem(company, company.dario, ines)
    says_yes(company, ines, group)
    with company.books.read() as store:
        (group_of_two,) = (each for each in store.pairings_of(company.programme.id) if each.topic)
        assert len(store.pairings_with(ines.participant.id)) == 1
    assert set(group_of_two.mentees) == {bernd.participant.id, emine.participant.id}


def test_two_who_would_rather_not_meet_do_not_begin_together(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    asha, bernd, emine, ines = cast
    for each in (asha, bernd, emine):
        says_yes(company, each, group)
    with company.turn() as store:
        store.save(replace(emine.participant, not_with=(ines.person_id,)))
    says_yes(company, ines, group)
    (pairing,) = groups_of(company)
    seated = {emine.participant.id, ines.participant.id} & set(pairing.mentees)
    assert len(seated) == 1
    assert bernd.participant.id in pairing.mentees
    company.wait(days=2)
    left_out = ines if emine.participant.id in seated else emine
    left_out.receives("forming.closed.body")


def test_who_names_its_mentor_privately_is_out_and_nobody_learns_why(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    asha, bernd, _, _ = cast
    bernd.forges(f"profile.edit:{bernd.participant.id}:place")
    bernd.fills(not_with=(str(asha.person_id),))
    assert answers_of(company, group)[bernd.participant.id] is ProposalState.WITHDRAWN
    assert newest(company).state is GroupProposalState.OPEN
