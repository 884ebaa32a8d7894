"""The question for a sentence to the partner, and for what somebody hopes to learn."""

from dataclasses import replace

from bot.flows.questions.given import Given
from bot.flows.questions.screen import Draft, Screen, Taken
from bot.model import Programme
from bot.said import AnyAsk, Lines, text
from bot.turn import Turn

LONGEST_SENTENCE = 300  # characters


def _asks(turn: Turn, draft: Draft) -> tuple[AnyAsk, ...]:
    role = draft.role
    group = turn.known(Programme, draft.participant.programme).in_groups
    goal = "goal" if role is None or role.learns else "goal_mentor"
    return (
        Lines(
            "sentence",
            text("join.about.sentence", group=group),
            hint=text("join.about.sentence_hint"),
            required=False,
            value=draft.participant.sentence,
            longest=LONGEST_SENTENCE,
        ),
        Lines(
            "goal",
            text(f"join.about.{goal}"),
            hint=text("join.about.goal_hint"),
            required=False,
            value=draft.participant.learning_goal,
            longest=LONGEST_SENTENCE,
        ),
    )


def _take(turn: Turn, draft: Draft) -> Taken:
    given = Given(turn)
    participant = replace(
        draft.participant,
        sentence=given.words("sentence", LONGEST_SENTENCE),
        learning_goal=given.words("goal", LONGEST_SENTENCE),
    )
    return Taken(replace(draft, participant=participant), given.problems)


ABOUT = Screen("about", _asks, _take)
