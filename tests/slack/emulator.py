"""A real Slack emulator, local-slack, on loopback: its people are driven as its own page drives them."""

import asyncio
import json
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.heard import Answer
from tests.musterwerk import MAIL, SLACK
from tests.slack.fake import Json
from tests.slack.workspace import state

HERE = Path(__file__).parent / "emulators"
BINARY = HERE / "node_modules" / "local-slack-linux-x64" / "bin" / "local-slack"
PEOPLE = {"UASHA": "Asha Rao", "UBERND": "Bernd Vogel", "UHANA": "Hana Weiss"}
GENERAL = "C1"
PATIENCE = 60.0  # seconds until something must have happened


class Emulator:
    """The running emulator, seen through its control API and through its page's own socket."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self.url = url
        self.http = http
        self.view: Json | None = None
        self.errors: Json = {}
        self.deliver: Callable[[], Awaitable[object]] = self.window
        self._changed = asyncio.Event()

    async def types(self, user: str, words: str) -> None:
        """Type a slash command in #general."""
        await self._control("command", channel=GENERAL, user=user, command="/program", text=words)

    async def submits(self, user: str, answers: Mapping[str, Answer]) -> None:
        """Submit the open window: what is filled in, changed by the answers that it asks for."""
        shown = await self.window()
        asked = {
            each["block_id"].rpartition("@")[0] for each in shown["blocks"] if "element" in each
        }
        given = {key: value for key, value in answers.items() if key in asked}
        self._changed.clear()
        sent = {"t": "view_submit", "user": user, "values": state(shown, given)}
        await self._socket.send_json(sent)
        await asyncio.wait_for(self._changed.wait(), PATIENCE)

    async def window(self) -> Json:
        """Return the open window; wait for one."""
        async with asyncio.timeout(PATIENCE):
            while self.view is None:  # noqa: ASYNC110 two things change it
                await asyncio.sleep(0.02)
        return self.view

    async def finds(self, user: str, payload: str) -> tuple[Json, Json]:
        """Return the newest message to somebody with a button of this payload, and the button.

        While it is not there, what is due is done and delivered.
        """
        async with asyncio.timeout(PATIENCE):
            while True:
                await self.deliver()
                for message in reversed(await self.messages(user)):
                    for block in message.get("blocks", []):
                        for each in block.get("elements", []):
                            if str(each.get("value", "")).startswith(payload):
                                return message, each
                await asyncio.sleep(0.05)

    async def presses(self, user: str, payload: str) -> Json:
        """Press a button by how its payload begins; return the message as it stands afterwards."""
        message, button = await self.finds(user, payload)
        await self._control(
            "interact",
            channel=message["channel"],
            messageTs=message["ts"],
            user=user,
            action={**button, "block_id": "b"},
        )
        async with asyncio.timeout(PATIENCE):
            while True:
                found = [m for m in await self.messages(user) if m["ts"] == message["ts"]]
                if found and found[0].get("blocks") != message.get("blocks"):
                    return found[0]
                await asyncio.sleep(0.05)

    async def messages(self, user: str) -> list[Json]:
        """Return what somebody sees of the bot: in its conversation with her, and in #general."""
        opened = await self._api("conversations.open", users=user)
        found = []
        for channel in (GENERAL, opened["channel"]["id"]):
            async with self.http.get(f"{self.url}/_control/messages/{channel}") as answer:
                found += (await answer.json())["messages"]
        return [each for each in found if each.get("ephemeral_to", user) == user]

    async def listen(self) -> None:
        """Follow what the page would show."""
        async with self.http.ws_connect(f"{self.url}/ui") as self._socket:
            async for message in self._socket:
                told = json.loads(message.data)
                if told["t"] == "view":
                    stack = told.get("stack") or told.get("modalStack") or []
                    self.view = stack[-1] if stack else told.get("view")
                    self._changed.set()
                elif told["t"] == "view_errors":
                    self.errors = told["errors"]
                    self._changed.set()

    async def _control(self, path: str, **body: Any) -> None:
        async with self.http.post(f"{self.url}/_control/{path}", json=body) as answer:
            assert answer.status == 200, await answer.text()

    async def _api(self, method: str, **body: Any) -> Json:
        headers = {"Authorization": "Bearer xoxb-fake"}
        async with self.http.post(f"{self.url}/api/{method}", data=body, headers=headers) as answer:
            told: Json = await answer.json()
            return told


@asynccontextmanager
async def emulating(folder: Path, request_url: str = "") -> AsyncIterator[Emulator]:
    """Run local-slack; it calls `request_url` over HTTP, or waits for Socket Mode without one."""
    port = free_port()
    config = folder / "slack.json"
    config.write_text(json.dumps(_config(request_url)), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        str(BINARY),
        *("--config", str(config), "--port", str(port), "--base-host", "127.0.0.1"),
        # By itself it listens on every interface, and leaves what is uploaded behind.
        env={
            **os.environ,
            "BUN_OPTIONS": f"--preload={HERE / 'loopback.js'}",
            "TMPDIR": str(folder),
        },
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        async with aiohttp.ClientSession() as http:
            await _answers(http, url)
            emulator = Emulator(url, http)
            listening = asyncio.create_task(emulator.listen())
            try:
                yield emulator
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
    finally:
        process.kill()
        await process.wait()


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def _answers(http: aiohttp.ClientSession, url: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                async with http.get(f"{url}/_control/state"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)


def _config(request_url: str) -> Json:
    app = {
        "appId": "A1",
        "botUserId": "U0BOT",
        "botName": "kehrwert",
        "botToken": "xoxb-fake",
        "appToken": "xapp-fake",
        "signingSecret": "a secret that signs",
        "mode": "events" if request_url else "socket",
    }
    users = [
        {
            "id": number,
            "name": name.split()[0].lower(),
            "real_name": name,
            "email": f"{name.lower().replace(' ', '.')}@{MAIL}",
            "tz": "Europe/Berlin",
        }
        for number, name in PEOPLE.items()
    ]
    return {
        "workspace": {"name": "Musterwerk", "domain": "musterwerk", "teamId": SLACK},
        "app": app | ({"requestUrl": request_url} if request_url else {}),
        "users": users,
        "channels": [{"id": GENERAL, "name": "general", "members": [*PEOPLE, "U0BOT"]}],
    }
