"""The question for the role: teach, learn, or both."""

from dataclasses import replace

from bot.flows.questions.given import Given
from bot.flows.questions.screen import Draft, Screen, Taken
from bot.model import Role
from bot.said import AnyAsk, OneOf, Option, text
from bot.turn import Turn


def _asks(_turn: Turn, draft: Draft) -> tuple[AnyAsk, ...]:
    options = tuple(
        Option(role, text(f"join.role.{role}"), text(f"join.role.{role}_hint")) for role in Role
    )
    return (
        OneOf("role", text("join.role.label"), options=options, value=draft.participant.role or ""),
    )


def _take(turn: Turn, draft: Draft) -> Taken:
    given = Given(turn)
    chosen = given.choice("role", tuple(Role))
    role = Role(chosen) if chosen else draft.participant.role
    return Taken(replace(draft, participant=replace(draft.participant, role=role)), given.problems)


ROLE = Screen("role", _asks, _take)
