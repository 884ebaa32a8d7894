"""A small Slack on loopback: keeps channels, views and files, refuses what Slack would refuse."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from tests.slack.blocks import faults

Json = dict[str, Any]
Trouble = Callable[[], web.StreamResponse | None]


def user(name: str, *, team: str, email: str = "", locale: str = "en-GB", **marks: object) -> Json:
    """Return a user as users.info shows one."""
    first = name.split(maxsplit=1)[0]
    return {
        "id": f"U{first.upper()}",
        "team_id": team,
        "name": first.lower(),
        "real_name": name,
        "tz": "Europe/Berlin",
        "locale": locale,
        "deleted": False,
        "is_bot": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_email_confirmed": True,
        "profile": {"real_name": name, "email": email},
        **marks,
    }


@dataclass
class FakeSlack:
    """What the workspace remembers; `troubles` answer the next calls of a method instead of it."""

    team: str
    enterprise: str = ""
    users: dict[str, Json] = field(default_factory=dict)
    messages: dict[tuple[str, str], Json] = field(default_factory=dict)
    ephemeral: list[Json] = field(default_factory=list)
    responses: list[Json] = field(default_factory=list)
    views: dict[str, Json] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    shared: list[tuple[str, str, str]] = field(default_factory=list)  # conversation, name, file
    triggers: set[str] = field(default_factory=set)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    troubles: dict[str, list[Trouble]] = field(default_factory=dict)
    connections: set[object] = field(default_factory=set)
    tokens: set[str] = field(default_factory=lambda: {"xoxb-fake"})
    page: int = 2
    url: str = ""
    _numbers: Any = field(default_factory=lambda: count(1))

    # what tests do

    def joins(self, person: Json) -> Json:
        """Add a user."""
        self.users[person["id"]] = person
        return person

    def trigger(self) -> str:
        """Return a trigger that lives until it is used."""
        mark = f"trigger-{next(self._numbers)}"
        self.triggers.add(mark)
        return mark

    def called(self, method: str) -> list[Json]:
        """Return the arguments of every call of a method."""
        return [arguments for name, arguments in self.calls if name == method]

    def inbox(self, person: str) -> list[Json]:
        """Return the messages in the bot's conversation with somebody, the oldest first."""
        return [said for (channel, _), said in self.messages.items() if channel == f"D{person}"]

    def shows(self, number: str, said: Json) -> None:
        """Show an answer that only one person sees: from a response_url, or an acknowledgement."""
        _check(said.get("blocks", []), 50)
        self.responses.append({"id": number, **said})

    # what Slack does

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Answer a call of the Web API."""
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self.calls.append((method, arguments))
        self.connections.add(request.transport)
        waiting = self.troubles.get(method, [])
        trouble = waiting.pop(0)() if waiting else None
        if trouble is not None:
            return trouble
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self.tokens and method != "oauth.v2.access":
            return _no("invalid_auth")
        known = getattr(self, "_" + method.replace(".", "_"), None)
        if known is None:
            return _no("unknown_method")
        try:
            answer: Json = known(**arguments)
        except Refusal as refusal:
            return _no(str(refusal))
        return web.json_response({"ok": True, **answer})

    async def take_response(self, request: web.Request) -> web.Response:
        """Take an answer at a response_url."""
        self.shows(request.match_info["id"], await request.json())
        return web.Response(text="ok")

    async def take_file(self, request: web.Request) -> web.Response:
        """Take the bytes of a file."""
        self.files[request.match_info["id"]] = await request.read()
        return web.Response(text="OK")

    def _auth_test(self, **_: Any) -> Json:
        told = {"team_id": self.team, "team": "Musterwerk", "user_id": "UBOT", "bot_id": "BBOT"}
        return told | ({"enterprise_id": self.enterprise} if self.enterprise else {})

    def _users_info(self, user: str, **_: Any) -> Json:
        if user not in self.users:
            raise Refusal("user_not_found")
        return {"user": self.users[user]}

    def _users_list(self, cursor: str = "", limit: str = "0", **_: Any) -> Json:
        start = int(cursor or 0)
        members = list(self.users.values())
        after = start + min(self.page, int(limit) or 10_000)
        following = str(after) if after < len(members) else ""
        return {"members": members[start:after], "response_metadata": {"next_cursor": following}}

    def _chat_postMessage(self, channel: str, **body: Any) -> Json:  # noqa: N802 Slack's name
        channel = f"D{channel}" if channel.startswith("U") else channel
        who = self.users.get(channel.removeprefix("D"))
        if who is None:
            raise Refusal("channel_not_found")
        if who.get("deleted"):
            raise Refusal("user_disabled")
        _check(body.get("blocks", []), 50)
        stamp = f"1700000000.{next(self._numbers):06}"
        self.messages[channel, stamp] = {"ts": stamp, "channel": channel, **body}
        return {"channel": channel, "ts": stamp}

    def _chat_update(self, channel: str, ts: str, **body: Any) -> Json:
        if (channel, ts) not in self.messages:
            raise Refusal("message_not_found")
        _check(body.get("blocks", []), 50)
        kept = self.messages[channel, ts]
        self.messages[channel, ts] = {**kept, "edited": True, **body}
        return {"channel": channel, "ts": ts}

    def _chat_postEphemeral(self, channel: str, user: str, **body: Any) -> Json:  # noqa: N802
        self.ephemeral.append({"channel": channel, "user": user, **body})
        return {"message_ts": "1"}

    def _conversations_open(self, users: str, **_: Any) -> Json:
        if users not in self.users:
            raise Refusal("user_not_found")
        return {"channel": {"id": f"D{users}"}}

    def _conversations_history(self, channel: str, **asked: Any) -> Json:
        found = [said for (place, _), said in self.messages.items() if place == channel]
        if str(asked.get("include_all_metadata")).lower() not in {"1", "true"}:
            found = [{k: v for k, v in said.items() if k != "metadata"} for said in found]
        return {"messages": found[::-1]}

    def _views_open(self, trigger_id: str, view: Json) -> Json:
        if trigger_id not in self.triggers:
            raise Refusal("expired_trigger_id")
        self.triggers.discard(trigger_id)
        return self._keep_view(f"V{next(self._numbers)}", view)

    def _views_push(self, trigger_id: str, view: Json) -> Json:
        return self._views_open(trigger_id, view)

    def _views_update(self, view_id: str, view: Json) -> Json:
        if view_id not in self.views:
            raise Refusal("not_found")
        return self._keep_view(view_id, view)

    def _views_publish(self, user_id: str, view: Json) -> Json:
        _check(view["blocks"], 100)
        self.homes[user_id] = view
        return {"view": view}

    def _files_getUploadURLExternal(self, **_: Any) -> Json:  # noqa: N802
        number = f"F{next(self._numbers)}"
        return {"upload_url": f"{self.url}/upload/{number}", "file_id": number}

    def _files_completeUploadExternal(  # noqa: N802
        self, files: Any, channel_id: str = "", **_: Any
    ) -> Json:
        named = json.loads(files) if isinstance(files, str) else files
        self.shared += [(channel_id, each["title"], each["id"]) for each in named if channel_id]
        return {"files": [{"id": each["id"]} for each in named]}

    def _auth_revoke(self, **_: Any) -> Json:
        return {"revoked": True}

    def _oauth_v2_access(self, **_: Any) -> Json:
        token = f"xoxe-{next(self._numbers)}"
        self.tokens.add(token)
        return {
            "token_type": "bot",
            "access_token": token,
            "refresh_token": f"xoxe-1-{token}",
            "expires_in": 43_200,
            "team": {"id": self.team, "name": "Musterwerk"},
            "enterprise": {"id": self.enterprise} if self.enterprise else None,
            "is_enterprise_install": False,
            "bot_user_id": "UBOT",
            "app_id": "A1",
            "scope": "chat:write",
            "authed_user": {"id": "UHANA"},
        }

    def _functions_completeSuccess(self, **_: Any) -> Json:  # noqa: N802 Slack's name
        return {}

    def _functions_completeError(self, **_: Any) -> Json:  # noqa: N802 Slack's name
        return {}

    def _keep_view(self, number: str, view: Json) -> Json:
        _check(view["blocks"], 100)
        kept = {**view, "id": number, "hash": str(next(self._numbers))}
        self.views[number] = kept
        return {"view": kept}


class Refusal(Exception):
    """Slack answers `ok: false` with this error."""


@asynccontextmanager
async def serving(slack: FakeSlack) -> AsyncIterator[str]:
    """Serve the fake on loopback, and return the address of its Web API."""
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.take)
    app.router.add_post("/response/{id}", slack.take_response)
    app.router.add_post("/upload/{id}", slack.take_file)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    slack.url = f"http://{host}:{port}"
    try:
        yield f"{slack.url}/api/"
    finally:
        await runner.cleanup()


async def _arguments(request: web.Request) -> Json:
    if request.method == "GET":
        return dict(request.query)
    raw = await request.text()
    if request.content_type == "application/json":
        body: Json = json.loads(raw or "{}")
        return body
    form = {key: values[-1] for key, values in parse_qs(raw).items()}
    # The SDK sends some calls as a POST with its arguments in the address.
    return {**request.query, **form}


def _check(blocks: list[Mapping[str, Any]], most: int) -> None:
    if faults(blocks, most):
        raise Refusal("invalid_blocks")


def _no(error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error})


def refused(status: int, error: str, **headers: str) -> Trouble:
    """Return a trouble: this status and error."""
    body = {"ok": False, "error": error}
    return lambda: web.json_response(body, status=status, headers=headers)
