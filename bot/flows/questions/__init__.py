"""The questionnaire: its screens in their order, and which of them somebody is asked."""

from collections.abc import Mapping
from dataclasses import replace

from bot.commands import Request
from bot.flows.questions.about import ABOUT
from bot.flows.questions.detail import TOPICS
from bot.flows.questions.hours import HOURS
from bot.flows.questions.picking import OFFERS, WANTS
from bot.flows.questions.place import PLACE
from bot.flows.questions.role import ROLE
from bot.flows.questions.screen import Draft, Screen, Taken
from bot.model import Participant, Role
from bot.said import Button, Form, Text, text
from bot.turn import NotAllowed, Turn

SCREENS = (ROLE, OFFERS, WANTS, TOPICS, HOURS, PLACE, ABOUT)

__all__ = [
    "SCREENS",
    "Draft",
    "Screen",
    "Taken",
    "asked_of",
    "draft_of",
    "form",
    "keep",
    "next_screen",
    "screen_for",
]


def asked_of(role: Role | None) -> tuple[Screen, ...]:
    """Return the screens for a role, all of them while it is not chosen."""
    return tuple(screen for screen in SCREENS if screen.needed(role))


def next_screen(participant: Participant) -> Screen | None:
    """Return the first screen that was not answered, None when all were."""
    screens = asked_of(participant.role)
    return next((each for each in screens if each.key not in participant.answered), None)


def screen_for(participant: Participant, key: str) -> Screen:
    """Return the screen of this key if the participant is asked it; refuses any other."""
    for screen in asked_of(participant.role):
        if screen.key == key:
            return screen
    raise NotAllowed("refusal.no_longer")


def draft_of(turn: Turn, participant: Participant) -> Draft:
    """Return what a participant answered so far."""
    return Draft(participant, turn.person_of(participant))


def keep(turn: Turn, screen: Screen, before: Draft, after: Draft) -> Draft:
    """Save the answers of one screen at once; other topics or seats are looked at in detail again."""
    answered = [*before.participant.answered, screen.key]
    if _topics(before) != _topics(after) and screen is not TOPICS:
        answered = [key for key in answered if key != TOPICS.key]
    participant = replace(after.participant, answered=tuple(dict.fromkeys(answered)))
    person = after.person
    if person != before.person:
        person = turn.store.save(person)
    return Draft(turn.store.save(participant), person)


def form(
    turn: Turn,
    screen: Screen,
    draft: Draft,
    request: Request,
    *,
    submit: Text,
    problems: Mapping[str, Text] | None = None,
    step: tuple[int, int] | None = None,
    back: Button | None = None,
) -> Form:
    """Return a screen as a form, filled in from a draft."""
    return Form(
        title=text(f"join.{screen.key}.title"),
        request=request,
        asks=screen.asks(turn, draft),
        submit=submit,
        intro=screen.intro(turn, draft),
        step=step,
        back=back,
        problems=problems or {},
    )


def _topics(draft: Draft) -> object:
    return draft.role, draft.participant.offers, draft.participant.wants
