"""Whoever only looks something up is answered with the others; nobody waits for who is stuck."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime

from adapters import reception
from adapters.reception import Reception
from bot.heard import Actor, Heard, Typed
from bot.model import Address, Platform
from bot.said import Message, Option, Reply, verbatim

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
PATIENCE_SECONDS = 60  # for what must happen, on a machine however busy


def typed(words: str) -> Heard:
    return Typed(Actor(Address(Platform.SLACK, "T", "U"), "Asha"), words)


class Echo:
    """Says back what it hears, and notes who was heard with whom; "stuck" waits for `free`."""

    def __init__(self) -> None:
        self.heard: list[list[str]] = []
        self.began, self.free = threading.Event(), threading.Event()

    def at_a_glance(self, heard: Heard) -> bool:
        return words_of(heard) != "write"

    def hear(self, heard: Heard, now: datetime) -> Reply:
        return self.hear_together([heard], now)[0]

    def hear_together(self, several: Sequence[Heard], now: datetime) -> Sequence[Reply]:
        assert now == NOW
        said = [words_of(each) for each in several]
        self.heard.append(said)
        self.began.set()
        if "stuck" in said:
            assert self.free.wait(PATIENCE_SECONDS)
        return [Message(verbatim(each)) for each in said]

    def suggest_topics(self, actor: Actor, words: str) -> tuple[Option, ...]:
        raise NotImplementedError

    def suggest_people(self, actor: Actor, words: str) -> tuple[Option, ...]:
        raise NotImplementedError


def words_of(heard: Heard) -> str:
    assert isinstance(heard, Typed)
    return heard.text


def said(reply: Reply) -> object:
    assert isinstance(reply, Message)
    return reply.title.values["words"]


async def test_those_who_ask_at_once_are_answered_together_each_with_her_own() -> None:
    bot = Echo()
    desk = Reception(bot, lambda: NOW)
    asked = [str(number) for number in range(16)]
    replies = await asyncio.gather(*(desk.hear(typed(each)) for each in asked))
    assert [said(each) for each in replies] == asked
    assert bot.heard == [asked]


async def test_whoever_may_write_is_heard_alone() -> None:
    bot = Echo()
    desk = Reception(bot, lambda: NOW)
    await asyncio.gather(*(desk.hear(typed(each)) for each in ("write", "look", "write", "see")))
    assert sorted(bot.heard) == [["look", "see"], ["write"], ["write"]]


async def test_nobody_waits_for_an_answer_that_takes_long() -> None:
    bot = Echo()
    desk = Reception(bot, lambda: NOW)
    stuck = asyncio.create_task(desk.hear(typed("stuck")))
    try:
        assert await asyncio.to_thread(bot.began.wait, PATIENCE_SECONDS)
        await asyncio.sleep(2 * reception.STUCK_SECONDS)
        reply = await asyncio.wait_for(desk.hear(typed("look")), PATIENCE_SECONDS)
        assert said(reply) == "look"
        assert not stuck.done()
    finally:
        bot.free.set()
    assert said(await stuck) == "stuck"
