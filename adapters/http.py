"""The one aiohttp application: platforms mount their routes beside the health of the process."""

import asyncio
from collections.abc import Callable

from aiohttp import web

METRICS = "text/plain; version=0.0.4; charset=utf-8"  # Prometheus' text format


def health(
    database_answers: Callable[[], bool], metrics: Callable[[], str] | None = None
) -> web.Application:
    """Return an application that tells whether the process lives and may be sent traffic.

    `metrics` are shown at /metrics, where there are any.
    """

    async def live(_request: web.Request) -> web.Response:
        return web.json_response({"live": True})

    async def ready(_request: web.Request) -> web.Response:
        well = await asyncio.to_thread(database_answers)
        return web.json_response({"ready": well}, status=200 if well else 503)

    async def measured(_request: web.Request) -> web.Response:
        assert metrics is not None
        shown = await asyncio.to_thread(metrics)
        return web.Response(body=shown.encode(), headers={"Content-Type": METRICS})

    app = web.Application()
    if metrics is not None:
        app.add_routes([web.get("/metrics", measured)])
    app.add_routes([web.get("/health/live", live), web.get("/health/ready", ready)])
    return app
