"""All of Slack in one process: opened with it, closed with it, sharing one session."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
from aiohttp import web

from adapters.reception import ListenerToMany
from adapters.slack import catching_up
from adapters.slack.answering import Answering
from adapters.slack.app import SlackApp
from adapters.slack.install import AllowList, Connections, Credentials, Installations, Installed
from adapters.slack.manifest import scopes
from adapters.slack.messenger import SlackMessenger
from adapters.slack.oauth import Installing, InstallPages, States
from adapters.slack.people import Acquaintances
from adapters.slack.staff import Staff
from bot.ports import Undeliverable
from bot.said import Figure

API_URL = "https://slack.com/api/"


@dataclass(frozen=True)
class SlackSettings:
    """How an operator connects Slack; secrets are never shown."""

    bot_token: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    api_url: str = API_URL
    allowed: AllowList = field(default_factory=AllowList)
    public_url: str = ""

    @property
    def base_url(self) -> str:
        """Return the address of the Web API, which ends with a slash."""
        return self.api_url.rstrip("/") + "/"


@dataclass(frozen=True)
class Neighbours:
    """What Slack needs of the other rooms; `joined` allows a workspace that installs the bot."""

    bot: ListenerToMany
    staff: Staff
    clock: Callable[[], datetime]
    draw: Callable[[Figure], bytes]
    installations: Installations
    states: States
    joined: Callable[[Installed], None]


class Connected:
    """Slack while the process runs: its messenger, its routes and its socket."""

    def __init__(
        self, settings: SlackSettings, neighbours: Neighbours, session: aiohttp.ClientSession
    ) -> None:
        self.settings = settings
        self.session = session
        self._joined = neighbours.joined
        self._staff = neighbours.staff
        self._catching_up: asyncio.Task[None] | None = None
        own_app = bool(settings.client_id and settings.client_secret)
        credentials = Credentials(settings.client_id, settings.client_secret) if own_app else None
        self.connections = Connections(
            settings.base_url,
            session,
            neighbours.clock,
            allowed=settings.allowed,
            installations=neighbours.installations,
            credentials=credentials,
        )
        pages = None
        if credentials is not None and not settings.bot_token:
            installing = Installing(
                credentials, scopes(), neighbours.states, neighbours.joined, settings.public_url
            )
            pages = InstallPages(self.connections, installing)
        people = Acquaintances(neighbours.clock)
        self.app = SlackApp(
            self.connections,
            Answering(neighbours.bot, people, neighbours.clock, neighbours.draw),
            neighbours.staff,
            signing_secret=settings.signing_secret,
            pages=pages,
        )
        self.messenger = SlackMessenger(self.connections)

    @property
    def routes(self) -> list[web.RouteDef]:
        """Return what is mounted for HTTP; nothing without a secret to check signatures with."""
        return self.app.routes() if self.settings.signing_secret else []

    async def open(self) -> Installed | None:
        """Connect, and return the one workspace of the token; raises Refused or NoAnswer."""
        own = None
        if self.settings.bot_token:
            own = await self.connections.own(self.settings.bot_token)
            self._joined(own)
        if self.settings.app_token:
            await self.app.connect(self.settings.app_token)
        return own

    def begin_catching_up(self) -> None:
        """Ask Slack beside everything else what was missed while nobody listened."""
        self._catching_up = asyncio.create_task(self.catch_up())

    async def catch_up(self) -> None:
        """Ask every workspace, one after the other, for its people as they are now."""
        for workspace in await self.connections.workspaces():
            with contextlib.suppress(Undeliverable):  # one that may use the bot no longer
                api = await self.connections.api(workspace)
                await catching_up.caught_up(api, workspace, self._staff)

    async def close(self) -> None:
        """Take nothing more, finish what was taken, and give the connections back."""
        if self._catching_up is not None:
            self._catching_up.cancel()
            await asyncio.gather(self._catching_up, return_exceptions=True)
        await self.app.close()
        await self.session.close()
