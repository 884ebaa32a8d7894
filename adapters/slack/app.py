"""Slack's listeners: acknowledge at once, read, hear, render, answer; over HTTP or Socket Mode."""

import asyncio
import logging
import re
from collections.abc import Coroutine
from http import HTTPStatus
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.context.complete.async_complete import AsyncComplete
from slack_bolt.context.fail.async_fail import AsyncFail
from slack_bolt.response import BoltResponse

from adapters.slack import home, read, render, steps
from adapters.slack.answering import Acknowledgement, Answering
from adapters.slack.api import Api, NoAnswer, Refused, SocketRefused
from adapters.slack.asks import PEOPLE, TOPICS
from adapters.slack.install import WORKSPACE, Authorize, Connections
from adapters.slack.messenger import FOR_GOOD, plainly
from adapters.slack.oauth import InstallPages
from adapters.slack.parts import PRESS
from adapters.slack.staff import Staff
from bot.ports import Undeliverable

log = logging.getLogger(__name__)

COMMAND = "/program"
EVENTS_PATH = "/slack/events"
UNSIGNED = (
    "SLACK_SIGNING_SECRET has not signed it, or its clock differs by five minutes: "
    "where people see dispatch_failed, copy the secret again (Basic Information)"
)
Body = dict[str, Any]


class SlackApp:
    """The Bolt app: few listeners, the hot ones first, since Bolt asks each in turn.

    Bolt runs with `process_before_response`: its other way looks for the acknowledgement every
    10 ms, and loses it when a listener fails right after. Here every listener ends as soon as it has
    acknowledged, and the work goes on in a task of its own. A command waits a moment for its answer:
    one that goes out with the acknowledgement needs no call of its own.
    """

    def __init__(
        self,
        connections: Connections,
        answering: Answering,
        staff: Staff,
        *,
        signing_secret: str = "",
        pages: InstallPages | None = None,
    ) -> None:
        self.pages = pages
        self.connections = connections
        self.answering = answering
        self.staff = staff
        self._tasks: set[asyncio.Task[None]] = set()
        self._socket: AsyncSocketModeHandler | None = None
        self.bolt = AsyncApp(
            name="kehrwert",
            client=connections.client(),
            signing_secret=signing_secret,
            # Socket Mode needs none: its requests come over a connection that we opened.
            request_verification_enabled=bool(signing_secret),
            process_before_response=True,
            authorize=Authorize(connections),  # type: ignore[arg-type]  # Bolt takes it too
            oauth_flow=pages.flow if pages else None,
        )
        self._listen()

    def routes(self) -> list[web.RouteDef]:
        """Return what is mounted for HTTP mode."""
        pages = self.pages.routes() if self.pages else []
        return [web.post(EVENTS_PATH, self.receive), *pages]

    async def receive(self, request: web.Request) -> web.Response:
        """Take a request of Slack: 401 where Slack did not sign it, 400 where it is none."""
        try:
            asked = await to_bolt_request(request)
        except (ValueError, TypeError, AttributeError, RecursionError):
            # Bolt reads it before it looks at the signature, and takes any JSON for an object.
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        answer = await self.bolt.async_dispatch(asked)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            log.warning("a request was not taken", extra={"trouble": UNSIGNED})
        return await to_aiohttp_response(answer)

    async def connect(self, app_token: str) -> None:
        """Open Socket Mode; what was missed while nobody listened is not sent again by Slack.

        Raises SocketRefused for a token with which it will never open: the SDK would try for ever.
        """
        client = self.connections.client()
        try:
            with plainly():
                await client.apps_connections_open(app_token=app_token)
        except Refused as problem:
            if problem.error in FOR_GOOD:
                raise SocketRefused(problem.error) from None
            log.warning("Slack does not open the socket yet", extra={"reason": problem.error})
        except NoAnswer as problem:
            log.warning("Slack does not open the socket yet", extra={"reason": str(problem)})
        self._socket = AsyncSocketModeHandler(self.bolt, app_token, web_client=client)
        await self._socket.connect_async()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Take nothing more, and finish what was taken."""
        if self._socket is not None:
            await self._socket.close_async()  # type: ignore[no-untyped-call]
        await self.settled()

    async def settled(self) -> None:
        """Wait until everything that was taken is answered."""
        while self._tasks:
            await asyncio.gather(*self._tasks)
            # From Python 3.12 on what is done already is not waited for: let it be taken off.
            await asyncio.sleep(0)

    def _listen(self) -> None:
        bolt = self.bolt
        bolt.command(COMMAND)(self._command)
        bolt.action(re.compile(f"^{PRESS}:"))(self._pressed)
        bolt.view(render.FORM)(self._submitted)
        bolt.options(re.compile(f"^({TOPICS}|{PEOPLE})$"))(self._searched)
        bolt.event("app_home_opened")(self._home_opened)
        bolt.event("message")(self._typed)
        bolt.event("user_change")(self._user_changed)
        bolt.event("tokens_revoked")(self._revoked)
        bolt.event("app_uninstalled")(self._uninstalled)
        for callback in steps.STEPS:
            bolt.function(callback)(self._step)
        bolt.error(self._failed)

    async def _command(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        incoming = read.command(body, context[WORKSPACE])
        api = await self.connections.api(incoming.workspace)
        await self._acknowledge(ack, await self.answering.command(incoming, api))

    async def _pressed(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        incoming = read.pressed(body, context[WORKSPACE])
        await ack()
        self._spawn(self._answered(incoming))

    async def _submitted(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        incoming = read.submitted(body, context[WORKSPACE])
        api = await self.connections.api(incoming.workspace)
        await self._acknowledge(ack, await self.answering.submit(incoming, api))

    async def _searched(self, ack: AsyncAck, body: Body, context: AsyncBoltContext) -> None:
        incoming = read.searched(body, context[WORKSPACE])
        api = await self.connections.api(incoming.workspace)
        found = await self.answering.suggest(incoming, str(body.get("action_id", "")), api)
        await ack(**found)

    async def _typed(self, body: Body, context: AsyncBoltContext) -> None:
        incoming = read.typed(body, context[WORKSPACE])
        if incoming is not None:
            self._spawn(self._answered(incoming))

    async def _home_opened(self, body: Body, context: AsyncBoltContext) -> None:
        incoming = read.home_opened(body, context[WORKSPACE], home.START)
        if incoming is not None:
            self._spawn(self._answered(incoming))

    async def _user_changed(self, body: Body, context: AsyncBoltContext) -> None:
        profile, workspace = body["event"]["user"], context[WORKSPACE]
        self.answering.people.learn(workspace, profile)
        self._spawn(asyncio.to_thread(self.staff.changed, workspace, profile))

    async def _step(
        self, body: Body, context: AsyncBoltContext, complete: AsyncComplete, fail: AsyncFail
    ) -> None:
        event = body["event"]
        step = steps.STEPS[event["function"]["callback_id"]]
        asked = steps.incoming(step, context[WORKSPACE], event)
        self._spawn(self._stepped(asked, complete, fail))

    async def _stepped(
        self, incoming: read.Incoming, complete: AsyncComplete, fail: AsyncFail
    ) -> None:
        try:
            api = await self.connections.api(incoming.workspace)
            problem = await self.answering.step(incoming, api)
        except (Refused, NoAnswer, Undeliverable) as refusal:
            log.warning("a step failed", extra={"reason": str(refusal)})
            problem = "Slack did not take the message."
        await (fail(problem) if problem else complete())

    async def _revoked(self, body: Body, context: AsyncBoltContext) -> None:
        if body["event"].get("tokens", {}).get("bot"):
            await self._uninstalled(context)

    async def _uninstalled(self, context: AsyncBoltContext) -> None:
        # Bolt asks nobody for a token here, since there is none left: so it names no workspace.
        where = read.whereabouts(
            context.enterprise_id, context.team_id, org_wide=context.is_enterprise_install
        )
        await self.connections.forget(where.key)

    async def _acknowledge(self, ack: AsyncAck, acknowledged: Acknowledgement) -> None:
        await ack(**acknowledged.body)
        if acknowledged.later is not None:
            self._spawn(acknowledged.later())

    async def _answered(self, incoming: read.Incoming) -> None:
        api: Api = await self.connections.api(incoming.workspace)
        await self.answering.answer(incoming, api)

    async def _failed(self, error: Exception) -> BoltResponse:
        """Take a request that we cannot read, so that Slack does not send it three times more."""
        log.error("a request could not be taken", exc_info=error)
        return BoltResponse(status=200, body="")

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do this after the acknowledgement; what fails is logged and stops nothing else."""
        task = asyncio.create_task(_logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _logged(work: Coroutine[Any, Any, Any]) -> None:
    try:
        await work
    except (Refused, NoAnswer, Undeliverable) as problem:
        log.warning("an answer did not arrive", extra={"reason": str(problem)})
    except Exception:
        log.exception("an answer failed")
