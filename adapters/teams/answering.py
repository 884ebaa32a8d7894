"""One turn on Teams: hear it off the event loop, and show the answer where it belongs."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from adapters.reception import ListenerToMany, Reception
from adapters.teams import asks, files, read, render
from adapters.teams.api import Api, Body, NoAnswer, Refused, Spot
from adapters.teams.people import Acquaintances
from adapters.teams.references import Reference, References
from bot.grammar import payload_of, request_in
from bot.said import Message, Note, Reply, is_repetition

log = logging.getLogger(__name__)

# An answer to a person is tried again at once, a little later each time; what is owed to her
# unasked waits for the post.
PAUSES_SECONDS = (0.5, 2.0)
JITTER = 0.5  # of a pause, more or less, so that those who were refused together come apart
LONGEST_PAUSE_SECONDS = 5.0


@dataclass(frozen=True)
class Executed:
    """What the client that pressed shows at once; `later` is to be done after that."""

    body: Body
    later: Callable[[], Coroutine[Any, Any, None]] | None = None


class Answering:
    """Hears what comes in and shows what is said."""

    def __init__(
        self,
        bot: ListenerToMany,
        api: Api,
        people: Acquaintances,
        references: References,
        clock: Callable[[], datetime],
        *,
        chance: Callable[[], float],
    ) -> None:
        """Answer; `chance` is a number from 0 to 1, another one each time."""
        self.bot = bot
        self.reception = Reception(bot, clock)
        self.api = api
        self.people = people
        self.references = references
        self.clock = clock
        self.chance = chance

    async def answer(self, incoming: read.Incoming) -> None:
        """Answer words, or a card of a client without universal actions; always privately."""
        around = incoming.envelope
        if around.private:
            await self._remember(around)
        reply = await self._heard(incoming)
        if is_repetition(reply):
            return
        if around.private or (isinstance(reply, Message) and reply.for_all):
            await self._show(incoming, reply, around.spot)
            return
        spot = await self._own_chat(around)
        if spot is None:
            await self._say(around.spot, render.words_alone("cannot_write", reply.language))
            return
        # A card that others read stays as it is.
        await self._show(replace(incoming, card=""), reply, spot)
        await self._say(around.spot, render.words_alone("answered_privately", reply.language))

    async def execute(self, incoming: read.Incoming) -> Executed:
        """Hear a button or a form, and return what takes the pressed card's place."""
        around = incoming.envelope
        if around.private:
            await self._remember(around)
        reply = await self._heard(incoming)
        shown = render.in_place(reply, around.tenant)
        if isinstance(reply, Note):
            return Executed(shown)
        if not around.private:
            return await self._privately(incoming, reply)

        async def everywhere() -> None:
            # The presser sees the answer already; other devices, and she tomorrow, see the message.
            activity = render.message(reply, around.tenant)
            if incoming.card:
                await self._patiently(lambda: self.api.update(around.spot, incoming.card, activity))
            await self._offer(incoming, reply, around.spot)

        return Executed(shown, everywhere)

    async def _privately(self, incoming: read.Incoming, reply: Reply) -> Executed:
        """Answer what was pressed in a card that others read; that stays as it is."""
        spot = await self._own_chat(incoming.envelope)
        if spot is None:
            return Executed(render.toast("cannot_write", reply.language))
        return Executed(
            render.toast("answered_privately", reply.language),
            lambda: self._show(replace(incoming, card=""), reply, spot),
        )

    async def hand_over(self, incoming: read.Incoming) -> None:
        """Lay a document that somebody accepted into her OneDrive; it is made anew for her."""
        around = incoming.envelope
        asked = replace(incoming, words=None, upload="")
        reply = await self._heard(asked)
        file = files.wanted(reply, incoming.words or "") if isinstance(reply, Message) else None
        done = "file_failed"
        if file is not None and files.is_onedrive(incoming.upload):
            try:
                await self.api.upload(incoming.upload, file.content)
                done = "file_done"
            except (Refused, NoAnswer) as problem:
                log.warning("a file was not handed over", extra={"reason": str(problem)})
        name = incoming.words or ""
        told = render.words_alone(done, reply.language, name=name)
        await self._patiently(lambda: self.api.update(around.spot, incoming.card, told))

    async def suggest(self, incoming: read.Incoming) -> Body:
        """Return what may be meant by the words that somebody is typing into a list."""
        actor = await self.people.actor(incoming)
        people = incoming.dataset == asks.PEOPLE
        find = self.bot.suggest_people if people else self.bot.suggest_topics
        return render.found(await asyncio.to_thread(find, actor, incoming.words or ""))

    async def added(self, around: read.Envelope) -> None:
        """Welcome somebody who added the bot, the first time only, with where she stands."""
        await self._remember(around)
        if await asyncio.to_thread(self.references.welcome, around.tenant, around.user):
            reply = await self._heard(read.Incoming(around, payload=render.LEAVE_FORM))
            await self._show(read.Incoming(around), reply, around.spot)

    async def removed(self, around: read.Envelope) -> None:
        """Write no more to somebody who removed the bot."""
        await asyncio.to_thread(self.references.lost, around.tenant, around.user)

    async def _heard(self, incoming: read.Incoming) -> Reply:
        """Return the bot's answer; off the event loop."""
        return await self.reception.hear(incoming.heard(await self.people.actor(incoming)))

    async def _show(self, incoming: read.Incoming, reply: Reply, spot: Spot) -> None:
        """Put an answer into the place of the card that was pressed, or write it anew."""
        if isinstance(reply, Note):
            await self._say(spot, render.note(reply))
            return
        activity = render.message(reply, incoming.envelope.tenant)
        if incoming.card:
            await self._patiently(lambda: self.api.update(spot, incoming.card, activity))
        else:
            await self._say(spot, activity)
        await self._offer(incoming, reply, spot)

    async def _offer(self, incoming: read.Incoming, reply: Reply, spot: Spot) -> None:
        """Offer the documents of a message beside it."""
        if isinstance(reply, Message):
            for each in files.offers(reply, _asking(incoming)):
                await self._say(spot, each)

    async def _remember(self, around: read.Envelope) -> None:
        """Keep where this person can be written to: the service's address changes with time."""
        reference = Reference(
            around.tenant,
            around.user,
            around.account,
            around.spot.conversation,
            around.bot,
            around.spot.service_url,
        )
        await asyncio.to_thread(self.references.renew, reference)

    async def _own_chat(self, around: read.Envelope) -> Spot | None:
        """Return the bot's own conversation with somebody who wrote in a group, None without one."""
        known = await asyncio.to_thread(self.references.find, around.tenant, around.user)
        if known is not None and known.reachable:
            return Spot(known.service_url, known.conversation)
        service_url = around.spot.service_url
        try:
            begun = await self.api.converse(service_url, around.tenant, around.bot, around.account)
        except (Refused, NoAnswer) as problem:
            log.info("no conversation of our own", extra={"reason": str(problem)})
            return None
        spot = Spot(service_url, begun)
        await self._remember(replace(around, spot=spot))
        return spot

    async def _say(self, spot: Spot, activity: Body) -> None:
        await self._patiently(lambda: self.api.send(spot, activity))

    async def _patiently(self, call: Callable[[], Coroutine[Any, Any, object]]) -> None:
        """Call the connector; where it surely took nothing, wait a little and call it again."""
        for pause in PAUSES_SECONDS:
            try:
                await call()
            except Refused as refusal:
                if not refusal.throttled or refusal.retry_after > LONGEST_PAUSE_SECONDS:
                    raise
                await asyncio.sleep(pause_after(refusal, pause, self.chance()))
            else:
                return
        await call()


def pause_after(refusal: Refused, pause: float, chance: float) -> float:
    """Return for how many seconds to wait: never less than asked for, and nobody just as long."""
    spread = pause * JITTER * chance
    return (
        refusal.retry_after + spread if refusal.retry_after else pause * (1 - JITTER) + 2 * spread
    )


def _asking(incoming: read.Incoming) -> str:
    """Return the payload that asks once more for what this asked for."""
    return incoming.payload if incoming.words is None else payload_of(request_in(incoming.words))
