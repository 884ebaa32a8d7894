"""Microsoft's own Agents Playground on loopback: one window a person, driven over its HTTP API."""

import asyncio
import json
import os
import shutil
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from adapters.teams.asks import travelling
from adapters.teams.parts import ASKED
from tests.musterwerk import MAIL, TEAMS
from tests.teams.fake import Json
from tests.teams.tenant import everything, shown

HERE = Path(__file__).parent / "emulators"
PROGRAM = HERE / "node_modules" / "@microsoft" / "m365agentsplayground" / "cli.js"
NODE = shutil.which("node")
PATIENCE = 60.0  # seconds until something must have happened
needs_playground = pytest.mark.skipif(
    NODE is None or not PROGRAM.is_file(),
    reason="the Agents Playground is not here: tests/tools/need_emulators",
)
GROUP, CHANNEL = "group-1", "channel-1"


def person(first: str, last: str) -> Json:
    """Return somebody as the Playground's settings describe her."""
    email = f"{first}.{last}@{MAIL}".casefold()
    return {
        "id": f"29:{first.casefold()}",
        "name": f"{first} {last}",
        "userPrincipleName": email,
        "aadObjectId": f"aad-{first.casefold()}",
        "givenName": first,
        "surname": last,
        "email": email,
    }


class Window:
    """One person's window on Teams: her own chat with the bot, a group and a channel."""

    def __init__(self, me: Json, url: str, http: aiohttp.ClientSession) -> None:
        self.me = me
        self.url = url
        self.http = http
        self.own = f"a:{me['id']}"
        self.said: dict[str, dict[str, Json]] = {}
        self._changed = asyncio.Event()

    async def installs(self) -> None:
        """Add the bot, as opening the page does each time."""
        await self._post(f"/_debug/conversation/{self.own}/installation", {})

    async def removes(self) -> None:
        """Remove the bot."""
        asked = {"conversationId": self.own, "type": "uninstall"}
        url = f"{self.url}/_internal/v1/customActivities/template"
        async with self.http.get(url, params=asked) as answer:
            activity = await answer.json()
        await self._post("/_internal/v1/customActivities", activity)

    async def types(self, words: str, place: str = "", *, mention: bool = False) -> None:
        """Write to the bot in her own chat, or somewhere else, naming it or not."""
        body: Json = {"from": {"id": self.me["id"]}, "text": words, "textFormat": "plain"}
        if mention:
            body["text"] = f"<at>Kehrwert</at> {words}"
            body["mentions"] = [{"mentioned": {"id": "bot-id"}, "text": "<at>Kehrwert</at>"}]
        await self._post(f"/_conversation/v1/conversations/{place or self.own}/messages", body)

    async def sees(self, words: str, place: str = "") -> Json:
        """Return the newest message that holds these words; wait for one."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for message in reversed(list(self.said.get(place or self.own, {}).values())):
                    if words in shown(message) or words in json.dumps(message, ensure_ascii=False):
                        return message
                self._changed.clear()
                await self._changed.wait()

    async def presses(self, payload: str, answers: Mapping[str, Any] | None = None) -> Json:
        """Press the newest button whose payload begins so; return what takes the card's place."""
        number, action = await self._button(payload)
        card = self.said[self.own][number]
        fields = {each["id"]: each for each in everything(card) if "label" in each}
        data = dict(action["data"])
        for wanted in data.get(ASKED, ()):
            key = wanted.partition(":")[2]
            value = (answers or {}).get(key, fields[wanted].get("value", ""))
            chosen = ",".join(map(travelling, value)) if isinstance(value, tuple) else value
            data[wanted] = chosen
        told = await self._post(
            "/_conversation/v1/invoke",
            {
                "name": "adaptiveCard/action",
                "value": {
                    "action": {"type": "Action.Execute", "verb": action["verb"], "data": data},
                    "trigger": "manual",
                },
                "from": {"id": self.me["id"]},
                "conversation": {"id": self.own},
                "replyToId": number,
            },
        )
        return dict(told)

    async def shows(self, card: Json) -> None:
        """Wait until a card stands in her chat, on every device."""
        async with asyncio.timeout(PATIENCE):
            while not any(card in everything(each) for each in self.said[self.own].values()):
                self._changed.clear()
                await self._changed.wait()

    @property
    def form(self) -> Json | None:
        """Return what submits the newest card's form, None where it is none."""
        newest = list(self.said.get(self.own, {}).values())[-1]
        return next((each for each in everything(newest) if each.get("verb") == "submit"), None)

    @property
    def asked(self) -> set[str]:
        """Return what the newest card's form asks."""
        return {
            each.partition(":")[2] for each in (self.form or {"data": {}})["data"].get(ASKED, ())
        }

    async def listen(self) -> None:
        """Follow what the Playground shows."""
        async with self.http.ws_connect(
            f"{self.url}/_ws_conversation/v1/conversations/stream"
        ) as stream:
            async for each in stream:
                told = json.loads(each.data)
                if told.get("action") in {"createMessage", "updateMessage"}:
                    message = told["message"]
                    # A channel's answer stands in a thread of it.
                    number = str(told["actionConversationId"]).partition(";")[0]
                    place = self.said.setdefault(number, {})
                    place[str(message["messageId"])] = message
                self._changed.set()

    async def _button(self, payload: str) -> tuple[str, Json]:
        async with asyncio.timeout(PATIENCE):
            while True:
                for number, message in reversed(list(self.said.get(self.own, {}).items())):
                    for each in everything(message):
                        told = str(each.get("data", {}).get("kehrwert", ""))
                        if each.get("type") == "Action.Execute" and told.startswith(payload):
                            return number, each
                self._changed.clear()
                await self._changed.wait()

    async def _post(self, path: str, body: Json) -> Any:
        async with self.http.post(self.url + path, json=body) as answer:
            text = await answer.text()
            assert answer.status == 200, f"{path}: {answer.status} {text[:300]}"
            return json.loads(text) if text.startswith(("{", "[")) else text


@asynccontextmanager
async def window(me: Json, endpoint: str, folder: Path) -> AsyncIterator[Window]:
    """Open somebody's window on a bot, until the block ends."""
    port = _free_port()
    settings = folder / f"{me['aadObjectId']}.yml"
    others = [person(f"Other{number}", "Somebody") for number in range(5)]
    settings.write_text(
        json.dumps(
            {
                "version": "0.1.1",
                "tenantId": TEAMS,
                "bot": {"id": "bot-id", "name": "Kehrwert"},
                "currentUser": me,
                "users": others,
                "personalChat": {"id": f"a:{me['id']}"},
                "groupChat": {"id": GROUP, "name": "Group"},
                "team": {
                    "id": "team-1",
                    "name": "Team",
                    "aadGroupId": "aad-team",
                    "channels": [{"id": CHANNEL, "name": "Announcements"}],
                },
            }
        )
    )
    process = await asyncio.create_subprocess_exec(
        *(NODE or "node", str(PROGRAM), "start", "-e", endpoint, "-c", "msteams"),
        *("-p", str(port), "--dt"),
        cwd=folder,
        env={
            **os.environ,
            "M365_AGENTS_PLAYGROUND_CONFIG_PATH": str(settings),
            "M365_AGENTS_PLAYGROUND_LOGFILE": str(folder / f"{me['aadObjectId']}.log"),
            "TEAMSAPPTESTER_BROWSER": "none",
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with aiohttp.ClientSession() as http:
            opened = Window(me, f"http://127.0.0.1:{port}", http)
            await _answers(opened)
            listening = asyncio.create_task(opened.listen())
            try:
                yield opened
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
    finally:
        process.terminate()
        await process.wait()


async def _answers(opened: Window) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                async with opened.http.get(f"{opened.url}/_debug/ping") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
