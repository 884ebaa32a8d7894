"""The next step: written down after an hour, and shown on the agenda of the next one."""

from bot.commands import AskNextStep, KeepNextStep
from bot.grammar import payload_of
from bot.said import Line
from tests.flows.tandems import after_the_hour, answers, become_tandem, coming, kept
from tests.flows.test_fit import they_meet
from tests.people import Company
from tests.screen import keys_in, plain

STEP = "Ein Reel schneiden und mitbringen"


def test_the_step_stands_on_the_next_agenda_of_both(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    they_meet(company, company.bernd)
    company.bernd.presses("feedback.step.add")
    company.bernd.fills(step=STEP)
    company.bernd.sees("feedback.step.kept")
    company.wait_until(coming(company, company.asha).starts_at)
    for chat in (company.asha, company.bernd):
        assert STEP in plain(chat.receives("agenda.review_step"))


def test_who_has_written_it_down_is_still_asked_whether_it_fits(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    they_meet(company, company.bernd)
    company.bernd.presses("feedback.step.add")
    company.bernd.fills(step=STEP)
    company.bernd.sees("fit.question.title")
    assert "feedback.step.add" not in company.bernd.buttons
    company.bernd.presses("fit.button.fits")
    company.bernd.sees("fit.fits.title")


def test_the_partner_finds_the_words_and_may_change_them(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    hour = coming(company, company.asha)
    they_meet(company, company.bernd)
    company.bernd.forges(payload_of(AskNextStep(hour.id)))
    company.bernd.fills(step=STEP)
    company.asha.forges(payload_of(AskNextStep(hour.id)))
    asked = company.asha.ask("step")
    assert isinstance(asked, Line)
    assert asked.value == STEP
    company.asha.fills(step="Cut a reel")
    assert kept(company, hour).next_step == "Cut a reel"


def test_an_agenda_without_a_step_just_looks_back(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    they_meet(company, company.bernd)
    company.wait_until(coming(company, company.asha).starts_at)
    company.asha.receives("agenda.review")


def test_the_first_hour_begins_with_who_they_are_and_a_missed_one_is_none(
    company: Company,
) -> None:
    become_tandem(company, company.asha, company.bernd)
    hour = coming(company, company.asha)
    company.wait_until(hour.starts_at)
    company.asha.receives("agenda.first")
    company.wait(hours=2)
    answers(company.asha, hour, met=False)
    company.wait_until(coming(company, company.asha).starts_at)
    now = company.asha.receives("checkin.now.title")
    assert "agenda.first" in keys_in(now)
    assert "agenda.review" not in keys_in(now)


def test_only_the_two_write_and_only_after_they_met(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    hour = coming(company, company.asha)
    company.asha.forges(payload_of(AskNextStep(hour.id)))
    company.asha.sees("refusal.no_longer")
    after_the_hour(company, company.asha)
    company.carla.forges(payload_of(KeepNextStep(hour.id)), {"step": STEP})
    company.carla.sees("refusal.not_yours")
    assert not kept(company, hour).next_step


def test_an_empty_or_endless_step_is_asked_again(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    they_meet(company, company.bernd)
    company.bernd.presses("feedback.step.add")
    company.bernd.fills(step=" ")
    company.bernd.sees("feedback.step.empty")
    company.bernd.fills(step="x" * 201)
    company.bernd.sees("feedback.step.too_long")
