"""Who left, or is on a break, gets no message of the tandem's and changes nothing in it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.model import CheckIn, Role
from tests.flows.tandems import (
    after_the_hour,
    become_tandem,
    feedback_of,
    kept,
)
from tests.people import Chat, Company
from tests.screen import plain

SENTENCE = "Danke!"
Goes = Callable[[Company, Chat], None]


@pytest.fixture
def hour(company: Company) -> CheckIn:
    """The first hour of Asha and Bernd, over for some time."""
    become_tandem(company, company.asha, company.bernd)
    found = after_the_hour(company, company.asha)
    company.wait(hours=2)
    return found


def leaves(company: Company, chat: Chat) -> None:
    chat.says("/program leave")
    chat.presses("participation.leave.do")
    company.settle()
    chat.inbox.clear()


def pauses(company: Company, chat: Chat) -> None:
    chat.says("/program pause")
    chat.fills()
    company.settle()
    chat.inbox.clear()


def writes_to_the_partner(chat: Chat, hour: CheckIn) -> None:
    chat.forges(f"feedback.sentence:{hour.id}", {"sentence": SENTENCE, "reader": "partner"})


def rates(chat: Chat, hour: CheckIn) -> None:
    chat.forges(f"checkin.met:{hour.id}:1")
    chat.forges(f"feedback.useful:{hour.id}:5")
    chat.forges(f"feedback.exchanged:{hour.id}:1")


@pytest.mark.parametrize("goes", [leaves, pauses])
def test_whoever_went_is_not_asked_once_more(company: Company, hour: CheckIn, goes: Goes) -> None:
    company.asha.forges(f"checkin.met:{hour.id}:1")
    goes(company, company.asha)
    company.bernd.forges(f"checkin.met:{hour.id}:0")
    company.wait(days=2)
    company.bernd.sees("checkin.asked.again.title")
    company.asha.receives_nothing()


@pytest.mark.parametrize(
    "payload",
    ["checkin.met:{}:1", "feedback.useful:{}:5", "feedback.exchanged:{}:1", "feedback.sentence:{}"],
)
def test_who_left_can_no_longer_answer(company: Company, hour: CheckIn, payload: str) -> None:
    company.bernd.forges(f"checkin.met:{hour.id}:1")
    leaves(company, company.asha)
    before = kept(company, hour)
    company.asha.forges(payload.format(hour.id))
    company.asha.sees("refusal.no_longer")
    assert kept(company, hour) == before
    assert feedback_of(company, hour, company.asha) is None


def test_a_sentence_waits_until_the_break_is_over(company: Company, hour: CheckIn) -> None:
    rates(company.bernd, hour)
    pauses(company, company.asha)
    writes_to_the_partner(company.bernd, hour)
    company.wait(days=20)
    company.asha.receives_nothing()

    company.asha.says("/program resume")
    company.wait(days=2)
    assert SENTENCE in plain(company.asha.receives("feedback.received.title"))


def test_a_sentence_on_its_way_when_a_break_begins_is_held(company: Company, hour: CheckIn) -> None:
    rates(company.bernd, hour)
    company.wait_until(hour.starts_at.replace(hour=20))  # Asha has gone home
    writes_to_the_partner(company.bernd, hour)
    pauses(company, company.asha)
    company.wait(days=3)
    company.asha.receives_nothing()

    company.asha.says("/program resume")
    company.wait(days=4)
    received = [m for m in company.asha.messages if m.title.key == "feedback.received.title"]
    assert len(received) == 1


def test_a_sentence_that_was_read_is_not_handed_over_again_after_a_break(
    company: Company, hour: CheckIn
) -> None:
    rates(company.bernd, hour)
    writes_to_the_partner(company.bernd, hour)
    company.wait(days=1)
    company.asha.receives("feedback.received.title")
    pauses(company, company.asha)
    company.asha.says("/program resume")
    company.wait(days=2)
    company.asha.receives_nothing("feedback.received.title")


def test_nothing_is_written_to_a_partner_who_left(company: Company, hour: CheckIn) -> None:
    rates(company.bernd, hour)
    leaves(company, company.asha)
    writes_to_the_partner(company.bernd, hour)
    assert set(company.bernd.form.problems) == {"reader"}
    company.wait(days=3)
    company.asha.receives_nothing()


def test_the_end_is_told_before_the_next_proposal(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.dario.takes_part(Role.MENTOR, offers=("social_media",))
    company.wait_until(datetime(2026, 11, 7, 10, tzinfo=UTC))  # a Saturday
    company.bernd.inbox.clear()
    leaves(company, company.asha)
    company.bernd.receives_nothing()
    company.wait(days=3)
    told = [each.title.key for each in company.bernd.messages]
    assert told.index("pairing.ended.title") < told.index("proposal.open.title")
