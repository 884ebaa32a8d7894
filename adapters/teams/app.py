"""Teams' endpoint: check who writes, read, hear, render, answer; right status codes for all else."""

import asyncio
import json
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.schema import Activity
from msrest.exceptions import DeserializationError

from adapters.payload import Unreadable
from adapters.teams import read
from adapters.teams.answering import Answering
from adapters.teams.api import NoAnswer, Refused
from adapters.teams.keys import NoKeys
from adapters.teams.sdk import Adapter, Authentication, NotGenuine

log = logging.getLogger(__name__)

MESSAGES_PATH = "/api/messages"
MOST_BYTES = 256 * 1024  # of a request; Teams' own cards end at 28 KB
TEAMS, EMULATOR = "msteams", "emulator"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
Body = dict[str, Any]


@dataclass(frozen=True)
class Allowed:
    """Who may talk to the bot: these tenants, on Teams, and in development an emulator."""

    tenants: frozenset[str] = frozenset()
    development: bool = False

    def admits(self, body: Body) -> bool:
        """Tell whether an activity comes from one of them."""
        channels = {TEAMS, EMULATOR} if self.development else {TEAMS}
        return body.get("channelId") in channels and read.tenant_of(body) in self.tenants


class TeamsApp:
    """The endpoint: the SDK checks and carries, and what it cannot survive is done here."""

    def __init__(
        self, authentication: Authentication, answering: Answering, allowed: Allowed
    ) -> None:
        self.authentication = authentication
        self.answering = answering
        self.allowed = allowed
        self._adapter = Adapter(authentication)
        self._tasks: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        """Return what is mounted; other methods than POST are answered with 405."""
        return [web.post(MESSAGES_PATH, self.receive)]

    async def receive(self, request: web.Request) -> web.Response:
        """Take an activity: 400 where it is none, 401 where it is forged, 403 for strangers."""
        token = request.headers.get("Authorization", "")
        if self.authentication.app_id and not token:
            return _refused(HTTPStatus.UNAUTHORIZED)
        raw = await request.read()
        if len(raw) > MOST_BYTES:
            return _refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            body, activity = _activity(raw)
        except (ValueError, RecursionError, DeserializationError, AttributeError, TypeError):
            return _refused(HTTPStatus.BAD_REQUEST)
        try:
            return await self._taken(token, body, activity)
        except NotGenuine as forged:
            log.warning("a request was not genuine", extra={"reason": str(forged)})
            return _refused(HTTPStatus.UNAUTHORIZED)
        except NoKeys:
            log.error("no signing keys: nobody can be let in")  # noqa: TRY400 no trace is needed
            return _refused(HTTPStatus.SERVICE_UNAVAILABLE)

    async def settled(self) -> None:
        """Wait until everything that was taken is done."""
        while self._tasks:
            await asyncio.gather(*self._tasks)
            # From Python 3.12 on what is done already is not waited for: let it be taken off.
            await asyncio.sleep(0)

    async def _taken(self, token: str, body: Body, activity: Activity) -> web.Response:
        genuine = await self.authentication.authenticate_request(activity, token)
        if not self.allowed.admits(body):
            return _refused(HTTPStatus.FORBIDDEN)
        later: list[Coroutine[Any, Any, None]] = []

        async def turn(context: TurnContext) -> None:
            later.extend(await self._turn(body, context))

        try:
            answer = await self._adapter.process_activity(genuine, activity, turn)
        except Unreadable:
            return _refused(HTTPStatus.BAD_REQUEST)
        for work in later:
            self._spawn(work)
        if answer is None:
            return web.Response(status=HTTPStatus.OK)
        # The SDK's own endpoint serialises an answer twice, and fails.
        return web.json_response(answer.body, status=int(answer.status))

    async def _turn(self, body: Body, context: TurnContext) -> list[Coroutine[Any, Any, None]]:
        """Do one activity's turn; return what is to be done after the answer."""
        match body["type"], body.get("name"):
            case "message", _:
                await self._message(body)
            case "invoke", read.EXECUTE:
                return await self._executed(body, context)
            case "invoke", read.SEARCH:
                await self._searched(body, context)
            case "invoke", read.FILE:
                return await self._accepted(body, context)
            case (("installationUpdate" | "conversationUpdate"), _):
                await self._installed(body)
        return []

    async def _message(self, body: Body) -> None:
        incoming = read.message(body)
        if incoming is not None:
            await _arriving(self.answering.answer(incoming))

    async def _executed(self, body: Body, context: TurnContext) -> list[Coroutine[Any, Any, None]]:
        incoming = read.executed(body)
        if incoming is None:
            return []
        done = await self.answering.execute(incoming)
        await _invoke_response(context, done.body)
        return [done.later()] if done.later else []

    async def _accepted(self, body: Body, context: TurnContext) -> list[Coroutine[Any, Any, None]]:
        incoming = read.accepted(body)
        await _invoke_response(context, {})
        return [self.answering.hand_over(incoming)] if incoming else []

    async def _searched(self, body: Body, context: TurnContext) -> None:
        incoming = read.searched(body)
        if incoming is not None:
            await _invoke_response(context, await self.answering.suggest(incoming))

    async def _installed(self, body: Body) -> None:
        added, around = read.installed(body), read.envelope(body)
        if around is None or added is None:
            return
        if added:
            await _arriving(self.answering.added(around))
        else:
            await self.answering.removed(around)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this after the answer; what fails is logged and stops nothing else."""
        task = asyncio.create_task(_arriving(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _arriving(work: Coroutine[Any, Any, None]) -> None:
    """Say what was heard; where Teams does not take it, the turn itself stands nevertheless."""
    try:
        await work
    except (Refused, NoAnswer) as problem:
        log.warning("an answer did not arrive", extra={"reason": str(problem)})


async def _invoke_response(context: TurnContext, body: Any) -> None:
    answer = InvokeResponse(status=int(HTTPStatus.OK), body=body)
    await context.send_activity(Activity(type="invokeResponse", value=answer))


def _activity(raw: bytes) -> tuple[Body, Activity]:
    """Return an activity as it came and as the SDK sees it; raises ValueError for anything else."""
    body = json.loads(raw)
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        raise ValueError("no activity")  # noqa: TRY004 what came is wrong, not what we did
    service = urlsplit(str(body.get("serviceUrl", "")))
    if service.scheme != "https" and service.hostname not in LOOPBACK:
        raise ValueError("no service URL")
    return body, Activity().deserialize(body)


def _refused(status: HTTPStatus) -> web.Response:
    return web.Response(status=status, text=status.phrase)
