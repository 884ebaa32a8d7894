"""What became of a notice that was claimed, as it is kept: for another time, in doubt, or refused."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.model import REFUSED_BEFORE, TOO_LATE, Notice, NoticeState

FIRST_BACKOFF = timedelta(seconds=30)
LONGEST_BACKOFF = timedelta(hours=1)


def undeliverable(notice: Notice, reason: str) -> Notice:
    """Return a notice that was refused for good."""
    return replace(notice, state=NoticeState.UNDELIVERABLE, reason=reason)


def late(notice: Notice) -> Notice:
    """Return a notice that was not sent while it was worth it, and why not where that is known."""
    refused = f"{REFUSED_BEFORE}{notice.reason}" if notice.reason else ""
    return replace(notice, state=NoticeState.EXPIRED, reason=f"{TOO_LATE}{refused}")


def put_back(
    notice: Notice, not_before: datetime | None, *, slot: datetime | None = None
) -> Notice:
    """Return a notice that was surely not sent, for whoever claims it then."""
    return replace(notice, state=NoticeState.READY, not_before=not_before, slot=slot)


def still_in_doubt(notice: Notice, until: datetime) -> Notice:
    """Return a notice that nobody takes up again before then, to look once more."""
    return replace(notice, state=NoticeState.SENDING, leased_until=until, doubted=True)


def backoff(refusals: int) -> timedelta:
    """Return the pause after so many refusals before: doubled each time, up to an hour."""
    return min(FIRST_BACKOFF * (1 << min(refusals, 10)), LONGEST_BACKOFF)


def key_of(notice: Notice) -> str:
    """Return the mark by which a notice's message is found again at the provider."""
    return f"kehrwert-{notice.id}"
