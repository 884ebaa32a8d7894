"""Whatever a platform answers that is no HTTP, or no sense, is a doubt, a refusal, or patience."""

import logging
import tracemalloc
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters import sessions
from adapters.slack.messenger import SlackApi, SlackMessenger
from adapters.teams.messenger import TeamsApi, TeamsMessenger
from adapters.teams.references import References
from adapters.teams.sdk import Connectors
from app.wiring import system_now
from bot.model import Address, Platform
from bot.ports import InDoubt, Messenger, NoLookingUp, Throttled, Undeliverable
from bot.said import Message, verbatim
from tests.faults.broken_answers import (
    DOUBTFUL,
    PATIENT,
    REFUSING,
    Broken,
    BrokenPlatform,
    breaking,
)
from tests.faults.ledger import Ledger

HELLO = Message(verbatim("Hello, Person 7"))
MOST_MEMORY = 6 * sessions.MOST_BYTES


class OneWorkspace:
    """The only workspace that the bot is in."""

    def __init__(self, api: SlackApi) -> None:
        self._api = api

    async def api(self, _workspace: str) -> SlackApi:
        return self._api


class OneReference:
    """Somebody who has met the bot on Teams."""

    def __init__(self, service_url: str) -> None:
        facts = {"tenant": "t", "user": "u", "account": "29:u", "conversation": "a:u"}
        self._row = {**facts, "bot": "28:b", "service_url": service_url, "reachable": True}

    def find(self, _tenant: str, _user: str) -> Mapping[str, Any]:
        return self._row

    def newest(self, _tenant: str) -> Mapping[str, Any]:
        return self._row

    def keep(self, values: Mapping[str, Any], at: datetime) -> None:
        raise AssertionError(f"{values} at {at}: nothing has changed")

    def welcome(self, _tenant: str, _user: str, _at: datetime) -> bool:
        return False


@pytest.fixture(params=[Platform.SLACK, Platform.TEAMS])
def platform(request: pytest.FixtureRequest) -> Platform:
    return Platform(request.param)


@asynccontextmanager
async def messenger(
    platform: Platform, broken: Broken, *, bare: bool = False
) -> AsyncIterator[tuple[Messenger, BrokenPlatform]]:
    """Connect a messenger to a platform that is broken; `bare` of what guards our sessions."""
    made = aiohttp.ClientSession() if bare else sessions.session()
    async with breaking(broken) as there, made as session:
        if platform is Platform.SLACK:
            client = AsyncWebClient(
                "xoxb-fake", base_url=f"{there.url}/api/", session=session, retry_handlers=[]
            )
            yield SlackMessenger(OneWorkspace(SlackApi(client, session))), there
        else:
            api = TeamsApi(Connectors(session, None), session)
            references = References(OneReference(f"{there.url}/teams/"), system_now)
            yield TeamsMessenger(api, references), there


@pytest.mark.parametrize("broken", DOUBTFUL)
async def test_after_a_broken_answer_nobody_says_that_it_arrived_or_did_not(
    platform: Platform, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if DOUBTFUL[broken].then in {"falls silent", "trickles"}:
        monkeypatch.setattr(sessions, "ANSWER_SECONDS", 1.0)
    async with messenger(platform, DOUBTFUL[broken]) as (connected, there):
        with pytest.raises(InDoubt):
            await connected.send(Address(platform, "t", "u"), HELLO, "key")
        assert there.asked <= 1  # it may have been given up before it was asked
        assert there.taken <= MOST_MEMORY


@pytest.mark.parametrize("broken", REFUSING)
async def test_what_was_surely_not_taken_is_said_again_later(
    platform: Platform, broken: str
) -> None:
    async with messenger(platform, REFUSING[broken]) as (connected, there):
        with pytest.raises(Undeliverable) as refusal:
            await connected.send(Address(platform, "t", "u"), HELLO, "key")
        assert not refusal.value.permanent
        assert there.asked == 1


async def test_patience_is_understood_whatever_comes_with_it(platform: Platform) -> None:
    async with messenger(platform, PATIENT) as (connected, _there):
        with pytest.raises(Throttled) as told:
            await connected.send(Address(platform, "t", "u"), HELLO, "key")
        assert told.value.seconds == 7


@pytest.mark.parametrize("broken", [each for each in DOUBTFUL if each != "trickles"])
async def test_an_edit_and_a_look_are_tried_again_later(
    platform: Platform, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if DOUBTFUL[broken].then == "falls silent":
        monkeypatch.setattr(sessions, "ANSWER_SECONDS", 1.0)
    async with messenger(platform, DOUBTFUL[broken]) as (connected, _there):
        address = Address(platform, "t", "u")
        with pytest.raises(Undeliverable) as refusal:
            await connected.update(address, "D1:1.1", HELLO)
        assert not refusal.value.permanent
        with pytest.raises((Undeliverable, NoLookingUp)) as look:
            await connected.find(address, "key")
        assert not getattr(look.value, "permanent", False)


@pytest.mark.parametrize("broken", ["a bomb", "a flood"])
async def test_no_answer_takes_more_memory_than_it_may(platform: Platform, broken: str) -> None:
    async with messenger(platform, DOUBTFUL[broken]) as (connected, _there):
        tracemalloc.start()
        try:
            with pytest.raises(InDoubt):
                await connected.send(Address(platform, "t", "u"), HELLO, "key")
            assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
        finally:
            tracemalloc.stop()


async def test_over_a_bare_session_what_was_written_goes_elsewhere_and_bombs_unfold(
    platform: Platform, ledger: Ledger
) -> None:
    redirect = replace(REFUSING["moved, to write there"], then="falls silent")  # kept open
    async with messenger(platform, redirect, bare=True) as (connected, there):
        with pytest.raises((Undeliverable, InDoubt)):
            await connected.send(Address(platform, "t", "u"), HELLO, "key")
        assert there.asked > 1
    async with messenger(platform, DOUBTFUL["a bomb"], bare=True) as (connected, there):
        tracemalloc.start()
        try:
            with pytest.raises(InDoubt):
                await connected.send(Address(platform, "t", "u"), HELLO, "key")
            assert tracemalloc.get_traced_memory()[1] > MOST_MEMORY
        finally:
            tracemalloc.stop()
    ledger.broke("broken answers", "written elsewhere, memory filled")


@pytest.mark.parametrize("broken", ["no JSON", "a page", "a text", "a list", "a word"])
async def test_what_is_raised_quotes_nothing_of_the_answer(
    platform: Platform, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with messenger(platform, DOUBTFUL[broken]) as (connected, _there):
        try:
            await connected.send(Address(platform, "t", "u"), HELLO, "key")
        except InDoubt:
            logging.getLogger("anybody").exception("what a log would show")
    assert "what a log would show" in caplog.text
    assert "Person 7" not in caplog.text
