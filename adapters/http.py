"""The one aiohttp application: platforms mount their routes beside the health of the process."""

import asyncio
from collections.abc import Callable
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

METRICS = "text/plain; version=0.0.4; charset=utf-8"  # Prometheus' text format
BODY_SECONDS = 5.0  # that a request's body may take; Slack itself gives up after three
# Of a body, unpacked; a submitted window of Slack's with all its blocks is a third of it.
MOST_BYTES = 1024 * 1024


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

    app = web.Application(client_max_size=MOST_BYTES, middlewares=[_whole])
    if metrics is not None:
        app.add_routes([web.get("/metrics", measured)])
    app.add_routes([web.get("/health/live", live), web.get("/health/ready", ready)])
    return app


@web.middleware
async def _whole(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let nobody work on a body that does not come, is too large, or is no text.

    What is read here is kept: a handler reads it again at once.
    """
    try:
        async with asyncio.timeout(BODY_SECONDS):
            (await request.read()).decode(request.charset or "utf-8")
    except TimeoutError:
        return _refused(HTTPStatus.REQUEST_TIMEOUT)
    except (web.RequestPayloadError, ConnectionError, LookupError, UnicodeDecodeError):
        return _refused(HTTPStatus.BAD_REQUEST)
    return await handler(request)


def _refused(status: HTTPStatus) -> web.Response:
    answer = web.Response(status=status, text=status.phrase)
    answer.force_close()  # what may still come of it is no request
    return answer
