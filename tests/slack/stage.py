"""The bot on local-slack, over HTTP or Socket Mode, with the cast in its workspace."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from aiohttp import web

from adapters import sessions
from adapters.slack.connected import Connected
from bot.flows import status
from bot.model import Address, Platform
from bot.post import Post
from bot.turn import Turn
from tests.musterwerk import SLACK, catalogue
from tests.people import Company
from tests.slack.emulator import Emulator, emulating, free_port
from tests.slack.workspace import BASIC, neighbours


@asynccontextmanager
async def staged(company: Company, folder: Path, way: str) -> AsyncIterator[Emulator]:
    """Run the emulator and the bot of this company at it; `way` is http or socket."""
    port = free_port()
    _prepare(company)
    url = f"http://127.0.0.1:{port}/slack/events" if way == "http" else ""
    async with emulating(folder, url) as slack:
        settings = replace(
            BASIC,
            api_url=f"{slack.url}/api/",
            app_token="" if way == "http" else "xapp-fake",
            signing_secret=BASIC.signing_secret if way == "http" else "",
        )
        connected = Connected(settings, neighbours(company), sessions.session())
        app = web.Application()
        app.add_routes(connected.routes)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            await connected.open()
            post = Post(company.bot, connected.messenger, lambda: company.now)
            slack.deliver = lambda: deliver(company, post)
            yield slack
        finally:
            await connected.close()
            await runner.cleanup()
    company.assert_nothing_failed()


async def deliver(company: Company, post: Post) -> None:
    """Do what is due, and deliver it."""
    while await asyncio.to_thread(company.bot.do_chores, company.now) + await post.deliver_due():
        pass


def _prepare(company: Company) -> None:
    """Here Bernd is on Slack as well, and the first figures are expected."""
    with company.turn() as store:
        status.expect_figures(Turn(company.now, store, catalogue()), company.programme)
        bernd = Address(Platform.SLACK, SLACK, "UBERND")
        store.link(company.bernd.person_id, bernd, company.now)
    company.now += timedelta(minutes=5)
