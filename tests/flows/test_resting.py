"""After three unanswered matters in a row: a break, a word about it, and three ways on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands import ComeLater, RemindOfProposal, RestSilent, StayIn
from bot.flows import care
from bot.grammar import payload_of
from bot.model import NoticeState, PairingState, ParticipantState, Role
from tests.chat import Chat
from tests.flows.tandems import TOPIC, after_the_hour, become_tandem, notices, pairing_of, propose
from tests.people import Company
from tests.screen import plain

AWHILE = 2  # days, after which somebody's last word is no sign of life any more


def passes_over(company: Company, times: int = 1) -> None:
    """Let proposals to Asha and Bernd run out, one after the other, without a word of theirs."""
    for _ in range(times):
        company.wait(days=AWHILE)
        propose(company, company.asha, company.bernd)
        company.wait(days=14)


def both_take_part(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=(TOPIC,))
    company.bernd.takes_part(Role.MENTEE, wants=(TOPIC,))


def rests(company: Company) -> Chat:
    both_take_part(company)
    passes_over(company, 3)
    company.asha.stands(ParticipantState.PAUSED)
    return company.asha


def test_after_three_unanswered_proposals_she_is_on_a_break_and_told_so(company: Company) -> None:
    both_take_part(company)
    passes_over(company, 2)
    company.asha.stands(ParticipantState.ACTIVE)
    company.asha.receives_nothing("resting.told.title")
    passes_over(company)
    for chat in (company.asha, company.bernd):
        chat.stands(ParticipantState.PAUSED)
        told = chat.receives("resting.told.title")
        assert [each.label.key for each in told.buttons] == [
            "resting.button.stay",
            "resting.button.later",
            "resting.button.stop",
        ]
    assert company.programme.name in plain(told)


@pytest.mark.parametrize("words", ["/program help", "/program profile", "/program pair"])
def test_any_sign_of_life_begins_the_count_anew(company: Company, words: str) -> None:
    both_take_part(company)
    passes_over(company, 2)
    assert company.asha.participant.unanswered == 2
    company.wait(days=1)
    company.asha.says(words)
    assert company.asha.participant.unanswered == 0
    passes_over(company)
    company.asha.stands(ParticipantState.ACTIVE)
    company.bernd.stands(ParticipantState.PAUSED)


@pytest.mark.parametrize("payload", ["checkin.on:4711", "proposal.accept:4711", "nonsense"])
def test_a_press_that_is_refused_is_a_sign_of_life_too(company: Company, payload: str) -> None:
    both_take_part(company)
    passes_over(company, 2)
    company.wait(days=1)
    company.asha.forges(payload)
    assert company.asha.participant.unanswered == 0
    passes_over(company)
    company.asha.stands(ParticipantState.ACTIVE)


def test_who_was_heard_while_it_was_open_has_not_been_silent(company: Company) -> None:
    both_take_part(company)
    company.wait(days=AWHILE)
    propose(company, company.asha, company.bernd)
    company.wait(days=3)
    company.asha.says("/program help")
    company.wait(days=14)
    assert company.asha.participant.unanswered == 0
    assert company.bernd.participant.unanswered == 1


def test_who_said_yes_is_not_counted_with_who_said_nothing(company: Company) -> None:
    both_take_part(company)
    company.wait(days=AWHILE)
    propose(company, company.asha, company.bernd)
    company.asha.presses("proposal.accept")
    company.wait(days=14)
    assert company.asha.participant.unanswered == 0
    assert company.bernd.participant.unanswered == 1


def test_staying_in_ends_the_break_at_once(company: Company) -> None:
    asha = rests(company)
    asha.presses("resting.button.stay")
    asha.sees("home.waiting.title")
    asha.stands(ParticipantState.ACTIVE)
    assert asha.participant.unanswered == 0
    asha.forges(payload_of(StayIn(asha.participant.id)))
    asha.sees("participation.not_paused")


def test_later_is_four_weeks_from_the_press_and_ends_by_itself(company: Company) -> None:
    asha = rests(company)
    company.wait(days=3)
    asha.presses("resting.button.later")
    asha.sees("home.paused.until")
    until = asha.participant.paused_until
    assert until is not None
    assert timedelta(days=27) < until - company.now < timedelta(days=32)
    company.wait_until(until + timedelta(days=1))
    asha.stands(ParticipantState.ACTIVE)
    asha.receives("participation.back.title")


def test_stopping_leads_to_the_question_before_leaving(company: Company) -> None:
    asha = rests(company)
    asha.presses("resting.button.stop")
    asha.sees("participation.leave.title")
    asha.stands(ParticipantState.PAUSED)
    asha.presses("participation.leave.do")
    asha.stands(ParticipantState.LEFT)


def test_the_ways_on_are_hers_alone(company: Company) -> None:
    mine = rests(company).participant.id
    for request in (StayIn(mine), ComeLater(mine)):
        company.carla.forges(payload_of(request))
        company.carla.sees("refusal.not_yours")
    company.asha.stands(ParticipantState.PAUSED)


def test_who_comes_back_before_she_was_told_is_not_told(company: Company) -> None:
    both_take_part(company)
    passes_over(company, 2)
    company.wait(days=AWHILE)
    expires_at = propose(company, company.asha, company.bernd).expires_at
    assert expires_at is not None
    company.wait_until(expires_at - timedelta(minutes=1))
    company.now = expires_at
    while company.bot.do_chores(company.now):
        pass
    company.asha.stands(ParticipantState.PAUSED)
    company.asha.says("/program resume")
    company.wait(days=3)
    company.asha.receives_nothing("resting.told.title")
    company.bernd.receives("resting.told.title")


def test_two_are_not_enough_when_the_break_is_due(company: Company) -> None:
    both_take_part(company)
    passes_over(company, 2)
    with company.turn() as store:
        store.later(RestSilent(company.asha.participant.id), company.now)
    company.settle()
    company.asha.stands(ParticipantState.ACTIVE)


def test_a_tandem_is_asked_what_would_help_before_anybody_is_given_a_break(
    company: Company,
) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.wait_until(datetime(2027, 1, 4, tzinfo=UTC))
    assert pairing_of(company, company.asha).state is PairingState.SUSPENDED
    for chat in (company.asha, company.bernd):
        chat.stands(ParticipantState.PAUSED)
        chat.receives("home.paused.partner")
        chat.receives_nothing("pairing.suspended.title")
        asked, told = (at(company, chat, kind) for kind in (care.LONG, "resting.told"))
        assert told - asked >= care.TIME_TO_ANSWER


def test_a_living_tandem_keeps_her_in_however_many_proposals_she_lets_pass(
    company: Company,
) -> None:
    become_tandem(company, company.asha, company.bernd)
    with company.turn() as store:
        silent = store.save(replace(company.asha.participant, unanswered=3))
        store.later(RestSilent(silent.id), company.now)
    company.settle()
    company.asha.stands(ParticipantState.ACTIVE)


def test_one_who_answers_for_both_keeps_the_other_in(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    for _ in range(4):
        after_the_hour(company, company.bernd)
        company.bernd.last = None
        company.bernd.presses("checkin.asked.yes")
        company.wait(days=6)
        assert company.asha.participant.unanswered == 0


def test_the_partner_who_is_there_hears_of_the_break_and_not_why(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    for _ in range(60):
        company.wait(days=1)
        company.bernd.says("/program help")
    company.asha.stands(ParticipantState.PAUSED)
    company.bernd.stands(ParticipantState.ACTIVE)
    company.bernd.receives("pairing.suspended.title")
    company.asha.presses("resting.button.stay")
    assert pairing_of(company, company.asha).state is PairingState.ACTIVE


def test_what_never_reached_her_does_not_count(company: Company) -> None:
    both_take_part(company)
    company.wait(days=AWHILE)
    proposal = propose(company, company.asha, company.bernd)
    with company.turn() as store:
        for each in store.said_all_about(company.asha.person_id, f"proposal:{proposal.id}"):
            store.remove(each)
        store.never_mind(RemindOfProposal(proposal.id))
    company.wait(days=14)
    assert company.asha.participant.unanswered == 0
    assert company.bernd.participant.unanswered == 1


def at(company: Company, chat: Chat, kind: str) -> datetime:
    """Return when the first message of a kind was sent to somebody."""
    sent = notices(company, NoticeState.SENT)
    return min(
        each.settled_at
        for each in sent
        if each.kind == kind and each.person == chat.person_id and each.settled_at
    )
