"""What whoever waits for a partner may expect: a round or the next good one, past HR or not."""

from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.model import Programme, RoundState
from bot.said import Paragraph, text
from bot.turn import Turn


class Prospect(StrEnum):
    """In which way the next proposal comes; the last part of the keys that say so."""

    ROUND = "round"
    ROUND_AT_ONCE = "round_at_once"
    LATER = "later"
    LATER_REVIEWED = "later_reviewed"


def prospect(turn: Turn, programme: Programme) -> Prospect:
    """Return how a proposal comes to somebody who waits now; `rolling` does what this promises."""
    if first_round_is_out(turn, programme.id):
        return Prospect.LATER_REVIEWED if programme.reviews_rolling else Prospect.LATER
    return Prospect.ROUND if programme.reviews_rounds else Prospect.ROUND_AT_ONCE


def first_day(turn: Turn, programme: Programme) -> tuple[Paragraph, ...]:
    """Return when a programme begins, nothing once it has: no hour lies before that day."""
    today = turn.now.astimezone(ZoneInfo(programme.time_zone)).date()
    if programme.starts_on <= today:
        return ()
    return (Paragraph(text("home.begins", day=programme.starts_on)),)


def first_round_is_out(turn: Turn, programme_id: int) -> bool:
    """Tell whether a round was sent: from then on partners are found between rounds, too."""
    return any(each.state is RoundState.SENT for each in turn.store.rounds_of(programme_id))
