"""Does it fit? Asked after the first hour, each in private; a no ends a tandem kindly."""

from bot.commands import AskFit, SayFit, SeekPartner, ShowPair
from bot.flows import (
    afterwards,
    fit_question,
    groups,
    pair_answers,
    pairing_news,
    pairings,
    tandem_facts,
)
from bot.flows.fit_question import FITS, STILL_UNSURE, UNSURE
from bot.flows.working_hours import next_working_day
from bot.model import LIVING, Pairing, PairQuestion
from bot.said import Aside, Bullets, Button, Message, Paragraph, Part, Reply, text
from bot.turn import Half, NotAllowed, Turn


def ask(turn: Turn, request: AskFit) -> Reply:
    """Ask whether the tandem fits."""
    pairing, half = _mine(turn, request.pairing)
    return Message(
        fit_question.title(turn, pairing, half),
        fit_question.parts(turn, half),
        fit_question.buttons(pairing, half),
        _about(pairing),
    )


def say(turn: Turn, request: SayFit) -> Reply:
    """Keep the answer: a no ends the tandem for both, a doubt gets tips and is asked once more."""
    pairing, half = _mine(turn, request.pairing, any_time=request.answer == fit_question.NOT)
    match request.answer:
        case fit_question.NOT:
            return _parted(turn, pairing, half)
        case "unsure":
            asked = fit_question.said(turn, pairing)
            again = asked in {UNSURE, STILL_UNSURE} and fit_question.is_open(turn, pairing)
            answer = STILL_UNSURE if again or asked == STILL_UNSURE else UNSURE
            pair_answers.keep(turn, pairing, PairQuestion.FIT, answer)
            return _tips(turn, pairing, half, answer)
        case "fits":
            pair_answers.keep(turn, pairing, PairQuestion.FIT, FITS)
            return Message(
                text("fit.fits.title"),
                (Paragraph(text("fit.fits.body")),),
                _on(turn, pairing, half),
                _about(pairing),
            )
    raise NotAllowed("refusal.no_longer")


def _parted(turn: Turn, pairing: Pairing, half: Half) -> Message:
    """End the tandem; what the partner reads is the same as what is said here.

    A mentee for whom a group does not fit leaves it, and the others go on.
    """
    if groups.goes_on_without(pairing, half.me):
        pairings.leave_group(turn, pairing, half.me)
        turn.later(SeekPartner(half.me.id), next_working_day(turn, turn.person))
        body = (Paragraph(text("fit.left.body")),)
        return Message(text("fit.left.title"), body, about=_about(pairing))
    pairings.part(turn, pairing)
    return pairing_news.parted_card(turn, pairing, half)


def _tips(turn: Turn, pairing: Pairing, half: Half, answer: str) -> Message:
    tips = tuple(text(f"fit.unsure.{each}") for each in ("expect", "smaller", "swap"))
    parts: list[Part] = [Paragraph(text("fit.unsure.body")), Bullets(tips)]
    contact = tandem_facts.contact(turn, pairing)
    if contact:
        parts.append(Paragraph(text("fit.unsure.contact", contact=contact)))
    if answer == UNSURE:
        parts.append(Aside(text("fit.unsure.later")))
    return Message(
        text("fit.unsure.title"), tuple(parts), _on(turn, pairing, half), _about(pairing)
    )


def _on(turn: Turn, pairing: Pairing, half: Half) -> tuple[Button, ...]:
    """Return where to go from here: the question stood beside what can be added to the hour."""
    hour = afterwards.last_met(turn, pairing)
    more = afterwards.buttons(turn, pairing, hour, half) if hour else ()
    return (*more, Button(half.text("pairing.button.show"), ShowPair()))


def _mine(turn: Turn, pairing_id: int, *, any_time: bool = False) -> tuple[Pairing, Half]:
    """Return one's own living pairing; before a first hour there is only a no to say of it."""
    pairing, half = turn.my_pairing(pairing_id)
    too_early = not any_time and not tandem_facts.met_so_far(turn, pairing)
    if pairing.state not in LIVING or too_early:
        raise NotAllowed("refusal.no_longer")
    return pairing, half


def _about(pairing: Pairing) -> str:
    return f"fit:{pairing.id}"
