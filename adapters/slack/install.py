"""Which workspaces the bot is in: one by its token, or many that install it; tokens are renewed here."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import aiohttp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.api import NoAnswer, Refused
from adapters.slack.messenger import SlackApi
from adapters.slack.read import Whereabouts, whereabouts_said
from bot.ports import Undeliverable

log = logging.getLogger(__name__)

WORKSPACE = "kehrwert_workspace"  # where a request's context names the workspace
BELIEVED = timedelta(minutes=1)  # how long a row is not read again: another process may forget it
RENEW_BEFORE = timedelta(hours=2)  # a rotated token lives for 12 hours


@dataclass(frozen=True)
class Installed:
    """The bot in one workspace, or in all of an organisation: its token and who put it there."""

    workspace: str
    enterprise: str
    team: str
    name: str
    token: str
    refresh_token: str = ""
    expires_at: datetime | None = None
    bot_user: str = ""
    bot_id: str = ""
    app_id: str = ""
    scopes: str = ""
    installed_by: str = ""


class Installations(Protocol):
    """Where installations are kept; values by the names of the fields of `Installed`."""

    def find(self, workspace: str) -> Mapping[str, Any] | None:
        """Return what is kept of a workspace."""
        ...

    def keep(self, workspace: str, values: Mapping[str, Any]) -> None:
        """Keep a new or changed installation."""
        ...

    def forget(self, workspace: str) -> None:
        """Forget an installation and its tokens."""
        ...

    def workspaces(self) -> Sequence[str]:
        """Return every workspace in which the bot is installed."""
        ...


@dataclass(frozen=True)
class AllowList:
    """Which workspaces may use the bot, by team or enterprise id; nobody else unless it is open."""

    ids: frozenset[str] = frozenset()
    everybody: bool = False

    def admits(self, enterprise: str, team: str) -> bool:
        """Tell whether a workspace may use the bot."""
        return self.everybody or bool(self.ids & {enterprise, team} - {""})


@dataclass(frozen=True)
class Credentials:
    """The app's own id and secret, with which it is installed and tokens are renewed."""

    client_id: str
    client_secret: str


class Authorize(AsyncAuthorize):
    """Tells Bolt with which token to answer, from memory: Bolt's own way asks Slack each time."""

    def __init__(self, connections: "Connections") -> None:
        self.connections = connections

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        **_others: str | None,
    ) -> AuthorizeResult | None:
        """Return the token of the workspace, None for one that may not use the bot."""
        return await self.connections.authorized(context, enterprise_id, team_id)


class Connections:
    """Every installed workspace's Web API, over one shared session; keeps `Workspaces`."""

    def __init__(
        self,
        base_url: str,
        session: aiohttp.ClientSession,
        clock: Callable[[], datetime],
        *,
        allowed: AllowList,
        installations: Installations | None = None,
        credentials: Credentials | None = None,
    ) -> None:
        self.base_url = base_url
        self.session = session
        self.clock = clock
        self.allowed = allowed
        self.installations = installations
        self.credentials = credentials
        self._own: Installed | None = None
        self._known: dict[str, tuple[datetime, Installed | None]] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._apis: dict[str, SlackApi] = {}

    def client(self, token: str | None = None) -> AsyncWebClient:
        """Return a client that never sends twice by itself."""
        return AsyncWebClient(
            token=token,
            base_url=self.base_url,
            session=self.session,
            retry_handlers=[],
        )

    async def own(self, token: str) -> Installed:
        """Connect the one workspace of this token, which Slack names; raises Refused or NoAnswer."""
        said = await SlackApi(self.client(token), self.session).call("auth.test")
        where = whereabouts_said(said)
        self._own = Installed(
            where.key,
            where.enterprise,
            where.team,
            str(said.get("team") or where.team),
            token,
            bot_user=str(said.get("user_id") or ""),
            bot_id=str(said.get("bot_id") or ""),
        )
        return self._own

    async def keep(self, installed: Installed) -> None:
        """Keep an installation, and use it from now on."""
        assert self.installations is not None, "only an installed app keeps installations"
        values = asdict(installed)
        await asyncio.to_thread(self.installations.keep, values.pop("workspace"), values)
        self._known[installed.workspace] = (self.clock(), installed)

    async def forget(self, workspace: str) -> None:
        """Forget a workspace that took the bot out, with its tokens."""
        self._known.pop(workspace, None)
        self._apis.pop(workspace, None)
        if self.installations is not None:
            await asyncio.to_thread(self.installations.forget, workspace)

    async def workspaces(self) -> Sequence[str]:
        """Return every workspace that the bot is in."""
        if self._own is not None:
            return (self._own.workspace,)
        return await asyncio.to_thread(self.installations.workspaces) if self.installations else ()

    async def api(self, workspace: str) -> SlackApi:
        """Return a workspace's Web API; raises Undeliverable where the bot is not installed."""
        installed = await self.installed(workspace)
        if installed is None:
            raise Undeliverable("the bot is not installed in this workspace", permanent=True)
        known = self._apis.get(workspace)
        if known is None or known.client.token != installed.token:
            known = self._apis[workspace] = SlackApi(self.client(installed.token), self.session)
        return known

    async def installed(self, workspace: str) -> Installed | None:
        """Return the installation of a workspace that may use the bot, its token fresh."""
        if self._own is not None:
            return self._own if self._own.workspace == workspace else None
        since, known = self._known.get(workspace, (None, None))
        if since is None or self.clock() - since > BELIEVED:
            known = await self._read(workspace)
        if known is None or not self.allowed.admits(known.enterprise, known.team):
            return None
        return await self._renewed(known) if self._ages(known) else known

    async def authorized(
        self, context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult | None:
        """Return with which token to answer a request; None for workspaces that may not use the bot."""
        enterprise, team = enterprise_id or "", team_id or ""
        for org_wide in (True, False) if enterprise else (False,):
            key = Whereabouts(enterprise, team, org_wide).key
            installed = await self.installed(key) if key else None
            if installed is not None:
                context[WORKSPACE] = installed.workspace
                return AuthorizeResult(
                    enterprise_id=enterprise_id,
                    team_id=team_id,
                    bot_user_id=installed.bot_user,
                    bot_id=installed.bot_id,
                    bot_token=installed.token,
                )
        return None

    async def _read(self, workspace: str) -> Installed | None:
        if self.installations is None:
            return None
        row = await asyncio.to_thread(self.installations.find, workspace)
        names = {each.name for each in fields(Installed)} - {"workspace"}
        found = Installed(workspace, **{name: row[name] for name in names}) if row else None
        self._known[workspace] = (self.clock(), found)
        return found

    def _ages(self, installed: Installed) -> bool:
        ends = installed.expires_at
        return ends is not None and ends - self.clock() < RENEW_BEFORE

    async def _renewed(self, installed: Installed) -> Installed:
        """Exchange a token that ends soon; while that fails the old one serves as long as it lives."""
        async with self._locks.setdefault(installed.workspace, asyncio.Lock()):
            current = await self._read(installed.workspace)
            if current is None or self.credentials is None or not self._ages(current):
                return current or installed
            try:
                said = await self._exchanged(current.refresh_token)
            except (Refused, NoAnswer) as problem:
                log.warning("a token could not be renewed", extra={"reason": str(problem)})
                return current
            renewed = self._with_token(current, said)
            await self.keep(renewed)
            return renewed

    async def _exchanged(self, refresh_token: str) -> Mapping[str, Any]:
        assert self.credentials is not None
        api = SlackApi(self.client(), self.session)
        return await api.exchange(
            client_id=self.credentials.client_id,
            client_secret=self.credentials.client_secret,
            grant_type="refresh_token",
            refresh_token=refresh_token,
        )

    def _with_token(self, installed: Installed, said: Mapping[str, Any]) -> Installed:
        lives = timedelta(seconds=int(said.get("expires_in") or 0))
        values = asdict(installed) | {
            "token": str(said["access_token"]),
            "refresh_token": str(said.get("refresh_token") or installed.refresh_token),
            "expires_at": (self.clock() + lives).astimezone(UTC) if lives else None,
        }
        return Installed(**values)
