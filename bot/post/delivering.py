"""Delivers notices: each is claimed, looked for where in doubt, sent once, and ticked off."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import TypeVar

from bot.core import PARKED, Bot
from bot.flows import NUDGES
from bot.model import LONGEST_HOLD, Address, Asker, Notice, NoticeState, Priority
from bot.ports import Conflict, InDoubt, Messenger, NoLookingUp, Throttled, Undeliverable
from bot.post.attempt import Attempt, Moot, Quieter
from bot.post.beside import Beside, Threads
from bot.post.gates import Crowded, Gates
from bot.post.lookups import Written, addresses_of, earlier_of, written
from bot.post.tally import Tally
from bot.post.terms import USUAL, Terms
from bot.post.together import Together
from bot.post.verdicts import backoff, key_of, late, put_back, still_in_doubt, undeliverable
from bot.post.watch import Watch

log = logging.getLogger(__name__)

BATCH = 64
THREADS = 4  # for deliveries alone: a command never waits for a thread behind a wave
CROWDED_PAUSE = timedelta(seconds=5)

Found = TypeVar("Found")


class Post:
    """Delivers notices. `clock` tells the time, since sending takes some.

    `steady` counts seconds and never jumps; without it the clock is taken at its word. `beside` does
    what waits for the database, in threads of the post's own where nothing is said.
    """

    def __init__(
        self,
        bot: Bot,
        messenger: Messenger,
        clock: Callable[[], datetime],
        terms: Terms = USUAL,
        steady: Callable[[], float] | None = None,
        *,
        beside: Beside | None = None,
    ) -> None:
        self.terms = terms
        self.watch = Watch(terms.lease.total_seconds(), steady)
        self.bot = bot
        self.books = bot.books
        self.messenger = messenger
        self.clock = clock
        self.tally = Tally()
        self.closing = False
        self._gates = Gates()
        self._beside = beside or Threads(THREADS, "post")
        self._take_pace = Together(partial(self._aside, self.books.take_paces))
        self._write_with_others = Together(self._written)
        self._find_with_others = Together(partial(self._aside, partial(earlier_of, self.books)))
        self._settle_with_others = Together(partial(self._aside, self.books.settle_all))

    async def deliver_due(self, least: Priority = Priority.DIGEST) -> int:
        """Deliver one batch of due notices; return how many were taken up.

        What fails for one never stops the others. Batches may overlap; `least` leaves out the rest.
        """
        return await self._take_up(partial(self.books.claim, least=least), least)

    async def deliver_to(self, person: int) -> None:
        """Deliver whatever is due to one person, in its order."""
        await self._take_up(partial(self.books.claim_for, person), Priority.ANSWER)

    async def _take_up(self, claim: Callable[..., Sequence[Notice]], least: Priority) -> int:
        limit = min(BATCH, self._gates.room_for(least))
        if limit <= 0 or self.closing:
            return 0
        now, since = self.clock(), self.watch.count()
        due = partial(claim, now, now + self.terms.lease, limit, doubts=self.watch.trusts(now))
        return await self._serve_all(await self._aside(due), since)

    async def _serve_all(self, claimed: Sequence[Notice], since: float) -> int:
        """Serve people side by side, each one's notices in their order; return how many."""
        # A clock that jumps makes a lease look run out while its message is still on its way.
        mine = [notice for notice in claimed if notice.id not in self._gates.in_hand]
        by_person = sorted(mine, key=lambda notice: notice.person)
        self._gates.in_hand.update(notice.id for notice in mine)
        self.watch.holds((notice.id for notice in mine), since)
        people = [list(theirs) for _, theirs in groupby(by_person, lambda each: each.person)]
        await asyncio.gather(*(self._serve(theirs) for theirs in people))
        return len(mine)

    async def _serve(self, notices: Sequence[Notice]) -> None:
        async with self._gates.one_by_one(notices[0].person):
            pause: datetime | None = None
            for notice in notices:
                try:
                    pause = await self._served(notice, pause)
                finally:
                    self._gates.in_hand.discard(notice.id)
                    self.watch.lets_go(notice.id)

    async def _served(self, notice: Notice, pause: datetime | None) -> datetime | None:
        """Serve one notice; return until when nothing may overtake it, None for as usual."""
        try:
            settled, pause = await self._tried(notice, pause)
            await self._settle(settled)
        except Exception:
            # Nobody knows how far it came: the lease runs out, and then we look.
            self.tally.defects += 1
            log.exception("delivery failed", extra={"notice": notice.id})
            return None
        return pause

    async def _tried(
        self, notice: Notice, pause: datetime | None
    ) -> tuple[Notice, datetime | None]:
        """Return what became of a notice, and until when nothing may overtake it."""
        if pause is not None and notice.state is NoticeState.READY:
            return put_back(notice, pause), pause
        try:
            settled = await self._decided(notice)
        except Quieter as others:
            return put_back(notice, others.until), pause
        return settled, settled.not_before if settled.state is NoticeState.READY else None

    async def _decided(self, notice: Notice) -> Notice:
        """Return what became of a notice; in doubt it is looked for after a while."""
        try:
            return await self._delivered(notice)
        except InDoubt:
            self.tally.doubts += 1
            log.warning("delivery in doubt", extra={"notice": notice.id})
            return still_in_doubt(notice, self.clock() + self.terms.margin)

    async def _delivered(self, notice: Notice) -> Notice:
        """Return what became of a notice; raises InDoubt when nobody knows."""
        if notice.state is not NoticeState.SENDING:
            return await self._said(notice)
        try:
            found = await self._looked(notice, await self._aside(addresses_of, self.books, notice))
        except NoLookingUp:
            if notice.kind in NUDGES:  # better missed than said twice
                return replace(notice, state=NoticeState.EXPIRED, reason="in_doubt")
            return await self._said_again(notice)
        return found or await self._said(notice)

    async def _said_again(self, notice: Notice) -> Notice:
        """Say what may have arrived; where that has to wait, it stays in doubt until then."""
        try:
            settled = await self._said(notice, doubted=True)
        except Quieter as others:
            settled = put_back(notice, others.until)
        if settled.state is not NoticeState.READY:
            return settled
        now = self.clock()  # a doubt of more than an hour would seem left from a clock that jumped
        return still_in_doubt(settled, min(settled.not_before or now, now + LONGEST_HOLD))

    async def _said(self, notice: Notice, *, doubted: bool = False) -> Notice:
        """Say a notice that is still worth it, and return what became of it."""
        if self.clock() >= notice.until:
            return late(notice)
        if not self.bot.knows(notice.kind):
            return put_back(notice, self.clock() + PARKED)
        written = await self._write_with_others((notice, self.clock()))
        if written.waits_until is not None:
            raise Quieter(written.waits_until)
        if written.message is None:
            return replace(notice, state=NoticeState.EXPIRED, reason="moot")
        if not written.addresses:
            return undeliverable(notice, "no_address")
        # An edit that names the message it mends goes to where that one stands.
        address = (notice.address if notice.message else None) or written.addresses[0]
        known = replace(notice, about=written.message.about, address=address)
        return await self._in_turn(Attempt(known, address, written.message, doubted))

    async def _in_turn(self, attempt: Attempt) -> Notice:
        """Send when the line and the gate let us, else put the notice back."""
        notice, address = attempt.notice, attempt.address
        async with AsyncExitStack() as gate:
            try:
                await gate.enter_async_context(self._gates.into(address))
            except Crowded:
                return put_back(notice, self.clock() + CROWDED_PAUSE, slot=notice.slot)
            if self.closing or not self._in_good_time(notice):
                return put_back(notice, notice.not_before, slot=notice.slot)
            now = self.clock()
            place = await self._take_pace(Asker(address, notice.priority, now, notice.slot))
            if place.wait > timedelta():
                moment = now + place.wait
                return put_back(notice, moment, slot=moment if place.kept else None)
            # Asked again: standing in line took time, and a frozen process must not post late.
            if not self._lease_is_long_enough(notice):
                return put_back(notice, None)
            return await self._sent(replace(attempt, notice=replace(notice, slot=None)))

    def _in_good_time(self, notice: Notice) -> bool:
        """Tell whether the lease is long enough, and take up fewer at once where it is not."""
        enough = self._lease_is_long_enough(notice)
        if enough:
            self._gates.went_well()
        else:
            self._gates.held_too_long()
        return enough

    def _lease_is_long_enough(self, notice: Notice) -> bool:
        leased_until = notice.leased_until
        needed = self.terms.messenger + self.terms.margin
        in_time = leased_until is not None and self.clock() + needed <= leased_until
        return in_time and self.watch.left(notice.id) >= needed.total_seconds()

    async def _sent(self, attempt: Attempt) -> Notice:
        """Send, and return what became of the notice; raises InDoubt when nobody knows."""
        notice = attempt.notice
        try:
            async with asyncio.timeout(self.terms.messenger.total_seconds()):
                provider_id = await self._post(attempt)
        except TimeoutError as silence:
            raise InDoubt from silence
        except Moot:
            return replace(notice, state=NoticeState.EXPIRED, reason="moot")
        except Throttled as refusal:
            self.tally.throttled += 1
            return put_back(notice, await self._held(attempt.address, refusal))
        except Undeliverable as refusal:
            if refusal.permanent:
                return undeliverable(notice, refusal.reason)
            self.tally.retries += 1
            refused = replace(notice, refusals=notice.refusals + 1, reason=refusal.reason)
            return put_back(refused, self.clock() + backoff(notice.refusals))
        return replace(notice, state=NoticeState.SENT, message=provider_id, reason="")

    async def _post(self, attempt: Attempt) -> str:
        notice = attempt.notice
        if notice.edits or attempt.doubted:
            earlier = await self._find_with_others(notice)
            if earlier is not None and earlier.address is not None:
                # What may have arrived counts only once in the card that stands there already.
                await self.messenger.update(earlier.address, earlier.message, attempt.message)
                return earlier.message
            if notice.edits:
                raise Moot
        return await self.messenger.send(attempt.address, attempt.message, key_of(notice))

    async def _looked(self, notice: Notice, addresses: Sequence[Address]) -> Notice | None:
        """Look whether a message in doubt arrived after all, at any of the person's addresses.

        None says that it surely did not; where the provider does not let us look, the doubt stays.
        """
        for address in addresses:
            try:
                async with asyncio.timeout(self.terms.messenger.total_seconds()):
                    provider_id = await self.messenger.find(address, key_of(notice))
            except TimeoutError as silence:
                raise InDoubt from silence
            except Throttled as refusal:
                return still_in_doubt(notice, await self._held(address, refusal))
            except Undeliverable as refusal:
                if refusal.permanent:
                    return undeliverable(notice, refusal.reason)
                tried = replace(notice, refusals=notice.refusals + 1)
                return still_in_doubt(tried, self.clock() + backoff(notice.refusals))
            if provider_id is not None:
                sent = replace(notice, state=NoticeState.SENT, message=provider_id)
                return replace(sent, address=address, reason="")
        return None

    async def _held(self, address: Address, refusal: Throttled) -> datetime:
        """Let the whole workspace rest for as long as its provider asks, and return until when."""
        now = self.clock()
        until = now + min(timedelta(seconds=refusal.seconds), LONGEST_HOLD)
        await self._aside(self.books.hold_pace, address, now, until)
        return until

    async def _written(
        self, wanted: Sequence[tuple[Notice, datetime]]
    ) -> Sequence[Written | Exception]:
        """Return what becomes of each; whatever else is in hand by now is known to the quiet rule."""
        in_hand = frozenset(self._gates.in_hand)
        return await self._aside(written, self.bot, wanted, in_hand)

    async def _settle(self, notice: Notice) -> None:
        settled = replace(notice, settled_at=self.clock())
        if await self._settle_with_others(settled):
            self.tally.count(settled)

    async def _aside(self, work: Callable[..., Found], *arguments: object) -> Found:
        """Do what waits for the database beside the rest.

        Once more where others were in the way: what was sent should be ticked off, not looked for.
        """
        try:
            return await self._beside(partial(work, *arguments))
        except Conflict:
            return await self._beside(partial(work, *arguments))
