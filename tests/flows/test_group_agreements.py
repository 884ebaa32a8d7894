"""What a group agrees on: a goal and a rhythm once all want it, HR's help only with every yes."""

from datetime import timedelta

import pytest

from bot.commands import (
    AgreeGoal,
    AgreeRhythm,
    AllowHelp,
    AskGoal,
    AskNextStep,
    AskRhythm,
    ChangeGoal,
    DropGoal,
    Leave,
    SayMet,
)
from bot.grammar import payload_of
from bot.model import Cadence, Goal, GoalState
from tests.flows.groups import become_group
from tests.flows.tandems import after_the_hour, both_are_there, coming, pairing_of
from tests.people import Chat, Company
from tests.screen import keys_in, plain

GOAL = "Jede*r schreibt einen Beitrag"


@pytest.fixture
def group(company: Company) -> Company:
    """Asha teaches Bernd and Emine; all have prepared."""
    become_group(company, company.asha, company.bernd, company.emine)
    return company


def goal_of(company: Company) -> Goal:
    with company.books.read() as store:
        return store.goals_of(pairing_of(company, company.asha).id)[-1]


def proposes(chat: Chat, company: Company) -> Goal:
    chat.forges(payload_of(AskGoal(pairing_of(company, company.asha).id)))
    chat.fills(words=GOAL)
    return goal_of(company)


def test_a_goal_counts_once_the_mentor_and_all_mentees_want_it(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    goal = proposes(bernd, group)
    bernd.sees("goals.show.waiting")
    bernd.reads("1 von 3")
    group.wait(days=2)
    assert "Bernd Vogel" in plain(asha.receives("goals.proposed.title"))
    assert "Asha" not in plain(emine.receives("goals.proposed.title"))
    emine.forges(payload_of(AgreeGoal(goal.id)))
    emine.sees("goals.noted.title")
    assert goal_of(group).state is GoalState.PROPOSED
    for chat in (bernd, emine):
        chat.forges(payload_of(AgreeGoal(goal.id)))
        chat.sees("refusal.no_longer")
    asha.forges(payload_of(AgreeGoal(goal.id)))
    asha.sees("goals.agreed.title")
    agreed = goal_of(group)
    assert (agreed.state, set(agreed.wanted_by)) == (
        GoalState.AGREED,
        set(pairing_of(group, asha).members),
    )
    emine.says("/program pair")
    emine.reads(GOAL)


def test_other_words_are_put_to_all_anew_and_a_no_strikes_it_out(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    goal = proposes(bernd, group)
    emine.forges(payload_of(AgreeGoal(goal.id)))
    asha.forges(payload_of(ChangeGoal(goal.id)), {"words": "Each writes a post"})
    changed = goal_of(group)
    assert (changed.proposed_by, changed.agreed_by) == (asha.participant.id, ())
    emine.forges(payload_of(DropGoal(goal.id)))
    assert goal_of(group).state is GoalState.DROPPED


@pytest.mark.parametrize("way", ["pauses", "leaves"])
def test_who_takes_part_no_longer_does_not_hold_up_a_goal(group: Company, way: str) -> None:
    goal = proposes(group.bernd, group)
    group.asha.forges(payload_of(AgreeGoal(goal.id)))
    assert goal_of(group).state is GoalState.PROPOSED
    if way == "pauses":
        group.emine.says("/program pause")
        group.emine.fills()
    else:
        group.emine.forges(payload_of(Leave(group.emine.participant.id)))
    assert goal_of(group).state is GoalState.AGREED


def test_a_rhythm_changes_once_all_want_it(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    pairing = pairing_of(group, asha)
    emine.forges(payload_of(AskRhythm(pairing.id)))
    emine.fills(rhythm="fortnightly")
    emine.sees("care.sent.title")
    group.wait(days=2)
    for chat in (asha, bernd):
        chat.receives("care.wished.title")
    bernd.forges(payload_of(AgreeRhythm(pairing.id, "fortnightly")))
    bernd.sees("care.noted.title")
    assert pairing_of(group, asha).hour.cadence is Cadence.WEEKLY
    asha.forges(payload_of(AgreeRhythm(pairing.id, "fortnightly")))
    asha.sees("care.changed.title")
    assert pairing_of(group, asha).hour.cadence is Cadence.FORTNIGHTLY
    group.wait(days=2)
    for chat in (bernd, emine):
        assert "eure Gruppe alle zwei Wochen" in plain(chat.receives("care.changed.body"))


def test_one_who_would_rather_keep_it_ends_a_wish_for_another_rhythm(group: Company) -> None:
    pairing = pairing_of(group, group.asha)
    group.emine.forges(payload_of(AskRhythm(pairing.id)))
    group.emine.fills(rhythm="fortnightly")
    group.wait(days=2)
    group.asha.receives("care.wished.title")
    group.asha.presses("care.button.stay")
    group.bernd.forges(payload_of(AgreeRhythm(pairing.id, "fortnightly")))
    group.bernd.sees("refusal.no_longer")
    assert pairing_of(group, group.asha).hour.cadence is Cadence.WEEKLY


def test_two_misses_are_asked_about_and_hr_learns_names_only_with_every_yes(
    group: Company,
) -> None:
    asha, bernd, emine, hana = group.asha, group.bernd, group.emine, group.hana
    everybody = (asha, bernd, emine)
    for _ in range(2):
        hour = after_the_hour(group, asha)
        emine.forges(payload_of(SayMet(hour.id, met=False)))
    both_are_there(group, group.now + timedelta(days=4), *everybody)
    for chat in everybody:
        chat.receives("care.missed.title")
    both_are_there(group, group.now + timedelta(days=14), *everybody)
    pairing = pairing_of(group, asha)
    for chat in everybody:
        assert "care.long.help" in keys_in(chat.receives("care.long.title"))
    for chat in (asha, bernd):
        chat.forges(payload_of(AllowHelp(pairing.id, allowed=True)))
        chat.sees("care.allowed.waiting")
    group.wait(days=1)
    hana.receives_nothing("care.hr.title")
    emine.forges(payload_of(AllowHelp(pairing.id, allowed=True)))
    emine.sees("care.allowed.both")
    group.wait(days=2)
    told = plain(hana.receives("care.hr.title"))
    assert "A group is asking for help" in told
    assert all(each.person.name in told for each in everybody)
    hour = after_the_hour(group, asha)
    emine.forges(payload_of(SayMet(hour.id, met=True)))
    group.settle()
    for chat in everybody:
        chat.receives("care.met.title")


def test_all_see_the_next_step_and_any_of_them_changes_it(group: Company) -> None:
    asha, bernd, emine = group.asha, group.bernd, group.emine
    hour = after_the_hour(group, asha)
    bernd.forges(payload_of(SayMet(hour.id, met=True)))
    for chat, words in ((bernd, "Ein Reel schneiden"), (emine, "Zwei Reels schneiden")):
        chat.forges(payload_of(AskNextStep(hour.id)))
        chat.sees("feedback.step.who_sees")
        chat.fills(step=words)
    group.wait_until(coming(group, asha).starts_at)
    for chat in (asha, bernd, emine):
        assert "Zwei Reels schneiden" in plain(chat.receives("checkin.now.title"))
