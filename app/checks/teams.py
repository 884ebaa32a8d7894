"""The check of Teams: what Microsoft says of the bot's proof and keys."""

import asyncio

from adapters.teams import checkup
from app.checks.finding import Finding
from app.settings import Settings
from app.teams import teams_settings


def teams(settings: Settings) -> Finding:
    """Tell how Teams is connected, and what is wrong with it."""
    told = teams_settings(settings)
    if told is None:
        return Finding("not set up (docs/teams.md)")
    if not told.app_id:
        advice = "KEHRWERT_TEAMS_DEVELOPMENT takes unsigned requests: never with real people"
        return Finding("development, for an emulator", advice)
    found = asyncio.run(checkup.check_up(told))
    proof = "certificate" if told.certificate else "managed identity" if told.identity else "secret"
    where = f"app {told.app_id}, by {proof}, {len(told.allowed.tenants)} tenant(s) allowed"
    return Finding(where, _advice(settings, found))


def _advice(settings: Settings, found: checkup.Checkup) -> str:
    """Return what to do about the first thing that is wrong with Teams."""
    if found.token_problem:
        return (
            f"Microsoft gives the bot no token ({found.token_problem}): check MicrosoftAppId, "
            "MicrosoftAppTenantId, and whether the secret or certificate has expired"
        )
    if found.keys_problem:
        return f"the signing keys cannot be fetched: let this machine reach {found.keys_problem}"
    if not settings.public_url:
        return "set KEHRWERT_PUBLIC_URL, and put TLS in front of /api/messages"
    return ""
