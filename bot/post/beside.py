"""Where work that waits for the database is done, so that nobody else has to wait with it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

Found = TypeVar("Found")


class Beside(Protocol):
    """Does some work beside everything else, and returns what came of it."""

    async def __call__(self, work: Callable[[], Found], /) -> Found:
        """Do the work; raises what it raises."""
        ...


class Threads:
    """Does it in threads that nobody else uses."""

    def __init__(self, most: int, name: str) -> None:
        self._threads = ThreadPoolExecutor(most, thread_name_prefix=name)

    async def __call__(self, work: Callable[[], Found], /) -> Found:
        """Do the work in a thread, as soon as one is free."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
