"""How many messages are on their way at once: in all, into one workspace, to one person."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.model import Address, Priority

ROOM_FOR_ANSWERS = 32  # that a wave of what is less urgent leaves free
IN_FLIGHT = 192  # notices that one process holds at most
LEAST_IN_FLIGHT = ROOM_FOR_ANSWERS + 8
AT_ONCE = 8  # into one workspace or tenant
WAITING = 64  # behind those; more would be held only to wait, and keep others out


class Crowded(Exception):
    """So many wait at a workspace's gate already that one more had better come again later."""


class Gates:
    """The gates of one process. A workspace that answers slowly never keeps the others waiting."""

    def __init__(self) -> None:
        self.in_hand: set[int] = set()
        self._most: float = IN_FLIGHT
        self._inside: dict[str, int] = defaultdict(int)
        self._queues: dict[str, asyncio.Semaphore] = {}
        self._people: dict[int, tuple[asyncio.Lock, int]] = {}

    def room_for(self, least: Priority) -> int:
        """Return how many notices more may be taken up, down to this urgency."""
        kept_free = 0 if least is Priority.ANSWER else ROOM_FOR_ANSWERS
        return round(self._most) - len(self.in_hand) - kept_free

    def held_too_long(self) -> None:
        """Take up fewer: of so many at once, too many wait until their lease is too short.

        Halved when it goes wrong and grown by little when it goes well, so that even a database
        that has become slow gets some messages out instead of claiming all of them again and again.
        """
        self._most = max(self._most / 2, LEAST_IN_FLIGHT)

    def went_well(self) -> None:
        """Take up a little more again."""
        self._most = min(self._most + 0.25, IN_FLIGHT)

    @asynccontextmanager
    async def one_by_one(self, person: int) -> AsyncIterator[None]:
        """Let each person's notices go in their order, also those of two batches."""
        lock, users = self._people.get(person, (asyncio.Lock(), 0))
        self._people[person] = (lock, users + 1)
        try:
            async with lock:
                yield
        finally:
            lock, users = self._people.pop(person)
            if users > 1:
                self._people[person] = (lock, users - 1)

    @asynccontextmanager
    async def into(self, address: Address) -> AsyncIterator[None]:
        """Wait at the gate of an address's workspace; raises Crowded where too many wait."""
        workspace = f"{address.platform}:{address.workspace}"
        if self._inside[workspace] >= AT_ONCE + WAITING:
            raise Crowded
        self._inside[workspace] += 1
        gate = self._queues.setdefault(workspace, asyncio.Semaphore(AT_ONCE))
        try:
            async with gate:
                yield
        finally:
            self._inside[workspace] -= 1
            if not self._inside[workspace]:
                del self._inside[workspace]
                del self._queues[workspace]
