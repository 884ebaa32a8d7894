"""What each of the two said about an hour: who is on, who says they met; mine first, theirs second."""

from dataclasses import replace

from bot.model import CheckIn
from bot.turn import Seat


def other(seat: Seat) -> Seat:
    """Return the partner's seat."""
    return Seat.MENTEE if seat is Seat.MENTOR else Seat.MENTOR


def on(check_in: CheckIn, seat: Seat) -> tuple[bool, bool]:
    """Tell who has confirmed the hour: the one in this seat, and the partner."""
    mentor, mentee = check_in.mentor_on, check_in.mentee_on
    return (mentor, mentee) if seat is Seat.MENTOR else (mentee, mentor)


def with_on(check_in: CheckIn, seat: Seat) -> CheckIn:
    """Return the check-in, confirmed by the one in this seat."""
    if seat is Seat.MENTOR:
        return replace(check_in, mentor_on=True)
    return replace(check_in, mentee_on=True)


def met(check_in: CheckIn, seat: Seat) -> tuple[bool | None, bool | None]:
    """Return the answers to "did you meet?": of the one in this seat, and of the partner."""
    mentor, mentee = check_in.mentor_met, check_in.mentee_met
    return (mentor, mentee) if seat is Seat.MENTOR else (mentee, mentor)


def with_met(check_in: CheckIn, seat: Seat, *, answer: bool) -> CheckIn:
    """Return the check-in with the answer of the one in this seat."""
    if seat is Seat.MENTOR:
        return replace(check_in, mentor_met=answer)
    return replace(check_in, mentee_met=answer)


def skipped_by(seat: Seat) -> str:
    """Return the reason of a skip by the one in this seat."""
    return f"by_{seat.value}"
