"""Who somebody on Slack is: asked once, remembered for a while, forgotten when it changes."""

import logging
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from adapters.payload import Payload
from adapters.slack import read
from adapters.slack.api import Api, NoAnswer, Refused
from bot.heard import Actor

log = logging.getLogger(__name__)

REMEMBERED = timedelta(hours=1)
MOST_REMEMBERED = 20_000  # people; a company larger than that asks a little more often


class Acquaintances:
    """Remembers what `users.info` says of people, so that a command costs no call of its own."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[datetime, Payload]] = OrderedDict()

    async def actor(self, api: Api, incoming: read.Incoming) -> Actor:
        """Return who sent this; only the address is known where Slack does not answer."""
        profile = self._remembered(incoming.workspace, incoming.user)
        if profile is None:
            profile = await self._asked(api, incoming)
        return read.actor(incoming, profile)

    def remembered(self, incoming: read.Incoming) -> Actor:
        """Return who sent this as far as it is remembered, at once."""
        return read.actor(incoming, self._remembered(incoming.workspace, incoming.user))

    def learn(self, workspace: str, profile: Payload) -> None:
        """Take a profile that Slack sent by itself."""
        key = (workspace, str(profile.get("id", "")))
        self._known[key] = (self._clock(), profile)
        self._known.move_to_end(key)
        if len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)

    def forget(self, workspace: str, user: str) -> None:
        """Ask again the next time."""
        self._known.pop((workspace, user), None)

    def _remembered(self, workspace: str, user: str) -> Payload | None:
        since, profile = self._known.get((workspace, user), (None, None))
        fresh = since is not None and self._clock() - since < REMEMBERED
        return profile if fresh else None

    async def _asked(self, api: Api, incoming: read.Incoming) -> Payload | None:
        try:
            answer = await api.call("users.info", user=incoming.user, include_locale=True)
        except (Refused, NoAnswer) as problem:
            log.warning("users.info failed", extra={"reason": str(problem)})
            return None
        profile = answer.get("user")
        if not isinstance(profile, dict):
            return None
        self.learn(incoming.workspace, profile)
        return profile
