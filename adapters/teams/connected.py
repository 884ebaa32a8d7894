"""All of Teams in one process: opened with it, closed with it, sharing one session."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
import requests
from aiohttp import web

from adapters.reception import ListenerToMany
from adapters.teams.answering import Answering
from adapters.teams.app import Allowed, TeamsApp
from adapters.teams.keys import KEYS_URL, SigningKeys
from adapters.teams.messenger import TeamsApi, TeamsMessenger
from adapters.teams.people import Acquaintances
from adapters.teams.references import Kept, References
from adapters.teams.sdk import Authentication, Connectors
from adapters.teams.tokens import Credentials, Tokens, session


@dataclass(frozen=True)
class TeamsSettings:
    """How an operator connects Teams; without an app id it is for an emulator on this machine."""

    app_id: str = ""
    tenant: str = ""
    password: str = field(default="", repr=False)
    certificate: str = ""
    identity: str = ""
    allowed: Allowed = field(default_factory=Allowed)
    keys_url: str = KEYS_URL

    @property
    def credentials(self) -> Credentials:
        """Return who the bot is."""
        return Credentials(self.app_id, self.tenant, self.password, self.certificate, self.identity)


@dataclass(frozen=True)
class Neighbours:
    """What Teams needs of the other rooms.

    `chance` is a number from 0 to 1, another one each time; `sign_in` carries requests for a token.
    """

    bot: ListenerToMany
    references: Kept
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    sign_in: Callable[[], requests.Session] = session


class Connected:
    """Teams while the process runs: its messenger and its route."""

    def __init__(
        self, settings: TeamsSettings, neighbours: Neighbours, http: aiohttp.ClientSession
    ) -> None:
        self.settings = settings
        self.http = http
        self.tokens = None
        if settings.app_id:
            acquire = settings.credentials.acquire(neighbours.sign_in())
            self.tokens = Tokens(acquire, time.monotonic)
        connectors = Connectors(http, self.tokens)
        keys = SigningKeys(settings.keys_url, http, time.monotonic)
        api = TeamsApi(connectors, http)
        references = References(neighbours.references, neighbours.clock)
        people = Acquaintances(api, neighbours.clock)
        self.app = TeamsApp(
            Authentication(settings.app_id, keys, connectors),
            Answering(
                neighbours.bot,
                api,
                people,
                references,
                neighbours.clock,
                chance=neighbours.chance,
            ),
            settings.allowed,
        )
        self.messenger = TeamsMessenger(api, references)

    @property
    def routes(self) -> list[web.RouteDef]:
        """Return what is mounted."""
        return self.app.routes()

    async def close(self) -> None:
        """Finish what was taken, and give the connections back."""
        await self.app.settled()
        await self.http.close()
