"""The one aiohttp application: platforms mount their routes beside the health of the process."""

import asyncio
from collections.abc import Callable

from aiohttp import web


def health(database_answers: Callable[[], bool]) -> web.Application:
    """Return an application that tells whether the process lives and may be sent traffic."""

    async def live(_request: web.Request) -> web.Response:
        return web.json_response({"live": True})

    async def ready(_request: web.Request) -> web.Response:
        well = await asyncio.to_thread(database_answers)
        return web.json_response({"ready": well}, status=200 if well else 503)

    app = web.Application()
    app.add_routes([web.get("/health/live", live), web.get("/health/ready", ready)])
    return app
