"""A bare Bolt app that only acknowledges, behind the same HTTP server as ours; prints its port."""

import asyncio
import os

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck

from adapters.slack.app import COMMAND, EVENTS_PATH
from tests.musterwerk import SLACK


def bare() -> AsyncApp:
    """Return the app: it checks signatures and knows its token by heart, as ours does."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=SLACK, bot_token="x", bot_id="B")

    secret = os.environ["SLACK_SIGNING_SECRET"]
    app = AsyncApp(signing_secret=secret, authorize=authorize, process_before_response=True)

    async def acknowledge(ack: AsyncAck) -> None:
        await ack()

    app.command(COMMAND)(acknowledge)
    return app


async def serve() -> None:
    """Serve on a free port of this machine until the process ends."""
    app = bare()

    async def receive(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    application = web.Application()
    application.add_routes([web.post(EVENTS_PATH, receive)])
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", int(os.environ["KEHRWERT_PORT"])).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve())
