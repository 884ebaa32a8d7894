"""The story of Asha and Bernd on a real emulator, over HTTP and over Socket Mode: join to feedback."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from adapters.slack.connected import Connected
from bot.flows import status
from bot.heard import Answer
from bot.model import Address, CheckInState, Platform
from bot.post import Post
from bot.turn import Turn
from tests.musterwerk import SLACK, catalogue
from tests.people import Company
from tests.slack.emulator import BINARY, Emulator, emulating, free_port
from tests.slack.workspace import BASIC, neighbours, words_of

pytestmark = pytest.mark.skipif(
    not BINARY.is_file(), reason="local-slack is not here: tests/tools/need_emulators"
)
Answers = Mapping[str, Answer]
MENTOR: Answers = {"purposes": ("matching",), "role": "mentor", "offers_more": "Social Media"}
MENTEE: Answers = {"purposes": ("matching",), "role": "mentee", "wants_more": "Social Media"}
SCREENS = 12  # more than the questionnaire has


@pytest.mark.parametrize("way", ["http", "socket"])
async def test_asha_and_bernd_join_meet_and_say_how_it_was(
    company: Company, tmp_path: Path, way: str
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/slack/events" if way == "http" else ""
    with company.turn() as store:
        status.expect_figures(Turn(company.now, store, catalogue()), company.programme)
        bernd = Address(Platform.SLACK, SLACK, "UBERND")
        store.link(company.bernd.person_id, bernd, company.now)
    company.now += timedelta(minutes=5)
    async with emulating(tmp_path, url) as slack:
        settings = replace(
            BASIC,
            api_url=f"{slack.url}/api/",
            app_token="" if way == "http" else "xapp-fake",
            signing_secret=BASIC.signing_secret if way == "http" else "",
        )
        connected = Connected(settings, neighbours(company), aiohttp.ClientSession())
        app = web.Application()
        app.add_routes(connected.routes)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            await connected.open()
            post = Post(company.bot, connected.messenger, lambda: company.now)
            slack.deliver = lambda: deliver(company, post)
            await story(slack, company)
        finally:
            await connected.close()
            await runner.cleanup()
    company.assert_nothing_failed()


async def story(slack: Emulator, company: Company) -> None:
    """Both join, Hana sends a round, both say yes, they meet, Bernd says how it was."""
    await joins(slack, "UASHA", MENTOR)
    await joins(slack, "UBERND", MENTEE)
    await slack.types("UHANA", "match")
    await slack.presses("UHANA", "match.send:")
    waiting = await slack.presses("UASHA", "proposal.accept:")
    assert "proposal.accept" not in str(waiting["blocks"])  # what was pressed is edited
    await slack.presses("UBERND", "proposal.accept:")
    with company.turn() as store:
        (hour,) = store.check_ins_in(company.programme.id, (CheckInState.PLANNED,))[:1]
    company.now = hour.starts_at + timedelta(hours=2)
    await slack.presses("UBERND", f"checkin.met:{hour.id}:1")
    thanks = await slack.presses("UBERND", f"feedback.useful:{hour.id}:5")
    assert words_of(thanks)
    with company.turn() as store:
        feedback = store.feedback_by(hour.id, company.bernd.person_id)
    assert feedback is not None
    assert feedback.useful == 5


async def joins(slack: Emulator, user: str, answers: Answers) -> None:
    """Answer the questionnaire in its window, until it closes."""
    slack.view = None
    await slack.types(user, "join")
    for _ in range(SCREENS):
        shown = await slack.window()
        assert shown["callback_id"] in {"form", "waiting"}, shown
        await slack.submits(user, answers)
        if slack.view is None:
            return
    raise AssertionError(f"the questionnaire does not end: {slack.errors} {slack.view}")


async def deliver(company: Company, post: Post) -> None:
    """Do what is due, and deliver it."""
    while await asyncio.to_thread(company.bot.do_chores, company.now) + await post.deliver_due():
        pass
