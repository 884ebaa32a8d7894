"""What the post looks up before it sends: a quieter day, addresses, the message it mends."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.core import Bot
from bot.flows import quiet
from bot.model import Address, Notice
from bot.ports import Books
from bot.said import Message
from bot.turn import Turn


def waits(bot: Bot, notice: Notice, now: datetime, in_hand: Collection[int]) -> datetime | None:
    """Return until when a notice waits for a quieter day; None when it goes now."""
    with bot.books.read() as store:
        return quiet.later(Turn(now, store, bot.catalogue), notice, in_hand)


def written(
    bot: Bot, wanted: Sequence[tuple[Notice, datetime]]
) -> Sequence[tuple[tuple[Address, ...], Message | None]]:
    """Return where each is reached and what she is told at her moment; all from one look.

    What many have in common, a pair or a programme, is read once.
    """
    with bot.books.read() as store:
        return [
            (store.addresses_of(notice.person), bot.compose(store, notice, now))
            for notice, now in wanted
        ]


def addresses_of(books: Books, notice: Notice) -> tuple[Address, ...]:
    """Return where the person of a notice is reached, the address used last first."""
    with books.read() as store:
        return store.addresses_of(notice.person)


def earlier_of(books: Books, notices: Sequence[Notice]) -> Sequence[Notice | None]:
    """Return the message that each of these mends: the one it names, else the newest on its matter."""
    with books.read() as store:
        return [
            notice if notice.message else store.said_about(notice.person, notice.about)
            for notice in notices
        ]
