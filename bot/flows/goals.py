"""Goals: one proposes, the others agree or put it differently, all see how far it is."""

from dataclasses import replace
from datetime import timedelta

from bot.commands import (
    AgreeGoal,
    AskChangeGoal,
    AskGoal,
    ChangeGoal,
    DropGoal,
    MoveGoal,
    ProposeGoal,
    ReachGoal,
    ShowGoals,
)
from bot.flows import goal_card
from bot.flows.goal_card import OPEN
from bot.flows.working_hours import at_work
from bot.model import (
    GOAL_MOVES,
    LIVING,
    MOST_GOALS,
    NEARLY_THERE,
    Goal,
    GoalState,
    Notice,
    Pairing,
    ParticipantState,
)
from bot.said import (
    Aside,
    Button,
    Form,
    Line,
    Message,
    Paragraph,
    Quote,
    Reply,
    Text,
    text,
    verbatim,
)
from bot.turn import Half, NotAllowed, Turn

LONGEST_GOAL = 200  # characters
WORTH_AGREEING = timedelta(days=14)
PROPOSED = "goal.proposed"


def show(turn: Turn, request: ShowGoals) -> Reply:
    """Show the goals of one tandem, with what can be done about each."""
    return goal_card.card(turn, *_mine(turn, request.pairing))


def ask(turn: Turn, request: AskGoal) -> Reply:
    """Ask for a new goal."""
    pairing, half = _with_room(turn, request.pairing)
    return _new_form(pairing, half)


def propose(turn: Turn, request: ProposeGoal) -> Reply:
    """Keep a proposed goal and put it to the partner."""
    pairing, half = _with_room(turn, request.pairing)
    words, problem = _words(turn)
    if problem or turn.answers is None:
        return _new_form(pairing, half, words, problem)
    goal = Goal(pairing.id, words, GOAL_MOVES.first, half.me.id, turn.now)
    _put(turn, half, turn.store.add(goal))
    turn.note_down("goal.propose", pairing.id)
    return goal_card.card(turn, pairing, half)


def agree(turn: Turn, request: AgreeGoal) -> Reply:
    """Agree to what was proposed; in a group it counts once everybody has."""
    goal, pairing, half = _proposed_to_me(turn, request.goal)
    turn.store.no_longer_owe(PROPOSED, goal.id, turn.person.id)
    agreed_by = (*goal.agreed_by, half.me.id)
    kept = _settled(turn, pairing, turn.store.save(replace(goal, agreed_by=agreed_by)))
    agreed = kept.state is GoalState.AGREED
    body = half.text("goals.agreed.body") if agreed else text("goals.noted.body")
    return Message(
        text("goals.agreed.title" if agreed else "goals.noted.title"),
        (Quote(verbatim(kept.words)), Paragraph(body)),
        (Button(text("goals.button.show"), ShowGoals(kept.pairing)),),
        goal_card.about(kept),
    )


def settle(turn: Turn, pairing: Pairing) -> None:
    """Let count what waited only for somebody who takes part in a pairing no longer."""
    for goal in turn.store.goals_of(pairing.id):
        if goal.state is GoalState.PROPOSED:
            _settled(turn, pairing, goal)


def ask_change(turn: Turn, request: AskChangeGoal) -> Reply:
    """Ask how the partner's proposal should be put instead."""
    goal, _, half = _proposed_to_me(turn, request.goal)
    return _change_form(goal, half, goal.words)


def change(turn: Turn, request: ChangeGoal) -> Reply:
    """Put the goal differently; now it is the partner's turn to agree."""
    goal, pairing, half = _proposed_to_me(turn, request.goal)
    words, problem = _words(turn)
    if problem or turn.answers is None:
        return _change_form(goal, half, words or goal.words, problem)
    changed = replace(goal, words=words, proposed_by=half.me.id, proposed_at=turn.now, agreed_by=())
    _put(turn, half, turn.store.save(changed))
    return goal_card.card(turn, pairing, half)


def move(turn: Turn, request: MoveGoal) -> Reply:
    """Keep how far the two have come."""
    goal, pairing, half = _agreed(turn, request.goal)
    if not 0 <= request.progress <= NEARLY_THERE:
        raise NotAllowed("refusal.no_longer")
    turn.store.save(replace(goal, progress=request.progress))
    return goal_card.card(turn, pairing, half)


def reach(turn: Turn, request: ReachGoal) -> Reply:
    """Keep that a goal is reached, or after all not yet."""
    goal, pairing, half = _my_goal(turn, request.goal)
    wanted = GoalState.REACHED if request.reached else GoalState.AGREED
    if goal.state is not wanted:
        if goal.state not in {GoalState.AGREED, GoalState.REACHED}:
            raise NotAllowed("refusal.no_longer")
        state = GOAL_MOVES.check(goal.state, wanted)
        turn.store.save(
            replace(goal, state=state, reached_at=turn.now if request.reached else None)
        )
    return goal_card.card(turn, pairing, half)


def drop(turn: Turn, request: DropGoal) -> Reply:
    """Strike a goal out; no reason is asked, and the partner just finds it gone."""
    goal, pairing, _ = _my_goal(turn, request.goal)
    if goal.state is not GoalState.DROPPED:
        turn.store.save(replace(goal, state=GOAL_MOVES.check(goal.state, GoalState.DROPPED)))
        turn.store.no_longer_owe(PROPOSED, goal.id)
    return Message(
        text("goals.dropped.title"),
        (Paragraph(text("goals.dropped.body")),),
        (Button(text("goals.button.show"), ShowGoals(pairing.id)),),
        goal_card.about(goal),
    )


def proposed_notice(turn: Turn, notice: Notice) -> Message | None:
    """Put the partner's proposal to the reader; None once it is answered."""
    goal = turn.known(Goal, notice.subject)
    pairing = turn.known(Pairing, goal.pairing)
    half = turn.half_of(pairing)
    answered = half.me.id in goal.wanted_by
    resting = half.me.state is not ParticipantState.ACTIVE or pairing.state not in LIVING
    if goal.state is not GoalState.PROPOSED or answered or resting:
        return None
    proposer = [each for each in half.others if each.id == goal.proposed_by]
    return Message(
        half.text("goals.proposed.title", partner=turn.names(proposer or half.others)),
        (Quote(verbatim(goal.words)), Paragraph(half.text("goals.proposed.body"))),
        goal_card.to_answer(goal),
        goal_card.about(goal),
    )


def _settled(turn: Turn, pairing: Pairing, goal: Goal) -> Goal:
    """Return a proposed goal, agreed as soon as the mentor and all mentees want it.

    Whoever is on a break does not hold up a group.
    """
    mentor, *mentees = turn.members(pairing)
    open_to = [each for each in mentees if each.id not in goal.wanted_by]
    waits = any(each.state is not ParticipantState.PAUSED for each in open_to)
    if mentor.id not in goal.wanted_by or waits or len(open_to) == len(mentees):
        return goal
    turn.store.no_longer_owe(PROPOSED, goal.id)
    state = GOAL_MOVES.check(goal.state, GoalState.AGREED)
    return turn.store.save(replace(goal, state=state, agreed_at=turn.now))


def _put(turn: Turn, half: Half, goal: Goal) -> None:
    """Owe the others the proposal; whoever is on a break finds it with the tandem."""
    for each in half.others:
        if each.state is ParticipantState.ACTIVE:
            due, stamp = at_work(turn, turn.person_of(each)), turn.now.isoformat()
            turn.owe(
                each.person, PROPOSED, goal.id, due=due, until=due + WORTH_AGREEING, once=stamp
            )


def _new_form(pairing: Pairing, half: Half, words: str = "", problem: Text | None = None) -> Form:
    return Form(
        title=half.text("goals.form.title"),
        request=ProposeGoal(pairing.id),
        asks=(_asked(words),),
        submit=text("goals.form.submit"),
        intro=(Aside(half.text("goals.show.who_sees")),),
        problems={"words": problem} if problem else {},
    )


def _change_form(goal: Goal, half: Half, words: str, problem: Text | None = None) -> Form:
    return Form(
        title=text("goals.form.change_title"),
        request=ChangeGoal(goal.id),
        asks=(_asked(words),),
        submit=text("goals.form.submit"),
        intro=(Aside(half.text("goals.show.who_sees")),),
        problems={"words": problem} if problem else {},
    )


def _asked(words: str) -> Line:
    hint = text("goals.form.hint")
    label = text("goals.form.label")
    return Line("words", label, hint=hint, value=words, longest=LONGEST_GOAL)


def _words(turn: Turn) -> tuple[str, Text | None]:
    """Return the submitted words, and what is wrong with them."""
    words = str((turn.answers or {}).get("words", "")).strip()
    if not words:
        return "", text("goals.form.empty")
    if len(words) > LONGEST_GOAL:
        return words[:LONGEST_GOAL], text("goals.form.too_long", count=LONGEST_GOAL)
    return words, None


def _mine(turn: Turn, pairing_id: int) -> tuple[Pairing, Half]:
    pairing, half = turn.my_pairing(pairing_id)
    if pairing.state not in LIVING:
        raise NotAllowed("refusal.no_longer")
    return pairing, half


def _with_room(turn: Turn, pairing_id: int) -> tuple[Pairing, Half]:
    """Return one's own living pairing if it may have another goal."""
    pairing, half = _mine(turn, pairing_id)
    if sum(each.state in OPEN for each in turn.store.goals_of(pairing.id)) >= MOST_GOALS:
        raise NotAllowed("goals.show.full")
    return pairing, half


def _my_goal(turn: Turn, goal_id: int) -> tuple[Goal, Pairing, Half]:
    goal = turn.store.get(Goal, goal_id)
    if goal is None:
        raise NotAllowed("refusal.no_longer")
    pairing, half = _mine(turn, goal.pairing)
    return goal, pairing, half


def _agreed(turn: Turn, goal_id: int) -> tuple[Goal, Pairing, Half]:
    goal, pairing, half = _my_goal(turn, goal_id)
    if goal.state is not GoalState.AGREED:
        raise NotAllowed("refusal.no_longer")
    return goal, pairing, half


def _proposed_to_me(turn: Turn, goal_id: int) -> tuple[Goal, Pairing, Half]:
    """Return a goal that waits for the person's answer; refuses one that she wants already."""
    goal, pairing, half = _my_goal(turn, goal_id)
    if goal.state is not GoalState.PROPOSED or half.me.id in goal.wanted_by:
        raise NotAllowed("refusal.no_longer")
    return goal, pairing, half
