"""`kehrwert serve` is really killed in a wave: on Slack each message comes once, on Teams as it can.

Slack is asked for a message's key. On Teams nobody can look: a nudge in doubt is not said again, and
what matters is put into the card that stands there already.
"""

import os
from pathlib import Path

from bot.model import NoticeState
from tests.databases import sqlite_url
from tests.faults.ledger import Ledger
from tests.faults.sizes import LONG
from tests.faults.slow_slack import OnSlack, on_slack
from tests.faults.slow_teams import KNOWN, LOST_ANSWERS, NEW, REMINDED, OnTeams, on_teams

PEOPLE, EACH = int(os.environ.get("FAULTS_SLACK_PEOPLE", "20")), 4
ALL = PEOPLE * EACH
KILLS = 2
BROKEN = 0.1  # of the answers
ON_TEAMS = 60  # people, a third of each kind
FAULT = "kehrwert serve on Slack, kill -9, broken answers"
TEAMS_FAULT = "kehrwert serve on Teams, kill -9, answers lost"


async def kill_in_the_wave(chat: OnSlack | OnTeams, wave: int, before: int = 0) -> None:
    """Kill the process again and again while so many messages are on their way."""
    for kill in range(1, KILLS + 1):
        await chat.waits_for(before + wave * kill // (KILLS + 2))
        for process in chat.served.kills():
            await process.wait()
        await chat.served.starts()


@LONG
async def test_on_slack_killed_processes_lose_nothing_and_say_nothing_twice(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    async with on_slack(database, tmp_path, PEOPLE, EACH, breaks=BROKEN) as workspace:
        await kill_in_the_wave(workspace, ALL)
        await workspace.served.drains()
        found = workspace.audit()
        ledger.held(FAULT, database, 1, found)
        assert found.complaints == {}
        assert found.states == {NoticeState.SENT: ALL}


@LONG
async def test_without_metadata_slack_is_told_again_what_it_kept(
    tmp_path: Path, ledger: Ledger
) -> None:
    url = sqlite_url(tmp_path)
    async with on_slack(url, tmp_path, PEOPLE, EACH, breaks=BROKEN, forgetful=True) as workspace:
        await kill_in_the_wave(workspace, ALL)
        await workspace.served.until(lambda: max(workspace.slack.arrived().values()) > 1)
        ledger.broke(FAULT, "twice")


@LONG
async def test_on_teams_who_has_a_card_and_who_is_nudged_hear_nothing_twice(
    database: str, tmp_path: Path, ledger: Ledger
) -> None:
    async with on_teams(database, tmp_path, ON_TEAMS) as tenant:
        before = tenant.owes(KNOWN)
        await tenant.served.drains()
        tenant.teams.loses = LOST_ANSWERS
        wave = tenant.owes(KNOWN, REMINDED, NEW)
        await kill_in_the_wave(tenant, wave, before)
        await tenant.served.drains()
        found = tenant.audit()
        ledger.held(TEAMS_FAULT, database, 1, found)
        assert found.complaints == {}
        assert found.states.keys() <= {NoticeState.SENT, NoticeState.EXPIRED}
        assert found.states[NoticeState.SENT] >= wave + before - ON_TEAMS // 3
        # The same wave without either guard: neither a nudge, nor a card that stands there already.
        assert tenant.twice(NEW)
        ledger.broke(TEAMS_FAULT, "twice")
