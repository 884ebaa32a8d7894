"""Keeps strangers out of a page without a login: this machine only, this page only, small requests."""

import logging
import uuid
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from adapters.browser import asked_language
from adapters.web.read import Unreadable
from adapters.web.words import page_words
from bot.model import Language

log = logging.getLogger(__name__)

MOST_BYTES = 64 * 1024
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
LANGUAGE = "language"  # the cookie that holds the page's language

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def language_of(request: web.Request) -> Language:
    """Return the page's language: the one chosen here, else the one the browser asks for."""
    chosen: str = request.cookies.get(LANGUAGE) or request.headers.get("Accept-Language") or ""
    return asked_language(chosen)


@web.middleware
async def only_this_page(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what comes under another host's name (DNS rebinding) or from another page."""
    if not _loopback(request):
        return web.Response(status=421, text="This page answers only on this machine.\n")
    if request.method not in {"GET", "HEAD"} and not _own(request):
        return web.Response(status=403, text="Only this page's own requests are answered.\n")
    if request.body_exists and not 0 <= (request.content_length or -1) <= MOST_BYTES:
        return web.Response(status=413, text="This request is too large.\n")
    return await handler(request)


@web.middleware
async def calm(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer what goes wrong with one sentence and a reference, never with a traceback."""
    words = page_words(language_of(request))
    try:
        return await handler(request)
    except Unreadable as problem:
        log.info("a request of the web page was not understood: %s", problem)
        return web.json_response({"error": words["refused"]}, status=400)
    except web.HTTPException:
        raise
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("the web page failed", extra={"reference": reference})
        sentence = words["failed"].format(reference=reference)
        return web.json_response({"error": sentence}, status=500)


async def sign(request: web.Request, response: web.StreamResponse) -> None:
    """Add the headers that tell the browser to load nothing from anywhere else."""
    response.headers.update(HEADERS)
    # The mark stands beside every line; styles and scripts are asked for anew after an upgrade.
    lasting = request.path.endswith(".svg")
    response.headers.setdefault("Cache-Control", "max-age=86400" if lasting else "no-cache")


def _loopback(request: web.Request) -> bool:
    try:
        parts = urlsplit(f"//{request.headers.get('Host', '')}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    if request.transport is None or host not in LOOPBACK:
        return False
    return bool(port == request.transport.get_extra_info("sockname")[1])


def _own(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    return origin == f"http://{request.headers['Host']}" and (
        request.content_type == "application/json"
    )
