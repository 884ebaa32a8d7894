"""What was said about an hour that is doubted afterwards: it stands with the meeting, or goes."""

from datetime import timedelta

import pytest

from bot.commands import AddSentence
from bot.grammar import payload_of
from bot.heard import Answer
from bot.model import CheckIn, CheckInState
from tests.flows.tandems import after_the_hour, answers, feedback_of, kept
from tests.people import Chat, Company


@pytest.fixture
def hour(company: Company, asha: Chat) -> CheckIn:
    """The first hour, just over; nobody has answered yet."""
    return after_the_hour(company, asha)


@pytest.mark.parametrize("corrects", ["asha", "bernd"])
def test_feedback_stands_when_the_meeting_does_in_the_end(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn, corrects: str
) -> None:
    rates_and_writes(asha, hour)
    before = feedback_of(company, hour, asha)
    answers(bernd, hour, met=False)
    company.wait(hours=1)
    bernd.receives_nothing("feedback.received.title")  # it waits while nobody knows
    answers(getattr(company, corrects), hour, met=True)
    assert feedback_of(company, hour, asha) == before
    said = kept(company, hour)
    assert said.state is CheckInState.MET
    assert asha.participant.id in said.said_met
    company.wait(days=3)
    bernd.receives("feedback.received.title")
    if corrects == "bernd":  # who has said how it was is not asked whether it was
        assert all(each.title.key != "checkin.asked.again.title" for each in asha.messages)


def test_feedback_goes_when_the_meeting_did_not_take_place(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    rates_and_writes(asha, hour)
    answers(bernd, hour, met=False)
    answers(asha, hour, met=False)
    assert feedback_of(company, hour, asha) is None
    company.wait(days=3)
    bernd.receives_nothing("feedback.received.title")


def test_feedback_goes_when_nobody_answers_the_second_question(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    rates_and_writes(asha, hour)
    answers(bernd, hour, met=False)
    company.wait_until(hour.starts_at + timedelta(days=14, hours=-1))
    assert feedback_of(company, hour, asha) is not None
    company.wait(hours=2)
    assert feedback_of(company, hour, asha) is None
    assert kept(company, hour).state is CheckInState.UNKNOWN


def test_a_sentence_that_was_read_before_the_doubt_is_not_handed_over_twice(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    rates_and_writes(asha, hour)
    company.wait(days=2)
    bernd.receives("feedback.received.title")
    answers(bernd, hour, met=False)
    answers(bernd, hour, met=True)
    company.wait(days=3)
    read = [each for each in bernd.messages if each.title.key == "feedback.received.title"]
    assert len(read) == 1


def test_a_sentence_waits_for_somebody_who_is_back_while_the_meeting_is_doubted(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    rates_and_writes(asha, hour)
    answers(bernd, hour, met=False)
    bernd.says("/program pause")
    bernd.says("/program resume")
    company.wait(days=3)
    bernd.receives_nothing("feedback.received.title")


def rates_and_writes(chat: Chat, check_in: CheckIn) -> None:
    """Say that they met, how it was, and a sentence for the partner."""
    answers(chat, check_in, met=True)
    chat.forges(f"feedback.useful:{check_in.id}:5")
    chat.forges(f"feedback.exchanged:{check_in.id}:1")
    words: dict[str, Answer] = {"sentence": "Thank you for your patience.", "reader": "partner"}
    chat.forges(payload_of(AddSentence(check_in.id)), words)


def test_two_who_differ_twice_leave_no_feedback(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    for _ in range(2):
        answers(asha, hour, met=True)
        asha.forges(f"feedback.useful:{hour.id}:5")
        answers(bernd, hour, met=False)
    assert kept(company, hour).state is CheckInState.UNKNOWN
    assert feedback_of(company, hour, asha) is None
