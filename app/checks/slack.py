"""The check of Slack: what it says of the tokens, and which workspaces the bot is in."""

import asyncio
from collections.abc import Sequence

from adapters.slack.checkup import Checkup, check_up
from adapters.slack.connected import SlackSettings
from adapters.slack.messenger import FOR_GOOD
from app.checks.finding import Finding
from app.checks.kept import usable
from app.opening import books_in_step
from app.settings import Settings
from app.slack import slack_settings, unlisted
from app.wiring import system_now
from storage.slack import SqlSlackInstallations

MOST_SKEW_SECONDS = 120  # Slack refuses, and we refuse, signatures of more than five minutes


def slack(settings: Settings) -> Finding:
    """Tell how Slack is connected, and what is wrong with it."""
    told = slack_settings(settings)
    if told is None:
        return Finding("not set up (docs/slack.md)")
    talking, installed = _workspaces(settings) if usable(settings) else ((), None)
    found = asyncio.run(check_up(told, system_now))
    advice = slack_advice(told, found) or _of_another(found, talking)
    return Finding(_where(told, found, installed), advice)


def slack_advice(told: SlackSettings, found: Checkup) -> str:
    """Return what to do about the first thing that is wrong with Slack."""
    if found.token_problem:
        return _token_advice(told, found.token_problem)
    if found.missing:
        lacking = ", ".join(found.missing)
        return f"the app may not {lacking}: update it from kehrwert slack manifest, reinstall it"
    if found.socket_problem:
        return (
            f"SLACK_APP_TOKEN does not work ({found.socket_problem}): it needs connections:write, "
            "and Socket Mode must be on in the app's settings"
        )
    if told.signing_secret and abs(found.skew) > MOST_SKEW_SECONDS:
        return f"the clock is {found.skew:+.0f} s off and signatures are refused: synchronise it"
    if told.signing_secret and not told.app_token and not told.public_url:
        return "set public_url (KEHRWERT_PUBLIC_URL), and put TLS in front of /slack/events"
    return _admission_advice(told, found)


def _admission_advice(told: SlackSettings, found: Checkup) -> str:
    """Return what to do where nobody may come, or not the workspace whose token it is."""
    if found.team or found.enterprise:
        return unlisted(told.allowed, found.enterprise, found.team)
    if not told.bot_token and not (told.allowed.ids or told.allowed.everybody):
        return 'nobody may install it: set slack_workspaces = ["T…"] (KEHRWERT_SLACK_WORKSPACES)'
    return ""


def _token_advice(told: SlackSettings, problem: str) -> str:
    if problem not in FOR_GOOD:
        return f"Slack cannot be asked ({problem}): check {told.base_url} and the network"
    words = FOR_GOOD[problem]
    named = words if "SLACK_BOT_TOKEN" in words else f"SLACK_BOT_TOKEN does not work: {words}"
    return f"{named} ({problem})"


def _where(told: SlackSettings, found: Checkup, installed: Sequence[str] | None) -> str:
    way = "Socket Mode" if told.app_token else "HTTP"
    if not told.bot_token:
        if installed is None:
            return f"{way}, by install, workspaces not looked at"
        places = f"in {', '.join(installed)}" if installed else "in no workspace yet"
        return f"{way}, by install, {places}"
    if found.token_problem:
        return f"{way}, not connected"
    return f"{way}, {found.bot} in {found.workspace}"


def _of_another(found: Checkup, talking: Sequence[str]) -> str:
    """Return what to do where people are known in other workspaces than the token's."""
    if not found.key or not talking or found.key in talking:
        return ""
    return (
        f"the token is of {found.workspace} ({found.key}), your people are known in "
        f"{', '.join(talking)}: check SLACK_BOT_TOKEN; if it is right, run kehrwert slack people"
    )


def _workspaces(settings: Settings) -> tuple[Sequence[str], Sequence[str]]:
    """Return which workspaces may talk to the bot, and in which it is installed."""
    with books_in_step(settings) as books:
        kept = SqlSlackInstallations(books)
        return kept.talking(), kept.workspaces()
