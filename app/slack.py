"""Slack, joined to the other rooms as the settings say; nothing where it is not set up."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from adapters import sessions
from adapters.directory.slack import SlackStaff
from adapters.pictures import png
from adapters.slack.api import NoAnswer, Refused, SocketRefused
from adapters.slack.connected import Connected, Neighbours, SlackSettings
from adapters.slack.install import AllowList, Connections, Installed
from adapters.slack.messenger import FOR_GOOD
from app.opening import organisation_named
from app.refusal import Refusal
from app.settings import Settings
from app.wiring import House, system_now
from bot.model import Organisation, Platform
from storage.books import SqlBooks
from storage.slack import SqlSlackInstallations

log = logging.getLogger("kehrwert")

ANOTHER_FOR_SOCKET = "make a new one with connections:write (docs/slack.md, step 2)"
PREFIXES = ("xapp-", "xoxb-", "xoxe.", "xoxp-")  # of Slack's tokens: docs.slack.dev/authentication


def slack_settings(settings: Settings) -> SlackSettings | None:
    """Return how Slack is connected, None where it is not; raises Refusal naming what is missing."""
    told = SlackSettings(
        bot_token=settings.slack_bot_token.get_secret_value(),
        app_token=settings.slack_app_token.get_secret_value(),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        api_url=settings.slack_api_url,
        allowed=AllowList(frozenset(settings.slack_workspaces), settings.slack_open_installation),
        public_url=settings.public_url.rstrip("/"),
    )
    by_install = bool(told.client_id or told.client_secret)
    if not (told.bot_token or told.app_token or told.signing_secret or by_install):
        return None
    _refuse_half(told, by_install=by_install)
    return told


@asynccontextmanager
async def slack_of(house: House, settings: Settings) -> AsyncIterator[Connected | None]:
    """Open Slack, if it is set up, until the block ends; raises Refusal when it does not answer."""
    told = slack_settings(settings)
    if told is None:
        yield None
        return
    connected = Connected(told, _neighbours(house, settings), sessions.session())
    try:
        await _opened(connected, told)
        yield connected
    finally:
        await connected.close()


def allow(books: SqlBooks, settings: Settings, installed: Installed) -> None:
    """Let a workspace talk to the bot: for the organisation of the settings, or for one of its own.

    Whoever may come because the installation is open belongs to no other organisation.
    """
    listed = {installed.enterprise, installed.team} & set(settings.slack_workspaces)
    with books.turn() as store:
        if store.organisation_of(Platform.SLACK, installed.workspace) is not None:
            return
        own = listed or not settings.slack_open_installation
        found = (
            organisation_named(store, settings) if own else store.add(Organisation(installed.name))
        )
        store.allow(found.id, Platform.SLACK, installed.workspace)


def workspace_of_token(told: SlackSettings) -> str:
    """Return how we name the workspace of the bot token; raises Refusal when Slack refuses."""

    async def asked() -> str:
        async with sessions.session() as session:
            connections = Connections(told.base_url, session, system_now, allowed=told.allowed)
            own = await connections.own(told.bot_token)
            _refuse_unlisted(told.allowed, own)
            return own.workspace

    try:
        return asyncio.run(asked())
    except (Refused, NoAnswer) as problem:
        raise _not_opened(problem, told) from None


def _neighbours(house: House, settings: Settings) -> Neighbours:
    kept = SqlSlackInstallations(house.books)
    return Neighbours(
        bot=house.bot,
        staff=SlackStaff(house.books, system_now),
        clock=system_now,
        draw=png,
        installations=kept,
        states=kept,
        joined=partial(_joined, house.books, settings),
    )


def unlisted(allowed: AllowList, enterprise: str, team: str) -> str:
    """Return what to do where workspaces are listed and the bot token's is not; empty otherwise."""
    if not allowed.ids or allowed.admits(enterprise, team):
        return ""
    return (
        f"slack_workspaces names {', '.join(sorted(allowed.ids))}, SLACK_BOT_TOKEN is of "
        f"{team or enterprise}: name it there, or take the token of another workspace"
    )


def _refuse_unlisted(allowed: AllowList, own: Installed) -> None:
    problem = unlisted(allowed, own.enterprise, own.team)
    if problem:
        raise Refusal(f"settings: {problem}")


def _joined(books: SqlBooks, settings: Settings, installed: Installed) -> None:
    allowed = AllowList(frozenset(settings.slack_workspaces), settings.slack_open_installation)
    _refuse_unlisted(allowed, installed)
    allow(books, settings, installed)


async def _opened(connected: Connected, told: SlackSettings) -> None:
    try:
        own = await connected.open()
    except (Refused, NoAnswer) as problem:
        raise _not_opened(problem, told) from None
    way = "Socket Mode" if told.app_token else "HTTP at /slack/events"
    log.info("Slack is connected by %s", way, extra={"workspace": own.workspace if own else "many"})


def _not_opened(problem: Refused | NoAnswer, told: SlackSettings) -> Refusal:
    if isinstance(problem, NoAnswer):
        return Refusal(f"Slack cannot be reached at {told.base_url} ({problem})", code=1)
    if isinstance(problem, SocketRefused):
        return Refusal(
            f"Slack refuses SLACK_APP_TOKEN ({problem.error}): {ANOTHER_FOR_SOCKET}", code=1
        )
    words = FOR_GOOD.get(problem.error, "run kehrwert doctor")
    return Refusal(f"Slack refuses the connection ({problem.error}): {words}", code=1)


def _refuse_half(told: SlackSettings, *, by_install: bool) -> None:
    """Refuse settings with which nothing could arrive, or nothing could be answered."""
    missing = ""
    if by_install and not (told.client_id and told.client_secret):
        missing = "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET belong together: set both"
    elif by_install and not told.bot_token and not told.signing_secret:
        missing = "installing needs HTTP: set SLACK_SIGNING_SECRET"
    elif not by_install and not told.bot_token:
        missing = "set SLACK_BOT_TOKEN (xoxb-…), or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET"
    elif not told.app_token and not told.signing_secret:
        missing = "set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP"
    else:
        missing = _wrong_token(told)
    if missing:
        raise Refusal(f"settings: {missing}")


def _wrong_token(told: SlackSettings) -> str:
    """Return what is wrong with how the tokens begin, without quoting what is secret of them."""
    app, bot = _beginning(told.app_token), _beginning(told.bot_token)
    if told.app_token and app != "xapp-":
        place = "it is under Basic Information, App-Level Tokens"
        cure = "the two are swapped" if bot == "xapp-" else place
        return f"SLACK_APP_TOKEN must begin with xapp-{_yours(app)}: {cure}"
    if told.bot_token and bot not in {"xoxb-", "xoxe."}:
        return (
            f"SLACK_BOT_TOKEN must begin with xoxb-{_yours(bot)}: it is under OAuth & Permissions"
        )
    return ""


def _beginning(token: str) -> str:
    return next((each for each in PREFIXES if token.startswith(each)), "")


def _yours(beginning: str) -> str:
    return f", yours begins with {beginning}" if beginning else ""
