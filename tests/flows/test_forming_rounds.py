"""HR runs a round in groups: she reviews groups, takes people out, sends or discards."""

from dataclasses import replace

import pytest

from bot.commands import KeepPair, TakeOut
from bot.grammar import payload_of
from bot.model import Format, GroupProposalState, ProposalState, Role
from bot.said import Bullets, every
from tests.flows.forming import (
    Cast,
    answers_of,
    drafted,
    in_groups,
    is_closed,
    learner,
    newest,
    sent,
)
from tests.people import Company
from tests.screen import plain


@pytest.fixture
def cast(company: Company) -> Cast:
    return in_groups(company)


def seated(company: Company) -> set[int]:
    """Return who is in the drafted groups."""
    with company.books.read() as store:
        proposals = store.proposals_of(company.programme.id, (ProposalState.DRAFT,))
    return {each.mentee for each in proposals}


def test_hr_sees_groups_with_topic_mentees_and_reasons(company: Company, cast: Cast) -> None:
    drafted(company)
    shown = plain(company.hana.receives("forming.review.title"))
    assert "Asha Rao mentors 3 people: Social media" in shown
    lists = every(Bullets, company.hana.receives("forming.review.title"))
    assert [len(each.items) for each in lists] == [2, 2, 2], "what met, and all around it"
    for each in cast:
        assert each.name in shown
        each.receives_nothing()
    assert "pair" not in shown
    assert newest(company).state is GroupProposalState.DRAFT


def test_a_person_is_taken_out_and_the_group_stays(company: Company, cast: Cast) -> None:
    asha, bernd, emine, ines = cast
    drafted(company)
    with company.books.read() as store:
        (hers,) = store.proposals_with(emine.participant.id)
    company.hana.forges(payload_of(TakeOut(hers.id)))
    company.hana.sees("forming.taken_out.title")
    company.wait(minutes=1)
    assert seated(company) == {bernd.participant.id, ines.participant.id}
    company.hana.presses("forming.review.send")
    company.settle()
    emine.receives("round.no_partner.title")
    emine.receives("reason.unmatched.no_group")
    emine.receives("reason.advice.next_round")
    bernd.receives("forming.open.mentee")
    asha.receives("forming.open.title_mentor")


def test_with_too_few_left_there_is_no_group(company: Company, cast: Cast) -> None:
    drafted(company)
    first = newest(company)
    for _ in range(2):
        with company.books.read() as store:
            standing = store.proposals_of(company.programme.id, (ProposalState.DRAFT,))
        company.hana.forges(payload_of(TakeOut(standing[0].id)))
        company.wait(minutes=1)
    company.hana.receives("forming.review.empty")
    assert seated(company) == set()
    assert is_closed(company, first)
    for each in cast:
        each.receives_nothing()


def test_a_group_that_stays_the_same_keeps_its_buttons(company: Company, cast: Cast) -> None:
    """A second group comes into the draft; the buttons of the first on an older page still work."""
    assert cast
    drafted(company)
    before = newest(company)
    company.dario.takes_part(Role.MENTOR, offers=("ai_assistants",))
    for name in ("Jonas Lind", "Ken Mori"):
        learner(company, name, topic="ai_assistants")
    company.hana.presses("round.review.threshold")
    company.hana.fills(threshold="1")
    company.wait(minutes=1)
    assert "2 groups" in plain(company.hana.receives("forming.review.title"))
    company.hana.receives("round.changes.title")
    with company.books.read() as store:
        states = {each.id: each.state for each in store.group_proposals_of(company.programme.id)}
    assert states[before.id] is GroupProposalState.DRAFT
    assert len(states) == 2


def test_more_groups_than_fit_on_a_page_are_turned(company: Company, cast: Cast) -> None:
    assert cast
    for number, topic in enumerate(("ai_assistants", "excel", "agile")):
        teacher = company.hires(f"Mentor{number} Other", level=2, team=f"Team {number}")
        teacher.takes_part(Role.MENTOR, offers=(topic,))
        for place in "ab":
            learner(company, f"Mentee{number}{place} Other", topic=topic)
    drafted(company)
    first = plain(company.hana.receives("forming.review.title"))
    assert "4 groups" in first
    company.hana.presses("forming.review.next")
    company.hana.presses("forming.review.previous")
    assert plain(company.hana.last).splitlines()[0] == first.splitlines()[0]


def test_a_discarded_round_leaves_nothing_behind(company: Company, cast: Cast) -> None:
    drafted(company)
    company.hana.presses("round.review.discard")
    company.hana.sees("round.discarded.title")
    assert is_closed(company, newest(company))
    assert seated(company) == set()
    company.wait(days=9)
    for each in cast:
        each.receives_nothing()


def test_who_paused_while_hr_reviewed_is_left_out_and_the_others_are_asked(
    company: Company, cast: Cast
) -> None:
    asha, bernd, emine, ines = cast
    drafted(company)
    ines.says("/program pause")
    ines.fills()
    company.wait(minutes=1)
    company.hana.presses("forming.review.send")
    company.settle()
    became = answers_of(company, newest(company))
    assert became.pop(ines.participant.id, ProposalState.WITHDRAWN) is ProposalState.WITHDRAWN
    opened = ProposalState.OPEN
    assert became == {bernd.participant.id: opened, emine.participant.id: opened}
    asha.receives("forming.open.title_mentor")
    ines.receives_nothing("forming.open.mentee")


def test_where_hr_looks_at_nothing_groups_go_out_by_themselves(
    company: Company, cast: Cast
) -> None:
    company.changes(reviews_rounds=False)
    drafted(company)
    company.hana.receives("forming.sent.title")
    for each in cast[1:]:
        each.receives("forming.open.mentee")


def test_a_change_of_the_format_solves_a_standing_draft_in_the_other_one(
    company: Company, cast: Cast
) -> None:
    asha, bernd, *_ = cast
    drafted(company)
    group = newest(company)
    company.changes(format=Format.ONE_TO_ONE)
    with company.books.read() as store:
        out = store.proposals_for(group.id)[-1]
    company.hana.forges(payload_of(TakeOut(out.id)))
    company.wait(minutes=1)
    company.hana.receives("round.review.title")
    assert is_closed(company, group)
    assert len(seated(company)) == 1
    company.changes(format=Format.GROUP)
    with company.books.read() as store:
        (pair,) = store.proposals_of(company.programme.id, (ProposalState.DRAFT,))
    assert pair.mentor == asha.participant.id
    company.hana.forges(payload_of(KeepPair(pair.id, kept=True)))
    company.hana.presses("round.review.threshold")
    company.hana.fills(threshold="2")
    company.wait(minutes=1)
    company.hana.receives("forming.review.title")
    assert len(seated(company)) == 2
    assert bernd.participant.id in seated(company) | {out.mentee}


def test_a_pair_of_a_group_cannot_be_kept(company: Company, cast: Cast) -> None:
    assert cast
    drafted(company)
    with company.books.read() as store:
        hers = store.proposals_for(newest(company).id)[0]
    company.hana.forges(payload_of(KeepPair(hers.id, kept=True)))
    company.hana.sees("refusal.no_longer")


def test_nobody_but_hr_takes_somebody_out(company: Company, cast: Cast) -> None:
    drafted(company)
    before = seated(company)
    with company.books.read() as store:
        hers = store.proposals_for(newest(company).id)[0]
    for stranger in (*cast, company.carla):
        stranger.forges(payload_of(TakeOut(hers.id)))
        stranger.sees("refusal.hr_only")
    assert seated(company) == before


def test_a_mentor_leads_one_group_at_a_time(company: Company, cast: Cast) -> None:
    asha, *_ = cast
    sent(company)
    with company.turn() as store:
        store.save(replace(asha.participant, capacity=3))
    for name in ("Jonas Lind", "Ken Mori"):
        learner(company, name)
    company.hana.says("/program match")
    company.hana.sees("round.nobody")


def test_hr_reads_how_many_mentees_and_mentors_have_no_group(company: Company, cast: Cast) -> None:
    learner(company, "Fatma Kaya", topic="excel")
    drafted(company)
    shown = plain(company.hana.receives("forming.review.summary"))
    assert "Still without a group: 1 of the mentees, 0 of the mentors" in shown
