"""The goals of a pairing as one of it sees them: how far each is, and what can be done about it."""

from bot.commands import (
    AgreeGoal,
    AskChangeGoal,
    AskGoal,
    DropGoal,
    MoveGoal,
    ReachGoal,
    ShowPair,
)
from bot.model import MOST_GOALS, NEARLY_THERE, Goal, GoalState, Pairing
from bot.said import Aside, Button, Buttons, Message, Paragraph, Part, Text, Weight, text, verbatim
from bot.turn import Half, Turn

OPEN = (GoalState.PROPOSED, GoalState.AGREED)


def card(turn: Turn, pairing: Pairing, half: Half) -> Message:
    """Return the goals of a tandem or a group as one of it sees them."""
    goals = [
        each for each in turn.store.goals_of(pairing.id) if each.state in {*OPEN, GoalState.REACHED}
    ]
    parts: list[Part] = [part for goal in goals for part in _one(turn, goal, half)]
    if not goals:
        parts += [Paragraph(half.text("goals.show.none")), Aside(text("goals.show.example"))]
    room = sum(each.state in OPEN for each in goals) < MOST_GOALS
    if not room:
        parts.append(Paragraph(text("goals.show.full")))
    parts.append(Aside(half.text("goals.show.who_sees")))
    new = Button(text("goals.button.propose"), AskGoal(pairing.id))
    back = Button(half.text("pairing.button.show"), ShowPair())
    return Message(
        half.text("goals.show.title", partner=turn.names(half.others)),
        tuple(parts),
        (new, back) if room else (back,),
        f"goals:{pairing.id}",
    )


def listed(turn: Turn, pairing: Pairing) -> tuple[Text, ...]:
    """Return what they have agreed on, each with how far it is."""
    return tuple(
        text("goals.listed", words=verbatim(each.words), progress=_progress(each))
        for each in turn.store.goals_of(pairing.id)
        if each.state in {GoalState.AGREED, GoalState.REACHED}
    )


def _one(turn: Turn, goal: Goal, half: Half) -> list[Part]:
    words = text("goals.listed", words=verbatim(goal.words), progress=_progress(goal))
    parts: list[Part] = [Paragraph(words)]
    if goal.state is GoalState.REACHED:
        not_yet = ReachGoal(goal.id, reached=False)
        return [*parts, Buttons((Button(text("goals.button.not_reached"), not_yet),))]
    if goal.state is GoalState.AGREED:
        return [*parts, Buttons(_to_do(goal))]
    if half.me.id not in goal.wanted_by:
        return [*parts, Buttons(to_answer(goal))]
    everybody = (half.me, *half.others)
    agreed = sum(each.id in goal.wanted_by for each in everybody)
    partner = turn.names(half.others)
    waiting = half.text("goals.show.waiting", partner=partner, agreed=agreed, all=len(everybody))
    drop_it = Buttons((Button(text("goals.button.drop"), DropGoal(goal.id)),))
    return [*parts, Aside(waiting), drop_it]


def _to_do(goal: Goal) -> tuple[Button, ...]:
    reached = Button(text("goals.button.reached"), ReachGoal(goal.id, reached=True))
    drop_it = Button(text("goals.button.drop"), DropGoal(goal.id))
    if goal.progress >= NEARLY_THERE:
        return reached, drop_it
    further = Button(text("goals.button.further"), MoveGoal(goal.id, goal.progress + 1))
    return further, reached, drop_it


def to_answer(goal: Goal) -> tuple[Button, ...]:
    """Return what can be said to a proposed goal."""
    return (
        Button(text("goals.button.agree"), AgreeGoal(goal.id), Weight.PRIMARY),
        Button(text("goals.button.change"), AskChangeGoal(goal.id)),
        Button(text("goals.button.drop"), DropGoal(goal.id)),
    )


def _progress(goal: Goal) -> Text:
    if goal.state is GoalState.AGREED:
        return text(f"goals.progress.{goal.progress}")
    return text(f"goals.progress.{goal.state.value}")


def about(goal: Goal) -> str:
    """Return the matter of which messages on a goal speak."""
    return f"goal:{goal.id}"
