"""The clock ticks on: after failures, through slow work and clock jumps."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.ports import Conflict
from scheduling.clock import Clock
from scheduling.timetable import Recurring

OFTEN = Recurring("a test", timedelta(milliseconds=20))
A_MOMENT = 0.005  # seconds
PATIENCE = 60.0  # seconds; a loaded machine is slow, a broken clock never comes


async def until(true: Callable[[], bool]) -> None:
    for _ in range(int(PATIENCE / A_MOMENT)):
        if true():
            return
        await asyncio.sleep(A_MOMENT)
    raise AssertionError(f"nothing happened in {PATIENCE} s")


def hold_up(seconds: float) -> None:
    """Keep the event loop from everything, as a busy machine does."""
    time.sleep(seconds)


async def ticking(clock: Clock, work: Callable[[], Awaitable[object]]) -> None:
    clock.every(OFTEN, work)
    clock.start()


async def test_work_is_done_again_and_again() -> None:
    done: list[int] = []

    async def work() -> None:
        done.append(1)

    clock = Clock()
    await ticking(clock, work)
    await until(lambda: len(done) >= 3)
    await clock.stop()


async def test_work_that_fails_ticks_again(caplog: pytest.LogCaptureFixture) -> None:
    tried: list[int] = []

    async def work() -> None:
        tried.append(1)
        raise RuntimeError("a defect")

    clock = Clock()
    with caplog.at_level(logging.CRITICAL, "scheduling"):
        await ticking(clock, work)
        await until(lambda: len(tried) >= 3)
        await clock.stop()


async def test_slow_work_is_never_overtaken(caplog: pytest.LogCaptureFixture) -> None:
    running = most = done = 0

    async def work() -> None:
        nonlocal running, most, done
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.1)
        running -= 1
        done += 1

    clock = Clock()
    with caplog.at_level(logging.CRITICAL, "apscheduler"):
        await ticking(clock, work)
        await until(lambda: done >= 2)
        await clock.stop()
    assert most == 1


@pytest.mark.parametrize("jump", [3600.0, -3600.0, 86400.0, -86400.0])
async def test_a_jump_of_the_wall_clock_is_noticed_and_ticking_goes_on(jump: float) -> None:
    done: list[int] = []
    offset = 0.0

    async def work() -> None:
        done.append(1)

    clock = Clock(wall=lambda: time.time() + offset, watch_seconds=0.02)
    await ticking(clock, work)
    await until(lambda: len(done) >= 1)
    offset = jump
    before = len(done)
    await until(lambda: len(done) >= before + 3)
    await clock.stop()


async def test_work_under_way_is_finished_before_the_clock_stops() -> None:
    begun, finished = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await asyncio.sleep(0.2)
        finished.set()

    clock = Clock()
    await ticking(clock, work)
    await begun.wait()
    await clock.stop()
    assert finished.is_set()


@pytest.mark.parametrize("turns", range(6))
@pytest.mark.parametrize("busy", [False, True])
async def test_a_tick_that_comes_due_while_the_clock_stops_alarms_nobody(
    turns: int, caplog: pytest.LogCaptureFixture, *, busy: bool
) -> None:
    under_way = 0
    at_work = asyncio.Event()

    async def slow() -> None:
        at_work.set()
        await asyncio.sleep(0.1)

    async def quick() -> None:
        nonlocal under_way
        under_way += 1
        await asyncio.sleep(0.2)
        under_way -= 1

    clock = Clock()
    if busy:
        clock.every(OFTEN, slow)
    clock.every(Recurring("another", timedelta(milliseconds=50)), quick)
    clock.start()
    await (at_work.wait() if busy else asyncio.sleep(0))
    hold_up(0.06)  # the other's first tick comes due
    for _ in range(turns):  # after some of these it is handed out, but has not begun
        await asyncio.sleep(0)
    await clock.stop()
    await asyncio.sleep(0.02)  # the loop runs on after the clock
    assert not under_way
    assert [each for each in caplog.records if each.levelno >= logging.WARNING] == []


async def test_a_tick_that_met_others_at_the_database_comes_again_and_alarms_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    done: list[int] = []

    async def work() -> None:
        done.append(1)
        if len(done) == 1:
            raise Conflict("another process was writing")

    clock = Clock()
    await ticking(clock, work)
    await until(lambda: len(done) >= 2)
    await clock.stop()
    assert [each for each in caplog.records if each.levelno >= logging.WARNING] == []


async def test_a_clock_that_never_started_can_be_stopped() -> None:
    await Clock().stop()
