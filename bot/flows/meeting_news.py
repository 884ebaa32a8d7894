"""News of an hour: cards mended without a sound, and a new message for who must attend to it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.flows.meeting_card import about
from bot.flows.quiet import free_moment
from bot.flows.working_hours import before_both
from bot.model import (
    CheckIn,
    CheckInState,
    NoticeState,
    Participant,
    ParticipantState,
    Person,
    Priority,
)
from bot.turn import Turn

CHANGED, REVIVED, CARD = "checkin.changed", "checkin.revived", "checkin.card"
WORTH_EDITING = timedelta(days=1)


def tell(
    turn: Turn, readers: Iterable[Participant], before: CheckIn, check_in: CheckIn, until: datetime
) -> None:
    """Owe readers a new message about an hour that was moved or left out.

    Who is on a break is left in peace.
    """
    _tell(turn, CHANGED, readers, before, check_in, until=until)


def tell_of_revival(turn: Turn, readers: Iterable[Participant], check_in: CheckIn) -> None:
    """Owe readers a new message about an hour that takes place after all."""
    _tell(turn, REVIVED, readers, check_in, check_in, until=check_in.starts_at)


def _tell(
    turn: Turn,
    kind: str,
    readers: Iterable[Participant],
    before: CheckIn,
    check_in: CheckIn,
    *,
    until: datetime,
) -> None:
    for reader in readers:
        if reader.state is ParticipantState.PAUSED:
            continue
        person = turn.person_of(reader)
        due, at_latest = told_between(turn, before, check_in, person)
        fold_earlier(turn, reader, check_in, when_told=due)
        turn.owe(
            person.id,
            kind,
            check_in.id,
            due=due,
            until=until,
            at_latest=at_latest,
            once=_once(turn, check_in),
        )


def told_between(
    turn: Turn, before: CheckIn, check_in: CheckIn, person: Person
) -> tuple[datetime, datetime]:
    """Return when somebody hears of a changed hour: when it suits her, and when at the latest.

    That is before the hour that she knew of, and before the new one.
    """
    at_latest = before_both(turn, before.starts_at, check_in.starts_at, person)
    return max(turn.now, min(free_moment(turn, person), at_latest)), at_latest


def was_told_left_out(turn: Turn, reader: Participant, check_in: CheckIn) -> bool:
    """Tell whether a message said to somebody that an hour was left out."""
    return any(
        each.kind == CHANGED
        and each.subject == check_in.id
        and each.once.endswith(f":{CheckInState.SKIPPED}")
        and each.state in {NoticeState.SENDING, NoticeState.SENT}
        for each in turn.store.notices_to(reader.person)
    )


def mend_cards(turn: Turn, readers: Iterable[Participant], check_in: CheckIn) -> None:
    """Let the cards that people already have show the check-in as it is now, without a sound."""
    for reader in readers:
        turn.owe(
            reader.person,
            CARD,
            check_in.id,
            until=turn.now + WORTH_EDITING,
            once=_once(turn, check_in),
            # Before the new message about the same matter, so that it mends the earlier one.
            priority=Priority.ANSWER,
            edits=True,
        )
        fold_earlier(turn, reader, check_in)


def _once(turn: Turn, check_in: CheckIn) -> str:
    """Tell news from each other, also where an hour is moved and left out at one moment."""
    return f"{turn.now.isoformat()}:{check_in.state}"


def fold_earlier(
    turn: Turn, reader: Participant, check_in: CheckIn, *, when_told: datetime | None = None
) -> None:
    """Leave the newest card about a check-in with its buttons only; the others just say the hour.

    With `when_told`, the moment of a message to come, the newest one of now is an earlier one.
    """
    said = turn.store.said_all_about(reader.person, about(check_in))
    due = when_told or turn.now
    for each in said if when_told else said[1:]:
        once = f"{turn.now.isoformat()}:{due.isoformat()}"
        turn.mend(each, CARD, check_in.id, due=due, until=due + WORTH_EDITING, once=once)
