"""What each said about an hour: who will be there, and who says that they met."""

from dataclasses import replace

from bot.model import CheckIn
from bot.turn import Half, Seat


def confirmed(check_in: CheckIn, half: Half) -> bool:
    """Tell whether the reader has said beforehand that she will be there."""
    return half.me.id in check_in.confirmed


def stayed_away(check_in: CheckIn, half: Half) -> bool:
    """Tell whether the reader has said that she was not there, beforehand or after."""
    return half.me.id in check_in.absent or half.me.id in check_in.said_missed


def with_confirmed(check_in: CheckIn, half: Half) -> CheckIn:
    """Return the check-in, confirmed by the reader."""
    return replace(check_in, confirmed=(*check_in.confirmed, half.me.id))


def met(check_in: CheckIn, half: Half) -> tuple[bool | None, bool | None]:
    """Return the answers to "did you meet?": the reader's, and that of the others.

    Where the others differ among themselves, theirs is the one that differs from hers; none as long
    as she has said nothing.
    """
    mine, theirs = _answer_of(check_in, half.me.id), _answers_of_others(check_in, half)
    if mine is None:
        return mine, next(iter(theirs)) if len(theirs) == 1 else None
    return mine, next(iter(theirs - {mine} or theirs), None)


def is_contradicted(check_in: CheckIn, half: Half, *, answer: bool) -> bool:
    """Tell whether another one has said otherwise about an hour, in a group also one who has left."""
    return (not answer) in _answers_of_others(check_in, half)


def with_met(check_in: CheckIn, half: Half, *, answer: bool) -> CheckIn:
    """Return the check-in with the reader's answer."""
    if answer:
        return replace(check_in, said_met=(*check_in.said_met, half.me.id))
    return replace(check_in, said_missed=(*check_in.said_missed, half.me.id))


def skipped_by(seat: Seat) -> str:
    """Return the reason of a skip by the one in this seat."""
    return f"by_{seat.value}"


def _answers_of_others(check_in: CheckIn, half: Half) -> set[bool]:
    said = {True: check_in.said_met, False: check_in.said_missed}
    return {answer for answer, people in said.items() if set(people) - {half.me.id}}


def _answer_of(check_in: CheckIn, participant: int) -> bool | None:
    if participant in check_in.said_met:
        return True
    return False if participant in check_in.said_missed else None
