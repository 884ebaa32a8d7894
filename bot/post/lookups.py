"""What the post looks up before it sends: a quieter day, addresses, the message it mends."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.core import Bot
from bot.flows import quiet
from bot.model import Address, Notice
from bot.ports import Books, Store
from bot.said import Message
from bot.turn import Turn


@dataclass(frozen=True)
class Written:
    """What a notice says and where its person is reached; or until when it waits for a quieter day."""

    addresses: tuple[Address, ...] = ()
    message: Message | None = None
    waits_until: datetime | None = None


def written(
    bot: Bot, wanted: Sequence[tuple[Notice, datetime]], in_hand: Collection[int]
) -> Sequence[Written | Exception]:
    """Return what becomes of each at its moment; all of them look at the books side by side."""
    return bot.books.read_together(
        [partial(_written, bot, notice, now, in_hand) for notice, now in wanted]
    )


def _written(
    bot: Bot, notice: Notice, now: datetime, in_hand: Collection[int], store: Store
) -> Written:
    if quiet.is_unasked(notice):
        waits_until = quiet.later(Turn(now, store, bot.catalogue), notice, in_hand)
        if waits_until is not None:
            return Written(waits_until=waits_until)
    return Written(store.addresses_of(notice.person), bot.compose(store, notice, now))


def addresses_of(books: Books, notice: Notice) -> tuple[Address, ...]:
    """Return where the person of a notice is reached, the address used last first."""
    with books.read() as store:
        return store.addresses_of(notice.person)


def earlier_of(books: Books, notices: Sequence[Notice]) -> Sequence[Notice | Exception | None]:
    """Return the message that each of these mends: the one it names, else the newest on its matter."""
    return books.read_together([partial(_earlier, notice) for notice in notices])


def _earlier(notice: Notice, store: Store) -> Notice | None:
    return notice if notice.message else store.said_about(notice.person, notice.about)
