"""Keys with which the Bot Framework signs: fetched without blocking, renewed when unknown."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm

log = logging.getLogger(__name__)

KEYS_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
# learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication: keys
# are stable, yet a bot shall look again at least once in 24 hours.
STALE_SECONDS = 24 * 3600.0
# An unknown key asks for a look at once, and a forger cannot make us look all the time.
LOOK_AGAIN_SECONDS = 60.0
FETCH_SECONDS = 10.0


class UnknownKey(PermissionError):
    """A token that nobody signed whom we know."""


class NoKeys(Exception):
    """The keys cannot be fetched and none are known: nobody can be let in, and nobody is a forger."""


@dataclass(frozen=True)
class Key:
    """A public key, and the channels that may be vouched for with it."""

    public_key: Any
    endorsements: tuple[str, ...]


class SigningKeys:
    """The keys behind an OpenID document; `monotonic` counts seconds and never jumps."""

    def __init__(
        self, url: str, session: aiohttp.ClientSession, monotonic: Callable[[], float]
    ) -> None:
        self.url = url
        self._session = session
        self._monotonic = monotonic
        self._keys: Mapping[str, Key] = {}
        self._fetched_at: float | None = None
        self._looking = asyncio.Lock()

    async def get(self, key_id: str | None) -> Key:
        """Return the key of this id; raises UnknownKey, or NoKeys where no key is known at all.

        The SDK asks for it by this name.
        """
        if self._older_than(STALE_SECONDS):
            await self._look(STALE_SECONDS)
        if key_id not in self._keys:
            await self._look(LOOK_AGAIN_SECONDS)
        if not self._keys:
            raise NoKeys(self.url)
        key = self._keys.get(key_id or "")
        if key is None:
            raise UnknownKey("the token is signed with an unknown key")
        return key

    def _older_than(self, seconds: float) -> bool:
        return self._fetched_at is None or self._monotonic() - self._fetched_at >= seconds

    async def _look(self, seconds: float) -> None:
        """Fetch the keys if they are older than that; those who wait for it share one look."""
        async with self._looking:
            if not self._older_than(seconds):
                return
            try:
                self._keys = await self._fetched()
                self._fetched_at = self._monotonic()
            except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError) as problem:
                log.warning("signing keys cannot be fetched", extra={"reason": repr(problem)})

    async def _fetched(self) -> Mapping[str, Key]:
        document = await self._json(self.url)
        keys = (await self._json(str(document["jwks_uri"])))["keys"]
        return {str(each["kid"]): key for each in keys if (key := _key(each)) is not None}

    async def _json(self, url: str) -> Mapping[str, Any]:
        timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS)
        async with self._session.get(url, timeout=timeout) as answer:
            answer.raise_for_status()
            body = json.loads(await answer.text())
        if not isinstance(body, dict):
            raise ValueError(f"{url} answers no object")  # noqa: TRY004 it is the other side's fault
        return body


def _key(told: Mapping[str, Any]) -> Key | None:
    """Return a published key, None for one of another kind."""
    try:
        public_key = RSAAlgorithm.from_jwk(json.dumps(told))
    except PyJWTError:
        return None
    return Key(public_key, tuple(map(str, told.get("endorsements") or ())))
