"""The pages on which a workspace installs the bot: /slack/install and /slack/oauth_redirect."""

import asyncio
import logging
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Protocol
from urllib.parse import urlsplit

from aiohttp import web
from markupsafe import escape
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.browser import asked_language
from adapters.slack.api import NoAnswer, Refused
from adapters.slack.install import Connections, Credentials, Installed
from adapters.slack.messenger import SlackApi
from adapters.slack.read import Whereabouts, whereabouts
from adapters.slack.words import slack_words

log = logging.getLogger(__name__)

INSTALL_PATH, REDIRECT_PATH = "/slack/install", "/slack/oauth_redirect"
STATE_LIVES = timedelta(minutes=10)
SLACK_HOST = "slack.com"
A_CODE = re.compile(r"[a-z_]{1,60}")  # the address may hold anything, and a log is no place for it
STYLE = (
    "font:18px/1.5 system-ui,sans-serif;max-width:32em;margin:3em auto;padding:0 1em;"
    "overflow-wrap:anywhere"
)
# What a failure means to whoever reads the page; anything else is for the log, since it comes from
# the address, where anybody may write it.
WHY_NOT: Mapping[str, str] = MappingProxyType(
    {
        "access_denied": "install_denied",
        "invalid_browser": "install_too_late",
        "invalid_code": "install_too_late",
        "invalid_state": "install_too_late",
        "missing_code": "install_too_late",
    }
)


class States(Protocol):
    """Where the marks of begun installations are kept, so that nobody else can finish them."""

    def issue(self, state: str, until: datetime) -> None:
        """Keep a mark."""
        ...

    def consume(self, state: str, now: datetime) -> bool:
        """Take a mark away; False when it is unknown, used or too old."""
        ...


class NotAllowListed(BoltError):
    """A workspace that may not use this bot tried to install it."""

    def __init__(self, workspace: str) -> None:
        super().__init__(f"workspace {workspace} is not allow-listed")
        self.workspace = workspace


@dataclass(frozen=True)
class Installing:
    """What the pages need: `scopes` to ask for, and `installed` to be called with whoever is new."""

    credentials: Credentials
    scopes: Sequence[str]
    states: States
    installed: Callable[[Installed], None]
    public_url: str = ""


class InstallPages:
    """Bolt's OAuth flow over our own stores."""

    def __init__(self, connections: Connections, installing: Installing) -> None:
        redirect = f"{installing.public_url}{REDIRECT_PATH}" if installing.public_url else None
        settings = AsyncOAuthSettings(
            client_id=installing.credentials.client_id,
            client_secret=installing.credentials.client_secret,
            scopes=list(installing.scopes),
            redirect_uri=redirect,
            install_path=INSTALL_PATH,
            # Bolt's page would show a picture from another server; Slack's own page says it all.
            install_page_rendering_enabled=False,
            redirect_uri_path=REDIRECT_PATH,
            authorization_url=_authorization_url(connections.base_url),
            installation_store=_Store(connections, installing.installed),
            state_store=_StateStore(installing.states, connections.clock),
            callback_options=AsyncCallbackOptions(success=_succeeded, failure=_failed),
        )
        self.flow = AsyncOAuthFlow(client=connections.client(), logger=log, settings=settings)

    def routes(self) -> list[web.RouteDef]:
        """Return the two pages."""
        return [web.get(INSTALL_PATH, self.begin), web.get(REDIRECT_PATH, self.end)]

    async def begin(self, request: web.Request) -> web.Response:
        """Lead to Slack, where an admin is asked."""
        asked = await to_bolt_request(request)
        return await to_aiohttp_response(await self.flow.handle_installation(asked))

    async def end(self, request: web.Request) -> web.Response:
        """Take what Slack brings back."""
        asked = await to_bolt_request(request)
        return await to_aiohttp_response(await self.flow.handle_callback(asked))


class _Store(AsyncInstallationStore):
    """Keeps what the flow installed, if that workspace may use the bot."""

    def __init__(self, connections: Connections, installed: Callable[[Installed], None]) -> None:
        self.connections = connections
        self.installed = installed

    async def async_save(self, installation: Installation) -> None:
        where = whereabouts(
            installation.enterprise_id,
            installation.team_id,
            org_wide=installation.is_enterprise_install,
        )
        if not self.connections.allowed.admits(where.enterprise, where.team):
            await self._give_back(installation.bot_token or "")
            raise NotAllowListed(where.team or where.enterprise)
        new = self._read(installation, where)
        await self.connections.keep(new)
        await asyncio.to_thread(self.installed, new)

    def _read(self, installation: Installation, where: Whereabouts) -> Installed:
        named = installation.team_name or installation.enterprise_name
        ends = installation.bot_token_expires_at
        return Installed(
            where.key,
            where.enterprise,
            where.team,
            named or where.team or where.enterprise,
            installation.bot_token or "",
            installation.bot_refresh_token or "",
            datetime.fromtimestamp(ends, UTC) if ends else None,
            installation.bot_user_id or "",
            installation.bot_id or "",
            installation.app_id or "",
            ",".join(installation.bot_scopes or ()),
            installation.user_id or "",
        )

    async def _give_back(self, token: str) -> None:
        """A token of a workspace that may not use the bot is not kept, not even at Slack."""
        try:
            await SlackApi(self.connections.client(token), self.connections.session).call(
                "auth.revoke"
            )
        except (Refused, NoAnswer) as problem:
            log.warning("a token could not be given back", extra={"reason": str(problem)})


class _StateStore(AsyncOAuthStateStore):
    def __init__(self, states: States, clock: Callable[[], datetime]) -> None:
        self.states = states
        self.clock = clock

    async def async_issue(self, *_arguments: object, **_named: object) -> str:
        state = secrets.token_urlsafe(32)
        await asyncio.to_thread(self.states.issue, state, self.clock() + STATE_LIVES)
        return state

    async def async_consume(self, state: str) -> bool:
        return await asyncio.to_thread(self.states.consume, state or "", self.clock())


async def _succeeded(arguments: AsyncSuccessArgs) -> BoltResponse:
    return _page(200, arguments.request.headers, "installed")


async def _failed(arguments: AsyncFailureArgs) -> BoltResponse:
    headers = arguments.request.headers
    if isinstance(arguments.error, NotAllowListed):
        return _page(403, headers, "not_allowed", workspace=arguments.error.workspace)
    known = arguments.reason if A_CODE.fullmatch(arguments.reason) else "no code of Slack's"
    log.warning("an installation failed", extra={"reason": known})
    key = WHY_NOT.get(arguments.reason, "not_installed")
    return _page(arguments.suggested_status_code, headers, key, again=True)


def _page(
    status: int,
    headers: Mapping[str, Sequence[str]],
    key: str,
    *,
    again: bool = False,
    **values: str,
) -> BoltResponse:
    """Return one sentence as a page, in the browser's language, with a way to begin `again`."""
    language = asked_language(",".join(headers.get("accept-language", ())))
    words = slack_words(language)
    link = f'<p><a href="{INSTALL_PATH}">{escape(words["install_again"])}</a></p>' if again else ""
    html = (
        f'<!doctype html><html lang="{language.value}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>Kehrwert</title><body style="{STYLE}">'
        f"<h1>Kehrwert</h1><p>{escape(words[key].format(**values))}</p>{link}</body></html>"
    )
    told: dict[str, str | Sequence[str]] = {
        "content-type": "text/html; charset=utf-8",
        "content-language": language.value,
        "vary": "Accept-Language",
    }
    return BoltResponse(status=status, body=html, headers=told)


def _authorization_url(base_url: str) -> str | None:
    """Return where people agree to the installation; None for Slack's own page."""
    parts = urlsplit(base_url)
    if parts.hostname and parts.hostname.endswith(SLACK_HOST):
        return None
    return f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize"
