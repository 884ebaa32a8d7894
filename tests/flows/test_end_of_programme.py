"""A programme ends: nobody is told to wait or to join any longer, and the next one comes first."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.commands import AnswerQuestions, Join, Pause
from bot.grammar import payload_of
from bot.model import ParticipantState, Programme, Role
from tests.flows.joining import joins_as
from tests.flows.pairs import paired
from tests.flows.tandems import become_tandem
from tests.people import Company

# Twelve weeks from 2 November 2026 end with the 24th of January in Berlin.
LAST_EVENING = datetime(2027, 1, 24, 22, 59, tzinfo=UTC)
MIDNIGHT = datetime(2027, 1, 24, 23, tzinfo=UTC)


def starts_another(company: Company, name: str, starts_on: date) -> Programme:
    with company.turn() as store:
        return store.add(replace(company.programme, id=0, name=name, starts_on=starts_on))


def test_a_programme_is_open_until_midnight_where_its_weeks_end(company: Company) -> None:
    carla = company.carla
    company.now = LAST_EVENING
    carla.says("/program")
    carla.presses("home.button.join")
    carla.sees("consent.title")
    company.now = MIDNIGHT
    carla.forges(payload_of(Join(company.programme.id)))
    carla.sees("join.no_programme")


def test_an_outsider_is_not_invited_to_a_programme_that_is_over(company: Company) -> None:
    company.now = MIDNIGHT
    company.carla.says("/program")
    company.carla.sees("home.between.title")
    assert company.carla.buttons == ["home.button.help"]


def test_whoever_took_part_is_thanked_and_not_told_to_wait(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.dario.takes_part(Role.MENTOR, offers=("ai",))
    company.wait_until(MIDNIGHT + timedelta(days=14))
    for chat in (company.asha, company.bernd, company.dario):
        chat.last = None
        chat.says("/program")
        chat.sees("home.over.title")
        chat.reads("Reverse Mentoring 2026")
        chat.sees_not("home.waiting.title")


def test_an_unfinished_questionnaire_ends_with_its_programme(company: Company) -> None:
    asha = company.asha
    joins_as(asha, "mentor")
    participant = asha.participant
    company.now = MIDNIGHT
    asha.says("/program")
    asha.sees("home.over.title")
    asha.forges(payload_of(AnswerQuestions(participant.id, "offers")), {"offers": ("ai",)})
    asha.sees("refusal.no_longer")
    asha.stands(ParticipantState.ANSWERING)


def test_a_tandem_that_began_late_goes_on_after_the_programme(company: Company) -> None:
    company.now = MIDNIGHT - timedelta(days=5)
    paired(company)
    company.now = MIDNIGHT + timedelta(days=5)
    company.asha.says("/program")
    company.asha.sees("home.paired.title")


@pytest.mark.parametrize("left", [True, False])
def test_the_open_programme_goes_before_the_one_that_is_over(company: Company, left: bool) -> None:
    bernd = company.bernd
    bernd.takes_part(Role.MENTEE, wants=("ai",))
    if left:
        bernd.says("/program leave")
        bernd.presses("participation.leave.do")
    starts_another(company, "Second Programme", date(2027, 3, 1))
    company.now = datetime(2027, 3, 2, 9, tzinfo=UTC)
    bernd.says("/program")
    bernd.sees("home.outside.title")
    bernd.reads("Second Programme")
    bernd.presses("home.button.join")
    bernd.sees("consent.title")


def test_whoever_left_a_programme_that_is_over_cannot_come_back_to_it(company: Company) -> None:
    company.bernd.takes_part(Role.MENTEE, wants=("ai",))
    company.bernd.says("/program leave")
    company.bernd.presses("participation.leave.do")
    company.now = MIDNIGHT
    company.bernd.last = None
    company.bernd.says("/program")
    company.bernd.sees("home.between.title")
    assert "home.button.join_again" not in company.bernd.buttons


def test_there_is_no_pause_from_a_programme_that_is_over(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("ai",))
    company.now = MIDNIGHT
    company.asha.forges(payload_of(Pause("2027-02-15")))
    company.asha.sees("participation.over")
    company.asha.stands(ParticipantState.ACTIVE)


def test_nobody_is_welcomed_back_into_a_programme_that_is_over(company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("ai",))
    company.asha.says("/program pause until 2027-02-15")
    company.wait_until(datetime(2027, 2, 20, tzinfo=UTC))
    company.asha.receives_nothing("participation.back.title")
    company.asha.says("/program")
    company.asha.sees("home.over.title")


def test_an_hr_lead_is_not_sent_to_prepare_a_round_of_what_is_over(company: Company) -> None:
    company.now = MIDNIGHT
    company.hana.says("/program")
    assert "home.hr.status" in company.hana.buttons
    assert "home.hr.create" in company.hana.buttons
    assert "home.hr.match" not in company.hana.buttons
    company.hana.says("/program status")
    assert "status.export" in company.hana.buttons
    assert "status.match" not in company.hana.buttons


def test_the_settings_of_what_is_over_can_still_be_kept(company: Company) -> None:
    company.now = MIDNIGHT + timedelta(weeks=3)
    company.hana.says("/program settings")
    company.hana.presses("settings.change.rhythm")
    company.hana.fills(answer="10")
    with company.turn() as store:
        kept = store.get(Programme, company.programme.id)
    assert kept is not None
    assert (kept.weeks, kept.proposal_days) == (company.programme.weeks, 10)
