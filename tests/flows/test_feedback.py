"""Two taps after an hour that took place, and a sentence for the partner or for nobody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import CheckIn, CheckInState, Feedback, NoticeState, Reader
from bot.said import OneOf, Quote, every
from tests.flows.tandems import (
    after_the_hour,
    become_tandem,
    coming,
    feedback_of,
    kept,
    notices,
)
from tests.people import Chat, Company
from tests.screen import plain

SENTENCE = "Thank you, the bit about reels was new to me."


@pytest.fixture
def hour(company: Company) -> CheckIn:
    """The first hour of Asha and Bernd: it took place, as Asha has said."""
    become_tandem(company, company.asha, company.bernd)
    check_in = after_the_hour(company, company.asha)
    company.asha.last = company.bernd.last = None
    company.asha.presses("checkin.asked.yes")
    company.settle()
    return check_in


@pytest.fixture
def asha(company: Company, hour: CheckIn) -> Chat:
    return company.asha


@pytest.fixture
def bernd(company: Company, hour: CheckIn) -> Chat:
    return company.bernd


def given_by(company: Company, hour: CheckIn, chat: Chat) -> Feedback:
    found = feedback_of(company, hour, chat)
    assert found is not None
    return found


def rates(chat: Chat) -> None:
    """Give both taps, as they come."""
    seat = "mentor" if chat.name.startswith("Asha") else "mentee"
    chat.presses("feedback.useful.5")
    chat.presses(f"feedback.second.yes.{seat}")


def test_the_mentor_is_asked_whether_she_taught(
    company: Company, asha: Chat, hour: CheckIn
) -> None:
    asha.presses("feedback.useful.4")
    asha.sees("feedback.second.mentor")
    asha.presses("feedback.second.yes.mentor")
    asha.sees("feedback.thanks.title")
    given = given_by(company, hour, asha)
    assert (given.useful, given.exchanged) == (4, True)


def test_the_mentee_is_asked_whether_he_learned(
    company: Company, bernd: Chat, hour: CheckIn
) -> None:
    bernd.presses("feedback.useful.2")
    bernd.sees("feedback.second.mentee")
    bernd.presses("feedback.second.no")
    given = given_by(company, hour, bernd)
    assert (given.useful, given.exchanged) == (2, False)


def test_rating_agrees_with_the_partner_that_they_met(
    company: Company, bernd: Chat, hour: CheckIn
) -> None:
    assert bernd.participant.id not in kept(company, hour).said_met
    bernd.presses("feedback.useful.3")
    assert bernd.participant.id in kept(company, hour).said_met


def test_the_card_says_who_sees_the_taps(asha: Chat) -> None:
    assert "Neither Bernd Vogel nor HR" in asha.sees("feedback.first.who_sees").plain


@pytest.mark.parametrize("useful", ["0", "6", "-1", "5000"])
def test_a_rating_off_the_scale_is_refused(
    company: Company, asha: Chat, hour: CheckIn, useful: str
) -> None:
    asha.forges(f"feedback.useful:{hour.id}:{useful}")
    asha.sees("refusal.no_longer")
    assert feedback_of(company, hour, asha) is None


def test_a_change_of_mind_edits_the_same_feedback(
    company: Company, asha: Chat, hour: CheckIn
) -> None:
    rates(asha)
    first = given_by(company, hour, asha)
    company.wait(days=6)
    asha.forges(f"feedback.useful:{hour.id}:2")
    asha.forges(f"feedback.exchanged:{hour.id}:0")
    assert given_by(company, hour, asha) == replace(first, useful=2, exchanged=False)


def test_after_a_week_the_feedback_stays_as_it_is(
    company: Company, asha: Chat, hour: CheckIn
) -> None:
    rates(asha)
    first = given_by(company, hour, asha)
    company.wait(days=7, minutes=1)
    for payload in ("feedback.useful:{}:1", "feedback.exchanged:{}:0", "feedback.ask_sentence:{}"):
        asha.forges(payload.format(hour.id))
        asha.sees("refusal.no_longer")
    assert given_by(company, hour, asha) == first


def test_the_second_tap_needs_the_first(company: Company, asha: Chat, hour: CheckIn) -> None:
    for payload in ("feedback.exchanged:{}:1", "feedback.ask_sentence:{}", "feedback.sentence:{}"):
        asha.forges(payload.format(hour.id))
        asha.sees("refusal.no_longer")
    assert feedback_of(company, hour, asha) is None


def test_nobody_rates_an_hour_that_did_not_take_place(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    ahead = coming(company, company.asha)
    company.asha.forges(f"feedback.useful:{ahead.id}:5")
    company.asha.sees("refusal.no_longer")
    hour = after_the_hour(company, company.asha)
    company.asha.last = None
    company.asha.presses("checkin.asked.no")
    for chat in (company.asha, company.bernd):
        chat.forges(f"feedback.useful:{hour.id}:5")
        chat.sees("refusal.no_longer")
        assert feedback_of(company, hour, chat) is None


def test_strangers_cannot_rate(company: Company, hour: CheckIn) -> None:
    for payload in (
        "feedback.useful:{}:5",
        "feedback.exchanged:{}:1",
        "feedback.ask_sentence:{}",
        "feedback.sentence:{}",
    ):
        company.carla.forges(payload.format(hour.id), {"sentence": "x", "reader": "partner"})
        company.carla.sees("refusal.not_yours")
    assert feedback_of(company, hour, company.carla) is None


def test_each_is_asked_once(company: Company, asha: Chat, bernd: Chat, hour: CheckIn) -> None:
    rates(asha)
    before = len(bernd.messages)
    company.wait(days=4)
    about_it = [each for each in bernd.messages[before:] if each.about == f"checkin:{hour.id}"]
    assert about_it == []


def test_a_sentence_for_the_partner_is_handed_over(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    rates(bernd)
    bernd.presses("feedback.thanks.add")
    bernd.fills(sentence=SENTENCE, reader="partner")
    bernd.sees("feedback.thanks.sentence_for_partner")
    company.settle()
    asha.receives_nothing("feedback.received.title")  # her day has had its message
    company.wait(days=1)
    message = asha.receives("feedback.received.title")
    assert [each.text.plain for each in every(Quote, message)] == [SENTENCE]


def test_a_sentence_for_nobody_stays_with_its_giver(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    rates(bernd)
    bernd.presses("feedback.thanks.add")
    bernd.fills(sentence=SENTENCE, reader="nobody")
    bernd.sees("feedback.thanks.sentence_for_nobody")
    company.wait(days=3)
    assert given_by(company, hour, bernd).sentence_for is Reader.NOBODY
    assert all(SENTENCE not in plain(each) for each in asha.messages)


def test_who_may_read_it_is_chosen_and_never_presumed(bernd: Chat) -> None:
    rates(bernd)
    bernd.presses("feedback.thanks.add")
    reader = bernd.ask("reader")
    assert isinstance(reader, OneOf)
    assert reader.value == ""
    bernd.fills(sentence=SENTENCE)
    assert set(bernd.form.problems) == {"reader"}
    assert plain(bernd.last).count("Asha Rao") == 1


@pytest.mark.parametrize(
    ("sentence", "reader", "wrong"),
    [
        ("", "partner", {"sentence"}),
        ("   ", "nobody", {"sentence"}),
        ("x" * 501, "partner", {"sentence"}),
        (SENTENCE, "everybody", {"reader"}),
        ("", "", {"sentence", "reader"}),
    ],
)
def test_what_cannot_be_kept_is_said_and_the_form_stays(
    company: Company, bernd: Chat, hour: CheckIn, *, sentence: str, reader: str, wrong: set[str]
) -> None:
    rates(bernd)
    bernd.presses("feedback.thanks.add")
    bernd.fills(sentence=sentence, reader=reader)
    assert set(bernd.form.problems) == wrong
    assert given_by(company, hour, bernd).sentence == ""


def test_the_sentence_can_be_changed_until_the_partner_has_it(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    company.wait_until(hour.starts_at.replace(hour=20))  # Asha has gone home
    bernd.forges(f"feedback.useful:{hour.id}:5")
    bernd.presses("feedback.second.no")
    for words in ("first", "second"):
        company.wait(minutes=5)
        bernd.forges(f"feedback.sentence:{hour.id}", {"sentence": words, "reader": "partner"})
    company.wait(days=1)
    received = [each for each in asha.messages if each.title.key == "feedback.received.title"]
    assert len(received) == 1
    assert "second" in plain(received[0])

    bernd.forges(f"feedback.sentence:{hour.id}", {"sentence": "third", "reader": "partner"})
    bernd.sees("feedback.already_read")
    assert given_by(company, hour, bernd).sentence == "second"


def test_a_sentence_taken_back_in_time_is_never_handed_over(
    company: Company, asha: Chat, bernd: Chat, hour: CheckIn
) -> None:
    company.wait_until(hour.starts_at.replace(hour=20))
    bernd.forges(f"feedback.useful:{hour.id}:5")
    bernd.presses("feedback.second.no")
    for reader in ("partner", "nobody"):
        bernd.forges(f"feedback.sentence:{hour.id}", {"sentence": "words", "reader": reader})
    company.wait(days=2)
    asha.receives_nothing("feedback.received.title")
    assert not [each for each in notices(company, NoticeState.SENT) if "sentence" in each.kind]


def test_a_late_yes_can_still_be_rated(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    hour = after_the_hour(company, company.asha)
    company.now = hour.starts_at + timedelta(days=13)
    company.asha.forges(f"checkin.met:{hour.id}:1")
    company.now = hour.starts_at + timedelta(days=20)
    company.bernd.forges(f"feedback.useful:{hour.id}:4")
    assert given_by(company, hour, company.bernd).useful == 4
    company.now = hour.starts_at + timedelta(days=22)
    company.asha.forges(f"feedback.useful:{hour.id}:4")
    company.asha.sees("refusal.no_longer")
    assert kept(company, hour).state is CheckInState.MET
