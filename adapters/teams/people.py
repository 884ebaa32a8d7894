"""Who somebody on Teams is: the roster is asked once, and remembered for a while."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.teams import read
from adapters.teams.api import Api, Body, NoAnswer, Refused
from bot.heard import Actor

log = logging.getLogger(__name__)

REMEMBERED = timedelta(hours=1)
MOST_REMEMBERED = 20_000  # people; a company larger than that asks a little more often


class Acquaintances:
    """Remembers what the roster says of people, so that a press costs no call of its own."""

    def __init__(self, api: Api, clock: Callable[[], datetime]) -> None:
        self._api = api
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[datetime, Body]] = OrderedDict()

    async def actor(self, incoming: read.Incoming) -> Actor:
        """Return who sent this; only the address is known where Teams does not answer."""
        around = incoming.envelope
        key = (around.tenant, around.user)
        since, member = self._known.get(key, (None, None))
        if since is None or self._clock() - since >= REMEMBERED:
            member = await self._asked(around)
        return read.actor(incoming, member)

    async def _asked(self, around: read.Envelope) -> Body | None:
        try:
            member = await self._api.member(around.spot, around.account)
        except (Refused, NoAnswer) as problem:
            log.warning("the roster does not answer", extra={"reason": str(problem)})
            return None
        self._known[around.tenant, around.user] = (self._clock(), member)
        self._known.move_to_end((around.tenant, around.user))
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return member
