"""The question whether a tandem fits, wherever it is asked: when it is open, and its three answers."""

from bot.commands import SayFit
from bot.flows import pair_answers, tandem_facts
from bot.model import Pairing, PairQuestion
from bot.said import Aside, Button, Paragraph, Part, Text, Weight, text
from bot.turn import Half, Seat, Turn

FITS, UNSURE, STILL_UNSURE, NOT = "fits", "unsure", "still_unsure", "not"
MEETINGS_BEFORE_ASKING_AGAIN = 3


def said(turn: Turn, pairing: Pairing) -> str:
    """Return what the reader said before, "" when nothing."""
    return pair_answers.answer_of(turn, pairing, PairQuestion.FIT, turn.person.id)


def is_open(turn: Turn, pairing: Pairing) -> bool:
    """Tell whether it is time to ask: after the first hour, and once more after a doubt."""
    met, before = tandem_facts.met_so_far(turn, pairing), said(turn, pairing)
    return (not before and met > 0) or (before == UNSURE and met >= MEETINGS_BEFORE_ASKING_AGAIN)


def title(turn: Turn, pairing: Pairing, half: Half) -> Text:
    """Return the question."""
    partner = turn.names(half.others)
    again = said(turn, pairing) == UNSURE
    return half.text("fit.question.again" if again else "fit.question.title", partner=partner)


def parts(turn: Turn, half: Half) -> tuple[Part, ...]:
    """Return what there is to know before answering: who sees it."""
    who = half.text("fit.question.who_sees", partner=turn.names(half.others))
    return Paragraph(text("fit.question.body")), Aside(who)


def buttons(pairing: Pairing, half: Half) -> tuple[Button, ...]:
    """Return the three answers; the one that ends the tandem is asked once more."""
    return (
        Button(text("fit.button.fits"), SayFit(pairing.id, FITS)),
        Button(text("fit.button.unsure"), SayFit(pairing.id, UNSURE)),
        parting(pairing, half, text("fit.button.not")),
    )


def parting(pairing: Pairing, half: Half, label: Text) -> Button:
    """Return the button by which somebody ends her tandem, or leaves her group, under this label."""
    leaves = half.in_group and half.seat is Seat.MENTEE
    sure = text("fit.button.leave_confirm") if leaves else half.text("fit.button.not_confirm")
    return Button(label, SayFit(pairing.id, NOT), Weight.DANGER, confirm=sure)
