"""The token with which the bot writes: asked for once an hour, beside the event loop, and shared."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msal
import requests
from msal.exceptions import MsalError

CONNECTOR = "https://api.botframework.com"  # whom the token is for
LOGIN = "https://login.microsoftonline.com"
RENEW_SECONDS = 300.0  # before a token ends one sender fetches the next, the others go on
ASK_SECONDS = 15.0

Acquire = Callable[[], Mapping[str, Any]]


class NoToken(Exception):
    """The sign-in service gave no token: `error` is its code, `temporary` where it did not answer."""

    def __init__(self, error: str, *, temporary: bool) -> None:
        super().__init__(error)
        self.error = error
        self.temporary = temporary


@dataclass(frozen=True)
class Credentials:
    """Who the bot is: by secret, by certificate (a PEM file), or as a managed identity."""

    app_id: str
    tenant: str
    password: str = field(default="", repr=False)
    certificate: str = ""
    identity: str = ""

    def acquire(self, session: requests.Session, whom: str = CONNECTOR) -> Acquire:
        """Return what asks for a token for `whom`, blocking; nothing is asked before it is called."""
        if self.identity:
            return lambda: _of_identity(self.identity, session, whom)
        apps: list[msal.ConfidentialClientApplication] = []

        def acquired() -> Mapping[str, Any]:
            # Making the app asks the service already; it remembers what it learned.
            if not apps:
                apps.append(self._app(session))
            scopes = [f"{whom}/.default"]
            told: Mapping[str, Any] = apps[0].acquire_token_for_client(scopes=scopes)
            return told

        return acquired

    def _app(self, session: requests.Session) -> msal.ConfidentialClientApplication:
        proof: str | dict[str, str] = self.password
        if self.certificate:
            pem = Path(self.certificate).read_text(encoding="ascii")
            proof = {"private_key": pem, "public_certificate": pem}
        return msal.ConfidentialClientApplication(
            self.app_id,
            client_credential=proof,
            authority=f"{LOGIN}/{self.tenant}",
            http_client=session,
        )


class Tokens:
    """One token for all who write; `monotonic` counts seconds and never jumps."""

    def __init__(self, acquire: Acquire, monotonic: Callable[[], float]) -> None:
        self._acquire = acquire
        self._monotonic = monotonic
        self._token = ""
        self._ends_at = 0.0
        self._asking = asyncio.Lock()

    async def token(self) -> str:
        """Return a token that is good for a while; raises NoToken."""
        left = self._ends_at - self._monotonic()
        if left > RENEW_SECONDS or (left > 0 and self._asking.locked()):
            return self._token
        async with self._asking:
            if self._ends_at - self._monotonic() <= RENEW_SECONDS:
                await self._renew()
            return self._token

    async def _renew(self) -> None:
        self._token, lasts = await asyncio.to_thread(asked_for, self._acquire)
        self._ends_at = self._monotonic() + lasts


def asked_for(acquire: Acquire) -> tuple[str, float]:
    """Return a token and for how many seconds it is good; blocking. Raises NoToken."""
    try:
        told = acquire()
    except (requests.RequestException, OSError) as silence:
        raise NoToken(type(silence).__name__, temporary=True) from silence
    except (MsalError, ValueError) as refusal:
        # msal says so of a tenant that does not exist and of a file that is no certificate.
        raise NoToken(str(refusal).splitlines()[0][:200], temporary=False) from refusal
    if "access_token" not in told:
        raise NoToken(str(told.get("error", "no token")), temporary=False)
    return str(told["access_token"]), float(told.get("expires_in", 0))


def session() -> requests.Session:
    """Return a session whose requests end after a while."""
    made = requests.Session()
    adapter = _InTime()
    made.mount("https://", adapter)
    made.mount("http://", adapter)
    return made


class _InTime(requests.adapters.HTTPAdapter):
    """Without it `requests` waits for ever: requests.readthedocs.io/en/latest/user/advanced"""

    def send(self, request: Any, **options: Any) -> Any:  # type: ignore[override]
        """Send a request, for a while."""
        return super().send(request, **{**options, "timeout": ASK_SECONDS})


def _of_identity(client_id: str, session: requests.Session, whom: str) -> Mapping[str, Any]:
    identity = msal.UserAssignedManagedIdentity(client_id=client_id)
    told: Mapping[str, Any] = msal.ManagedIdentityClient(
        identity, http_client=session
    ).acquire_token_for_client(resource=whom)
    return told
