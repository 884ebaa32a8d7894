"""Whatever comes in that is no request, `kehrwert serve` says so, forgets it, and goes on serving."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import func, select

from adapters.http import BODY_SECONDS
from storage.tables import TABLES
from tests.app.test_serving import asked
from tests.databases import sqlite_url
from tests.faults.broken_requests import SLACK, TEAMS, memory, rough_requests, sent
from tests.faults.ledger import Ledger
from tests.faults.served import Served
from tests.musterwerk import SLACK as WORKSPACE
from tests.musterwerk import TEAMS as TENANT
from tests.slack.fake import FakeSlack, serving

SECRET = "a secret that signs"
MOST_MEMORY = 48 * 1024 * 1024  # more than before, for all of them at once
SAID = {400, 401, 403, 408, 413, None}  # None: whoever had hung up already
TAKEN = {*SAID, 200}  # signed, of a shape that nobody knows: Slack would send an error again


def rows(served: Served) -> dict[str, int]:
    """Return how many rows each table has."""
    with served.books.database.reading() as session:
        return {
            table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in TABLES.sorted_tables
            if table.name != "tick"
        }


async def test_a_broken_request_is_refused_and_leaves_nothing_behind(tmp_path: Path) -> None:
    async with serving(FakeSlack(WORKSPACE)) as api:
        told = {"SLACK_BOT_TOKEN": "xoxb-fake", "SLACK_SIGNING_SECRET": SECRET}
        on_teams = {
            "KEHRWERT_TEAMS_DEVELOPMENT": "true",
            "KEHRWERT_TEAMS_TENANTS": f'["{TENANT}"]',
        }
        served = Served(sqlite_url(tmp_path), tmp_path, {**told, **on_teams, "SLACK_API_URL": api})
        try:
            await served.starts()
            ((port, process),) = served.processes.items()
            used, before = memory(process.pid), rows(served)
            at_first = used()
            for path in (SLACK, TEAMS):
                requests = rough_requests(path, SECRET)
                found = await asyncio.gather(*(sent(port, each) for each in requests.values()))
                statuses = dict(zip(requests, found, strict=True))
                allowed = TAKEN if path == SLACK else SAID
                assert {name: each for name, each in statuses.items() if each not in allowed} == {}
                assert statuses["too large"] in {413, None}
                assert {statuses["trickles"], statuses["never goes on"]} == {408}
            assert await asyncio.to_thread(asked, port, "/health/ready")
            assert rows(served) == before
            assert used() - at_first < MOST_MEMORY
        finally:
            await served.ends()
    words = ("Traceback", "Person 7")
    assert [line for line in served.log().splitlines() if any(each in line for each in words)] == []


async def test_without_reading_it_beforehand_a_request_fails_or_is_waited_for_without_end(
    ledger: Ledger,
) -> None:
    async def words(request: web.Request) -> web.Response:
        return web.Response(text=await request.text())

    app = web.Application()
    app.add_routes([web.post(SLACK, words)])
    requests = rough_requests(SLACK, SECRET)
    async with TestServer(app) as server:
        assert server.port is not None
        for name in ("no text", "an encoding of nobody's", "packed, but broken"):
            assert await sent(server.port, requests[name]) == 500
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2 * BODY_SECONDS):
                await sent(server.port, requests["never goes on"])
    ledger.broke("broken requests", "failed, or waited for without end")
