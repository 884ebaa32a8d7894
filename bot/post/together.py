"""Does together what many want of the database at the same moment: one transaction instead of many."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Wish = TypeVar("Wish")
Answer = TypeVar("Answer")

MOST = 256  # wishes in one transaction, so that nobody else waits long for the database


class Together(Generic[Wish, Answer]):
    """Collects wishes while the ones before are being done. `work` answers each, in their order.

    The first one never waits: alone, it is done at once. An answer may be what went wrong with that
    wish. Where several fail together, each is tried alone, so that no wish spoils another's.
    """

    def __init__(
        self, work: Callable[[Sequence[Wish]], Awaitable[Sequence[Answer | Exception]]]
    ) -> None:
        self._work = work
        self._waiting: list[tuple[Wish, asyncio.Future[Answer]]] = []
        self._busy: asyncio.Task[None] | None = None

    async def __call__(self, wish: Wish) -> Answer:
        """Return what became of a wish; raises whatever went wrong with it."""
        promise: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((wish, promise))
        if self._busy is None:
            self._busy = asyncio.create_task(self._fulfil())
        return await promise

    async def _fulfil(self) -> None:
        while self._waiting:
            now, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            if not await self._done(now) and len(now) > 1:
                for each in now:
                    await self._done([each])
        self._busy = None

    async def _done(self, asked: Sequence[tuple[Wish, "asyncio.Future[Answer]"]]) -> bool:
        """Do some wishes in one; False when they are to be tried one by one."""
        try:
            answers = await self._work([wish for wish, _ in asked])
        except Exception as problem:  # noqa: BLE001 whoever asked is told
            if len(asked) > 1:
                return False
            _tell(asked[0][1], problem)
        else:
            for (_, promise), answer in zip(asked, answers, strict=True):
                _tell(promise, answer)
        return True


def _tell(promise: "asyncio.Future[Answer]", answer: Answer | Exception) -> None:
    """Fulfil a promise, unless whoever had it has gone."""
    if promise.done():
        return
    if isinstance(answer, Exception):
        promise.set_exception(answer)
    else:
        promise.set_result(answer)
