"""Pause, come back, leave, and join again."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from bot.model import (
    Pairing,
    PairingState,
    ParticipantState,
    Proposal,
    ProposalState,
    Role,
    WorkingHours,
)
from bot.said import Form, Note
from tests.flows.pairs import paired, proposed
from tests.flows.tandems import become_tandem
from tests.people import Chat, Company


def state_of(company: Company, noun: Proposal | Pairing) -> str:
    with company.turn() as store:
        if isinstance(noun, Proposal):
            proposal = store.get(Proposal, noun.id)
            return proposal.state if proposal else ""
        pairing = store.get(Pairing, noun.id)
        return pairing.state if pairing else ""


def waits(company: Company) -> Chat:
    company.asha.takes_part(Role.MENTOR, offers=("ai",))
    return company.asha


def test_a_pause_ends_by_itself_at_the_start_of_that_working_day(company: Company) -> None:
    asha = waits(company)
    asha.says("/program pause until 2026-11-16")
    asha.sees("home.paused.title")
    asha.reads("Monday, 16 November")
    asha.stands(ParticipantState.PAUSED)
    assert asha.participant.paused_until == datetime(2026, 11, 16, 8, tzinfo=UTC)
    company.wait_until(datetime(2026, 11, 16, 7, 59, tzinfo=UTC))
    asha.stands(ParticipantState.PAUSED)
    asha.receives_nothing()
    company.wait(minutes=1)
    asha.receives("participation.back.title")
    asha.stands(ParticipantState.ACTIVE)
    assert asha.participant.paused_until is None


def test_the_day_begins_in_the_persons_own_zone_and_week(company: Company) -> None:
    asha = waits(company)
    hours = WorkingHours("Asia/Kolkata", time(10), time(18), frozenset({1, 2, 3}))
    asha.changes(hours=hours)
    # Friday 20 November is none of her days: the next is Tuesday, 10:00 in Kolkata.
    asha.says("pause until 2026-11-20")
    assert asha.participant.paused_until == datetime(2026, 11, 24, 4, 30, tzinfo=UTC)


def test_nobody_is_called_back_on_a_public_holiday(company: Company) -> None:
    asha = waits(company)
    # Friday 25 December and Saturday 26 are holidays in Germany: the next working day is Monday.
    asha.says("pause until 2026-12-25")
    assert asha.participant.paused_until == datetime(2026, 12, 28, 8, tzinfo=UTC)


def test_a_pause_without_a_day_lasts_until_she_comes_back(company: Company) -> None:
    asha = waits(company)
    asha.says("/program pause")
    asha.sees("participation.pause.title")
    asha.fills()
    asha.sees("home.paused.open")
    company.wait(days=60)
    asha.stands(ParticipantState.PAUSED)
    asha.says("/program resume")
    asha.sees("home.waiting.title")
    asha.stands(ParticipantState.ACTIVE)


def test_coming_back_early_leaves_nothing_to_do_on_the_day(company: Company) -> None:
    asha = waits(company)
    asha.says("pause until 2026-11-16")
    asha.presses("home.button.resume")
    company.wait(days=30)
    asha.receives_nothing("participation.back.title")


def test_a_longer_pause_replaces_the_first_one(company: Company) -> None:
    asha = waits(company)
    asha.says("pause until 2026-11-16")
    asha.presses("home.button.pause_until")
    assert str(getattr(asha.ask("until"), "value", "")) == "2026-11-16"
    asha.fills(until="2026-11-30")
    company.wait_until(datetime(2026, 11, 29, tzinfo=UTC))
    asha.stands(ParticipantState.PAUSED)
    company.wait(days=2)
    asha.stands(ParticipantState.ACTIVE)


def test_a_longer_pause_may_lose_its_end(company: Company) -> None:
    asha = waits(company)
    asha.says("pause until 2026-11-16")
    asha.presses("home.button.pause_until")
    asha.fills(until="")
    company.wait(days=30)
    asha.stands(ParticipantState.PAUSED)


@pytest.mark.parametrize(
    ("until", "problem"),
    [
        ("2026-11-02", "past"),
        ("2020-01-01", "past"),
        ("2027-11-03", "too_long"),
        ("someday", "no_day"),
        ("2026-02-31", "no_day"),
    ],
)
def test_a_day_that_cannot_be_is_a_problem_and_nothing_is_paused(
    company: Company, until: str, problem: str
) -> None:
    asha = waits(company)
    asha.says("pause")
    asha.fills(until=until)
    assert asha.form.problems["until"].key == f"participation.problem.{problem}"
    asha.stands(ParticipantState.ACTIVE)


def test_a_typed_day_in_the_past_is_named_and_leads_to_the_form(company: Company) -> None:
    bernd = company.bernd
    bernd.takes_part(Role.MENTEE, wants=("ai",))
    bernd.says("/program pause bis 1.1.2020")
    bernd.reads("Mittwoch, 1. Januar 2020 liegt nicht")
    bernd.presses("home.button.pause")
    bernd.fills(until="2026-12-01")
    bernd.reads("Am Dienstag, 1. Dezember melde ich mich wieder.")


def test_a_pause_takes_open_proposals_back(company: Company) -> None:
    proposal = proposed(company)
    company.asha.says("pause until 2026-11-16")
    assert state_of(company, proposal) == ProposalState.WITHDRAWN


def test_a_pause_suspends_the_tandem_and_its_end_takes_it_up_again(company: Company) -> None:
    pairing = paired(company)
    company.asha.says("pause until 2026-11-16")
    company.asha.sees("home.paused.partner")
    assert state_of(company, pairing) == PairingState.SUSPENDED
    company.wait_until(datetime(2026, 11, 16, 9, tzinfo=UTC))
    assert state_of(company, pairing) == PairingState.ACTIVE


def test_a_partner_who_came_back_for_a_night_is_no_news(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.wait(days=3)
    company.asha.says("/program pause until 2026-12-01")
    company.wait(days=1)
    company.bernd.receives("pairing.suspended.title")
    company.wait_until(company.now.replace(hour=22))
    told = len(company.bernd.messages)
    company.asha.says("/program resume")
    company.asha.says("/program pause until 2026-12-01")
    company.wait(days=5)
    assert len(company.bernd.messages) == told


def test_whoever_takes_no_part_is_offered_to_where_a_word_is_refused(company: Company) -> None:
    company.carla.says("pause")
    company.carla.presses("home.button.join")
    company.carla.sees("consent.title")
    company.carla.forges("resume")
    assert isinstance(company.carla.last, Note)


def test_a_pause_is_refused_to_whoever_takes_no_part(company: Company) -> None:
    company.carla.says("pause")
    company.carla.sees("refusal.not_taking_part")
    company.carla.says("resume")
    company.carla.sees("refusal.not_taking_part")
    company.carla.says("join")
    company.carla.fills(purposes=("matching",))
    company.carla.says("pause until 2026-11-16")
    company.carla.sees("participation.finish_first")


def test_coming_back_without_a_pause_changes_nothing(company: Company) -> None:
    asha = waits(company)
    before = asha.participant
    asha.says("resume")
    asha.sees("participation.not_paused")
    assert asha.participant == before


def test_leaving_says_first_what_it_means(company: Company) -> None:
    asha = waits(company)
    asha.says("/program leave")
    asha.sees("participation.leave.title")
    asha.sees_not("participation.leave.partner")
    asha.stands(ParticipantState.ACTIVE)
    asha.presses("participation.leave.stay")
    asha.sees("home.waiting.title")


def test_leaving_frees_the_partner_and_withdraws_consent(company: Company) -> None:
    pairing = paired(company)
    asha = company.asha
    asha.says("leave")
    asha.sees("participation.leave.partner")
    asha.presses("participation.leave.do")
    asha.sees("participation.left.title")
    asha.stands(ParticipantState.LEFT)
    assert asha.participant.left_at == company.now
    assert asha.participant.offers
    assert state_of(company, pairing) == PairingState.ENDED


def test_leaving_takes_open_proposals_back(company: Company) -> None:
    proposal = proposed(company)
    company.bernd.says("/program verlassen")
    company.bernd.presses("participation.leave.do")
    company.bernd.reads("Danke, dass du dabei warst.")
    assert state_of(company, proposal) == ProposalState.WITHDRAWN


def test_leaving_twice_and_for_others_changes_nothing(company: Company) -> None:
    asha = waits(company)
    payload = f"leave:{asha.participant.id}"
    company.carla.forges(payload)
    company.carla.sees("refusal.not_yours")
    asha.stands(ParticipantState.ACTIVE)
    asha.forges(payload)
    left = asha.participant
    company.wait(hours=1)
    asha.forges(payload)
    assert isinstance(asha.last, Note)
    asha.sees("refusal.no_longer")
    assert asha.participant == left


def test_whoever_left_may_join_again_with_a_new_consent_and_the_old_answers(
    company: Company,
) -> None:
    asha = company.asha
    asha.says("join")
    asha.fills(purposes=("matching", "figures"))
    asha.fills(role="mentor")
    asha.fills(offers=("ai",))
    while isinstance(asha.last, Form):
        asha.fills()
    joined_at = asha.participant.joined_at
    asha.says("leave")
    asha.presses("participation.leave.do")
    company.wait(days=10)
    asha.says("/program")
    asha.presses("home.button.join_again")
    asha.sees("consent.title")
    asha.stands(ParticipantState.LEFT)
    asha.fills(purposes=("matching",))
    assert getattr(asha.ask("role"), "value", None) == "mentor"
    while isinstance(asha.last, Form):
        asha.fills()
    asha.sees("join.done.title")
    me = asha.participant
    assert (me.state, me.joined_at, me.left_at) == (ParticipantState.ACTIVE, joined_at, None)
    with company.turn() as store:
        consents = store.consents_of(company.programme.id, asha.person_id)
    assert [each.withdrawn_at is None for each in consents] == [False, False, True]
    assert consents[-1].given_at == company.now


def test_whoever_left_during_a_pause_is_not_brought_back(company: Company) -> None:
    asha = waits(company)
    asha.says("pause until 2026-11-16")
    asha.says("leave")
    asha.presses("participation.leave.do")
    company.wait(days=30)
    asha.stands(ParticipantState.LEFT)
    asha.receives_nothing()


def test_whoever_pauses_again_before_the_welcome_is_sent_gets_none(company: Company) -> None:
    asha = waits(company)
    asha.says("pause until 2026-11-16")
    company.now = datetime(2026, 11, 16, 8, tzinfo=UTC)
    company.bot.do_chores(company.now)
    with company.turn() as store:
        store.save(replace(asha.participant, state=ParticipantState.PAUSED))
    company.settle()
    asha.receives_nothing()
