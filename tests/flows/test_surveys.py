"""Surveys: four short ones, voluntary, reminded once, and read by nobody."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.cadence import next_working_moment
from bot.commands import AnswerSurvey
from bot.flows import survey_items
from bot.flows.meeting_times import working_time
from bot.grammar import payload_of
from bot.model import NoticeState, ParticipantState, Survey, SurveyTime, TopicChoice
from bot.said import OneOf, Scale
from bot.turn import Turn
from tests.flows.answering import (
    agrees,
    counted_tandem,
    finishes_joining,
    meet,
    opens,
    surveys,
    to_the_end,
)
from tests.flows.tandems import both_are_there, notices
from tests.people import Chat, Company, catalogue

BERLIN = ZoneInfo("Europe/Berlin")
WANTED = ("social_media", "ai", "data_analysis")


def test_who_has_joined_is_asked_on_the_next_working_day_where_she_stands(
    company: Company,
) -> None:
    bernd = company.bernd
    finishes_joining(bernd, "mentee", ("social_media",))
    company.wait(hours=8)
    bernd.receives_nothing("survey.entry.title")
    company.wait(days=1)
    form = opens(bernd, "survey.entry.title")
    assert [each.key for each in form.asks] == ["now.topic.social_media"]
    bernd.fills(**{"now.topic.social_media": "2"})
    bernd.sees("survey.thanks.body")
    kept = surveys(company, bernd)[SurveyTime.ENTRY]
    assert kept.answers == {"now.topic.social_media": 2}
    assert kept.given_at == company.now
    company.wait(days=30)
    bernd.receives_nothing("survey.reminder.title")


def test_who_teaches_rates_what_teaching_teaches(company: Company) -> None:
    finishes_joining(company.asha, "mentor", ("ai",))
    company.wait(days=2)
    form = opens(company.asha, "survey.entry.title")
    assert [each.key for each in form.asks] == ["now.skill.showing", "now.skill.speaking"]
    company.asha.reads("Showing others something")


def test_a_survey_that_would_ask_nothing_counts_as_asked_of_nobody(company: Company) -> None:
    bernd = company.bernd
    finishes_joining(bernd, "mentee", ("ai",))
    wanted = bernd.participant.wants
    with company.turn() as store:
        store.save(replace(bernd.participant, wants=(TopicChoice("Homeoffice", None, 2),)))
    company.wait(days=3)
    bernd.receives_nothing("survey.entry.title")
    assert surveys(company, bernd) == {}
    with company.turn() as store:
        store.save(replace(bernd.participant, wants=wanted))
    company.wait(days=2)
    bernd.receives("survey.entry.title")


def test_who_would_rather_not_be_counted_is_asked_nothing(company: Company) -> None:
    bernd = company.bernd
    bernd.says("/program join")
    bernd.fills(purposes=("matching",))
    bernd.fills(role="mentee")
    bernd.fills(wants=("ai",))
    for _ in range(4):
        bernd.fills()
    company.wait(days=40)
    assert surveys(company, bernd) == {}
    bernd.receives_nothing("survey.entry.title")


def test_a_reminder_comes_once_and_in_working_hours(company: Company) -> None:
    finishes_joining(company.bernd, "mentee", ("ai",))
    company.wait(days=40)
    sent = [each for each in notices(company, NoticeState.SENT) if "survey" in each.kind]
    assert Counter(each.kind for each in sent) == {"survey.asked": 1, "survey.reminder": 1}
    working = working_time(company.bernd.person)
    for each in sent:
        assert each.settled_at is not None
        at = each.settled_at - timedelta(seconds=5)  # the platform's pace
        assert next_working_moment(at, working) - at < timedelta(minutes=1)


def test_who_says_not_this_time_is_not_asked_again_but_may_change_her_mind(
    company: Company,
) -> None:
    bernd = company.bernd
    finishes_joining(bernd, "mentee", ("ai",))
    company.wait(days=2)
    bernd.last = None
    bernd.presses("survey.button.not_now")
    bernd.sees("survey.declined.title")
    company.wait(days=10)
    bernd.receives_nothing("survey.reminder.title")
    bernd.presses("survey.button.still")
    bernd.fills(**{"now.topic.ai": "3"})
    assert surveys(company, bernd)[SurveyTime.ENTRY].answers == {"now.topic.ai": 3}


def test_a_survey_closes_after_three_weeks(company: Company) -> None:
    finishes_joining(company.bernd, "mentee", ("ai",))
    company.wait(days=25)
    asked = surveys(company, company.bernd)[SurveyTime.ENTRY]
    company.bernd.forges(payload_of(AnswerSurvey(asked.id, "competence")))
    company.bernd.sees("survey.over")


def test_every_item_may_be_left_out_and_says_who_sees_the_answer(company: Company) -> None:
    bernd = company.bernd
    finishes_joining(bernd, "mentee", ("ai",))
    company.wait(days=2)
    form = opens(bernd, "survey.entry.title")
    assert {each.required for each in form.asks} == {False}
    assert {each.hint and each.hint.key for each in form.asks} == {"survey.item"}
    bernd.fills()
    bernd.sees("survey.thanks.nothing")
    kept = surveys(company, bernd)[SurveyTime.ENTRY]
    assert (kept.answers, kept.given_at) == ({}, None)
    company.wait(days=20)
    bernd.receives_nothing("survey.reminder.title")


def test_day_30_is_asked_once_the_two_have_met(company: Company) -> None:
    counted_tandem(company)
    both_are_there(company, company.now + timedelta(days=32))
    company.asha.receives_nothing("survey.day30.title")
    meet(company, 1)
    company.wait(days=4)
    company.asha.receives("survey.day30.title")
    assert set(surveys(company, company.bernd)) == {SurveyTime.DAY30}


def test_each_survey_comes_once_up_to_three_months_after_the_end(company: Company) -> None:
    counted_tandem(company)
    meet(company, 11)
    to_the_end(company)
    company.wait(days=3)
    opens(company.bernd, "survey.end.title")
    company.wait(days=120)
    company.bernd.receives("survey.later.title")
    times = [each.time for each in surveys(company, company.bernd).values()]
    assert times == [SurveyTime.DAY30, SurveyTime.END, SurveyTime.LATER]


def test_no_other_unasked_message_comes_on_the_day_of_a_survey(company: Company) -> None:
    counted_tandem(company)
    meet(company, 11)
    to_the_end(company)
    company.wait(days=120)
    days = Counter(
        (each.person, each.settled_at.astimezone(BERLIN).date())
        for each in notices(company, NoticeState.SENT)
        if each.settled_at and not each.edits
    )
    asked = [each for each in notices(company, NoticeState.SENT) if "survey" in each.kind]
    assert len(asked) > 6
    for each in asked:
        assert each.settled_at is not None
        assert days[each.person, each.settled_at.astimezone(BERLIN).date()] == 1


def test_the_last_survey_walks_through_its_screens_and_back(company: Company) -> None:
    counted_tandem(company)
    meet(company, 11)
    to_the_end(company)
    company.wait(days=3)
    bernd = company.bernd
    opens(bernd, "survey.end.title")
    bernd.fills(satisfied="5", open="4")
    assert bernd.form.step == (2, 3)
    bernd.fills(**{"now.topic.social_media": "4", "then.topic.social_media": "1"})
    assert [type(each) for each in bernd.form.asks] == [OneOf, Scale]
    bernd.presses("survey.form.back")
    bernd.presses("survey.form.back")
    assert bernd.form.title.key == "survey.screen.tandem"
    bernd.fills(satisfied="3")
    bernd.fills()
    bernd.fills(project="0", recommend="10")
    bernd.sees("survey.thanks.title")
    assert surveys(company, bernd)[SurveyTime.END].answers == {
        "satisfied": 3,
        "open": 4,
        "now.topic.social_media": 4,
        "then.topic.social_media": 1,
        "project": 0,
        "recommend": 10,
    }


@pytest.mark.parametrize("said", ["6", "0", "-1", "1.5", "viel", "٣", " 4 4"])
def test_an_answer_that_was_not_offered_is_asked_for_again(company: Company, said: str) -> None:
    bernd = company.bernd
    finishes_joining(bernd, "mentee", ("ai",))
    company.wait(days=2)
    opens(bernd, "survey.entry.title")
    bernd.forges(bernd.form.payload, {"now.topic.ai": said})
    assert "now.topic.ai" in bernd.form.problems
    assert surveys(company, bernd)[SurveyTime.ENTRY].answers == {}


def test_nobody_is_asked_on_a_break(company: Company) -> None:
    counted_tandem(company)
    meet(company, 3)
    company.asha.says("/program pause")
    company.asha.fills()
    company.asha.stands(ParticipantState.PAUSED)
    company.wait(days=60)
    assert surveys(company, company.asha) == {}


def test_a_question_that_reached_nobody_was_not_asked_and_comes_another_day(
    company: Company,
) -> None:
    bernd = company.bernd
    finishes_joining(bernd, "mentee", ("ai",))
    while SurveyTime.ENTRY not in surveys(company, bernd):
        company.now = max(company.now, company.books.next_due() or company.now)
        company.bot.do_chores(company.now)
    bernd.says("/program pause")
    bernd.fills()
    company.wait(days=7)
    assert surveys(company, bernd) == {}
    bernd.says("/program resume")
    company.wait(days=3)
    bernd.receives_nothing("survey.reminder.title")
    bernd.receives("survey.entry.title")


def test_what_was_rated_first_is_rated_again_whatever_is_wanted_by_then(company: Company) -> None:
    bernd = company.bernd
    finishes_joining(bernd, "mentee", ("ai", "social_media"))
    company.wait(days=2)
    opens(bernd, "survey.entry.title")
    bernd.fills(**{"now.topic.social_media": "2"})
    with company.turn() as store:
        wanted = tuple(TopicChoice(each, each, 2) for each in ("data_analysis", "ai", "agile"))
        changed = store.save(replace(bernd.participant, wants=wanted))
        turn = Turn(company.now, store, catalogue(), bernd.person)
        end = Survey(changed.id, changed.person, SurveyTime.END, company.now + timedelta(days=80))
        assert survey_items.competences(turn, changed, end)[0] == "topic.social_media"


def test_who_agrees_to_be_counted_later_is_asked_from_then_on(company: Company) -> None:
    counted_tandem(company)
    with company.turn() as store:
        for each in store.consents_of(company.programme.id, company.asha.person_id):
            if each.purpose == "figures":
                store.remove(each)
    meet(company, 5)
    company.wait(days=3)
    assert surveys(company, company.asha) == {}
    agrees_to_figures(company, company.asha)
    company.wait(days=7)
    assert set(surveys(company, company.asha)) == {SurveyTime.DAY30}


def agrees_to_figures(company: Company, chat: Chat) -> None:
    with company.turn() as store:
        for each in store.consents_of(company.programme.id, chat.person_id):
            store.remove(each)
    agrees(company, chat)
