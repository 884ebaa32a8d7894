"""What each of the two said about the tandem itself: kept in private, one answer a question."""

from dataclasses import replace

from bot.model import PairAnswer, Pairing, PairQuestion, Participant
from bot.turn import Turn


def answer_of(turn: Turn, pairing: Pairing, question: PairQuestion, person: int) -> str:
    """Return what somebody said, "" when she has not been asked or not answered."""
    found = _find(turn, pairing, question, person)
    return found.answer if found else ""


def keep(turn: Turn, pairing: Pairing, question: PairQuestion, answer: str) -> None:
    """Keep what the person says now, in the place of what she said before."""
    found = _find(turn, pairing, question, turn.person.id)
    if found:
        turn.store.save(replace(found, answer=answer, given_at=turn.now))
    else:
        turn.store.add(PairAnswer(pairing.id, turn.person.id, question, answer, turn.now))


def forget(turn: Turn, pairing: Pairing, *questions: PairQuestion) -> None:
    """Forget what both said to these questions, to all of them where none is named."""
    for each in turn.store.pair_answers(pairing.id):
        if not questions or each.question in questions:
            turn.store.remove(each)


def forget_hers(turn: Turn, pairing: Pairing, participant: Participant) -> None:
    """Forget what somebody said who is in the pairing no longer."""
    for each in turn.store.pair_answers(pairing.id):
        if each.person == participant.person:
            turn.store.remove(each)


def _find(turn: Turn, pairing: Pairing, question: PairQuestion, person: int) -> PairAnswer | None:
    for each in turn.store.pair_answers(pairing.id):
        if each.question is question and each.person == person:
            return each
    return None
