"""What people are told of a pairing that rests, goes on or has ended; never why, or by whom."""

from bot.commands import ShowPair
from bot.flows.meeting_card import about, buttons, when
from bot.flows.meeting_plan import next_check_in
from bot.flows.working_hours import at_work
from bot.model import (
    Notice,
    NoticeState,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
)
from bot.said import Button, Message, Paragraph, text
from bot.turn import WORTH_A_WEEK, Half, Turn

SUSPENDED, RESUMED = "pairing.suspended", "pairing.resumed"
ENDED_EARLY, PARTED, COMPLETED = "pairing.ended", "pairing.parted", "pairing.completed"
PARTNER_GONE, GROUP_GONE = "privacy.partner_gone", "privacy.group_gone"


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


def knows_that_it_rests(turn: Turn, pairing: Pairing, participant: Participant) -> bool:
    """Tell whether the last that somebody was told of a pairing was that it rests."""
    told = [
        each
        for each in turn.store.notices_to(participant.person)
        if each.kind in {SUSPENDED, RESUMED}
        and each.subject == pairing.id
        and each.state is NoticeState.SENT
    ]
    return bool(told) and told[-1].kind == SUSPENDED


def tell_of_ends(turn: Turn, participant: Participant) -> None:
    """Tell who is back of what ended while she was on a break, and could not be told."""
    for pairing in turn.store.pairings_with(participant.id, (PairingState.ENDED,)):
        _tell_late(turn, participant, ENDED_EARLY, pairing.id)
        _tell_late(turn, participant, PARTED, pairing.id)
    _tell_late(turn, participant, PARTNER_GONE, participant.id)
    _tell_late(turn, participant, GROUP_GONE, participant.id)


def _tell_late(turn: Turn, participant: Participant, kind: str, subject: int) -> None:
    """Owe somebody anew what was not said to her."""
    owed = [
        each
        for each in turn.store.notices_to(participant.person)
        if each.kind == kind and each.subject == subject
    ]
    if owed and owed[-1].state is NoticeState.EXPIRED:
        due = at_work(turn, turn.person_of(participant))
        once = turn.now.isoformat()
        turn.owe(participant.person, kind, subject, due=due, until=due + WORTH_A_WEEK, once=once)
