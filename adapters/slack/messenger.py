"""Delivers on Slack what the bot owes people unasked: never twice, failures in plain words."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from adapters import sessions
from adapters.payload import Payload, part, text
from adapters.slack import render
from adapters.slack.api import SERVER_FAILED, Api, NoAnswer, Refused
from bot.model import Address, Platform
from bot.ports import InDoubt, Throttled, Undeliverable
from bot.said import Message

log = logging.getLogger(__name__)

EVENT_TYPE = "kehrwert_notice"  # of the metadata that carries a notice's key
READING = frozenset({"conversations.history", "conversations.open", "users.info", "users.list"})
LOOKED_AT = 100  # of our own messages in a conversation, the newest first
UNREADABLE = "unreadable_answer"  # of which nobody can tell what Slack did
DEFAULT_PATIENCE = 30.0  # seconds, where Slack asks for patience and does not say how much
# What trying again does not mend, in words for whoever looks after the programme.
FOR_GOOD: Mapping[str, str] = {
    "account_inactive": "the app was removed from this workspace: install it again",
    "app_missing_action_url": "the app's settings are incomplete: update it from the manifest",
    "cannot_dm_bot": "this is a bot and no person",
    "channel_not_found": "Slack does not know this person (any more)",
    "ekm_access_denied": "the workspace's encryption keys are not available to the app",
    "invalid_auth": "Slack does not accept the app's token: check SLACK_BOT_TOKEN",
    "is_archived": "the conversation is archived",
    "message_not_found": "the message is gone",
    "messages_tab_disabled": "the app may not write: switch its messages tab on (App Home)",
    "missing_scope": "the app lacks a permission: update it from the manifest and reinstall it",
    "no_permission": "the app lacks a permission: update it from the manifest and reinstall it",
    "not_allowed_token_type": "the token is not a bot token: check SLACK_BOT_TOKEN",
    "not_authed": "no token is set for this workspace",
    "org_login_required": "the workspace is being moved into an organisation",
    "restricted_action": "the workspace's rules forbid the app to write",
    "team_access_not_granted": "the organisation has not granted the app this workspace",
    "token_expired": "the app's token has expired: install it again",
    "token_revoked": "the app's permission was taken back: install it again",
    "user_disabled": "this person's account is deactivated",
    "user_not_found": "Slack does not know this person (any more)",
    "user_not_visible": "this person cannot be seen by the app",
}


class Workspaces(Protocol):
    """Which workspaces the bot is installed in."""

    async def api(self, workspace: str) -> Api:
        """Return a workspace's Web API; raises Undeliverable where the bot is not installed."""
        ...


class SlackApi:
    """Keeps `adapters.slack.api.Api` with the SDK's client, whose own retries are switched off.

    The SDK's retry after a broken connection would send a message twice.
    """

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        assert not client.retry_handlers, "a client that retries may send a message twice"
        self.client = client
        self.session = session

    async def call(self, method: str, **arguments: Any) -> Mapping[str, Any]:
        """Call a method and return its answer."""
        # Methods that read take no JSON: docs.slack.dev/apis/web-api
        way: Any = {"data": arguments} if method in READING else {"json": arguments}
        with plainly():
            answer = await self.client.api_call(method, **way)
        return answer.data if isinstance(answer.data, dict) else {}

    async def exchange(self, **arguments: Any) -> Mapping[str, Any]:
        """Exchange a code or a refresh token for a token; Slack wants these as a form."""
        with plainly():
            answer = await self.client.api_call("oauth.v2.access", data=arguments)
        return answer.data if isinstance(answer.data, dict) else {}

    async def upload(self, content: bytes, name: str, alt_text: str) -> str:
        """Upload a picture that is shown nowhere yet, and return its file id."""
        return await self._uploaded(content, name, alt_txt=alt_text)

    async def share(self, content: bytes, name: str, channel: str) -> None:
        """Upload a file into a conversation."""
        await self._uploaded(content, name, channel=channel)

    async def _uploaded(
        self, content: bytes, name: str, *, alt_txt: str | None = None, channel: str | None = None
    ) -> str:
        with plainly():
            place = await self.client.files_getUploadURLExternal(
                filename=name, length=len(content), alt_txt=alt_txt
            )
            url, number = str(place.get("upload_url")), str(place.get("file_id"))
            async with self.session.post(url, data=content, timeout=sessions.UPLOAD) as answer:
                if answer.status >= 400:  # noqa: PLR2004 HTTP: every refusal
                    raise Refused("upload_failed", answer.status)
            done: dict[str, str | None] = {"id": number, "title": name}
            await self.client.files_completeUploadExternal(files=[done], channel_id=channel)
        return number

    async def respond(self, response_url: str, body: Mapping[str, object]) -> None:
        """Answer at the address that came with a command or a button."""
        with plainly():
            async with self.session.post(response_url, json=body) as answer:
                if answer.status >= 400:  # noqa: PLR2004 HTTP: every refusal
                    raise Refused("response_url_refused", answer.status, _patience(answer.headers))


class SlackMessenger:
    """A Messenger for every installed workspace; a message's id is `channel:ts`.

    It never waits by itself: how fast Slack is written to is kept by the post, for all processes.
    """

    def __init__(self, workspaces: Workspaces) -> None:
        self.workspaces = workspaces

    async def send(self, address: Address, message: Message, key: str) -> str:
        """Send a new message with our key in its metadata, and return its id."""
        api = await self._api(address)
        mark = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        body = render.message(message, address.workspace)
        try:
            sent = await api.call("chat.postMessage", channel=address.user, metadata=mark, **body)
        except (Refused, NoAnswer) as problem:
            raise self._failure(problem, repeatable=False) from problem
        return f"{sent.get('channel', address.user)}:{sent.get('ts', '')}"

    async def update(self, address: Address, provider_id: str, message: Message) -> None:
        """Replace an earlier message; doing so twice does no harm."""
        api = await self._api(address)
        channel, _, stamp = provider_id.partition(":")
        body = render.message(message, address.workspace)
        try:
            await api.call("chat.update", channel=channel, ts=stamp, **body)
        except (Refused, NoAnswer) as problem:
            raise self._failure(problem, repeatable=True) from problem

    async def find(self, address: Address, key: str) -> str | None:
        """Return the id of the message with our key, among the newest in the person's conversation."""
        api = await self._api(address)
        try:
            opened = await api.call("conversations.open", users=address.user)
            channel = text(part(opened, "channel"), "id") or address.user
            messages = await _said_in(api, channel)
        except (Refused, NoAnswer) as problem:
            raise self._failure(problem, repeatable=True) from problem
        for message in messages:
            if text(part(part(message, "metadata"), "event_payload"), "key") == key:
                return f"{channel}:{text(message, 'ts')}"
        return None

    async def _api(self, address: Address) -> Api:
        if address.platform is not Platform.SLACK:
            raise Undeliverable("the address is not one on Slack", permanent=True)
        return await self.workspaces.api(address.workspace)

    @staticmethod
    def _failure(problem: Refused | NoAnswer, *, repeatable: bool) -> Exception:
        """Return what a failed call means for a notice: patience, a doubt, or why it cannot arrive."""
        if isinstance(problem, NoAnswer):
            doubt = problem.sent and not repeatable
            return InDoubt() if doubt else Undeliverable("Slack cannot be reached", permanent=False)
        if problem.throttled:
            return Throttled(problem.retry_after or DEFAULT_PATIENCE)
        if problem.broken:
            failed = Undeliverable("Slack has a disturbance of its own", permanent=False)
            return failed if repeatable else InDoubt()
        reason = FOR_GOOD.get(problem.error)
        if reason is not None:
            return Undeliverable(reason, permanent=True)
        return Undeliverable(f"Slack refuses the message ({problem.error})", permanent=False)


async def _said_in(api: Api, channel: str) -> Sequence[Payload]:
    """Return the newest messages of a conversation; raises Refused or NoAnswer."""
    history = await api.call(
        "conversations.history", channel=channel, limit=LOOKED_AT, include_all_metadata=True
    )
    messages = history.get("messages")
    if not isinstance(messages, list):  # an empty history is a list, too
        raise Refused(UNREADABLE, SERVER_FAILED)
    return [each for each in messages if isinstance(each, Mapping)]


@contextmanager
def plainly() -> Iterator[None]:
    """Say in our own words what the SDK and the connection raise: Refused or NoAnswer."""
    try:
        yield
    except SlackApiError as refusal:
        raise _refusal(refusal) from None  # what it quotes of the answer may speak of somebody
    except (aiohttp.ClientError, TimeoutError, OSError, SlackRequestError) as broken:
        sent = not isinstance(broken, sessions.NEVER_SENT)
        raise NoAnswer(type(broken).__name__, sent=sent) from broken
    except (ValueError, RecursionError, AttributeError):
        # No text, no JSON, or JSON that is no object, which the SDK takes for one.
        raise Refused(UNREADABLE, SERVER_FAILED) from None


def _refusal(refusal: SlackApiError) -> Refused:
    answer = refusal.response
    unread = isinstance(answer, aiohttp.ClientResponse)  # what cannot be parsed at all
    status = int((answer.status if unread else answer.status_code) or 200)
    data = {} if unread or not isinstance(answer.data, dict) else answer.data
    error = str(data.get("error", ""))
    if not error and status < 400:  # noqa: PLR2004 HTTP: every refusal
        return Refused(UNREADABLE, SERVER_FAILED)  # it may have taken what we wrote
    return Refused(error or f"http_{status}", status, _patience(answer.headers))


def _patience(headers: Mapping[str, Any]) -> float:
    """Return the seconds of a Retry-After header, 0 where there is none."""
    named = {name.lower(): value for name, value in headers.items()}
    wanted = str(named.get("retry-after", "0"))
    return float(wanted) if wanted.isdecimal() else 0.0
