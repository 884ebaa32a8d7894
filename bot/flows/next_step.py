"""The next step: what the two set out to do until the next hour, shown on its agenda."""

from dataclasses import replace

from bot.commands import AskNextStep, KeepNextStep, ShowPair
from bot.flows import afterwards
from bot.flows.meeting_card import about
from bot.model import CheckIn, CheckInState, Pairing
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

LONGEST_STEP = 200  # characters


def ask(turn: Turn, request: AskNextStep) -> Reply:
    """Ask for the next step; what the partner wrote down is filled in."""
    check_in, half = _met(turn, request.check_in)
    return _form(turn, check_in, half, check_in.next_step)


def keep(turn: Turn, request: KeepNextStep) -> Reply:
    """Keep the next step in the words of whoever wrote last."""
    check_in, half = _met(turn, request.check_in)
    words = str((turn.answers or {}).get("step", "")).strip()
    if turn.answers is None:
        return _form(turn, check_in, half, check_in.next_step)
    if not words or len(words) > LONGEST_STEP:
        problem = text("feedback.step.too_long" if words else "feedback.step.empty")
        if words:
            problem = text("feedback.step.too_long", count=LONGEST_STEP)
        return _form(turn, check_in, half, words[:LONGEST_STEP], {"step": problem})
    kept = turn.store.save(replace(check_in, next_step=words))
    pairing = turn.known(Pairing, kept.pairing)
    return Message(
        text("feedback.step.kept"),
        (
            Quote(verbatim(kept.next_step)),
            Paragraph(text("feedback.step.shown")),
            *afterwards.question(turn, pairing, half),
        ),
        (
            *afterwards.buttons(turn, pairing, kept, half),
            Button(half.text("pairing.button.show"), ShowPair()),
        ),
        about(kept),
    )


def _form(
    turn: Turn,
    check_in: CheckIn,
    half: Half,
    words: str,
    problems: dict[str, Text] | None = None,
) -> Form:
    partner = turn.names(half.others)
    return Form(
        title=text("feedback.step.title"),
        request=KeepNextStep(check_in.id),
        asks=(
            Line(
                "step",
                text("feedback.step.label"),
                hint=text("feedback.step.hint"),
                value=words,
                longest=LONGEST_STEP,
            ),
        ),
        submit=text("feedback.step.submit"),
        intro=(Aside(half.text("feedback.step.who_sees", partner=partner)),),
        problems=problems or {},
    )


def _met(turn: Turn, check_in_id: int) -> tuple[CheckIn, Half]:
    """Return one's own check-in if it took place; refuses anything else."""
    check_in, _, half = turn.my_check_in(check_in_id)
    if check_in.state is not CheckInState.MET:
        raise NotAllowed("refusal.no_longer")
    return check_in, half
