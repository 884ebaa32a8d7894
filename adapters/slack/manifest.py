"""The app's manifest, made from the grammar and from the methods that are really called."""

from enum import StrEnum
from typing import Any

from adapters.slack.api import METHODS
from adapters.slack.steps import declared
from bot.grammar import COMMANDS
from bot.model import Language

# What a payload or an answer is asked for beyond the methods: the command itself, and the e-mail
# in users.info. docs.slack.dev/reference/scopes
OTHER_SCOPES = ("commands", "users:read.email")
EVENTS = (
    "app_home_opened",
    "app_uninstalled",
    "function_executed",
    "message.im",
    "tokens_revoked",
    "user_change",
)
EXAMPLE_URL = "https://kehrwert.example.com"
LONGEST_HINT = 1000  # characters; docs.slack.dev/reference/app-manifest


def scopes() -> list[str]:
    """Return the bot scopes that the app needs, and no more."""
    return sorted({*METHODS.values(), *OTHER_SCOPES} - {""})


class Mode(StrEnum):
    """How Slack reaches the bot: a connection of ours, or HTTP; and HTTP for many workspaces."""

    SOCKET = "socket"
    HTTP = "http"
    MANY = "many"


def manifest(mode: Mode, public_url: str = EXAMPLE_URL) -> dict[str, Any]:
    """Return the manifest for this mode; HTTP is reached at the public address."""
    address = public_url.rstrip("/")
    socket_mode, many = mode is Mode.SOCKET, mode is Mode.MANY
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Kehrwert",
            "description": "Runs your reverse-mentoring programme",
            "long_description": LONG_DESCRIPTION,
            "background_color": "#0d5c57",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Kehrwert", "always_online": True},
            "slash_commands": [_command(address, socket_mode=socket_mode)],
        },
        "oauth_config": _oauth(address, many=many),
        "functions": declared(),
        "settings": {
            "event_subscriptions": _reached(address, socket_mode=socket_mode)
            | {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True} | _interactive(address, socket_mode=socket_mode),
            # Workflow Builder offers the steps of such apps only.
            "org_deploy_enabled": True,
            "socket_mode_enabled": socket_mode,
            # A token in the settings cannot be renewed: only an installation of ours can.
            "token_rotation_enabled": many,
            "function_runtime": "remote",
        },
    }


LONG_DESCRIPTION = (
    "Kehrwert runs reverse mentoring: people early in their career mentor experienced colleagues, "
    "an hour a week. It asks who would like to take part, proposes pairs with their reasons, finds "
    "the hour, reminds, brings an agenda, and asks afterwards how it was. Everything is opt-in; "
    "nobody's messages are read; HR sees figures and never a single person's answers."
)


def _command(address: str, *, socket_mode: bool) -> dict[str, Any]:
    words = [each.shown(Language.EN) for each in COMMANDS if not each.for_hr]
    hint = " | ".join(words)[:LONGEST_HINT]
    shown = {"command": "/program", "description": "Your mentoring programme", "usage_hint": hint}
    url = {} if socket_mode else {"url": f"{address}/slack/events"}
    return {**shown, **url, "should_escape": True}


def _oauth(address: str, *, many: bool) -> dict[str, Any]:
    asked: dict[str, Any] = {"scopes": {"bot": scopes()}}
    return asked if not many else {"redirect_urls": [f"{address}/slack/oauth_redirect"], **asked}


def _reached(address: str, *, socket_mode: bool) -> dict[str, Any]:
    return {} if socket_mode else {"request_url": f"{address}/slack/events"}


def _interactive(address: str, *, socket_mode: bool) -> dict[str, Any]:
    if socket_mode:
        return {}
    url = f"{address}/slack/events"
    return {"request_url": url, "message_menu_options_url": url}
