"""Musterwerk on Slack: the cast, each with a client that sends what Slack would send, signed.

Long because a person, her window and the workspace around her are of no use apart.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from slack_sdk.signature import SignatureVerifier

from adapters import sessions
from adapters.directory.slack import SlackStaff
from adapters.pictures import png
from adapters.slack.asks import key_of
from adapters.slack.connected import Connected, Neighbours, SlackSettings
from adapters.slack.install import Installed
from bot.core import Bot
from bot.heard import Answer
from bot.model import Platform
from bot.post import Post
from storage.slack import SqlSlackInstallations
from tests.musterwerk import MAIL, SLACK
from tests.people import Company
from tests.slack.fake import FakeSlack, Json, serving, user

SECRET = "a secret that signs"
BASIC = SlackSettings(bot_token="xoxb-fake", signing_secret=SECRET)


class Workspace:
    """A running bot, a fake Slack behind it, and a way for requests to come in."""

    def __init__(self, company: Company, slack: FakeSlack, connected: Connected) -> None:
        self.company = company
        self.slack = slack
        self.connected = connected
        self.post = Post(company.bot, connected.messenger, lambda: company.now)
        self.client: TestClient[web.Request, web.Application] | None = None

    async def send(
        self, body: Mapping[str, Any], *, form: str = "", **headers: str
    ) -> tuple[int, Any]:
        """Send a request as Slack does, signed; return status and answer."""
        if form == "payload":
            raw = urlencode({"payload": json.dumps(body)})
        else:
            raw = urlencode(body) if form else json.dumps(body)
        stamp = str(int(time.time()))
        signed = {
            "Content-Type": "application/x-www-form-urlencoded" if form else "application/json",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": SignatureVerifier(SECRET).generate_signature(
                timestamp=stamp, body=raw
            )
            or "",
        }
        assert self.client is not None
        answer = await self.client.post("/slack/events", data=raw, headers=signed | headers)
        text = await answer.text()
        return answer.status, json.loads(text) if text.startswith("{") else text

    async def event(self, kind: str, number: str = "", **facts: Any) -> tuple[int, Any]:
        """Send an event."""
        body = {
            "type": "event_callback",
            "team_id": self.slack.team,
            "api_app_id": "A1",
            "event_id": number or f"Ev{time.monotonic_ns()}",
            "authorizations": [{"team_id": self.slack.team, "is_enterprise_install": False}],
            "event": {"type": kind, "event_ts": "1", **facts},
        }
        answer = await self.send(body)
        await self.connected.app.settled()
        return answer

    async def deliver(self) -> None:
        """Do what is due, and deliver it on Slack."""
        while True:
            chores = await asyncio.to_thread(self.company.bot.do_chores, self.company.now)
            if not chores + await self.post.deliver_due():
                return


class Human:
    """Somebody at her Slack client."""

    def __init__(self, workspace: Workspace, number: str) -> None:
        self.workspace = workspace
        self.slack = workspace.slack
        self.id = number
        self.view: Json | None = None

    async def types(self, words: str, **more: Any) -> tuple[int, Any]:
        """Type a slash command in a channel."""
        body = {
            "command": "/program",
            "text": words,
            "team_id": self.slack.team,
            "user_id": self.id,
            "user_name": self.id.lower(),
            "channel_id": "CGENERAL",
            "trigger_id": self.slack.trigger(),
            "response_url": f"{self.slack.url}/response/{self.id}",
            **more,
        }
        return await self._sent(body, "form")

    async def writes(self, words: str, number: str = "") -> tuple[int, Any]:
        """Write to the bot in its conversation."""
        return await self.workspace.event(
            "message",
            number,
            user=self.id,
            text=words,
            channel=f"D{self.id}",
            channel_type="im",
            ts="1",
        )

    async def opens_home(self) -> Json:
        """Open App Home and return what stands there."""
        await self.workspace.event("app_home_opened", user=self.id, tab="home", channel="D")
        return self.slack.homes[self.id]

    async def presses(self, label: str, shown: Json, **place: Any) -> tuple[int, Any]:
        """Press a button of a message, a modal or App Home by its label."""
        value = button(label, shown)["value"]
        return await self.forges(value, shown, **place)

    async def forges(self, value: str, shown: Json, **place: Any) -> tuple[int, Any]:
        """Send any button."""
        where: Json = {"view": shown} if "type" in shown else {"message": shown}
        if "message" in where:
            where["channel"] = {"id": shown.get("channel", "D")}
            where["container"] = {
                "message_ts": shown.get("ts", ""),
                "channel_id": shown.get("channel", "D"),
                "is_ephemeral": "ts" not in shown,
            }
        body = {
            "type": "block_actions",
            "team": {"id": self.slack.team},
            "user": {"id": self.id, "username": self.id.lower(), "team_id": self.slack.team},
            "trigger_id": self.slack.trigger(),
            "response_url": f"{self.slack.url}/response/{self.id}",
            "actions": [
                {"action_id": "press:0", "value": value, "type": "button", "block_id": "b"}
            ],
            **where,
            **place,
        }
        return await self._sent(body, "payload")

    async def submits(self, view: Json | None = None, **answers: Answer) -> Any:
        """Submit the open modal: what is filled in, changed by these answers; follow what comes."""
        shown = view or self.open
        body = {
            "type": "view_submission",
            "team": {"id": self.slack.team},
            "user": {"id": self.id, "username": self.id.lower()},
            "trigger_id": self.slack.trigger(),
            "view": {**shown, "state": {"values": state(shown, answers)}},
        }
        status, answer = await self._sent(body, "payload")
        assert status == 200, answer
        if isinstance(answer, dict) and answer.get("response_action") == "update":
            self.slack.views[shown["id"]] = {**answer["view"], "id": shown["id"], "hash": "h"}
        return answer

    @property
    def open(self) -> Json:
        """Return the modal that was opened or changed last."""
        return list(self.slack.views.values())[-1]

    async def _sent(self, body: Json, form: str) -> tuple[int, Any]:
        status, answer = await self.workspace.send(body, form=form)
        await self.workspace.connected.app.settled()
        if isinstance(answer, dict) and "blocks" in answer:
            self.slack.shows(self.id, answer)
        return status, answer


def button(label: str, shown: Json) -> Json:
    """Return the button with this label."""
    labels = {}
    for block in shown["blocks"]:
        for each in block.get("elements", []):
            if each.get("type") == "button":
                labels[each["text"]["text"]] = each
    assert label in labels, f"there is no button {label!r}, only {list(labels)}"
    found: Json = labels[label]
    return found


def words_of(shown: Json) -> str:
    """Return every word of a message or a view."""
    found: list[str] = []

    def walk(each: object) -> None:
        if isinstance(each, dict):
            found.extend(str(each[key]) for key in ("text",) if isinstance(each.get(key), str))
            for value in each.values():
                walk(value)
        elif isinstance(each, list):
            for value in each:
                walk(value)

    walk(shown)
    return "\n".join(found)


def state(view: Json, answers: Mapping[str, Answer]) -> Json:
    """Return the state of a modal's fields: what was filled in, changed by these answers."""
    asked = {
        key_of(block["block_id"]): block for block in view["blocks"] if block["type"] == "input"
    }
    assert not answers.keys() - asked.keys(), f"the form asks {list(asked)}"
    return {
        block["block_id"]: {
            block["element"]["action_id"]: _given(block["element"], answers.get(key))
        }
        for key, block in asked.items()
    }


def _given(element: Json, answer: Answer | None) -> Json:
    kind = element["type"]
    if kind in {"checkboxes", "multi_external_select", "multi_static_select"}:
        before = [each["value"] for each in element.get("initial_options", [])]
        chosen = before if answer is None else list(answer)  # type: ignore[arg-type]
        return {"type": kind, "selected_options": [{"value": each} for each in chosen]}
    if kind in {"radio_buttons", "static_select"}:
        value = element.get("initial_option", {}).get("value") if answer is None else answer
        return {"type": kind, "selected_option": {"value": value} if value else None}
    field, first = {
        "datepicker": ("selected_date", "initial_date"),
        "timepicker": ("selected_time", "initial_time"),
    }.get(kind, ("value", "initial_value"))
    return {"type": kind, field: element.get(first) if answer is None else answer}


@asynccontextmanager
async def running(
    company: Company,
    settings: SlackSettings = BASIC,
    *,
    enterprise: str = "",
    bot: Bot | None = None,
) -> AsyncIterator[Workspace]:
    """Run the bot of this company on a fake Slack, over HTTP."""
    slack = FakeSlack(SLACK, enterprise)
    for name in ("Asha Rao", "Bernd Vogel", "Carla Conti", "Hana Weiss"):
        email = f"{name.lower().replace(' ', '.')}@{MAIL}"
        slack.joins(user(name, team=SLACK, email=email))
    async with serving(slack), _listening(company, slack, settings, bot) as workspace:
        yield workspace


@asynccontextmanager
async def beside(workspace: Workspace, bot: Bot) -> AsyncIterator[Workspace]:
    """Run another replica for the same company on the same Slack."""
    async with _listening(workspace.company, workspace.slack, BASIC, bot) as replica:
        yield replica


@asynccontextmanager
async def _listening(
    company: Company, slack: FakeSlack, settings: SlackSettings, bot: Bot | None
) -> AsyncIterator[Workspace]:
    own = SlackSettings(**{**vars(settings), "api_url": f"{slack.url}/api/"})
    connected = Connected(own, neighbours(company, bot), sessions.session())
    workspace = Workspace(company, slack, connected)
    app = web.Application()
    app.add_routes(connected.routes)
    async with TestClient(TestServer(app)) as client:
        workspace.client = client
        try:
            await connected.open()
            yield workspace
        finally:
            await connected.close()


def neighbours(company: Company, bot: Bot | None = None) -> Neighbours:
    """Return the other rooms, as this company has them."""
    kept = SqlSlackInstallations(company.books)

    def joined(installed: Installed) -> None:
        with company.books.turn() as store:
            store.allow(company.organisation.id, Platform.SLACK, installed.workspace)

    return Neighbours(
        bot=bot or company.bot,
        staff=SlackStaff(company.books, lambda: company.now),
        clock=lambda: company.now,
        draw=png,
        installations=kept,
        states=kept,
        joined=joined,
    )
