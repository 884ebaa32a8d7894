"""A group is put to its mentor once and to each mentee; it begins with enough who say yes."""

from datetime import timedelta
from itertools import permutations

import pytest

from bot.model import GroupProposal, GroupProposalState, Pairing, PairingState, ProposalState
from tests.flows.forming import (
    TOPIC,
    Cast,
    answers_of,
    groups_of,
    in_groups,
    is_closed,
    names_in,
    newest,
    says_no,
    says_yes,
    sent,
)
from tests.flows.tandems import check_ins, coming
from tests.people import Company
from tests.screen import plain


@pytest.fixture
def cast(company: Company) -> Cast:
    return in_groups(company)


@pytest.fixture
def group(company: Company, cast: Cast) -> GroupProposal:
    assert cast
    return sent(company)


def test_nobody_reads_the_name_of_another_mentee_before_it_begins(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    asha, bernd, emine, ines = cast
    assert "3 people" in plain(asha.receives("forming.open.title_mentor"))
    assert "Everyone speaks" in plain(asha.receives("reason.language.all"))
    for each in (bernd, emine, ines):
        each.receives("forming.open.mentee")
        assert names_in(each, asha) == {"Asha Rao"}
    says_yes(company, asha, group)
    for look in ("/program", "/program pair", "/program profile", "/program mydata"):
        for each in cast:
            each.says(look)
            others = [other for other in (bernd, emine, ines) if other is not each]
            assert names_in(each, *others) == set(), look


def test_all_who_said_yes_begin_with_an_hour_and_everybodys_names(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    asha, bernd, emine, ines = cast
    for each in (bernd, asha, ines):
        says_yes(company, each, group)
        each.sees("proposal.waiting.title")
    assert groups_of(company) == ()
    says_yes(company, emine, group)
    emine.sees("forming.accepted.title")
    (pairing,) = groups_of(company)
    assert (pairing.mentor, pairing.topic) == (asha.participant.id, TOPIC)
    assert set(pairing.mentees) == {each.participant.id for each in (bernd, emine, ines)}
    company.wait(days=1)
    for each in cast:
        others = [other for other in cast if other is not each]
        assert names_in(each, *others) == {other.name for other in others}
        each.receives("pairing.begun.title")
        each.receives("forming.accepted.title")
        assert coming(company, each) == coming(company, asha)
    assert newest(company).state is GroupProposalState.BEGUN
    assert newest(company).pairing == pairing.id


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_it_begins_with_the_last_yes_whoever_says_it(
    company: Company, cast: Cast, group: GroupProposal, order: tuple[int, ...]
) -> None:
    for place in order:
        assert groups_of(company) == ()
        says_yes(company, cast[place], group)
    (pairing,) = groups_of(company)
    assert len(pairing.mentees) == len(cast) - 1
    with company.books.read() as store:
        assert len({each.week for each in store.check_ins_of(pairing.id)}) >= 1


def test_a_no_of_one_mentee_is_private_and_the_others_begin(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    asha, bernd, emine, ines = cast
    for each in (asha, bernd):
        says_yes(company, each, group)
    says_no(company, ines, group)
    ines.sees("forming.declined.mentee")
    says_yes(company, emine, group)
    emine.sees("forming.accepted.title")
    (pairing,) = groups_of(company)
    assert set(pairing.mentees) == {bernd.participant.id, emine.participant.id}
    company.wait(days=3)
    for each in (asha, bernd, emine):
        assert names_in(each, ines) == set()
    assert answers_of(company, group)[ines.participant.id] is ProposalState.DECLINED


def test_too_few_end_it_at_once_in_the_same_words_for_all(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    asha, bernd, emine, ines = cast
    for each in (asha, bernd):
        says_yes(company, each, group)
    for each in (emine, ines):
        says_no(company, each, group)
    assert is_closed(company, group)
    assert answers_of(company, group)[bernd.participant.id] is ProposalState.WITHDRAWN
    company.wait(days=2)
    for each in (asha, bernd):
        each.receives("forming.closed.body")
        each.receives("rolling.waiting.group")
        assert names_in(each, emine, ines) == set()
    assert groups_of(company) == ()


def test_the_mentors_no_ends_it_for_all_and_nobody_learns_whose_it_was(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    asha, bernd, emine, ines = cast
    says_yes(company, bernd, group)
    says_no(company, asha, group)
    asha.sees("forming.declined.mentor")
    asha.presses("proposal.declined.why")
    asha.fills(why="no_time", more="Messe in Hannover")
    asha.sees("proposal.declined.title")
    assert is_closed(company, group)
    company.wait(days=2)
    cards = {plain(each.receives("proposal.closed.title")) for each in (bernd, emine)}
    assert len(cards) == 1
    for each in (bernd, emine, ines, company.hana):
        assert "Hannover" not in str(each.messages)
    with company.books.read() as store:
        kept = [each.decline_reason for each in store.proposals_for(group.id)]
    assert "no_time: Messe in Hannover" in kept
    company.wait(days=91)
    with company.books.read() as store:
        assert {each.decline_reason for each in store.proposals_for(group.id)} == {""}


def test_it_begins_at_the_end_of_the_time_with_those_who_said_yes(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    asha, bernd, emine, ines = cast
    for each in (asha, bernd, emine):
        says_yes(company, each, group)
    company.wait(days=4)
    ines.receives("proposal.reminder")
    for each in (asha, bernd, emine):
        each.receives_nothing("proposal.reminder")
    company.wait(days=4)
    (pairing,) = groups_of(company)
    assert set(pairing.mentees) == {bernd.participant.id, emine.participant.id}
    assert answers_of(company, group)[ines.participant.id] is ProposalState.EXPIRED
    ines.receives("proposal.closed.silent")
    assert ines.participant.unanswered <= 1
    says_yes(company, ines, group)
    ines.sees("refusal.no_longer")
    assert groups_of(company) == (pairing,)


def test_where_the_mentor_is_silent_it_comes_to_nothing(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    asha, bernd, emine, ines = cast
    for each in (bernd, emine, ines):
        says_yes(company, each, group)
    company.wait(days=4)
    asha.receives("proposal.reminder")
    company.wait(days=4)
    assert groups_of(company) == ()
    assert set(answers_of(company, group).values()) == {ProposalState.EXPIRED}
    asha.receives("proposal.closed.silent")
    bernd.receives("forming.closed.body")
    says_yes(company, asha, group)
    asha.sees("refusal.no_longer")


def test_when_the_programme_is_over_nobody_is_promised_another_group(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    asha, bernd, emine, ines = cast
    company.changes(starts_on=company.now.date() - timedelta(weeks=13))
    says_yes(company, bernd, group)
    for each in (emine, ines):
        says_no(company, each, group)
    company.wait(days=2)
    for each in (asha, bernd):
        each.receives("forming.closed.over")
        each.receives_nothing("rolling.waiting.title")


def test_an_answer_is_asked_for_no_more_once_it_is_given(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    """The first look on Monday: who has answered at home reads no second card."""
    asha, *_ = cast
    says_yes(company, asha, group)
    company.wait(days=6)
    titles = [each.title.key for each in asha.messages]
    assert titles.count("proposal.reminder") == 0


def test_the_hours_of_a_group_are_planned_and_it_is_completed(
    company: Company, cast: Cast, group: GroupProposal
) -> None:
    for each in cast:
        says_yes(company, each, group)
    company.wait(weeks=16)
    (pairing,) = groups_of(company)
    assert pairing.state is PairingState.COMPLETED
    assert len(check_ins(company, company.asha)) > 5
    assert isinstance(pairing, Pairing)
