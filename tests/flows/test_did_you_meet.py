"""After the hour: one answer counts, a disagreement is asked once more, silence is unknown."""

from datetime import time, timedelta

import pytest

from bot.model import CheckIn, CheckInState, NoticeState, WorkingHours
from bot.said import Button, Message, every
from tests.flows.tandems import (
    after_the_hour,
    answers,
    become_tandem,
    coming,
    kept,
    notices,
)
from tests.people import Chat, Company
from tests.screen import keys_in

YES, NO = "checkin.asked.yes", "checkin.asked.no"


@pytest.fixture
def hour(company: Company, asha: Chat) -> CheckIn:
    """The first hour, just over; nobody has answered yet."""
    check_in = after_the_hour(company, asha)
    asha.last = company.bernd.last = None
    return check_in


def newest_about(chat: Chat, check_in: CheckIn) -> Message:
    """Return the newest message about a check-in on somebody's screen."""
    return [each for each in chat.messages if each.about == f"checkin:{check_in.id}"][-1]


def test_after_the_hour_both_are_asked(asha: Chat, bernd: Chat, hour: CheckIn) -> None:
    asha.receives("checkin.asked.first.title")
    bernd.receives("checkin.asked.first.title")


def test_one_yes_is_enough_and_turns_the_partners_question_into_the_feedback(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    before = len(asha.messages)
    bernd.presses(YES)
    bernd.sees("feedback.first.title")
    company.settle()

    assert kept(company, hour).state is CheckInState.MET
    assert len(asha.messages) == before, "she is not nagged"
    card = newest_about(asha, hour)
    assert "feedback.first.told" in keys_in(card)
    assert "checkin.asked.first.title" not in keys_in(card)


def test_an_agreeing_answer_goes_straight_on_to_the_feedback(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    bernd.presses(YES)
    answers(asha, hour, met=True)
    asha.sees("feedback.first.title")
    said = kept(company, hour)
    both = {asha.participant.id, bernd.participant.id}
    assert (said.state, set(said.said_met)) == (CheckInState.MET, both)


def test_one_no_is_enough_and_the_next_hour_is_named(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    asha.presses(NO)
    asha.sees("checkin.asked.missed.title")
    asha.sees("checkin.coming")
    company.settle()
    assert kept(company, hour).state is CheckInState.MISSED
    assert "checkin.asked.partner_no.title" in keys_in(newest_about(bernd, hour))
    bernd.presses("checkin.asked.right")
    bernd.sees("checkin.asked.missed.title")


def only_half_past_nine(chat: Chat) -> None:
    """Let somebody work for one hour a day, so that the question waits for the next day."""
    chat.changes(hours=WorkingHours("Europe/Berlin", time(9, 30), time(10, 30)))


def test_the_question_waits_for_working_hours(company: Company) -> None:
    only_half_past_nine(company.bernd)
    become_tandem(company, company.asha, company.bernd)
    hour = after_the_hour(company, company.asha)
    company.asha.receives("checkin.asked.first.title")
    company.bernd.receives_nothing("checkin.asked.first.title")
    company.wait_until(hour.starts_at + timedelta(days=1))
    company.bernd.receives("checkin.asked.first.title")


def test_whoever_was_not_asked_yet_is_asked_for_the_feedback_only(company: Company) -> None:
    only_half_past_nine(company.bernd)
    become_tandem(company, company.asha, company.bernd)
    hour = after_the_hour(company, company.asha)
    company.asha.presses(YES)
    company.wait_until(hour.starts_at + timedelta(days=2))
    told = [each for each in company.bernd.messages if "feedback.first.told" in keys_in(each)]
    assert len(told) == 1
    company.bernd.receives_nothing("checkin.asked.first.title")


def test_nobody_can_answer_before_the_hour(company: Company, asha: Chat) -> None:
    check_in = coming(company, asha)
    for met in (True, False):
        answers(asha, check_in, met=met)
        asha.sees("refusal.no_longer")
    assert kept(company, check_in) == check_in


def test_the_hour_can_be_answered_from_its_beginning(company: Company, asha: Chat) -> None:
    check_in = coming(company, asha)
    company.wait_until(check_in.starts_at)
    answers(asha, check_in, met=False)
    assert kept(company, check_in).state is CheckInState.MISSED


def test_a_skipped_hour_is_neither_asked_about_nor_answered(company: Company, asha: Chat) -> None:
    check_in = coming(company, asha)
    asha.forges(f"checkin.skip:{check_in.id}")
    company.wait_until(check_in.starts_at + timedelta(hours=2))
    asha.receives_nothing("checkin.asked.first.title")
    answers(asha, check_in, met=True)
    asha.sees("refusal.no_longer")
    assert kept(company, check_in).state is CheckInState.SKIPPED


def test_strangers_are_not_asked_and_not_heard(company: Company, hour: CheckIn) -> None:
    answers(company.carla, hour, met=True)
    company.carla.sees("refusal.not_yours")
    assert kept(company, hour) == hour


def test_ones_own_answer_given_twice_counts_once(
    company: Company, asha: Chat, hour: CheckIn
) -> None:
    answers(asha, hour, met=True)
    first = kept(company, hour)
    answers(asha, hour, met=True)
    asha.sees("feedback.first.title")
    answers(asha, hour, met=False)
    asha.sees("refusal.no_longer")
    assert kept(company, hour) == first


def test_a_disagreement_takes_both_answers_back_and_asks_both_once_more(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    asha.presses(YES)
    company.settle()
    bernd.presses(NO)
    bernd.sees("checkin.asked.again.title")
    company.settle()

    open_again = kept(company, hour)
    assert open_again.state is CheckInState.UNKNOWN
    assert (open_again.said_met, open_again.said_missed) == ((), ())
    assert open_again.asked_again
    asha.receives("checkin.asked.again.title")  # in her card; her day has had its message
    company.wait(days=1)
    assert asha.messages[-1].title.key == "checkin.asked.again.title"
    bernd.receives_nothing("checkin.asked.again.title")  # he has it as the answer to his press


@pytest.mark.parametrize("met", [True, False])
def test_after_a_disagreement_the_same_answer_decides(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn, met: bool
) -> None:
    answers(asha, hour, met=True)
    answers(bernd, hour, met=False)
    answers(bernd, hour, met=met)
    answers(asha, hour, met=met)
    expected = CheckInState.MET if met else CheckInState.MISSED
    assert kept(company, hour).state is expected


def test_after_a_disagreement_one_new_answer_is_enough(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    answers(asha, hour, met=True)
    answers(bernd, hour, met=False)
    answers(asha, hour, met=True)
    assert kept(company, hour).state is CheckInState.MET
    company.wait(days=10)
    assert kept(company, hour).state is CheckInState.MET


def test_two_who_differ_twice_are_left_in_peace(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    for _ in range(2):
        answers(asha, hour, met=True)
        answers(bernd, hour, met=False)
    bernd.sees("checkin.asked.differ.title")
    final = kept(company, hour)
    assert final.state is CheckInState.UNKNOWN
    assert final.said_met == (asha.participant.id,)
    assert final.said_missed == (bernd.participant.id,)

    answers(asha, hour, met=False)
    asha.sees("refusal.no_longer")
    company.wait(days=8)
    assert kept(company, hour) == final
    again = [each for each in notices(company, NoticeState.SENT) if each.kind.endswith("again")]
    assert len(again) <= 1


def test_without_an_answer_it_is_unknown_after_five_days(company: Company, hour: CheckIn) -> None:
    company.wait_until(hour.starts_at + timedelta(days=5))
    assert kept(company, hour).state is CheckInState.PLANNED
    company.wait_until(hour.starts_at + timedelta(days=5, hours=1))
    assert kept(company, hour).state is CheckInState.UNKNOWN


def test_a_late_answer_is_still_an_answer_but_not_for_ever(
    company: Company, asha: Chat, hour: CheckIn
) -> None:
    company.wait_until(hour.starts_at + timedelta(days=14, minutes=1))
    answers(asha, hour, met=True)
    asha.sees("refusal.no_longer")
    company.now = hour.starts_at + timedelta(days=13)
    answers(asha, hour, met=True)
    asha.sees("feedback.first.title")
    assert kept(company, hour).state is CheckInState.MET


def test_every_card_after_the_hour_has_at_most_one_primary_button(
    asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    for chat in (asha, bernd):
        for message in chat.messages:
            weights = [each.weight.value for each in every(Button, message)]
            assert weights.count("primary") <= 1
