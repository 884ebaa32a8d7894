"""What there is still to say after an hour: whether it fits, the next step, a sentence, a first goal."""

from collections.abc import Iterator
from datetime import timedelta

from bot.commands import AskGoal, AskNextStep, AskSentence
from bot.flows import fit_question
from bot.model import LIVING, CheckIn, CheckInState, Pairing
from bot.said import Button, Paragraph, Part, text
from bot.turn import Half, Turn

SECOND_THOUGHTS = timedelta(days=7)  # after the first tap the answers can still be changed


def question(turn: Turn, pairing: Pairing, half: Half) -> tuple[Part, ...]:
    """Return the question whether it fits where it is open, nothing elsewhere."""
    if not _fit_is_open(turn, pairing):
        return ()
    title = Paragraph(fit_question.title(turn, pairing, half))
    return title, *fit_question.parts(turn, half)


def buttons(turn: Turn, pairing: Pairing, check_in: CheckIn, half: Half) -> tuple[Button, ...]:
    """Return the answers to the open question, and what can be added to this hour."""
    answers = fit_question.buttons(pairing, half) if _fit_is_open(turn, pairing) else ()
    return (*answers, *_to_add(turn, pairing, check_in))


def last_met(turn: Turn, pairing: Pairing) -> CheckIn | None:
    """Return the newest hour that took place, None before the first one."""
    met = [each for each in turn.store.check_ins_of(pairing.id) if each.state is CheckInState.MET]
    return max(met, key=lambda each: each.starts_at, default=None)


def _fit_is_open(turn: Turn, pairing: Pairing) -> bool:
    return pairing.state in LIVING and fit_question.is_open(turn, pairing)


def _to_add(turn: Turn, pairing: Pairing, check_in: CheckIn) -> Iterator[Button]:
    given = turn.store.feedback_by(check_in.id, turn.person.id)
    if not check_in.next_step:
        yield Button(text("feedback.step.add"), AskNextStep(check_in.id))
    if given and not given.sentence and turn.now <= given.given_at + SECOND_THOUGHTS:
        yield Button(text("feedback.thanks.add"), AskSentence(check_in.id))
    if pairing.state in LIVING and not turn.store.goals_of(pairing.id):
        yield Button(text("goals.button.propose"), AskGoal(pairing.id))
