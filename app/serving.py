"""kehrwert serve: one process with the clock, the post and HTTP, until it is interrupted."""

import asyncio
import contextlib
import logging
import os
import signal
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from functools import partial

from aiohttp import web

from adapters.gateway import Gateway
from adapters.http import health
from app.beginning import begin
from app.collector import spare_the_collector
from app.graph import Tenant, tenant_of
from app.logs import write_logs
from app.metrics import exposed
from app.opening import books_in_step
from app.own_words import words_of
from app.refusal import Refusal
from app.restoring import erase_again
from app.settings import Settings
from app.slack import slack_of
from app.teams import teams_of
from app.wiring import House, build, system_now
from bot.model import Platform
from scheduling.clock import Clock
from scheduling.timetable import DIRECTORY
from storage.database import driver_url

log = logging.getLogger("kehrwert")

# Turns at once; Python's own number depends on the machine, and on a small one six slow turns would
# keep all others waiting. Deliveries have threads of their own.
TURNS_AT_ONCE = 12
ANSWER_SECONDS = 8.0  # that a request has to end when the process is asked to stop
STOP_SECONDS = 9.5  # in all: whoever stops us kills us after ten


class Role(StrEnum):
    """What a process does, where several share the work on one database."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


async def serve_until_interrupted(settings: Settings, role: Role = Role.ALL) -> None:
    """Run this process's part of everything; raises Refusal when it cannot start.

    WEB hears what people say and answers; WORKER does what is due and sends; ALL does both.
    """
    write_logs(settings.log_level)
    words = words_of(settings)
    turns = ThreadPoolExecutor(TURNS_AT_ONCE, thread_name_prefix="turn")
    asyncio.get_running_loop().set_default_executor(turns)
    with books_in_step(settings) as books:
        books.leave_mark()  # a database that takes nothing is told now, in a sentence
        gateway = Gateway({})
        engine = driver_url(settings.database_url) if settings.carried_by_procrastinate else ""
        house = build(books, gateway, system_now, time.monotonic, engine, words=words)
        back = erase_again(books, house.bot, system_now())
        if back:
            log.warning("%s people who were erased are erased again", back)
        with books.turn() as store:
            begin(store, house.bot.catalogue, settings, system_now())
        async with slack_of(house, settings) as slack, teams_of(house, settings) as teams:
            connected = {Platform.SLACK: slack, Platform.TEAMS: teams}
            there = {platform: each for platform, each in connected.items() if each}
            gateway.messengers = {platform: each.messenger for platform, each in there.items()}
            if not there:
                log.warning("no chat platform is connected: messages wait until one is")
            hears = role is not Role.WORKER
            if slack and hears:
                slack.begin_catching_up()
            routes = [route for each in there.values() for route in each.routes] if hears else []
            await _serve(house, settings, routes, role)


async def _serve(
    house: House, settings: Settings, routes: Sequence[web.RouteDef], role: Role
) -> None:
    """Listen and let the clock tick until somebody interrupts; raises Refusal for a taken port."""

    def metrics() -> str:
        now = system_now()
        return exposed(house.post.tally, house.books.backlog(now), now)

    app = health(house.books.alive, metrics)
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=ANSWER_SECONDS)
    await runner.setup()
    clock = Clock()
    if role is not Role.WEB:
        for recurring, work in house.runner.ticks().items():
            clock.every(recurring, work)
        tenant = tenant_of(house.books, settings)
        if tenant is not None:
            clock.every(DIRECTORY, partial(_read_directory, tenant))
    try:
        await listening(runner, settings.host, settings.port)
        if role is not Role.WEB:
            await house.runner.start()
        clock.start()
        spare_the_collector()
        log.info("serving on %s port %s as %s", settings.host, settings.port, role)
        await interrupted()
        leave_at_last()
    finally:
        await asyncio.gather(clock.stop(), house.runner.stop(), runner.cleanup())


async def _read_directory(tenant: Tenant) -> None:
    await asyncio.to_thread(tenant.take_in_by_itself, system_now, DIRECTORY.name)


async def listening(runner: web.AppRunner, host: str, port: int) -> None:
    """Begin to listen; raises Refusal when the port is taken."""
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError as busy:
        raise Refusal(
            f"cannot listen on {host} port {port} ({busy.strerror}): choose another --port", code=1
        ) from busy


def leave_at_last(seconds: float = STOP_SECONDS) -> None:
    """End this process after so many seconds, whatever still keeps it.

    Python waits for threads without end: for one that solves a round, or that stands in line at a
    busy database. What they have not kept is taken back by the database, as after a kill.
    """

    def leave() -> None:
        log.warning(
            "some work did not end in %s seconds: it is left to whoever comes next", seconds
        )
        os._exit(0)

    timer = threading.Timer(seconds, leave)
    timer.daemon = True
    timer.start()


async def interrupted() -> None:
    """Wait for Ctrl+C or a polite kill."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(sign, stopped.set)
    await stopped.wait()
