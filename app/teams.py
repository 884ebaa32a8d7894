"""Teams, joined to the other rooms as the settings say; nothing where it is not set up."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters import sessions
from adapters.teams.app import MESSAGES_PATH, Allowed
from adapters.teams.connected import Connected, Neighbours, TeamsSettings
from app.opening import organisation_named
from app.refusal import Refusal
from app.settings import Settings
from app.wiring import House, system_chance, system_now
from bot.model import Platform
from storage.books import SqlBooks
from storage.teams import SqlTeamsReferences

log = logging.getLogger("kehrwert")

MANAGED = "UserAssignedMSI"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def teams_settings(settings: Settings) -> TeamsSettings | None:
    """Return how Teams is connected, None where it is not; raises Refusal naming what is missing."""
    own = settings.microsoft_app_tenant_id
    tenants = frozenset(each.casefold() for each in (own, *settings.teams_tenants) if each)
    identity = ""
    if settings.microsoft_app_type == MANAGED:
        identity = settings.teams_identity or settings.microsoft_app_id
    told = TeamsSettings(
        app_id=settings.microsoft_app_id,
        tenant=own,
        password=settings.microsoft_app_password.get_secret_value(),
        certificate=settings.teams_certificate,
        identity=identity,
        allowed=Allowed(tenants, settings.teams_development),
    )
    if not (told.app_id or told.password or told.certificate or told.allowed.development):
        return None
    _refuse_half(told, settings)
    return told


@asynccontextmanager
async def teams_of(house: House, settings: Settings) -> AsyncIterator[Connected | None]:
    """Open Teams, if it is set up, until the block ends."""
    told = teams_settings(settings)
    if told is None:
        yield None
        return
    allow(house.books, settings, told)
    kept = SqlTeamsReferences(house.books)
    neighbours = Neighbours(bot=house.bot, references=kept, clock=system_now, chance=system_chance)
    connected = Connected(told, neighbours, sessions.session())
    log.info("Teams is connected at %s", MESSAGES_PATH)
    if not told.app_id:
        log.warning("Teams takes unsigned requests: KEHRWERT_TEAMS_DEVELOPMENT is on")
    try:
        yield connected
    finally:
        await connected.close()


def allow(books: SqlBooks, settings: Settings, told: TeamsSettings) -> None:
    """Let the tenants of the settings talk to the bot for the organisation of the settings."""
    with books.turn() as store:
        for tenant in sorted(told.allowed.tenants):
            if store.organisation_of(Platform.TEAMS, tenant) is None:
                store.allow(organisation_named(store, settings).id, Platform.TEAMS, tenant)


def _refuse_half(told: TeamsSettings, settings: Settings) -> None:
    """Refuse settings with which nobody could be let in, or nobody kept out."""
    proofs = [each for each in (told.password, told.certificate, told.identity) if each]
    missing = ""
    if not told.allowed.tenants:
        missing = "set MicrosoftAppTenantId, or name KEHRWERT_TEAMS_TENANTS: nobody else may come"
    elif told.allowed.development and settings.host not in LOOPBACK:
        missing = "KEHRWERT_TEAMS_DEVELOPMENT takes unsigned requests: only with a loopback host"
    elif not told.app_id and not told.allowed.development:
        missing = "set MicrosoftAppId: the id of the Azure bot's app registration"
    elif told.app_id and not told.tenant:
        missing = "set MicrosoftAppTenantId: the tenant in which the bot is registered"
    elif told.app_id and not proofs:
        missing = "set MicrosoftAppPassword, or KEHRWERT_TEAMS_CERTIFICATE"
    elif len(proofs) > 1:
        missing = (
            "MicrosoftAppPassword, KEHRWERT_TEAMS_CERTIFICATE and MicrosoftAppType=UserAssignedMSI "
            "exclude each other: keep one"
        )
    elif told.certificate and not Path(told.certificate).is_file():
        missing = f"KEHRWERT_TEAMS_CERTIFICATE: there is no file {told.certificate}"
    if missing:
        raise Refusal(f"settings: {missing}")
