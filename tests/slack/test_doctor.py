"""What `kehrwert doctor` asks Slack: token, permissions, clock, Socket Mode, reachability."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from adapters.slack.checkup import check_up
from adapters.slack.connected import SlackSettings
from adapters.slack.install import AllowList, Installed
from adapters.slack.manifest import scopes
from app.settings import Settings
from app.slack import allow
from bot.model import Platform
from tests.musterwerk import SLACK
from tests.people import Company
from tests.slack.emulator import free_port
from tests.slack.fake import Trouble, refused
from tests.slack.workspace import BASIC, Workspace

SIXTY = timedelta(seconds=60)
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def settings(workspace: Workspace, app_token: str = "") -> SlackSettings:
    return replace(BASIC, api_url=f"{workspace.slack.url}/api/", app_token=app_token)


def telling(granted: str) -> Trouble:
    """Return an answer of auth.test with these permissions, from noon."""
    body = {"ok": True, "team": "Musterwerk", "user": "kehrwert"}
    headers = {"x-oauth-scopes": granted, "Date": "Mon, 02 Nov 2026 12:00:00 GMT"}
    return lambda: web.json_response(body, headers=headers)


async def test_a_good_token_names_its_workspace_and_lacks_nothing(workspace: Workspace) -> None:
    workspace.slack.troubles["auth.test"] = [telling(",".join(scopes()))]
    found = await check_up(settings(workspace), lambda: NOON)
    assert (found.workspace, found.bot, found.missing) == ("Musterwerk", "kehrwert", ())
    assert (found.skew, found.token_problem) == (0, "")


async def test_a_missing_permission_and_a_wrong_clock_are_told(workspace: Workspace) -> None:
    workspace.slack.troubles["auth.test"] = [telling("chat:write,commands")]
    found = await check_up(settings(workspace), lambda: NOON + SIXTY)
    assert "users:read" in found.missing
    assert found.skew == 60


async def test_a_refused_token_is_told_by_slacks_own_code(workspace: Workspace) -> None:
    workspace.slack.troubles["auth.test"] = [refused(200, "invalid_auth")]
    workspace.slack.troubles["apps.connections.open"] = [refused(200, "not_allowed_token_type")]
    found = await check_up(settings(workspace, app_token="xapp-wrong"), lambda: NOON)
    assert found.token_problem == "invalid_auth"
    assert found.socket_problem == "not_allowed_token_type"


async def test_an_unreachable_slack_is_told() -> None:
    nowhere = replace(BASIC, api_url=f"http://127.0.0.1:{free_port()}/api/")
    found = await check_up(nowhere, lambda: NOON)
    assert "Connect" in found.token_problem


# who belongs to which organisation


def installed(workspace: str) -> Installed:
    return Installed(workspace, "", workspace, "Somebody else's", "xoxb-fake")


@pytest.mark.parametrize("team", [SLACK, "TLISTED"])
def test_a_listed_workspace_belongs_to_the_organisation_of_the_settings(
    company: Company, team: str
) -> None:
    told = Settings(organisation="Musterwerk", slack_workspaces=("TLISTED",))
    allow(company.books, told, installed(team))
    with company.turn() as store:
        assert store.organisation_of(Platform.SLACK, team) == company.organisation


def test_where_installation_is_open_a_stranger_becomes_an_organisation_of_its_own(
    company: Company,
) -> None:
    told = Settings(organisation="Musterwerk", slack_open_installation=True)
    allow(company.books, told, installed("TSTRANGER"))
    with company.turn() as store:
        found = store.organisation_of(Platform.SLACK, "TSTRANGER")
    assert found is not None
    assert found != company.organisation


def test_only_listed_workspaces_are_admitted_unless_everybody_is() -> None:
    listed = AllowList(frozenset({"T1", "E2"}))
    assert listed.admits("", "T1")
    assert listed.admits("E2", "T9")
    assert not listed.admits("E9", "T9")
    assert not listed.admits("", "")
    assert AllowList(everybody=True).admits("E9", "T9")
