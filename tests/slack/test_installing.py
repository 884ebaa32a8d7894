"""Many workspaces install the bot; tokens are renewed; who may not, cannot; who leaves, is forgotten."""

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import ClientResponse

from adapters.slack.install import AllowList, Installed
from adapters.slack.read import Whereabouts
from bot.model import Address, Platform
from bot.ports import Undeliverable
from bot.said import Message, verbatim
from storage.slack import SqlSlackInstallations
from tests.musterwerk import SLACK
from tests.people import Company
from tests.slack.workspace import BASIC, Human, Workspace, running

MANY = replace(
    BASIC,
    bot_token="",
    client_id="1.2",
    client_secret="hush",
    allowed=AllowList(frozenset({SLACK})),
)
# slack_sdk 3.47 gives its secret to aiohttp in a way that aiohttp 4 will not know.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")
ASHA = Address(Platform.SLACK, SLACK, "UASHA")


@pytest.fixture
async def workspace(company: Company) -> AsyncIterator[Workspace]:
    async with running(company, MANY) as workspace:
        yield workspace


async def installs(workspace: Workspace, *, state: str = "", **headers: str) -> ClientResponse:
    """Go through both pages as an admin's browser does."""
    assert workspace.client is not None
    begun = await workspace.client.get("/slack/install", allow_redirects=False)
    cookie = begun.headers["Set-Cookie"].split(";")[0]
    asked = parse_qs(urlsplit(begun.headers["Location"]).query)
    assert "chat:write" in asked["scope"][0]
    mark = state or asked["state"][0]
    return await workspace.client.get(
        f"/slack/oauth_redirect?code=c&state={mark}", headers={"Cookie": cookie, **headers}
    )


async def test_an_installed_workspace_is_answered_with_its_own_token(workspace: Workspace) -> None:
    asha = Human(workspace, "UASHA")
    answer = await installs(workspace)
    assert (answer.status, "connected" in await answer.text()) == (200, True)
    await asha.types("help")
    assert len(workspace.slack.responses) == 1
    assert workspace.slack.called("users.info")


@pytest.mark.parametrize(
    ("asked", "language", "said"),
    [
        ("de-DE,de", "de", "verbunden"),
        ("fr-CH,fr;q=0.9,de;q=0.7,en;q=0.4", "de", "verbunden"),
        ("de;q=0.3,en-GB;q=0.8", "en", "connected"),
        ("", "en", "connected"),
    ],
)
async def test_the_page_speaks_the_language_that_the_browser_wants_most(
    workspace: Workspace, asked: str, language: str, said: str
) -> None:
    answer = await installs(workspace, **{"Accept-Language": asked})
    page = await answer.text()
    assert said in page
    assert f'<html lang="{language}">' in page
    assert (answer.headers["Content-Language"], answer.headers["Vary"]) == (
        language,
        "Accept-Language",
    )


@pytest.mark.parametrize(
    ("error", "de", "en"),
    [
        ("access_denied", "nicht erlaubt", "was not allowed"),
        ("<b>call+555</b>", "hat nicht geklappt", "did not work"),
    ],
)
async def test_a_page_of_what_went_wrong_says_so_in_both_languages_and_repeats_nothing(
    workspace: Workspace, caplog: pytest.LogCaptureFixture, error: str, de: str, en: str
) -> None:
    caplog.set_level(logging.CRITICAL)
    assert workspace.client is not None
    for language, said in (("de", de), ("en", en)):
        answer = await workspace.client.get(
            f"/slack/oauth_redirect?error={error}", headers={"Accept-Language": language}
        )
        page = await answer.text()
        assert said in page
        assert 'href="/slack/install"' in page
        assert "555" not in page


async def test_before_the_installation_nobody_is_answered(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    await Human(workspace, "UASHA").types("join")
    assert workspace.slack.called("views.open") == []
    with pytest.raises(Undeliverable) as told:
        await workspace.connected.messenger.send(ASHA, Message(verbatim("Hi")), "k")
    assert told.value.permanent


async def test_an_installation_that_somebody_else_began_cannot_be_finished(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    answer = await installs(workspace, state="guessed")
    assert answer.status == 400
    assert "browser you began in" in await answer.text()
    assert workspace.slack.called("oauth.v2.access") == []


async def test_a_workspace_that_is_not_listed_is_turned_away_and_its_token_given_back(
    company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    others = replace(MANY, allowed=AllowList(frozenset({"TOTHER"})))
    async with running(company, others) as workspace:
        answer = await installs(workspace)
        assert (answer.status, SLACK in await answer.text()) == (403, True)
        assert workspace.slack.called("auth.revoke") != []
    assert SqlSlackInstallations(company.books).find(SLACK) is None


async def test_a_workspace_taken_off_the_list_is_answered_no_longer(
    company: Company, workspace: Workspace
) -> None:
    await installs(workspace)
    workspace.connected.connections.allowed = AllowList()
    assert await workspace.connected.connections.installed(SLACK) is None


async def test_a_token_is_renewed_before_it_ends(company: Company, workspace: Workspace) -> None:
    await installs(workspace)
    connections = workspace.connected.connections
    first = await connections.installed(SLACK)
    assert first is not None
    ends = company.now + timedelta(hours=1)
    await connections.keep(replace(first, expires_at=ends))
    renewed = await connections.installed(SLACK)
    assert renewed is not None
    assert renewed.token != first.token
    assert workspace.slack.called("oauth.v2.access")[-1]["grant_type"] == "refresh_token"
    kept = SqlSlackInstallations(company.books).find(SLACK)
    assert kept is not None
    assert kept["token"] == renewed.token


@pytest.mark.parametrize(
    ("kind", "facts"),
    [("app_uninstalled", {}), ("tokens_revoked", {"tokens": {"bot": ["UBOT"]}})],
)
async def test_a_workspace_that_removes_the_bot_is_forgotten(
    company: Company, workspace: Workspace, kind: str, facts: Any
) -> None:
    await installs(workspace)
    await workspace.event(kind, **facts)
    assert SqlSlackInstallations(company.books).find(SLACK) is None
    assert await workspace.connected.connections.installed(SLACK) is None


async def test_an_org_wide_installation_serves_every_workspace_of_the_organisation(
    company: Company, workspace: Workspace
) -> None:
    org = Installed("E1", "E1", "", "Group", "xoxb-fake", bot_user="UBOT")
    workspace.connected.connections.allowed = AllowList(frozenset({"E1"}))
    await workspace.connected.connections.keep(org)
    with company.turn() as store:
        store.allow(company.organisation.id, Platform.SLACK, "E1")
    workspace.slack.users["UASHA"]["enterprise_user"] = {"enterprise_id": "E1"}
    for team in ("T1", "T2"):
        await Human(workspace, "UASHA").types(
            "help", team_id=team, enterprise_id="E1", is_enterprise_install="true"
        )
    assert len(workspace.slack.responses) == 2
    with company.turn() as store:
        assert store.person_at(Address(Platform.SLACK, "E1", "UASHA")) is not None


def test_every_key_names_organisation_and_workspace() -> None:
    assert Whereabouts("", "T1").key == "T1"
    assert Whereabouts("E1", "T1").key == "E1/T1"
    assert Whereabouts("E1", "T1", org_wide=True).key == "E1"
    assert Whereabouts("E1", "").key == "E1"
