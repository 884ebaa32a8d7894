"""What people are told of a pairing that rests, goes on or has ended; never why, or by whom."""

from bot.commands import ShowPair
from bot.flows.meeting_card import about, buttons, when
from bot.flows.meeting_plan import next_check_in
from bot.model import Notice, Pairing, PairingState, ParticipantState
from bot.said import Button, Message, Paragraph, text
from bot.turn import Half, Turn


def suspended_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say that the tandem rests because the partner is on a break; not why."""
    pairing = turn.known(Pairing, notice.subject)
    if pairing.state is not PairingState.SUSPENDED:
        return None
    half = turn.half_of(pairing)
    return Message(
        half.text("pairing.suspended.title", partner=turn.names(half.others)),
        (Paragraph(text("pairing.suspended.body")),),
        (Button(half.text("pairing.button.show"), ShowPair()),),
        f"pairing:{pairing.id}",
    )


def resumed_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say that the partner is back, and when the two meet next."""
    pairing = turn.known(Pairing, notice.subject)
    if pairing.state is not PairingState.ACTIVE:
        return None
    half = turn.half_of(pairing)
    coming = next_check_in(turn.store, pairing, turn.now)
    body = (
        text("pairing.resumed.next", when=when(coming)) if coming else text("pairing.resumed.later")
    )
    return Message(
        half.text("pairing.resumed.title", partner=turn.names(half.others)),
        (Paragraph(body),),
        buttons(coming, half) if coming else (),
        about(coming) if coming else f"pairing:{pairing.id}",
    )


def ended_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say kindly that the tandem has ended early, without a reason; None on a break: later then."""
    pairing = turn.known(Pairing, notice.subject)
    half = turn.half_of(pairing)
    if half.me.state is ParticipantState.PAUSED:
        return None
    return Message(
        half.text("pairing.ended.title", partner=turn.names(half.others)),
        (Paragraph(half.text("pairing.ended.body")),),
        about=f"pairing:{pairing.id}",
    )


def parted_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say that the two do not go on, without a reason or who said so; None on a break: later then."""
    pairing = turn.known(Pairing, notice.subject)
    half = turn.half_of(pairing)
    return None if half.me.state is ParticipantState.PAUSED else parted_card(turn, pairing, half)


def parted_card(turn: Turn, pairing: Pairing, half: Half) -> Message:
    """Return the kind end of a tandem, in the same words for both."""
    return Message(
        half.text("fit.parted.title", partner=turn.names(half.others)),
        (Paragraph(half.text("fit.parted.body")),),
        about=f"pairing:{pairing.id}",
    )
