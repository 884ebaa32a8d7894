"""Goals: proposed by one, agreed by both or put differently, a step further, reached."""

import pytest

from bot.commands import AgreeGoal, AskGoal, ChangeGoal, DropGoal, MoveGoal, ReachGoal, ShowGoals
from bot.grammar import payload_of
from bot.model import MOST_GOALS, Goal, GoalState
from tests.chat import Chat
from tests.flows.tandems import become_tandem
from tests.people import Company
from tests.screen import plain

WORDS = "Meinen nächsten Beitrag schreibe ich selbst"


def proposes(company: Company, chat: Chat, words: str = WORDS) -> Goal:
    """Let somebody propose a goal to her partner; return the newest one."""
    with company.turn() as store:
        pairing = store.pairings_with(chat.participant.id)[0]
    chat.forges(payload_of(AskGoal(pairing.id)))
    chat.fills(words=words)
    company.settle()
    with company.turn() as store:
        return store.goals_of(pairing.id)[-1]


def kept(company: Company, goal: Goal) -> Goal:
    with company.turn() as store:
        found = store.get(Goal, goal.id)
    assert found is not None
    return found


def test_a_goal_counts_once_the_partner_agrees(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    goal = proposes(company, company.bernd)
    company.bernd.sees("goals.show.waiting")
    assert kept(company, goal).state is GoalState.PROPOSED
    assert WORDS in plain(company.asha.receives("goals.proposed.title"))
    company.asha.presses("goals.button.agree")
    company.asha.sees("goals.agreed.title")
    assert kept(company, goal).agreed_at == company.now
    for chat in (company.asha, company.bernd):
        chat.says("/program pair")
        chat.reads(WORDS)


def test_nobody_agrees_to_a_proposal_of_her_own(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    goal = proposes(company, company.bernd)
    company.bernd.forges(payload_of(AgreeGoal(goal.id)))
    company.bernd.sees("refusal.no_longer")
    assert kept(company, goal).state is GoalState.PROPOSED


def test_the_partner_puts_it_differently_and_is_answered_in_turn(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    goal = proposes(company, company.bernd)
    company.asha.presses("goals.button.change")
    company.asha.fills(words="Write a post together")
    company.settle()
    assert "Write a post together" in plain(company.bernd.receives("goals.proposed.title"))
    company.bernd.last = None
    company.bernd.presses("goals.button.agree")
    assert kept(company, goal).words == "Write a post together"
    assert kept(company, goal).state is GoalState.AGREED


def test_both_move_it_on_and_reach_it_and_may_take_that_back(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    goal = proposes(company, company.bernd)
    company.asha.presses("goals.button.agree")
    company.asha.presses("goals.button.show")
    for step in (1, 2, 3):
        company.asha.presses("goals.button.further")
        company.asha.sees(f"goals.progress.{step}")
    assert "goals.button.further" not in company.asha.buttons
    company.bernd.forges(payload_of(ReachGoal(goal.id, reached=True)))
    assert kept(company, goal).reached_at == company.now
    company.bernd.presses("goals.button.not_reached")
    assert kept(company, goal).state is GoalState.AGREED
    assert kept(company, goal).reached_at is None


def test_there_are_three_at_most_and_a_struck_out_one_makes_room(company: Company) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    goals = [proposes(company, company.bernd, f"Ziel {number}") for number in range(MOST_GOALS)]
    company.bernd.forges(payload_of(AskGoal(pairing.id)))
    company.bernd.sees("goals.show.full")
    company.asha.forges(payload_of(DropGoal(goals[0].id)))
    company.asha.sees("goals.dropped.title")
    proposes(company, company.bernd, "Noch eins")
    company.bernd.reads("Noch eins")


@pytest.mark.parametrize(("words", "problem"), [("  ", "empty"), ("x" * 201, "too_long")])
def test_words_that_are_no_goal_are_asked_again(company: Company, words: str, problem: str) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    company.asha.forges(payload_of(AskGoal(pairing.id)))
    company.asha.fills(words=words)
    company.asha.sees(f"goals.form.{problem}")


def test_a_strangers_hands_change_nothing(company: Company) -> None:
    pairing = become_tandem(company, company.asha, company.bernd)
    goal = proposes(company, company.bernd)
    for stranger in (company.carla, company.hana):
        for forged in (
            ShowGoals(pairing.id),
            AgreeGoal(goal.id),
            ChangeGoal(goal.id),
            MoveGoal(goal.id, 2),
            ReachGoal(goal.id, reached=True),
            DropGoal(goal.id),
        ):
            stranger.forges(payload_of(forged))
            stranger.sees("refusal.not_yours")
    company.asha.forges(payload_of(AgreeGoal(4711)))
    company.asha.sees("refusal.no_longer")
    assert kept(company, goal) == goal


def test_a_goal_waits_for_working_hours_and_is_moot_once_withdrawn(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.wait(hours=12)
    goal = proposes(company, company.asha)
    company.bernd.receives_nothing("goals.proposed.title")
    company.asha.forges(payload_of(DropGoal(goal.id)))
    company.wait(days=1)
    company.bernd.receives_nothing("goals.proposed.title")
