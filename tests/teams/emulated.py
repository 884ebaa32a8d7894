"""A company whose bot answers an emulator on this machine, and the story that people live there."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from aiohttp import web

from adapters import sessions
from adapters.teams.app import MESSAGES_PATH, Allowed
from adapters.teams.connected import Connected, Neighbours, TeamsSettings
from bot.model import CheckIn, CheckInState
from bot.post import Post
from storage.teams import SqlTeamsReferences
from tests.musterwerk import TEAMS
from tests.people import Company
from tests.teams.playground import PATIENCE

UNSIGNED = TeamsSettings(allowed=Allowed(frozenset({TEAMS}), development=True))


@asynccontextmanager
async def serving(company: Company) -> AsyncIterator[tuple[str, Connected]]:
    """Serve the bot for an emulator, and return its endpoint."""
    kept = SqlTeamsReferences(company.books)
    neighbours = Neighbours(
        bot=company.bot, references=kept, clock=lambda: company.now, chance=lambda: 0.0
    )
    connected = Connected(UNSIGNED, neighbours, sessions.session())
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


async def hana_sends_a_round(company: Company, connected: Connected) -> None:
    """Let HR prepare a round and send it."""
    company.hana.says("/program match")
    await settle(company, connected)
    with company.turn() as store:
        draft = store.draft_round(company.programme.id)
    assert draft is not None
    company.hana.forges(f"match.send:{draft.id}")
    await settle(company, connected)


async def after_the_first_hour(company: Company, connected: Connected) -> CheckIn:
    """Let time pass until the first hour is over, and return it."""
    with company.turn() as store:
        (hour,) = store.check_ins_in(company.programme.id, (CheckInState.PLANNED,))[:1]
    company.now = hour.starts_at + timedelta(hours=2)
    await settle(company, connected)
    return hour


def usefulness(company: Company, hour: CheckIn) -> int | None:
    """Return how useful Bernd said this hour was."""
    with company.turn() as store:
        feedback = store.feedback_by(hour.id, company.bernd.person_id)
    return feedback.useful if feedback else None


async def gone(connected: Connected, user: str) -> None:
    """Wait until the bot knows that somebody removed it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            known = connected.messenger.references.find(TEAMS, user)
            if known is not None and not known.reachable:
                return
            await asyncio.sleep(0.05)
