"""Between rounds: a place in a group that runs, a group of those who wait, or a day to look again.

Long because every way into a group that runs is told from the same round.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import (
    AcceptGroup,
    AcceptProposal,
    DeclineGroup,
    DeclineProposal,
    Leave,
)
from bot.grammar import payload_of
from bot.model import (
    GroupProposal,
    GroupProposalState,
    Pairing,
    PairingState,
    ProposalState,
    Role,
    Round,
    RoundState,
    WorkingHours,
)
from tests.flows.forming import (
    Cast,
    answers_of,
    groups_of,
    in_groups,
    is_closed,
    learner,
    names_in,
    newest,
    put_to,
    running_group,
    says_no,
    says_yes,
    sent,
)
from tests.flows.joining import newcomer
from tests.flows.tandems import coming
from tests.people import Company
from tests.screen import plain


@pytest.fixture
def cast(company: Company) -> Cast:
    return in_groups(company, most=4)


@pytest.fixture
def running(company: Company, cast: Cast) -> Pairing:
    """Asha's group of three."""
    return running_group(company, cast)


def kept(company: Company, group: GroupProposal) -> GroupProposal:
    with company.books.read() as store:
        found = store.get(GroupProposal, group.id)
    assert found is not None
    return found


def test_a_newcomer_is_proposed_a_place_in_a_running_group(
    company: Company, cast: Cast, running: Pairing
) -> None:
    asha, bernd, emine, ines = cast
    jonas = newcomer(company)
    jonas.receives("forming.open.running")
    company.wait(days=1)
    asha.receives("forming.open.one_more")
    assert names_in(asha, jonas) == set()
    assert names_in(jonas, bernd, emine, ines) == set()
    put = newest(company)
    asha.forges(payload_of(AcceptGroup(put.id)))
    asha.sees("proposal.waiting.title")
    jonas.forges(payload_of(AcceptProposal(put_to(company, jonas, put))))
    jonas.sees("forming.accepted.title")
    (larger,) = groups_of(company)
    assert larger.id == running.id
    assert larger.mentees == (*running.mentees, jonas.participant.id)
    assert larger.hour == running.hour
    company.wait(days=3)
    for each in (asha, bernd, emine, ines):
        each.receives("forming.entered.title")
        assert names_in(each, jonas) == {"Jonas Lind"}
    jonas.receives("pairing.begun.title")
    assert names_in(jonas, *cast) == {each.name for each in cast}
    assert coming(company, jonas) == coming(company, asha)
    assert kept(company, put).state is GroupProposalState.BEGUN


@pytest.mark.usefixtures("running")
def test_what_a_newcomer_wrote_of_herself_is_for_the_mentor(company: Company, cast: Cast) -> None:
    asha, bernd, *_ = cast
    jonas = newcomer(company)
    with company.turn() as store:
        store.save(replace(jonas.participant, sentence="I ask a lot."))
    put = newest(company)
    asha.forges(payload_of(AcceptGroup(put.id)))
    jonas.forges(payload_of(AcceptProposal(put_to(company, jonas, put))))
    company.wait(days=3)
    assert "I ask a lot." in plain(asha.receives("forming.entered.title"))
    assert "I ask a lot." not in plain(bernd.receives("forming.entered.title"))


@pytest.mark.usefixtures("running")
def test_whoever_enters_is_reminded_of_hours_that_were_planned_before(
    company: Company, cast: Cast
) -> None:
    jonas = newcomer(company)
    with company.turn() as store:
        store.save(replace(jonas.participant, ready=("mentee",)))
    put = newest(company)
    cast[0].forges(payload_of(AcceptGroup(put.id)))
    jonas.forges(payload_of(AcceptProposal(put_to(company, jonas, put))))
    hour = coming(company, jonas)
    company.wait_until(hour.starts_at + timedelta(days=3))
    matter = [each for each in jonas.messages if each.about == f"checkin:{hour.id}"]
    assert len(matter) >= 2
    jonas.receives("checkin.asked.yes")


@pytest.mark.parametrize("who", ["mentor", "newcomer"])
def test_a_no_to_one_more_changes_nothing_for_the_group(
    company: Company, cast: Cast, running: Pairing, who: str
) -> None:
    asha, *others = cast
    jonas = newcomer(company)
    put = newest(company)
    if who == "mentor":
        jonas.forges(payload_of(AcceptProposal(put_to(company, jonas, put))))
        asha.forges(payload_of(DeclineGroup(put.id)))
    else:
        asha.forges(payload_of(AcceptGroup(put.id)))
        jonas.forges(payload_of(DeclineProposal(put_to(company, jonas, put))))
    company.wait(days=3)
    assert is_closed(company, put)
    assert groups_of(company)[0].mentees == running.mentees
    for each in others:
        assert names_in(each, jonas) == set()
    jonas.receives("rolling.waiting.group")
    company.wait(days=5)
    assert newest(company) == kept(company, put)  # neither is asked for the same again


@pytest.mark.usefixtures("running")
def test_the_only_place_is_taken_by_whoever_is_asked(company: Company) -> None:
    newcomer(company)
    first = newest(company)
    ken = newcomer(company, "Ken Mori")
    assert newest(company) == first
    ken.receives("rolling.waiting.group")


@pytest.mark.usefixtures("running")
def test_no_group_outgrows_what_its_members_were_told(company: Company) -> None:
    company.changes(group_most=6)  # and not the four at most of whom everybody was told
    newcomer(company).receives("forming.open.running")
    first = newest(company)
    ken = newcomer(company, "Ken Mori")
    company.wait(days=2)
    assert newest(company).id == first.id
    ken.receives("rolling.waiting.group")


def test_a_full_group_takes_nobody_also_where_two_said_yes(company: Company) -> None:
    cast = asha, *_ = in_groups(company, most=5)
    put_first = sent(company)
    for each in cast:
        says_yes(company, each, put_first)
    company.wait(days=1)
    (running,) = groups_of(company)
    jonas = newcomer(company)
    first = newest(company)
    ken = newcomer(company, "Ken Mori")
    second = newest(company)
    assert second.id != first.id
    for put, chat in ((first, jonas), (second, ken)):
        asha.forges(payload_of(AcceptGroup(put.id)))
        assert chat.person_id
    company.changes(group_most=4)
    jonas.forges(payload_of(AcceptProposal(put_to(company, jonas, first))))
    jonas.sees("forming.accepted.title")
    ken.forges(payload_of(AcceptProposal(put_to(company, ken, second))))
    ken.sees("proposal.closed.title")
    (group,) = groups_of(company)
    assert group.mentees == (*running.mentees, jonas.participant.id)
    assert answers_of(company, second)[ken.participant.id] is ProposalState.WITHDRAWN


def test_a_group_that_ended_meanwhile_takes_nobody(
    company: Company, cast: Cast, running: Pairing
) -> None:
    asha, *_ = cast
    jonas = newcomer(company)
    put = newest(company)
    asha.forges(payload_of(AcceptGroup(put.id)))
    asha.forges(payload_of(Leave(asha.participant.id)))
    jonas.forges(payload_of(AcceptProposal(put_to(company, jonas, put))))
    jonas.sees("refusal.no_longer")
    (group,) = groups_of(company)
    assert (group.id, group.state) == (running.id, PairingState.ENDED)
    company.wait(days=1)
    jonas.receives("forming.closed.body")


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize(
    "facts",
    [
        {"hours": WorkingHours("Pacific/Auckland")},
        {"team": "Product"},
        {"languages": ()},
    ],
    ids=["other hours", "the mentor's team", "no language"],
)
def test_who_does_not_fit_the_group_waits(company: Company, facts: dict[str, object]) -> None:
    before = newest(company)
    chat = company.hires("Jonas Lind", **{"level": 7, "team": "Jonas", "site": "Köln", **facts})
    chat.takes_part(Role.MENTEE, wants=("social_media",))
    other = newcomer(company, "Ken Mori")
    other.receives("forming.open.running")
    company.wait(days=9)
    with company.books.read() as store:
        assert store.proposals_with(chat.participant.id) == ()
    assert newest(company).id == before.id + 1


def test_those_who_wait_form_a_group_when_they_are_enough(company: Company, cast: Cast) -> None:
    asha, bernd, emine, ines = cast
    with company.turn() as store:
        store.add(Round(company.programme.id, RoundState.SENT, company.hana.person_id, company.now))
        for each in (bernd, emine, ines):
            store.erase(each.person_id, company.now)
    first = newcomer(company)
    first.receives("rolling.waiting.group")
    company.wait(days=1)
    with company.books.read() as store:
        assert store.group_proposals_of(company.programme.id) == ()
    second = newcomer(company, "Ken Mori")
    company.wait(days=3)
    for each in (first, second):
        each.receives("forming.open.mentee")
    asha.receives("forming.open.title_mentor")
    assert set(answers_of(company, newest(company))) == {
        first.participant.id,
        second.participant.id,
    }


@pytest.mark.usefixtures("running")
def test_where_hr_looks_first_nobody_is_asked_past_her(company: Company) -> None:
    company.changes(reviews_rolling=True)
    before = newest(company)
    jonas, ken = newcomer(company), newcomer(company, "Ken Mori")
    for each in (jonas, ken):
        each.receives("rolling.waiting.review")
    company.dario.takes_part(Role.MENTOR, offers=("social_media",))
    company.wait(days=3)
    assert "one group" in plain(company.hana.receives("forming.review.title"))
    assert newest(company).id > before.id
    for each in (jonas, ken):
        each.receives_nothing("forming.open.mentee")


def test_a_place_that_becomes_free_is_proposed_to_who_waits(
    company: Company, cast: Cast, running: Pairing
) -> None:
    *_, ines = cast
    company.changes(group_most=3)
    jonas = newcomer(company)
    jonas.receives("rolling.waiting.group")
    company.wait(days=4)
    before = newest(company)
    ines.forges(payload_of(Leave(ines.participant.id)))
    company.wait(days=5)
    assert newest(company).id > before.id
    assert newest(company).pairing == running.id
    jonas.receives("forming.open.running")


def test_whoever_said_yes_in_vain_is_sought_for_at_once(company: Company, cast: Cast) -> None:
    asha, bernd, emine, ines = cast
    group = sent(company)
    for each in (asha, bernd):
        says_yes(company, each, group)
    for name in ("Jonas Lind", "Ken Mori"):
        learner(company, name)
    for each in (emine, ines):
        says_no(company, each, group)
    company.wait(days=4)
    again = newest(company)
    assert again.id > group.id
    assert bernd.participant.id in answers_of(company, again)
    assert not {emine.participant.id, ines.participant.id} & set(answers_of(company, again))
