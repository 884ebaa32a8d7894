"""A workspace installs the bot by OAuth at a strict emulator, with just the scopes that we ask for."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiohttp import web

from adapters import sessions
from adapters.directory.slack import SlackDirectory
from adapters.pictures import png
from adapters.slack import limits
from adapters.slack.answering import Answering
from adapters.slack.connected import Connected
from adapters.slack.install import AllowList, Installed
from adapters.slack.manifest import scopes
from adapters.slack.read import Incoming, Place
from bot.model import Address, Platform
from bot.said import Message
from storage.slack import SqlSlackInstallations
from tests.adapters.web import samples
from tests.people import Company
from tests.screen import words
from tests.slack.emulator import free_port
from tests.slack.strict import CLIENT_ID, CLIENT_SECRET, NODE, StrictSlack, strictly
from tests.slack.workspace import BASIC, neighbours, words_of

pytestmark = [
    pytest.mark.skipif(
        not NODE.is_file(), reason="emulate is not here: tests/tools/need_emulators"
    ),
    # slack_sdk 3.47 gives its secret to aiohttp in a way that aiohttp 4 will not know.
    pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning"),
]
TEAM = "T000000001"  # the emulator's one workspace


@dataclass
class Installing:
    """The bot at the emulator, not installed yet."""

    slack: StrictSlack
    connected: Connected
    install_url: str

    async def installed(self) -> Installed:
        """Have Hana install it, and return the installation."""
        status, page = await self.slack.agrees(self.install_url, "Hana Weiss")
        assert (status, "connected" in page) == (200, True)
        found = await self.connected.connections.installed(TEAM)
        assert found is not None
        return found

    async def number_of(self, name: str, token: str) -> str:
        """Return somebody's id."""
        listed = await self.slack.call(token, "users.list")
        return next(str(each["id"]) for each in listed["members"] if each["real_name"] == name)


@pytest.fixture
async def installing(company: Company, tmp_path: Path) -> AsyncIterator[Installing]:
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    async with strictly(tmp_path, f"{public}/slack/oauth_redirect") as slack:
        settings = replace(
            BASIC,
            bot_token="",
            api_url=f"{slack.url}/api/",
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            allowed=AllowList(frozenset({TEAM})),
            public_url=public,
        )
        connected = Connected(settings, neighbours(company), sessions.session())
        app = web.Application()
        app.add_routes(connected.routes)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            await connected.open()
            yield Installing(slack, connected, f"{public}/slack/install")
        finally:
            await connected.close()
            await runner.cleanup()


async def test_an_installation_is_kept_with_just_the_scopes_we_asked_for(
    installing: Installing, company: Company
) -> None:
    found = await installing.installed()
    assert sorted(found.scopes.split(",")) == scopes()
    kept = SqlSlackInstallations(company.books).find(TEAM)
    assert kept is not None
    assert kept["token"] == found.token
    with company.turn() as store:
        assert store.organisation_of(Platform.SLACK, TEAM) == company.organisation


async def test_whoever_comes_without_having_begun_installs_nothing(
    installing: Installing, company: Company
) -> None:
    url = installing.install_url.replace("install", "oauth_redirect?code=guessed&state=guessed")
    async with installing.slack.http.get(url) as page:
        assert page.status == 400
    assert SqlSlackInstallations(company.books).find(TEAM) is None


async def test_with_those_scopes_it_writes_edits_and_finds_its_own_message_again(
    installing: Installing,
) -> None:
    found = await installing.installed()
    asha = Address(Platform.SLACK, TEAM, await installing.number_of("Asha Rao", found.token))
    messenger = installing.connected.messenger
    sent = await messenger.send(asha, samples.PROPOSAL, "kehrwert-1")
    assert await messenger.find(asha, "kehrwert-1") == sent
    assert await messenger.find(asha, "kehrwert-2") is None
    await messenger.update(asha, sent, Message(samples.words("It is over")))
    channel = sent.partition(":")[0]
    told = await installing.slack.call(found.token, "conversations.history", channel=channel)
    assert "It is over" in words_of(told["messages"][0])


async def test_with_those_scopes_a_command_opens_its_window_while_the_trigger_lives(
    installing: Installing, company: Company
) -> None:
    found = await installing.installed()
    asha = await installing.number_of("Asha Rao", found.token)
    asked = await installing.slack.call(found.token, "views.generateTriggerId", user_id=asha)
    connections = installing.connected.connections
    answering = installing.connected.app.answering
    incoming = Incoming(TEAM, asha, Place(asked["trigger_id"]), words="join")
    await answering.answer(incoming, await connections.api(TEAM))
    async with installing.slack.http.get(f"{installing.slack.url}/?tab=views") as page:
        assert (
            words("consent.title", programme=company.programme.name)[: limits.MODAL_TITLE - 1]
            in await page.text()
        )
    company.assert_nothing_failed()


async def test_with_those_scopes_figures_are_drawn_and_app_home_is_filled(
    installing: Installing, company: Company
) -> None:
    found = await installing.installed()
    hana = await installing.number_of("Hana Weiss", found.token)
    api = await installing.connected.connections.api(TEAM)
    answering = installing.connected.app.answering
    assert isinstance(answering, Answering)
    await answering.answer(Incoming(TEAM, hana, Place(origin={"home": "1"}), words="home"), api)
    file = await api.upload(await asyncio.to_thread(png, samples.WEEKS), "figure.png", "Meetings")
    assert file.startswith("F")
    company.assert_nothing_failed()


async def test_with_those_scopes_everybody_is_listed_page_by_page(
    installing: Installing, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = await installing.installed()
    monkeypatch.setattr("adapters.directory.slack.PAGE", 2)
    waits: list[float] = []
    directory = SlackDirectory(found.token, f"{installing.slack.url}/api/", waits.append)
    listed = await asyncio.to_thread(directory.listed)
    names = {entry.person.name for entry in listed.entries}
    assert {"Asha Rao", "Bernd Vogel", "Carla Conti", "Hana Weiss"} <= names
    assert len(waits) > 1
