"""What `kehrwert doctor` asks Microsoft: does the bot get a token, can signing keys be fetched?"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp
import requests

from adapters.teams.connected import TeamsSettings
from adapters.teams.keys import NoKeys, SigningKeys, UnknownKey
from adapters.teams.tokens import NoToken, Tokens, session


@dataclass(frozen=True)
class Checkup:
    """What Microsoft said of the settings; a problem is empty where all is well."""

    token_problem: str = ""
    keys_problem: str = ""


async def check_up(
    settings: TeamsSettings, sign_in: Callable[[], requests.Session] = session
) -> Checkup:
    """Ask for a token and for the signing keys; changes nothing and writes to nobody."""
    return Checkup(await _of_token(settings, sign_in), await _of_keys(settings))


async def _of_token(settings: TeamsSettings, sign_in: Callable[[], requests.Session]) -> str:
    if not settings.app_id:
        return ""
    try:
        await Tokens(settings.credentials.acquire(sign_in()), time.monotonic).token()
    except NoToken as refusal:
        return refusal.error
    return ""


async def _of_keys(settings: TeamsSettings) -> str:
    async with aiohttp.ClientSession() as http:
        try:
            await SigningKeys(settings.keys_url, http, time.monotonic).get(None)
        except UnknownKey:
            return ""  # there are keys, and none is called nothing
        except NoKeys as problem:
            return str(problem)
    return ""
