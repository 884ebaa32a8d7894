"""A small Teams on loopback: signs tokens, keeps conversations and rosters, refuses what Teams would."""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from requests.adapters import HTTPAdapter

from adapters.teams.tokens import LOGIN

Json = dict[str, Any]
Trouble = Callable[[], web.StreamResponse]

ISSUER = "https://api.botframework.com"
MOST_BYTES = 28 * 1024


@cache
def private_key(name: str) -> rsa.RSAPrivateKey:
    """Return a key of this name; making one takes a while."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def published(name: str) -> Json:
    """Return a key as the Bot Framework publishes it."""
    numbers = private_key(name).public_key().public_numbers()

    def written(number: int) -> str:
        raw = number.to_bytes((number.bit_length() + 7) // 8, "big")
        return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    return {
        "kty": "RSA",
        "use": "sig",
        "kid": name,
        "n": written(numbers.n),
        "e": written(numbers.e),
        "endorsements": ["msteams"],
    }


def member(name: str, *, tenant: str, email: str = "", **facts: object) -> Json:
    """Return somebody as the roster shows her."""
    first = name.split(maxsplit=1)[0].casefold()
    return {
        "id": f"29:{first}",
        "aadObjectId": f"aad-{first}",
        "name": name,
        "email": email,
        "userPrincipalName": email,
        "tenantId": tenant,
        "userRole": "user",
        **facts,
    }


@dataclass
class FakeTeams:
    """What Teams remembers; `troubles` answer the next calls of a method instead of it."""

    tenant: str
    app_id: str = "bot-app"
    members: dict[str, Json] = field(default_factory=dict)
    messages: dict[tuple[str, str], Json] = field(default_factory=dict)
    updates: list[tuple[str, str]] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    troubles: dict[str, list[Trouble]] = field(default_factory=dict)
    keys: list[str] = field(default_factory=lambda: ["key-1"])
    looks: int = 0
    tokens: int = 0
    token_seconds: float = 0
    send_seconds: float = 0
    expires_in: int = 3600
    connections: set[object] = field(default_factory=set)
    url: str = ""
    _numbers: Any = field(default_factory=lambda: count(1))

    # what tests do

    def joins(self, person: Json) -> Json:
        """Add somebody to the roster."""
        self.members[person["id"]] = person
        return person

    def signed(self, key: str = "", **claims: object) -> str:
        """Return a token as the Bot Framework signs it for an activity."""
        now = int(time.time())
        stands = {
            "iss": ISSUER,
            "aud": self.app_id,
            "serviceurl": self.service_url,
            "nbf": now - 60,
            "exp": now + 3600,
        }
        kid = key or self.keys[-1]
        said = {name: value for name, value in (stands | claims).items() if value is not None}
        return jwt.encode(said, private_key(kid), algorithm="RS256", headers={"kid": kid})

    @property
    def service_url(self) -> str:
        """Return where this Teams wants to be written to."""
        return f"{self.url}/teams/"

    def number(self) -> int:
        """Return a number that was not there before."""
        return int(next(self._numbers))

    def inbox(self, conversation: str) -> list[Json]:
        """Return the bot's messages in a conversation, the oldest first."""
        return [said for (place, _), said in self.messages.items() if place == conversation]

    def called(self, method: str) -> list[Json]:
        """Return the bodies of every call of a method."""
        return [body for name, body in self.calls if name == method]

    # what Teams does

    async def openid(self, _request: web.Request) -> web.StreamResponse:
        """Tell where the keys are."""
        return web.json_response({"jwks_uri": f"{self.url}/keys", "issuer": ISSUER})

    async def published_keys(self, _request: web.Request) -> web.StreamResponse:
        """Tell the keys."""
        self.looks += 1
        trouble = self._trouble("keys")
        return trouble or web.json_response({"keys": [published(each) for each in self.keys]})

    async def discovery(self, request: web.Request) -> web.StreamResponse:
        """Tell how a tenant signs in."""
        tenant = request.match_info["tenant"]
        return web.json_response(
            {
                "issuer": f"{LOGIN}/{tenant}/v2.0",
                "token_endpoint": f"{LOGIN}/{tenant}/oauth2/v2.0/token",
                "authorization_endpoint": f"{LOGIN}/{tenant}/oauth2/v2.0/authorize",
            }
        )

    async def token(self, request: web.Request) -> web.StreamResponse:
        """Give a token to whoever asks for one."""
        form = dict(await request.post())
        self.calls.append(("token", {key: str(value) for key, value in form.items()}))
        await asyncio.sleep(self.token_seconds)
        trouble = self._trouble("token")
        if trouble is not None:
            return trouble
        self.tokens += 1
        return web.json_response(
            {
                "access_token": f"token-{self.tokens}",
                "expires_in": self.expires_in,
                "token_type": "Bearer",
            }
        )

    async def converse(self, request: web.Request) -> web.StreamResponse:
        """Begin a conversation with somebody."""
        body = await request.json()
        self.calls.append(("converse", body))
        trouble = self._trouble("converse")
        if trouble is not None:
            return trouble
        return web.json_response({"id": f"a:{body['members'][0]['id']}"}, status=201)

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Take a message."""
        body = await request.json()
        self.calls.append(("send", body))
        self.connections.add(request.transport)
        await asyncio.sleep(self.send_seconds)
        if not request.headers.get("Authorization", "").startswith("Bearer token-"):
            return refused(401, "Unauthorized")()
        if len(json.dumps(body)) > MOST_BYTES:
            return refused(413, "MessageSizeTooBig")()
        trouble = self._trouble("send")
        if trouble is not None:
            return trouble
        number = f"1:{self.number()}"
        self.messages[request.match_info["conversation"], number] = body
        return web.json_response({"id": number}, status=201)

    async def update(self, request: web.Request) -> web.StreamResponse:
        """Replace a message."""
        body = await request.json()
        self.calls.append(("update", body))
        trouble = self._trouble("update")
        if trouble is not None:
            return trouble
        place = (request.match_info["conversation"], request.match_info["activity"])
        self.updates.append(place)
        self.messages[place] = body
        return web.json_response({"id": place[1]})

    async def roster(self, request: web.Request) -> web.StreamResponse:
        """Tell who somebody is."""
        self.calls.append(("member", {"id": request.match_info["member"]}))
        trouble = self._trouble("member")
        if trouble is not None:
            return trouble
        found = self.members.get(request.match_info["member"])
        if found is None:
            return refused(404, "MemberNotFoundInConversation")()
        return web.json_response(found)

    def _trouble(self, method: str) -> web.StreamResponse | None:
        waiting = self.troubles.get(method, [])
        return waiting.pop(0)() if waiting else None

    def sign_in(self) -> requests.Session:
        """Return a session for which this is Microsoft's sign-in service."""
        session = requests.Session()
        session.mount(LOGIN, _ToLoopback(self.url))
        return session


class _ToLoopback(HTTPAdapter):
    """Sends what is meant for the sign-in service to the fake."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def send(self, request: Any, **options: Any) -> Any:  # type: ignore[override]
        """Send a request to the fake."""
        asked = urlsplit(request.url)
        request.url = f"{self.url}{asked.path}?{asked.query}"
        return super().send(request, **options)


@asynccontextmanager
async def serving(teams: FakeTeams) -> AsyncIterator[str]:
    """Serve the fake on loopback, and return its address."""
    app = web.Application(client_max_size=4 * 1024 * 1024)
    conversation = "/teams/v3/conversations"
    app.add_routes(
        [
            web.get("/openid", teams.openid),
            web.get("/keys", teams.published_keys),
            web.get("/{tenant}/v2.0/.well-known/openid-configuration", teams.discovery),
            web.post("/{tenant}/oauth2/v2.0/token", teams.token),
            web.post(conversation, teams.converse),
            web.post(conversation + "/{conversation}/activities", teams.send),
            web.post(conversation + "/{conversation}/activities/{activity}", teams.send),
            web.put(conversation + "/{conversation}/activities/{activity}", teams.update),
            web.get(conversation + "/{conversation}/members/{member}", teams.roster),
        ]
    )
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    teams.url = f"http://{host}:{port}"
    try:
        yield teams.url
    finally:
        await runner.cleanup()


def refused(status: int, code: str, **headers: str) -> Trouble:
    """Return a trouble: this status and error."""
    body = {"error": {"code": code, "message": code}}
    return lambda: web.json_response(body, status=status, headers=headers)
