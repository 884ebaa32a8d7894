"""A group says whether it met: who contradicts whom does not depend on who answers first."""

from itertools import permutations

import pytest

from bot.commands import Leave, SayMet
from bot.grammar import payload_of
from bot.model import CheckIn, CheckInState
from bot.said import Button, Message, every
from tests.flows.groups import become_group
from tests.flows.tandems import after_the_hour, kept
from tests.people import Chat, Company
from tests.screen import keys_in


@pytest.fixture
def hour(company: Company) -> CheckIn:
    """The first hour of Asha's group with Bernd and Emine, just over."""
    become_group(company, company.asha, company.bernd, company.emine)
    return after_the_hour(company, company.asha)


def says(chat: Chat, hour: CheckIn, *, met: bool) -> None:
    chat.forges(payload_of(SayMet(hour.id, met=met)))


def doubted(company: Company, hour: CheckIn) -> None:
    """Let two answers differ, so that all are asked anew."""
    says(company.asha, hour, met=True)
    says(company.bernd, hour, met=False)
    assert kept(company, hour).asked_again


@pytest.mark.parametrize("answers", [*permutations((True, False, False)), (True, False, True)])
def test_asked_anew_any_two_answers_that_differ_leave_it_open(
    company: Company, hour: CheckIn, answers: tuple[bool, ...]
) -> None:
    doubted(company, hour)
    for chat, met in zip((company.asha, company.bernd, company.emine), answers, strict=True):
        says(chat, hour, met=met)
    assert kept(company, hour).state is CheckInState.UNKNOWN


def test_where_the_others_differ_the_question_takes_no_side(
    company: Company, hour: CheckIn
) -> None:
    doubted(company, hour)
    says(company.asha, hour, met=True)
    says(company.bernd, hour, met=False)
    company.wait(days=3)
    company.emine.receives("checkin.asked.again.title")
    company.emine.receives_nothing("checkin.asked.partner_no.title")


def test_whoever_has_not_answered_is_not_told_twice_that_the_group_met(
    company: Company, hour: CheckIn
) -> None:
    says(company.asha, hour, met=True)
    company.wait(days=1)
    company.emine.receives("feedback.first.told")
    says(company.bernd, hour, met=False)
    says(company.asha, hour, met=True)
    company.wait(days=3)
    told = [each for each in company.emine.messages if "feedback.first.told" in keys_in(each)]
    assert len({each.about for each in told}) == len(told) == 1


def test_whoever_has_left_has_answered_all_the_same(company: Company, hour: CheckIn) -> None:
    says(company.bernd, hour, met=True)
    company.bernd.forges(payload_of(Leave(company.bernd.participant.id)))
    says(company.emine, hour, met=False)
    assert kept(company, hour).state is CheckInState.UNKNOWN
    company.emine.sees("checkin.asked.again.title")
    says(company.emine, hour, met=False)
    assert kept(company, hour).state is CheckInState.MISSED


def test_only_who_had_answered_is_asked_in_a_new_message_which_takes_over(
    company: Company, hour: CheckIn
) -> None:
    asked = len(company.emine.messages)
    doubted(company, hour)
    company.wait(days=3)
    assert len(company.emine.messages) == asked  # her card asks, she had not said anything
    assert "checkin.asked.again.title" in keys_in(company.emine.messages[-1])
    live = [each for each in company.asha.messages if offers_yes(each)]
    assert live == [company.asha.messages[-1]]
    company.asha.receives("checkin.asked.again.title")


def offers_yes(message: Message) -> bool:
    return "checkin.asked.yes" in [each.label.key for each in every(Button, message)]
