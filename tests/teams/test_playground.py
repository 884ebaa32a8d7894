"""The story of Asha and Bernd in Microsoft's own Playground, each in a window: join to feedback."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from adapters.teams.app import MESSAGES_PATH, Allowed
from adapters.teams.connected import Connected, Neighbours, TeamsSettings
from bot.model import CheckInState
from bot.post import Post
from storage.teams import SqlTeamsReferences
from tests.musterwerk import TEAMS
from tests.people import Company
from tests.teams.playground import CHANNEL, GROUP, NODE, PATIENCE, PROGRAM, Window, person, window

pytestmark = pytest.mark.skipif(
    NODE is None or not PROGRAM.is_file(),
    reason="the Agents Playground is not here: tests/tools/need_emulators",
)
SCREENS = 12  # more than the questionnaire has
MENTOR = {"purposes": ("matching",), "role": "mentor", "offers_more": "Social Media"}
MENTEE = {"purposes": ("matching",), "role": "mentee", "wants_more": "Social Media"}
UNSIGNED = TeamsSettings(allowed=Allowed(frozenset({TEAMS}), development=True))


@asynccontextmanager
async def serving(company: Company) -> AsyncIterator[tuple[str, Connected]]:
    """Serve the bot for an emulator, and return its endpoint."""
    kept = SqlTeamsReferences(company.books)
    neighbours = Neighbours(bot=company.bot, references=kept, clock=lambda: company.now)
    connected = Connected(UNSIGNED, neighbours, aiohttp.ClientSession())
    app = web.Application()
    app.add_routes(connected.routes)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}{MESSAGES_PATH}", connected
    finally:
        await connected.close()
        await runner.cleanup()


async def settle(company: Company, connected: Connected) -> None:
    """Do what is due, and deliver it, as fast as Teams' pace allows."""
    await connected.app.settled()
    post = Post(company.bot, connected.messenger, lambda: company.now)
    while True:
        chores = await asyncio.to_thread(company.bot.do_chores, company.now)
        if not chores + await post.deliver_due():
            due = company.books.next_due()
            if due is None or due > company.now + timedelta(seconds=10):
                return
            company.now = max(company.now, due)


async def joins(person: Window, words: str, answers: Mapping[str, Any]) -> None:
    """Add the bot, and answer the questionnaire in its one card."""
    await person.installs()
    await person.sees("Reverse Mentoring 2026")
    await person.types(words)
    await person.sees("purposes")
    for _ in range(SCREENS):
        if person.form is None:
            assert len(person.said[person.own]) == 2  # the welcome, and all of the questionnaire
            return
        known = {key: answers[key] for key in answers.keys() & person.asked}
        told = await person.presses(str(person.form["data"]["kehrwert"]), known)
        await person.shows(told["value"])
    raise AssertionError("the questionnaire does not end")


async def test_asha_and_bernd_join_meet_and_say_how_it_was(
    company: Company, tmp_path: Path
) -> None:
    async with (
        serving(company) as (endpoint, connected),
        window(person("Asha", "Rao"), endpoint, tmp_path) as asha,
        window(person("Bernd", "Vogel"), endpoint, tmp_path) as bernd,
    ):
        await joins(asha, "program join", MENTOR)
        await joins(bernd, "/program mitmachen", MENTEE)
        company.hana.says("/program match")
        await settle(company, connected)
        company.hana.forges(f"match.send:{draft_of(company)}")
        await settle(company, connected)
        await bernd.sees("Ein Vorschlag für dich")
        told = await asha.presses("proposal.accept:")
        assert "proposal.accept" not in str(told["value"])
        await bernd.presses("proposal.accept:")
        await settle(company, connected)
        await asha.sees("Your first hour with")
        await they_meet(company, connected, bernd)
    company.assert_nothing_failed()


async def they_meet(company: Company, connected: Connected, bernd: Window) -> None:
    with company.turn() as store:
        (hour,) = store.check_ins_in(company.programme.id, (CheckInState.PLANNED,))[:1]
    company.now = hour.starts_at + timedelta(hours=2)
    await settle(company, connected)
    await bernd.presses(f"checkin.met:{hour.id}:1")
    await connected.app.settled()
    await bernd.presses(f"feedback.useful:{hour.id}:5")
    with company.turn() as store:
        feedback = store.feedback_by(hour.id, company.bernd.person_id)
    assert feedback is not None
    assert feedback.useful == 5


def draft_of(company: Company) -> int:
    with company.turn() as store:
        draft = store.draft_round(company.programme.id)
    assert draft is not None
    return draft.id


async def test_groups_channels_and_leaving(company: Company, tmp_path: Path) -> None:
    async with (
        serving(company) as (endpoint, connected),
        window(person("Bernd", "Vogel"), endpoint, tmp_path) as bernd,
    ):
        await bernd.installs()
        await bernd.sees("Mitmachen")
        await bernd.installs()  # every opening of the page does so
        for place in (GROUP, CHANNEL):
            await bernd.types("program hilfe", place, mention=True)
            await bernd.sees("eigenen Chat", place)
        await bernd.sees("/program")
        titles = [str(each).count("Was ich kann") for each in bernd.said[bernd.own].values()]
        assert len(titles) == 3  # one welcome, two private answers
        await bernd.removes()
        await gone(connected)


async def gone(connected: Connected) -> None:
    """Wait until the bot knows that it was removed."""
    async with asyncio.timeout(PATIENCE):
        while True:
            known = connected.messenger.references.find(TEAMS, "aad-bernd")
            if known is not None and not known.reachable:
                return
            await asyncio.sleep(0.05)
