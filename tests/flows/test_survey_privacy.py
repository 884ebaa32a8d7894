"""Answers to surveys are their giver's: counted while she agrees, told to her, deleted in time."""

from dataclasses import replace

from bot.commands import AnswerSurvey, DeclineSurvey
from bot.flows import retention
from bot.grammar import payload_of
from bot.model import SurveyTime
from bot.said import File, Message, every
from bot.turn import Turn
from tests.flows.answering import (
    counted_tandem,
    finishes_joining,
    meet,
    opens,
    surveys,
    to_the_end,
)
from tests.people import Company, catalogue


def test_answers_go_with_the_consent_to_be_counted(company: Company) -> None:
    bernd = company.bernd
    finishes_joining(bernd, "mentee", ("ai",))
    company.wait(days=2)
    opens(bernd, "survey.entry.title")
    payload = bernd.form.payload
    bernd.fills(**{"now.topic.ai": "2"})
    bernd.says("/program profile")
    bernd.presses("profile.change.consent")
    bernd.fills(purposes=())
    assert surveys(company, bernd) == {}
    bernd.forges(payload, {"now.topic.ai": "2"})
    bernd.sees("refusal.no_longer")


def test_answers_are_kept_half_a_year_after_the_programme(company: Company) -> None:
    counted_tandem(company)
    with company.turn() as store:
        retention.expect_retention(Turn(company.now, store, catalogue()), company.programme)
    meet(company, 11)
    to_the_end(company)
    company.wait(weeks=24)
    assert surveys(company, company.bernd)
    company.wait(weeks=3)
    assert surveys(company, company.bernd) == {}


def test_mydata_holds_the_answers(company: Company) -> None:
    bernd = company.bernd
    finishes_joining(bernd, "mentee", ("ai",))
    company.wait(days=2)
    opens(bernd, "survey.entry.title")
    bernd.fills(**{"now.topic.ai": "4"})
    reply = bernd.says("/program mydata")
    assert isinstance(reply, Message)
    (file,) = every(File, reply)
    assert b'"now.topic.ai": 4' in file.content


def test_agreeing_anew_to_changed_words_keeps_the_answers(company: Company) -> None:
    bernd = company.bernd
    finishes_joining(bernd, "mentee", ("ai",))
    company.wait(days=2)
    opens(bernd, "survey.entry.title")
    bernd.fills(**{"now.topic.ai": "2"})
    with company.turn() as store:
        for each in store.consents_of(company.programme.id, bernd.person_id):
            store.save(replace(each, version="2026-10"))
    bernd.says("/program join")
    bernd.fills(purposes=("matching", "figures"))
    assert surveys(company, bernd)[SurveyTime.ENTRY].answers == {"now.topic.ai": 2}


def test_a_survey_belongs_to_whom_it_was_put(company: Company) -> None:
    finishes_joining(company.bernd, "mentee", ("ai",))
    company.wait(days=2)
    asked = surveys(company, company.bernd)[SurveyTime.ENTRY]
    for chat in (company.asha, company.hana, company.carla):
        for forged in (AnswerSurvey(asked.id, "competence"), DeclineSurvey(asked.id)):
            chat.forges(payload_of(forged), {"now.topic.ai": "1"})
            chat.sees("refusal.not_yours")
    company.bernd.forges(payload_of(AnswerSurvey(asked.id, "beyond")))
    company.bernd.sees("refusal.no_longer")
    assert surveys(company, company.bernd)[SurveyTime.ENTRY].answers == {}
