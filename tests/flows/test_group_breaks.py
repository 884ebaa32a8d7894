"""A group while somebody is on a break, after one has left, and when only two are left."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import AskMove, Leave, RestSilent, SayFit, StayAway
from bot.flows import silence
from bot.grammar import payload_of
from bot.insight.ledger import Ledger
from bot.model import CheckInState, PairingState, ParticipantState
from tests.flows.groups import become_group
from tests.flows.tandems import check_ins, coming, kept, notices, pairing_of
from tests.people import Chat, Company
from tests.screen import keys_in, plain

OF_AN_HOUR = {"checkin.reminder", "checkin.now", "checkin.asked", "checkin.changed"}


@pytest.fixture
def group(company: Company) -> Company:
    """Asha teaches Bernd and Emine; all have prepared."""
    become_group(company, company.asha, company.bernd, company.emine)
    return company


def pauses(chat: Chat) -> None:
    chat.says("/program pause")
    chat.fills()


def comes_back(chat: Chat) -> None:
    chat.says("/program resume")


def leaves(chat: Chat) -> None:
    chat.forges(payload_of(Leave(chat.participant.id)))


def hears_of_hours(company: Company, chat: Chat) -> bool:
    """Tell whether anything about an hour is owed to somebody, or was sent, from now on."""
    return any(
        each.person == chat.person_id
        and each.kind in OF_AN_HOUR
        and each.state in {"ready", "sent"}
        for each in notices(company)
        if each.due >= company.now
    )


def test_a_mentee_on_a_break_is_left_in_peace_and_the_group_meets(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    pairing, hour = pairing_of(group, asha), coming(group, asha)
    bernd.says("/program pause")
    bernd.sees("participation.pause.goes_on")
    bernd.fills()
    bernd.sees("home.paused.goes_on")
    assert pairing_of(group, asha) == pairing
    assert kept(group, hour).absent == (bernd.participant.id,)
    assert not hears_of_hours(group, bernd)
    before = len(bernd.messages)
    group.wait_until(hour.starts_at + timedelta(days=9))
    assert len(bernd.messages) == before
    asha.receives("pairing.rests.title")
    emine.receives_nothing("pairing.rests.title")
    emine.receives("checkin.asked.first.title")
    emine.says("/program pair")
    emine.sees("pairing.fact.resting")
    emine.reads("Bernd Vogel")
    comes_back(bernd)
    hour = coming(group, asha)
    assert hour.absent == ()
    group.wait_until(hour.starts_at + timedelta(hours=1))
    asha.receives("pairing.returned.title")
    bernd.receives("checkin.now.title")


def test_an_hour_that_was_planned_or_moved_during_a_break_does_not_wait_for_her(
    group: Company,
) -> None:
    asha, bernd = group.asha, group.bernd
    first = coming(group, asha)
    pauses(bernd)
    group.wait_until(first.starts_at + timedelta(days=8))
    later = coming(group, asha)
    assert later.absent == (bernd.participant.id,)
    asha.forges(payload_of(AskMove(later.id)))
    asha.fills(when=asha.ask("when").options[-1].value)  # type: ignore[union-attr]
    assert kept(group, later).absent == (bernd.participant.id,)
    assert not hears_of_hours(group, bernd)


def test_who_could_not_come_is_not_missing_in_the_figures(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    hour = coming(group, asha)
    bernd.forges(payload_of(StayAway(hour.id)))
    pairing = pairing_of(group, asha)
    parts = tuple(each.participant for each in (asha, bernd, emine))
    hours = (kept(group, hour),)
    ledger = Ledger(group.programme, parts, (), (pairing,), hours, (), group.now)
    assert ledger.invited_to(kept(group, hour)) == (asha.participant.id, emine.participant.id)


def test_who_pauses_leaves_an_hour_that_nobody_else_comes_to(group: Company) -> None:
    hour = coming(group, group.asha)
    group.bernd.forges(payload_of(StayAway(hour.id)))
    pauses(group.emine)
    assert kept(group, hour).state is CheckInState.SKIPPED
    assert pairing_of(group, group.asha).state is PairingState.ACTIVE
    group.wait_until(hour.starts_at)
    group.asha.receives("checkin.skipped.nobody_mentor")


def test_a_break_of_the_mentor_suspends_the_group_until_she_is_back(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    asha.says("/program pause")
    asha.sees("participation.pause.partner")
    asha.fills()
    assert pairing_of(group, asha).state is PairingState.SUSPENDED
    group.wait(days=8)
    for chat in (bernd, emine):
        chat.receives("pairing.suspended.title")
    comes_back(asha)
    assert pairing_of(group, asha).state is PairingState.ACTIVE
    group.wait(days=4)
    for chat in (bernd, emine):
        chat.receives("pairing.resumed.title")


def test_a_group_rests_while_all_its_mentees_do(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    for chat in (bernd, emine):
        pauses(chat)
    assert pairing_of(group, asha).state is PairingState.SUSPENDED
    group.wait(days=9)
    asha.receives("pairing.suspended.title")
    emine.receives_nothing("pairing.suspended.title")
    comes_back(emine)
    assert pairing_of(group, asha).state is PairingState.ACTIVE
    group.wait_until(coming(group, asha).starts_at)
    emine.receives("checkin.now.title")
    assert not hears_of_hours(group, bernd)


def test_a_group_rests_when_the_one_who_did_not_leaves(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    pauses(bernd)
    leaves(emine)
    resting = pairing_of(group, asha)
    assert (resting.state, resting.mentees) == (PairingState.SUSPENDED, (bernd.participant.id,))
    assert [each for each in check_ins(group, asha) if each.state is CheckInState.PLANNED] == []
    comes_back(bernd)
    assert pairing_of(group, asha).state is PairingState.ACTIVE


@pytest.mark.parametrize("who", ["asha", "bernd"])
def test_the_last_two_are_asked_whether_they_go_on_as_two(group: Company, who: str) -> None:
    asha, bernd = group.asha, group.bernd
    leaves(group.emine)
    group.wait(days=2)
    for chat in (asha, bernd):
        told = chat.receives("pairing.left.two")
        assert {"pairing.left.go_on", "pairing.left.stop"} <= set(keys_in(told))
        assert "ruppe" not in plain(told).replace("eure Gruppe", "").replace("eurer Gruppe", "")
    chosen: Chat = getattr(group, who)
    chosen.presses("pairing.left.go_on")
    chosen.sees("care.kept.title")
    assert pairing_of(group, asha).state is PairingState.ACTIVE
    asha.says("/program pair")
    asha.sees("pairing.show.title")
    asha.reads("Your tandem")
    chosen.last = None
    chosen.presses("pairing.left.stop")
    chosen.sees("fit.parted.title")
    assert pairing_of(group, asha).state is PairingState.ENDED


def test_without_its_mentor_a_group_ends_kindly_for_all(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    asha.says("/program leave")
    asha.sees("participation.leave.partner")
    asha.reads("Your group will end")
    asha.presses("participation.leave.do")
    group.wait(days=3)
    for chat in (bernd, emine):
        told = chat.receives("pairing.ended.title")
        assert "Eure Gruppe „" in plain(told)
        assert "eine neue Gruppe" in plain(told)


def test_when_the_mentor_is_forgotten_the_mentees_hear_it_without_a_name(group: Company) -> None:
    group.asha.says("/program forget")
    group.asha.sees("privacy.forget.partner")
    group.asha.presses("privacy.forget.do")
    group.wait(days=3)
    for chat in (group.bernd, group.emine):
        told = plain(chat.receives("privacy.partner_gone.title"))
        assert "Eure Gruppe ist zu Ende" in told
        assert "Asha" not in told


def test_a_mentee_reads_that_the_group_goes_on_before_she_goes(group: Company) -> None:
    emine = group.emine
    emine.says("/program leave")
    emine.sees("participation.leave.goes_on")
    emine.sees_not("participation.leave.partner")
    emine.says("/program forget")
    emine.sees("privacy.forget.goes_on")


def test_the_mentor_for_whom_it_does_not_fit_ends_the_group_for_all(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    asha.forges(payload_of(SayFit(pairing_of(group, asha).id, "not")))
    asha.sees("fit.parted.title")
    group.wait(days=3)
    for chat in (bernd, emine):
        assert "Nicht jede Gruppe" in plain(chat.receives("fit.parted.title"))


def test_a_silent_mentee_is_left_in_peace_though_her_group_meets(group: Company) -> None:
    asha, bernd = group.asha, group.bernd
    with group.turn() as store:
        silent = store.save(replace(bernd.participant, unanswered=silence.ENOUGH))
        store.later(RestSilent(silent.id), group.now)
    group.settle()
    bernd.stands(ParticipantState.PAUSED)
    assert pairing_of(group, asha).state is PairingState.ACTIVE
    group.wait(days=3)
    assert "Deine Gruppe trifft sich weiter" in plain(bernd.receives("resting.told.title"))


def test_when_one_of_three_leaves_the_others_stay_a_group(company: Company) -> None:
    asha, bernd, emine, dario = company.asha, company.bernd, company.emine, company.dario
    become_group(company, asha, bernd, emine, dario)
    leaves(dario)
    company.wait(days=2)
    for chat in (asha, bernd, emine):
        told = chat.receives("pairing.left.body")
        assert "Dario" in plain(told)
        assert "pairing.left.stop" not in keys_in(told)
    assert pairing_of(company, asha).is_group_now
