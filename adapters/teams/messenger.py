"""Delivers on Teams what the bot owes people unasked: never twice, failures in plain words."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Mapping
from typing import Any, TypeVar

import aiohttp
from botbuilder.schema import Activity, Attachment, ChannelAccount, ConversationParameters
from botframework.connector.models import ErrorResponseException
from msrest.exceptions import DeserializationError

from adapters import sessions
from adapters.teams import render
from adapters.teams.api import SERVER_FAILED, Api, Body, NoAnswer, Refused, Spot
from adapters.teams.references import Reference, References
from adapters.teams.sdk import Connectors
from adapters.teams.tokens import NoToken
from bot.model import Address, Platform
from bot.ports import InDoubt, NoLookingUp, Throttled, Undeliverable
from bot.said import Message

log = logging.getLogger(__name__)

Answer = TypeVar("Answer")

DEFAULT_PATIENCE = 10.0  # seconds, where the connector asks for patience and does not say how much
FORBIDDEN, NOT_FOUND, TOO_LARGE = 403, 404, 413
REMOVED = "this person has removed or blocked the bot on Teams"
# What trying again does not mend, in words for whoever looks after the programme.
FOR_GOOD: Mapping[str, str] = {
    "BotDisabledByAdmin": "an administrator has switched the app off in Teams",
    "BotNotInConversationRoster": REMOVED,
    "ConversationBlockedByUser": REMOVED,
    "ConversationNotFound": "Teams does not know this conversation (any more)",
    "ForbiddenOperationException": REMOVED,
    "InvalidBotApiHost": "Teams has moved this person: it works again once she writes",
    "MessageWritesBlocked": REMOVED,
    "NotEnoughPermissions": "the app lacks a permission: check its manifest",
}


class TeamsApi:
    """Keeps `adapters.teams.api.Api` with the SDK's connectors."""

    def __init__(self, connectors: Connectors, http: aiohttp.ClientSession) -> None:
        self._connectors = connectors
        self._http = http

    async def send(self, spot: Spot, activity: Body) -> str:
        """Write a new message, never as a reply, and return its id."""
        conversations = self._connectors.to(spot.service_url).conversations
        sent = await _answered(
            conversations.send_to_conversation(spot.conversation, _activity(activity))
        )
        return str(sent.id or "") if sent else ""

    async def update(self, spot: Spot, activity_id: str, activity: Body) -> None:
        """Replace an earlier message, for everybody and on every device."""
        conversations = self._connectors.to(spot.service_url).conversations
        wanted = _activity(activity)
        wanted.id = activity_id
        await _answered(conversations.update_activity(spot.conversation, activity_id, wanted))

    async def upload(self, url: str, content: bytes) -> None:
        """Lay a document into somebody's OneDrive, at the address that Teams named for it."""
        span = f"bytes 0-{len(content) - 1}/{len(content)}"
        headers = {"Content-Range": span, "Content-Type": "application/octet-stream"}
        try:
            async with self._http.put(
                url, data=content, headers=headers, timeout=sessions.UPLOAD
            ) as answer:
                if answer.status >= 400:  # noqa: PLR2004 HTTP: every refusal
                    raise Refused("upload_failed", answer.status)
        except (aiohttp.ClientError, TimeoutError, OSError) as broken:
            raise NoAnswer(type(broken).__name__, sent=True) from broken

    async def member(self, spot: Spot, account: str) -> Body:
        """Return what the roster says of somebody in a conversation."""
        conversations = self._connectors.to(spot.service_url).conversations
        member = await _answered(conversations.get_conversation_member(spot.conversation, account))
        # The SDK's model knows no e-mail and puts it aside.
        return {**member.serialize(), **member.additional_properties} if member else {}

    async def converse(self, service_url: str, tenant: str, bot: str, user: str) -> str:
        """Return the id of the bot's own conversation with somebody, begun where it is new."""
        wanted = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=bot),
            members=[ChannelAccount(id=user)],
            tenant_id=tenant,
            channel_data={"tenant": {"id": tenant}},
        )
        conversations = self._connectors.to(service_url).conversations
        begun = await _answered(conversations.create_conversation(wanted))
        return str(begun.id or "") if begun else ""


class TeamsMessenger:
    """A Messenger for every allowed tenant; a message's id is Teams' id of the activity."""

    def __init__(self, api: Api, references: References) -> None:
        self.api = api
        self.references = references

    async def send(self, address: Address, message: Message, key: str) -> str:  # noqa: ARG002
        """Send a new message and return its id; Teams keeps no mark of ours."""
        reference = await self._reference(address)
        try:
            return await self.api.send(_spot(reference), render.message(message, address.workspace))
        except (Refused, NoAnswer) as problem:
            raise await self._failure(address, problem, repeatable=False) from problem

    async def update(self, address: Address, provider_id: str, message: Message) -> None:
        """Replace an earlier message; doing so twice does no harm."""
        reference = await self._reference(address)
        shown = render.message(message, address.workspace)
        try:
            await self.api.update(_spot(reference), provider_id, shown)
        except (Refused, NoAnswer) as problem:
            raise await self._failure(address, problem, repeatable=True) from problem

    async def find(self, address: Address, key: str) -> str | None:  # noqa: ARG002
        """Raise NoLookingUp: a bot cannot read its own conversation without further permissions."""
        raise NoLookingUp

    async def _reference(self, address: Address) -> Reference:
        """Return where to write; raises Undeliverable."""
        if address.platform is not Platform.TEAMS:
            raise Undeliverable("the address is not one on Teams", permanent=True)
        known = await asyncio.to_thread(self.references.find, address.workspace, address.user)
        if known is None:
            raise Undeliverable("this person has not opened the bot on Teams", permanent=False)
        if not known.reachable:
            raise Undeliverable(REMOVED, permanent=True)
        return known

    async def _failure(
        self, address: Address, problem: Refused | NoAnswer, *, repeatable: bool
    ) -> Exception:
        """Return what a failed call means for a notice: patience, a doubt, or why it cannot arrive."""
        if isinstance(problem, NoAnswer):
            doubt = problem.sent and not repeatable
            return InDoubt() if doubt else Undeliverable("Teams cannot be reached", permanent=False)
        if problem.throttled:
            return Throttled(problem.retry_after or DEFAULT_PATIENCE)
        if problem.broken:
            failed = Undeliverable("Teams has a disturbance of its own", permanent=False)
            return failed if repeatable else InDoubt()
        if problem.status == TOO_LARGE:
            log.error("a card is larger than Teams takes")
            return Undeliverable("the message is larger than Teams takes", permanent=True)
        reason = FOR_GOOD.get(problem.error)
        if reason is None:
            return Undeliverable(f"Teams refuses the message ({problem.error})", permanent=False)
        if problem.status == FORBIDDEN and reason == REMOVED:
            await asyncio.to_thread(self.references.lost, address.workspace, address.user)
        return Undeliverable(reason, permanent=True)


def _spot(reference: Reference) -> Spot:
    return Spot(reference.service_url, reference.conversation)


def _activity(body: Body) -> Activity:
    attachments = [
        Attachment(content_type=each["contentType"], content=each["content"], name=each.get("name"))
        for each in body.get("attachments", ())
    ]
    return Activity(
        type="message",
        text=body.get("text"),
        summary=body.get("summary"),
        text_format=body.get("textFormat"),
        attachments=attachments or None,
    )


async def _answered(call: Awaitable[Answer]) -> Answer:
    """Return the connector's answer; raises Refused or NoAnswer."""
    try:
        return await call
    except ErrorResponseException as refusal:
        raise _refusal(refusal) from refusal
    except NoToken as refusal:
        # Nothing went out; whoever looks after the bot reads why in the log and in `doctor`.
        log.error("the bot got no token", extra={"reason": refusal.error})  # noqa: TRY400 no trace
        raise NoAnswer("NoToken", sent=False) from refusal
    except (aiohttp.ClientError, TimeoutError, OSError) as broken:
        sent = not isinstance(broken, sessions.NEVER_SENT)
        raise NoAnswer(type(broken).__name__, sent=sent) from broken
    except DeserializationError:
        # JSON of another shape; what it quotes may speak of somebody.
        raise Refused("unreadable_answer", SERVER_FAILED) from None


def _refusal(refusal: ErrorResponseException) -> Refused:
    answer = refusal.response
    status = int(answer.status_code)
    return Refused(_code(answer) or f"http_{status}", status, _patience(answer.headers))


def _code(answer: Any) -> str:
    told = json.loads(answer.body() or b"{}")
    error = told.get("error") if isinstance(told, dict) else None
    if not isinstance(error, dict):
        return ""
    # The inner error is the telling one: MessageWritesBlocked comes within Forbidden.
    inner = error.get("innerHttpError") or error.get("innererror") or {}
    codes = (inner.get("code") if isinstance(inner, dict) else "", error.get("code"))
    known = [str(each) for each in codes if each in FOR_GOOD]
    return known[0] if known else str(error.get("code") or "")


def _patience(headers: Mapping[str, str]) -> float:
    """Return the seconds of a Retry-After header, 0 where there is none."""
    wanted = str(headers.get("retry-after", "0")).strip()
    return float(wanted) if wanted.isdecimal() else 0.0
