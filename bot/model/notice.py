"""What the bot owes a person, and how far its delivery has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.model.moves import Moves
from bot.model.people import Address

# The reason of a notice that expired while it waited. Where a provider had refused it in passing, the
# last refusal follows behind a colon: "too_late: Teams cannot be reached".
TOO_LATE = "too_late"
REFUSED_BEFORE = ": "


class NoticeState(StrEnum):
    """How far a notice has come."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    UNDELIVERABLE = "undeliverable"
    EXPIRED = "expired"


NOTICE_MOVES = Moves(
    "Notice",
    NoticeState.READY,
    {
        NoticeState.READY: frozenset({NoticeState.SENDING, NoticeState.EXPIRED}),
        NoticeState.SENDING: frozenset(
            {
                NoticeState.READY,
                NoticeState.SENDING,
                NoticeState.SENT,
                NoticeState.UNDELIVERABLE,
                NoticeState.EXPIRED,
            }
        ),
        NoticeState.SENT: frozenset(),
        NoticeState.UNDELIVERABLE: frozenset(),
        NoticeState.EXPIRED: frozenset(),
    },
)


class Priority(IntEnum):
    """Which notice goes first when many are due: the smaller number."""

    ANSWER = 0
    REMINDER = 1
    DIGEST = 2


@dataclass(frozen=True)
class Notice:
    """Something the bot owes a person: what, when due, until when it is worth sending, sent or not.

    `kind` and `subject` name the composer and the noun it speaks of: the words are made at the
    moment of sending, so that they are never stale. `once` is unique: the same matter is never owed
    twice. A notice that `edits` replaces the person's earlier message about the same matter and
    does not ask for attention: the newest one, or the one whose `address` and `message` it names
    beforehand. `at_latest` is the moment from which it waits for no quiet day any longer, because
    of a meeting within the hour. `slot` is the moment that its platform's line has given it,
    `refusals` how often its provider was in passing trouble. `doubted` says that whoever holds it
    is given up, so that it is looked for when the lease runs out. `about`, `address` and `message`
    say what was sent, where and as which of the provider's messages.
    """

    person: int
    kind: str
    subject: int
    once: str
    due: datetime
    until: datetime
    priority: Priority = Priority.REMINDER
    edits: bool = False
    at_latest: datetime | None = None
    state: NoticeState = NoticeState.READY
    attempts: int = 0
    leased_until: datetime | None = None
    doubted: bool = False
    not_before: datetime | None = None
    slot: datetime | None = None
    refusals: int = 0
    about: str = ""
    address: Address | None = None
    message: str = ""
    reason: str = ""
    settled_at: datetime | None = None
    id: int = 0
