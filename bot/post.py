"""The one way out unasked: claim what is due, look where in doubt, send, tick off."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from bot.core import Bot
from bot.model import Address, Notice, NoticeState
from bot.ports import InDoubt, Messenger, Throttled, Undeliverable
from bot.said import Message

log = logging.getLogger(__name__)

BATCH = 64
AT_ONCE = 8
LEASE = timedelta(seconds=60)  # longer than a messenger's time-out of 20 s, plus a margin
LEAST_LEASE_LEFT = timedelta(seconds=25)  # a process that was frozen must not post late
MOST_ATTEMPTS = 8
FIRST_BACKOFF = timedelta(seconds=30)
LONGEST_BACKOFF = timedelta(hours=1)


class Moot(Exception):
    """An edit of something that was never said."""


@dataclass(frozen=True)
class Attempt:
    """A claimed notice on its way to one address."""

    notice: Notice
    address: Address
    message: Message


class Post:
    """Delivers notices. `clock` tells the time, since sending takes some."""

    def __init__(self, bot: Bot, messenger: Messenger, clock: Callable[[], datetime]) -> None:
        self.bot = bot
        self.books = bot.books
        self.messenger = messenger
        self.clock = clock

    async def deliver_due(self) -> int:
        """Deliver one batch of due notices; return how many were taken up.

        People are served side by side, each one's notices in their order. What fails for one
        person never stops the others.
        """
        now = self.clock()
        claimed = await asyncio.to_thread(self.books.claim, now, now + LEASE, BATCH)
        gate = asyncio.Semaphore(AT_ONCE)
        by_person = sorted(claimed, key=lambda notice: notice.person)
        people = [list(theirs) for _, theirs in groupby(by_person, lambda each: each.person)]
        await asyncio.gather(*(self._serve(theirs, gate) for theirs in people))
        return len(claimed)

    async def _serve(self, notices: Sequence[Notice], gate: asyncio.Semaphore) -> None:
        async with gate:
            for notice in notices:
                try:
                    await self._deliver(notice)
                except InDoubt:
                    log.warning("delivery in doubt", extra={"notice": notice.id})
                except Exception:
                    # Nobody knows how far it came: the lease runs out, and then we look.
                    log.exception("delivery failed", extra={"notice": notice.id})

    async def _deliver(self, notice: Notice) -> None:
        if notice.state is NoticeState.SENDING:
            found = await self._look(notice)
            if found is not None:
                return await self._settle(found)
        message = await asyncio.to_thread(self.bot.compose, notice, self.clock())
        if message is None:
            return await self._settle(replace(notice, state=NoticeState.EXPIRED, reason="moot"))
        with_address = await self._addressed(notice)
        if with_address.address is None:
            return await self._settle(_undeliverable(notice, "no_address"))
        if notice.leased_until is None or self.clock() > notice.leased_until - LEAST_LEASE_LEFT:
            return None
        attempt = Attempt(replace(with_address, about=message.about), with_address.address, message)
        return await self._settle(await self._sent(attempt))

    async def _sent(self, attempt: Attempt) -> Notice:
        """Send, and return what became of the notice; raises InDoubt when nobody knows."""
        notice = attempt.notice
        try:
            provider_id = await self._post(attempt)
        except Moot:
            return replace(notice, state=NoticeState.EXPIRED, reason="moot")
        except Throttled as refusal:
            pause = self.clock() + timedelta(seconds=refusal.seconds)
            return replace(notice, state=NoticeState.READY, not_before=pause)
        except Undeliverable as refusal:
            if refusal.permanent or notice.attempts >= MOST_ATTEMPTS:
                return _undeliverable(notice, refusal.reason)
            pause = self.clock() + _backoff(notice.attempts)
            return replace(notice, state=NoticeState.READY, not_before=pause)
        return replace(notice, state=NoticeState.SENT, message=provider_id)

    async def _post(self, attempt: Attempt) -> str:
        notice = attempt.notice
        if notice.edits:
            earlier = await asyncio.to_thread(self._earlier, notice)
            if earlier is None or earlier.address is None:
                raise Moot
            await self.messenger.update(earlier.address, earlier.message, attempt.message)
            return earlier.message
        return await self.messenger.send(attempt.address, attempt.message, key_of(notice))

    async def _look(self, notice: Notice) -> Notice | None:
        """Look whether a message in doubt arrived after all, at any of the person's addresses."""
        for address in await asyncio.to_thread(self._addresses, notice):
            provider_id = await self.messenger.find(address, key_of(notice))
            if provider_id is not None:
                return replace(notice, state=NoticeState.SENT, message=provider_id, address=address)
        return None

    async def _addressed(self, notice: Notice) -> Notice:
        addresses = await asyncio.to_thread(self._addresses, notice)
        return replace(notice, address=addresses[0] if addresses else None)

    async def _settle(self, notice: Notice) -> None:
        settled = replace(notice, settled_at=self.clock())
        await asyncio.to_thread(self.books.settle, settled)

    def _addresses(self, notice: Notice) -> tuple[Address, ...]:
        with self.books.read() as store:
            return store.addresses_of(notice.person)

    def _earlier(self, notice: Notice) -> Notice | None:
        with self.books.read() as store:
            return store.said_about(notice.person, notice.about)


def key_of(notice: Notice) -> str:
    """Return the mark by which a notice's message is found again at the provider."""
    return f"kehrwert-{notice.id}"


def _undeliverable(notice: Notice, reason: str) -> Notice:
    return replace(notice, state=NoticeState.UNDELIVERABLE, reason=reason)


def _backoff(attempts: int) -> timedelta:
    """Return the pause before the next attempt: doubled each time, up to an hour."""
    return min(FIRST_BACKOFF * (1 << min(attempts, 10)), LONGEST_BACKOFF)
