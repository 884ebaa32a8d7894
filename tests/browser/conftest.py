"""A real Chromium, the page with its stand-ins, and the try-out as its one command starts it."""

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.adapters.web.preview import preview

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK = {"width": 1360, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 60_000  # milliseconds
STARTED = re.compile(r"http://127\.0\.0\.1:\d+/")
START_SECONDS = 120

expect.set_options(timeout=PATIENCE)

Open = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def sample_url() -> AsyncIterator[str]:
    """The page with its stand-ins, new for each test."""
    runner = web.AppRunner(preview())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def demo_url(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The try-out, started by its command in a folder of its own."""
    kehrwert = Path(sys.executable).parent / "kehrwert"
    folder = tmp_path_factory.mktemp("demo")
    process = await asyncio.create_subprocess_exec(
        kehrwert,
        *("demo", "--port", "0", "--folder", str(folder)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    try:
        yield await asyncio.wait_for(_url(process.stdout), START_SECONDS)
    finally:
        process.terminate()
        await process.communicate()


async def _url(output: asyncio.StreamReader) -> str:
    said = ""
    while line := await output.readline():
        said += line.decode()
        if found := STARTED.search(said):
            return found[0]
    raise AssertionError(f"the try-out ended before it began:\n{said}")


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser, sample_url: str) -> AsyncIterator[Open]:
    """Open pages that must stay quiet: no error on the console, no request beyond loopback.

    Needs `sample_url` only so that pages are closed before their server is.
    """
    noise: list[str] = []
    contexts = []

    async def open_at(
        url: str,
        *,
        locale: str = "en",
        dark: bool = False,
        still: bool = False,
        viewport: Mapping[str, int] = DESK,
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": viewport["width"], "height": viewport["height"]},
            locale=locale,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if still else "no-preference",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = await context.new_page()
        page.on("console", lambda said: noise.append(f"{said.type}: {said.text}"))
        page.on("pageerror", lambda error: noise.append(f"error: {error}"))
        page.on("dialog", lambda dialog: noise.append(f"dialog: {dialog.message}"))
        page.on("request", lambda asked: noise.extend(_strangers(asked.url)))
        await page.goto(url)
        # Both conversations so far have been written.
        await expect(page.locator(".log[aria-busy]")).to_have_count(0, timeout=PATIENCE)
        return page

    yield open_at
    for context in contexts:
        await context.close()
    assert noise == []


def _strangers(url: str) -> list[str]:
    parts = urlsplit(url)
    inside = parts.scheme == "data" or parts.hostname == "127.0.0.1"
    return [] if inside else [f"request to {url}"]
