"""The first word to a new tandem: who the partner is, the first hour, and what to do before it."""

from bot.cadence import Week
from bot.commands import ShowPair
from bot.flows import tandem_facts
from bot.flows.meeting_card import about, agenda, buttons, skipped_card
from bot.flows.meeting_plan import next_check_in
from bot.flows.meeting_times import Tandem, tandem_of
from bot.model import CheckIn, CheckInState, Notice, Pairing, PairingState
from bot.said import Aside, Bullets, Button, Facts, Message, Paragraph, Part, text
from bot.turn import Half, Seat, Turn

BEGUN = "pairing.begun"


def begun_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say who the partner is and when the two meet for the first time."""
    pairing = turn.known(Pairing, notice.subject)
    if pairing.state is not PairingState.ACTIVE:
        return None
    return begun_card(turn, pairing, next_check_in(turn.store, pairing, turn.now))


def begun_card(
    turn: Turn, pairing: Pairing, first: CheckIn | None, *, newest: bool = True
) -> Message:
    """Return the first word to a new tandem, with its first hour as it is now.

    It can be acted upon as long as it is the `newest` card and the hour is ahead.
    """
    tandem, half = tandem_of(turn, pairing), turn.half_of(pairing)
    partner = turn.names(half.across)
    planned = first is not None and first.state is CheckInState.PLANNED
    title = half.text(
        "pairing.begun.title" if planned else "pairing.begun.no_hour_yet", partner=partner
    )
    to_do = first and newest and first.starts_at > turn.now and pairing.state is PairingState.ACTIVE
    return Message(
        title,
        (
            Paragraph(half.text(f"pairing.begun.{half.seat.value}", partner=partner)),
            *_sentences(turn, half),
            Facts(tandem_facts.facts(turn, tandem, first if planned else None)),
            *_remarks(turn, tandem, first, half, to_do=bool(to_do)),
        ),
        (
            *(_first_buttons(turn, tandem, first, half) if first and to_do else ()),
            Button(half.text("pairing.button.show"), ShowPair()),
        ),
        about(first) if first else f"pairing:{pairing.id}",
    )


def _sentences(turn: Turn, half: Half) -> tuple[Part, ...]:
    """Return what a group's mentees wrote for their mentor, to whom they were put without names."""
    if not (half.in_group and half.seat is Seat.MENTOR):
        return ()
    said = [
        text("pairing.begun.sentence", person=turn.mention(each), sentence=each.sentence)
        for each in half.across
        if each.sentence
    ]
    return (Bullets(tuple(said)),) if said else ()


def _remarks(
    turn: Turn, tandem: Tandem, first: CheckIn | None, half: Half, *, to_do: bool
) -> list[Part]:
    """Return what there is to know about the hour ahead: whether it suits both, what it is for."""
    if first is None or first.starts_at <= turn.now:
        return []
    if first.state is CheckInState.SKIPPED:
        return [Aside(text("pairing.begun.left_out"))]
    shared = tandem.share_an_hour(Week.parse(first.week))
    fits, outside = text("pairing.begun.fits"), half.text("pairing.begun.outside")
    found = Paragraph(fits) if shared else Aside(outside)
    how = (Paragraph(half.text("pairing.begun.how")),) if to_do else ()  # it speaks of buttons
    return [found, *how, *agenda(turn, tandem.pairing)]


def _first_buttons(turn: Turn, tandem: Tandem, first: CheckIn, half: Half) -> tuple[Button, ...]:
    if first.state is CheckInState.SKIPPED:
        return skipped_card(turn, tandem, first).buttons
    return buttons(first, half)
