"""What many want of the database at once is done in one transaction, and each gets its own answer."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.model import Priority
from bot.post.gates import IN_FLIGHT, LEAST_IN_FLIGHT, Gates
from bot.post.together import MOST, Together


class Refused(Exception):
    pass


class Desk:
    """Doubles what it is given, and refuses sevens."""

    def __init__(self) -> None:
        self.batches: list[int] = []

    async def work(self, wishes: Sequence[int]) -> Sequence[int]:
        """Do all of them, or none."""
        self.batches.append(len(wishes))
        await asyncio.sleep(0)
        if 7 in wishes:
            raise Refused
        return [wish * 2 for wish in wishes]


async def test_one_alone_does_not_wait_and_the_others_go_together() -> None:
    desk = Desk()
    together = Together(desk.work)
    first = asyncio.create_task(together(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    rest = [asyncio.create_task(together(wish)) for wish in range(2, 7)]
    assert await asyncio.gather(first, *rest) == [2, 4, 6, 8, 10, 12]
    assert desk.batches == [1, 5]


async def test_a_wish_that_fails_spoils_no_other() -> None:
    together = Together(Desk().work)
    answers = await asyncio.gather(*map(together, (5, 6, 7, 8)), return_exceptions=True)
    assert answers[:2] == [10, 12]
    assert isinstance(answers[2], Refused)
    assert answers[3] == 16


async def test_no_transaction_grows_without_end() -> None:
    desk = Desk()
    await asyncio.gather(*map(Together(desk.work), [1] * (MOST + 1)))
    assert max(desk.batches) == MOST


async def test_whoever_no_longer_waits_harms_nobody() -> None:
    together = Together(Desk().work)
    gone = asyncio.create_task(together(1))
    stays = asyncio.create_task(together(2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 4
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await together(3) == 6


def test_a_database_that_became_slow_is_given_less_at_once_and_slowly_more_again() -> None:
    gates = Gates()
    assert gates.room_for(Priority.ANSWER) == IN_FLIGHT
    for _ in range(10):
        gates.held_too_long()
    assert gates.room_for(Priority.ANSWER) == LEAST_IN_FLIGHT
    gates.went_well()
    assert gates.room_for(Priority.ANSWER) == LEAST_IN_FLIGHT
    for _ in range(1000):
        gates.went_well()
    assert gates.room_for(Priority.ANSWER) == IN_FLIGHT
