"""Four processes on PostgreSQL that are stopped at once give back all they hold, and lose nothing."""

import asyncio
from pathlib import Path

import pytest

from bot.model import NoticeState
from tests.faults.ledger import Ledger
from tests.faults.served import LEAVE_SECONDS
from tests.faults.sizes import LONG
from tests.faults.slow_slack import OnSlack, on_slack

PROCESSES = 4
PEOPLE, EACH = 40, 3
ALL = PEOPLE * EACH
UNDER_WAY = 20  # messages that have arrived when all are stopped
STOPPED = "four of kehrwert serve stopped at once"
HALF = "two of four stopped, two killed"
only_postgres = pytest.mark.parametrize("database", ["postgres"], indirect=True)


async def leave(workspace: OnSlack, *, killed: int) -> None:
    """Kill so many in the wave and ask the rest to stop, and wait until all are gone."""
    await workspace.waits_for(UNDER_WAY)
    dead, polite = workspace.served.kills(killed), workspace.served.stops(PROCESSES)
    async with asyncio.timeout(LEAVE_SECONDS):
        for process in dead:
            await process.wait()
        assert {await process.wait() for process in polite} <= {0}
    assert len(workspace.slack.arrived()) < ALL, "all was said before anybody stopped"


async def others_say_the_rest(workspace: OnSlack, ledger: Ledger, fault: str) -> None:
    """Let one process say what is left, and hold that each message arrived once."""
    await workspace.served.starts()
    await workspace.served.drains()
    found = workspace.audit()
    ledger.held(fault, workspace.served.url, PROCESSES, found)
    assert found.complaints == {}
    assert found.states == {NoticeState.SENT: ALL}


@LONG
@only_postgres
async def test_four_that_are_stopped_at_once_give_back_what_they_hold(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    async with on_slack(database, tmp_path, PEOPLE, EACH, processes=PROCESSES) as workspace:
        await leave(workspace, killed=0)
        assert workspace.served.held() == 0
        await others_say_the_rest(workspace, ledger, STOPPED)
    assert "Traceback" not in workspace.served.log()


@LONG
@only_postgres
async def test_of_four_two_are_killed_and_two_stopped(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    async with on_slack(database, tmp_path, PEOPLE, EACH, processes=PROCESSES) as workspace:
        await leave(workspace, killed=PROCESSES // 2)
        await others_say_the_rest(workspace, ledger, HALF)


@LONG
@only_postgres
async def test_who_does_not_stop_politely_leaves_what_it_holds_to_be_said_twice(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    async with on_slack(
        database, tmp_path, PEOPLE, EACH, processes=PROCESSES, forgetful=True
    ) as workspace:
        await leave(workspace, killed=PROCESSES)
        assert workspace.served.held()
        ledger.broke(STOPPED, "held by nobody who lives")
        await workspace.served.starts()
        await workspace.served.until(lambda: max(workspace.slack.arrived().values()) > 1)
        ledger.broke(HALF, "twice")
