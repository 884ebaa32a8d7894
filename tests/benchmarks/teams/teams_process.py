"""The fake Teams in a process of its own, so that it costs the measured one nothing."""

import asyncio
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

from tests.musterwerk import MAIL, TEAMS
from tests.teams.fake import FakeTeams, member, serving


@contextmanager
def elsewhere(token_seconds: float = 0, send_seconds: float = 0) -> Iterator[tuple[FakeTeams, str]]:
    """Run a fake Teams in another process; return one here that knows its address, and a token."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_run, args=(theirs, token_seconds, send_seconds), daemon=True
    )
    process.start()
    teams = FakeTeams(TEAMS)
    teams.url, token = ours.recv()
    try:
        yield teams, token
    finally:
        process.terminate()
        process.join()


def _run(pipe: Connection, token_seconds: float, send_seconds: float) -> None:
    teams = FakeTeams(TEAMS, token_seconds=token_seconds, send_seconds=send_seconds)
    teams.joins(member("Bernd Vogel", tenant=TEAMS, email=f"bernd.vogel@{MAIL}"))

    async def forever() -> None:
        async with serving(teams) as url:
            pipe.send((url, teams.signed()))
            await asyncio.Event().wait()

    asyncio.run(forever())
