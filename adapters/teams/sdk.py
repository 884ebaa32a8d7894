"""The Bot Framework's SDK with our repairs: who may come in, and connections that are kept.

Every repair stands here, so that leaving an SDK without further releases means leaving this file.
"""

import json
from typing import Any

import aiohttp
import jwt
from botbuilder.core import CloudAdapterBase
from botbuilder.schema import Activity
from botframework.connector import AsyncBfPipeline, BotFrameworkConnectorConfiguration
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import (
    AuthenticateRequestResult,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    BotFrameworkAuthenticationFactory,
    ClaimsIdentity,
    ConnectorFactory,
    PasswordServiceClientCredentialFactory,
    UserTokenClient,
)
from botframework.connector.auth.jwt_token_extractor import JwtTokenExtractor
from msrest.pipeline import AsyncHTTPPolicy, AsyncHTTPSender, Request, Response
from msrest.universal_http.async_abc import AsyncClientResponse
from yarl import URL

from adapters.teams.keys import NoKeys, SigningKeys
from adapters.teams.tokens import CONNECTOR, LOGIN, Tokens

ISSUER = AuthenticationConstants.TO_BOT_FROM_CHANNEL_TOKEN_ISSUER
MOST_CONNECTORS = 50  # one for each region's address; nobody has more


class NotGenuine(PermissionError):
    """A request that the Bot Framework did not sign for this bot."""


class Authentication(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK has no types
    """Checks who writes, in the SDK's own steps, and gives out connectors that are kept.

    Without an app id everybody may write: that is for an emulator on this machine.
    """

    def __init__(self, app_id: str, keys: SigningKeys, connectors: "Connectors") -> None:
        self.app_id = app_id
        self.connectors = connectors
        # The SDK's own way to keys blocks, and fails for a key that it does not know yet.
        JwtTokenExtractor.metadataCache[keys.url] = keys
        self._inner = BotFrameworkAuthenticationFactory.create(
            to_channel_from_bot_login_url=LOGIN,
            to_channel_from_bot_oauth_scope=CONNECTOR,
            to_bot_from_channel_token_issuer=ISSUER,
            oauth_url=AuthenticationConstants.OAUTH_URL,
            to_bot_from_channel_open_id_metadata_url=keys.url,
            to_bot_from_emulator_open_id_metadata_url=keys.url,
            credential_factory=PasswordServiceClientCredentialFactory(app_id),
        )

    async def authenticate_request(
        self, activity: Activity, auth_header: str
    ) -> AuthenticateRequestResult:
        """Return who wrote; raises NotGenuine, or NoKeys where that cannot be told now."""
        if self.app_id:
            _refuse_other_issuers(auth_header)
        header = auth_header if self.app_id else None
        try:
            found = await self._inner.authenticate_request(activity, header)
        except NoKeys:
            raise
        except Exception as refusal:
            # It refuses with all kinds of errors, a bare Exception among them.
            raise NotGenuine(type(refusal).__name__) from refusal
        found.connector_factory = self.connectors
        return found

    async def authenticate_streaming_request(
        self, _auth_header: str, _channel_id_header: str
    ) -> AuthenticateRequestResult:
        """Refuse streams: Teams opens none."""
        raise NotGenuine("stream")

    def create_connector_factory(self, _claims_identity: ClaimsIdentity) -> "Connectors":
        """Return what gives out connectors."""
        return self.connectors

    async def create_user_token_client(self, _claims_identity: ClaimsIdentity) -> UserTokenClient:
        """Return nothing: nobody signs in to the bot; the SDK would make a client on every turn."""
        return None


class Connectors(ConnectorFactory):  # type: ignore[misc]  # the SDK has no types
    """One connector for each service, all over one session and with one token."""

    def __init__(self, session: aiohttp.ClientSession, tokens: Tokens | None) -> None:
        self._sender = _Sender(session)
        self._tokens = tokens
        self._made: dict[str, ConnectorClient] = {}

    async def create(self, service_url: str, _audience: str | None = None) -> ConnectorClient:
        """Return the connector of a service; the SDK asks for it by this name."""
        return self.to(service_url)

    def to(self, service_url: str) -> ConnectorClient:
        """Return the connector of a service."""
        if service_url not in self._made:
            if len(self._made) >= MOST_CONNECTORS:
                self._made.clear()
            self._made[service_url] = self._connector(service_url)
        return self._made[service_url]

    def _connector(self, service_url: str) -> ConnectorClient:
        proof = _Signed(self._tokens)
        configuration = BotFrameworkConnectorConfiguration(proof, service_url, sender=self._sender)
        connector = ConnectorClient(proof, custom_configuration=configuration)
        # Only now: the client has just laid a pipeline of its own, which sends from threads.
        connector.config.pipeline = AsyncBfPipeline(configuration)
        return connector


class Adapter(CloudAdapterBase):  # type: ignore[misc]  # the SDK has no types
    """The SDK's adapter, of which only `process_activity` is used: its HTTP half answers 500s."""


def _refuse_other_issuers(auth_header: str) -> None:
    """Refuse tokens of an emulator or a skill, which the SDK would take for this bot's id, too."""
    scheme, _, token = auth_header.partition(" ")
    try:
        claims = jwt.decode(token, options={"verify_signature": False})
    except jwt.PyJWTError as garbage:
        raise NotGenuine("no token") from garbage
    if scheme != "Bearer" or claims.get("iss") != ISSUER:
        raise NotGenuine("issuer")


class _Signed(AsyncHTTPPolicy):  # type: ignore[misc]  # the SDK has no types
    """Signs what goes out; the SDK's own credentials ask for a token on the event loop."""

    def __init__(self, tokens: Tokens | None) -> None:
        super().__init__()
        self._tokens = tokens

    async def send(self, request: Request, **options: Any) -> Response:
        """Sign a request and pass it on; raises NoToken."""
        if self._tokens is not None:
            token = await self._tokens.token()
            request.http_request.headers["Authorization"] = f"Bearer {token}"
        return await self.next.send(request, **options)


class _Sender(AsyncHTTPSender):  # type: ignore[misc]  # the SDK has no types
    """Sends over our session, which keeps its connections; the SDK opens one in a thread each time."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def send(self, request: Request, **_options: Any) -> Response:
        """Send a request; raises what aiohttp raises."""
        wanted = request.http_request
        url = URL(wanted.url, encoded=True)  # the SDK has quoted it
        async with self._session.request(
            wanted.method, url, data=wanted.data, headers=wanted.headers
        ) as answer:
            body = await answer.read()
            if answer.ok and body and not _is_json(body):
                raise aiohttp.ClientPayloadError("a page, where the connector's word should be")
        return Response(request, _Answer(wanted, answer, body))

    async def __aexit__(self, *exc_details: object) -> None:
        """Leave the session to whoever opened it."""


class _Answer(AsyncClientResponse):  # type: ignore[misc]  # the SDK has no types
    """A response whose body is JSON or empty; at a gateway's page the SDK forgets the status."""

    def __init__(self, request: object, answer: aiohttp.ClientResponse, body: bytes) -> None:
        super().__init__(request, self)  # the SDK's errors hold the inner response
        self.status_code = answer.status
        self.headers = {name.lower(): value for name, value in answer.headers.items()}
        self.headers["content-type"] = "application/json"
        self.reason = answer.reason
        self._body = body if _is_json(body) else b""

    def body(self) -> bytes:
        """Return the body."""
        return self._body


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except (ValueError, RecursionError):
        return False
    return True
