"""Serves the page with its stand-ins, to be looked at: python -m tests.adapters.web.preview [port]."""

import sys

from aiohttp import web

from adapters.web import render
from adapters.web.app import web_routes
from tests.adapters.web import samples
from tests.adapters.web.stand_ins import START, MemoryChat, SampleBot, SampleCompany


def preview() -> web.Application:
    """Return the page with every sample in its conversations."""
    chat = MemoryChat()
    chat.append("asha", "/program join", START, mine=True)
    for message in (samples.PROPOSAL, samples.AGENDA):
        chat.append("asha", render.message(message), START)
    chat.append("hana", "/program status", START, mine=True)
    chat.append("hana", render.message(samples.STATUS), START)
    return web_routes(SampleBot(), chat, SampleCompany())


if __name__ == "__main__":
    web.run_app(preview(), host="127.0.0.1", port=int((*sys.argv, "8765")[1]))
