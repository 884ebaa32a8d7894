"""The control room: where an HR lead's programme stands and her next step there, before her own."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import (
    CreateProgramme,
    PrepareRound,
    Request,
    ReviewRound,
    ShowAnnouncement,
    ShowSettings,
    ShowStatus,
)
from bot.flows.entrants import field_of
from bot.flows.prospects import first_round_is_out
from bot.model import Participant, ParticipantState, Programme
from bot.said import HOME, Button, Buttons, Message, Paragraph, Part, Text, Weight, text
from bot.turn import Turn

Step = tuple[str, Request]
FIGURES: Step = ("status", ShowStatus())
ROUND: Step = ("match", PrepareRound())
ANNOUNCE: Step = ("announce", ShowAnnouncement())
SETTINGS: Step = ("settings", ShowSettings())
NEXT: Step = ("create", CreateProgramme())


def before(turn: Turn, programme: Programme, own: Message) -> Message:
    """Put the programme before where its HR lead stands herself: its next step is the main one."""
    heading = Paragraph(text("home.hr.own", title=own.title))
    return alone(turn, programme, (heading, *own.parts), own.buttons)


def alone(
    turn: Turn, programme: Programme, parts: tuple[Part, ...], buttons: tuple[Button, ...]
) -> Message:
    """Show the programme, and below it these parts and buttons, none of them a main one."""
    title, body, steps = _standing(turn, programme)
    return Message(
        title,
        (Paragraph(body), Buttons(_weighed(steps, Weight.PRIMARY)), *parts),
        _weighed(buttons, Weight.PLAIN),
        HOME,
    )


def below(turn: Turn, programme: Programme, own: Message) -> Message:
    """Put the programme below what its HR lead has to answer herself by a day."""
    title, body, buttons = _standing(turn, programme)
    parts = (Paragraph(text("home.hr.own", title=title)), Paragraph(body), Buttons(buttons))
    return replace(own, parts=(*own.parts, *parts))


def _standing(turn: Turn, programme: Programme) -> tuple[Text, Text, tuple[Button, ...]]:
    """Return where a programme stands, what that means, and the steps, the next one first.

    Once a round is out nothing here depends on who answered what: that is between the two.
    """
    if programme.ended(turn.now):
        return _said("over", programme, FIGURES, NEXT, SETTINGS)
    draft = turn.store.draft_round(programme.id)
    if draft is not None:
        found = "draft" if draft.solved_at else "solving"
        return _said(found, programme, ("look", ReviewRound(draft.id)), FIGURES, SETTINGS)
    if first_round_is_out(turn, programme.id):
        return _said(
            "running", programme, FIGURES, ROUND, SETTINGS, reviewed=programme.reviews_rolling
        )
    inside = turn.store.participants_of(programme.id, (ParticipantState.ACTIVE,))
    count, least = len(inside), programme.group_least if programme.in_groups else 1
    if not inside:
        return _said("nobody", programme, ANNOUNCE, FIGURES, SETTINGS)
    if _enough(inside, least) and _enough(_free(turn, programme), least):
        return _said("ready", programme, ROUND, FIGURES, SETTINGS, count=count)
    return _said("few", programme, ANNOUNCE, FIGURES, SETTINGS, count=count, least=least)


def _free(turn: Turn, programme: Programme) -> list[Participant]:
    """Return who has a place left, by what she takes on in other programmes too."""
    field = field_of(turn, programme, for_round=True)
    return [field.participants[each.id] for each in field.entrants]


def _enough(inside: Sequence[Participant], least: int) -> bool:
    """Tell whether there is a mentor, and at least so many others who want to learn."""
    roles = [each.role for each in inside if each.role is not None]
    learning = sum(each.learns for each in roles)
    return any(each.mentors for each in roles) and learning >= least and len(roles) > least


def _said(
    stage: str,
    programme: Programme,
    *steps: Step,
    count: int = 0,
    least: int = 0,
    reviewed: bool = False,
) -> tuple[Text, Text, tuple[Button, ...]]:
    return (
        text(f"home.hr.{stage}.title", programme=programme.name, count=count),
        text(
            f"home.hr.{stage}.{'reviewed' if reviewed else 'body'}",
            group=programme.in_groups,
            least=least,
        ),
        tuple(Button(text(f"home.hr.{key}"), request) for key, request in steps),
    )


def _weighed(buttons: tuple[Button, ...], first: Weight) -> tuple[Button, ...]:
    """Return buttons of which only the first may be more than plain."""
    weights = (first, *[Weight.PLAIN] * len(buttons))
    return tuple(
        replace(each, weight=weight) for each, weight in zip(buttons, weights, strict=False)
    )
