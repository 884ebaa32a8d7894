"""A played provider and processes that can be frozen and killed, for delivery step by step."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.core import Bot
from bot.model import Address
from bot.ports import InDoubt, Throttled, Undeliverable
from bot.post import Post
from bot.post.together import Together
from bot.said import Message

MOODS: dict[str, Exception | None] = {
    "takes it": None,
    "takes it and loses the answer": InDoubt(),
    "fails": InDoubt(),
    "asks for patience": Throttled(40),
    "refuses for now": Undeliverable("trouble", permanent=False),
    "refuses for good": Undeliverable("gone", permanent=True),
}
TAKES = {"takes it", "takes it and loses the answer"}


class Gate:
    """Lets a process go on, unless it is frozen, or is to be in so many steps."""

    def __init__(self) -> None:
        self.steps_left: int | None = None
        self._open = asyncio.Event()
        self._open.set()

    @property
    def frozen(self) -> bool:
        """Tell whether nothing goes on."""
        return not self._open.is_set()

    def freezes(self) -> None:
        """Let nothing go on."""
        self._open.clear()

    def thaws(self) -> None:
        """Let everything go on."""
        self.steps_left = None
        self._open.set()

    async def passed(self) -> None:
        """Go on when the process may."""
        if self.steps_left is not None:
            self.steps_left -= 1
            if self.steps_left <= 0:
                self.steps_left = None
                self.freezes()
        await self._open.wait()


@dataclass
class Sending:
    """A message on its way: since when, and what its sender waits for."""

    key: str
    since: float
    answer: "asyncio.Future[str]"


@dataclass
class Provider:
    """Keeps messages by their key; what becomes of each is decided one by one."""

    steady: Callable[[], float]
    kept: Counter[str] = field(default_factory=Counter)
    looks_fail: list[Exception] = field(default_factory=list)

    def becomes(self, sending: Sending, mood: str) -> None:
        """Decide what becomes of a message on its way."""
        self.kept[sending.key] += mood in TAKES
        if sending.answer.done():
            return
        problem = MOODS[mood]
        if problem is None:
            sending.answer.set_result(f"id-{sending.key}")
        else:
            sending.answer.set_exception(problem)


@dataclass
class Line:
    """One process's connection to the provider; keeps `bot.ports.Messenger`."""

    provider: Provider
    gate: Gate
    looks: bool = True
    on_its_way: list[Sending] = field(default_factory=list)

    async def send(self, _address: Address, _message: Message, key: str) -> str:
        """Send a message, and wait for what becomes of it."""
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        sending = Sending(key, self.provider.steady(), answer)
        self.on_its_way.append(sending)
        try:
            return await answer
        finally:
            await self.gate.passed()

    async def update(self, _address: Address, _provider_id: str, _message: Message) -> None:
        """Edit nothing."""
        raise NotImplementedError

    async def find(self, _address: Address, key: str) -> str | None:
        """Look for a message by its key."""
        await self.gate.passed()
        if self.provider.looks_fail:
            raise self.provider.looks_fail.pop()
        return f"id-{key}" if self.looks and self.provider.kept[key] else None


class InlinePost(Post):
    """A post without threads, so that each step happens when the play says so."""

    gate: Gate

    async def _aside(self, work: Callable[..., Any], *arguments: object) -> Any:
        await self.gate.passed()
        done = work(*arguments)
        await self.gate.passed()
        return done


class CarelessPost(InlinePost):
    """A post that never minds how long its lease still lasts."""

    def _lease_is_long_enough(self, notice: object) -> bool:  # noqa: ARG002 as in the post
        return True


class Process:
    """A process that delivers what is due."""

    def __init__(
        self,
        bot: Bot,
        provider: Provider,
        clock: Callable[[], datetime],
        *,
        looks: bool = True,
        minds_its_lease: bool = True,
    ) -> None:
        self.gate = Gate()
        self.line = Line(provider, self.gate, looks)
        kind = InlinePost if minds_its_lease else CarelessPost
        self.post = kind(bot, self.line, clock, steady=provider.steady)
        self.post.gate = self.gate
        self.tasks: list[asyncio.Task[int]] = []

    def ticks(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take up what is due."""
        self.tasks.append(loop.create_task(self.post.deliver_due()))

    def dies(self) -> None:
        """Stop where it stands; nothing is written any more."""
        self.gate.thaws()
        shared = [each._busy for each in vars(self.post).values() if isinstance(each, Together)]  # noqa: SLF001 what it does for several dies with it
        for task in (*self.tasks, *shared):
            if task is not None:
                task.cancel()
