"""Musterwerk on Teams: the cast, each with a client that sends what Teams would send, signed."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters import sessions
from adapters.teams.app import MESSAGES_PATH, Allowed
from adapters.teams.asks import arrived, travelling
from adapters.teams.connected import Connected, Neighbours, TeamsSettings
from adapters.teams.parts import ASKED
from bot.post import Post
from storage.teams import SqlTeamsReferences
from tests.musterwerk import MAIL, TEAMS
from tests.people import Company
from tests.teams.fake import FakeTeams, Json, member, serving

BOT = "28:bot-app"


class Tenant:
    """A running bot, a fake Teams behind it, and a way for requests to come in."""

    def __init__(self, company: Company, teams: FakeTeams, connected: Connected) -> None:
        self.company = company
        self.teams = teams
        self.connected = connected
        self.post = Post(company.bot, connected.messenger, lambda: company.now)
        self.client: TestClient[web.Request, web.Application] | None = None

    async def send(
        self,
        body: object,
        *,
        token: str | None = None,
        raw: bytes | AsyncIterator[bytes] | None = None,
    ) -> tuple[int, Any]:
        """Send an activity as the Bot Framework does, signed; return status and answer."""
        assert self.client is not None
        signed = self.teams.signed() if token is None else token
        headers = {"Authorization": f"Bearer {signed}"} if signed else {}
        sent: dict[str, Any] = {"json": body} if raw is None else {"data": raw}
        answer = await self.client.post(MESSAGES_PATH, headers=headers, **sent)
        text = await answer.text()
        told = await answer.json() if answer.content_type == "application/json" else text
        return answer.status, told

    async def deliver(self) -> None:
        """Do what is due, and deliver it on Teams."""
        while True:
            chores = await asyncio.to_thread(self.company.bot.do_chores, self.company.now)
            if not chores + await self.post.deliver_due():
                return


class Human:
    """Somebody at her Teams client."""

    def __init__(self, tenant: Tenant, name: str, locale: str = "de-DE") -> None:
        self.tenant = tenant
        self.teams = tenant.teams
        self.id = f"aad-{name}"
        self.account = f"29:{name}"
        self.chat = f"a:29:{name}"
        self.locale = locale

    def activity(self, kind: str, **facts: Any) -> Json:
        """Return an activity in her own chat with the bot."""
        return {
            "type": kind,
            "id": f"f:{self.teams.number()}",
            "channelId": "msteams",
            "serviceUrl": self.teams.service_url,
            "from": {"id": self.account, "name": self.account, "aadObjectId": self.id},
            "recipient": {"id": BOT, "name": "Kehrwert"},
            "conversation": {
                "id": self.chat,
                "conversationType": "personal",
                "tenantId": self.teams.tenant,
            },
            "channelData": {"tenant": {"id": self.teams.tenant}},
            "locale": self.locale,
            "localTimezone": "Europe/Berlin",
            "entities": [{"type": "clientInfo", "locale": self.locale, "platform": "Web"}],
            **facts,
        }

    async def types(self, words: str, **facts: Any) -> tuple[int, Any]:
        """Write to the bot."""
        return await self.does("message", text=words, textFormat="plain", **facts)

    async def does(self, kind: str, **facts: Any) -> tuple[int, Any]:
        """Send an activity, and wait until all that follows from it is done."""
        return await self.sends(self.activity(kind, **facts))

    async def sends(self, body: Mapping[str, Any], token: str | None = None) -> tuple[int, Any]:
        """Send a whole activity, and wait until all that follows from it is done."""
        answer = await self.tenant.send(body, token=token)
        await self.tenant.connected.app.settled()
        return answer

    async def presses(self, what: str, **answers: Any) -> tuple[int, Any]:
        """Press the newest button with these words or this payload; a form takes its answers along."""
        number, action = self._button(what)
        data = dict(action["data"]) | self._inputs(number, action, answers)
        value = {"action": {"type": "Action.Execute", "verb": action["verb"], "data": data}}
        status, told = await self.does(
            "invoke", name="adaptiveCard/action", replyToId=number, value=value
        )
        return status, told

    # what she sees

    @property
    def cards(self) -> list[tuple[str, Json]]:
        """Return the cards in her chat with their ids, the oldest first."""
        return [
            (number, said["attachments"][0]["content"])
            for (place, number), said in self.teams.messages.items()
            if place == self.chat and said.get("attachments")
        ]

    @property
    def card(self) -> Json:
        """Return the newest card."""
        assert self.cards, f"{self.id} sees no card"
        return self.cards[-1][1]

    @property
    def inputs(self) -> dict[str, Json]:
        """Return the newest card's inputs by the keys of their questions."""
        found = [
            each for each in everything(self.card) if str(each.get("type")).startswith("Input.")
        ]
        return {str(each["id"]).partition(":")[2]: each for each in found}

    def reads(self, words: str) -> None:
        """Hold that these words stand in one of her cards."""
        told = [shown(card) for _, card in self.cards]
        assert any(words in each for each in told), f"{words!r} is not in {told[-1:]}"

    async def forges(self, payload: str, **data: Any) -> tuple[int, Any]:
        """Send any button, as if it stood in the newest card."""
        number = self.cards[-1][0] if self.cards else ""
        value = {"action": {"type": "Action.Execute", "verb": "press"}}
        value["action"]["data"] = {"kehrwert": payload, **data}  # type: ignore[assignment]
        return await self.does("invoke", name="adaptiveCard/action", replyToId=number, value=value)

    async def submits(self, **answers: Any) -> tuple[int, Any]:
        """Submit the newest card's form: what stands there, changed by these answers."""
        return await self.presses(str(self.form["title"]), **answers)

    @property
    def form(self) -> Json:
        """Return what submits the newest card's form; there must be one."""
        found = [each for each in everything(self.card) if each.get("verb") == "submit"]
        assert found, f"{self.id} sees no form but {shown(self.card)}"
        return found[0]

    def _button(self, what: str) -> tuple[str, Json]:
        seen = []
        for number, card in reversed(self.cards):
            for each in everything(card):
                if each.get("type") == "Action.Execute":
                    payload = str(each["data"]["kehrwert"])
                    seen.append(f"{each['title']} ({payload})")
                    if each["title"] == what or payload.startswith(what):
                        return number, each
        raise AssertionError(f"{self.id} sees no button {what!r}, only {seen}")

    def _inputs(self, number: str, action: Json, answers: Mapping[str, Any]) -> Json:
        """Return what the client merges into a form's data: what stands there, and what is filled in."""
        card = dict(self.cards)[number]
        fields = {each["id"]: each for each in everything(card) if "id" in each}
        told: Json = {}
        for wanted in action["data"].get(ASKED, ()):
            key = wanted.partition(":")[2]
            value = answers.get(key, fields[wanted].get("value", ""))
            if isinstance(value, tuple):
                value = ",".join(travelling(each) for each in value)
            told[wanted] = value
        unknown = answers.keys() - {each.partition(":")[2] for each in told}
        assert not unknown, f"the form does not ask {unknown}"
        return told


def everything(part: Any) -> list[Json]:
    """Return every element of a card, from the outside in."""
    if isinstance(part, dict):
        return [part, *(each for value in part.values() for each in everything(value))]
    if isinstance(part, list):
        return [each for value in part for each in everything(value)]
    return []


def shown(card: Json) -> str:
    """Return all words of a card."""
    return "\n".join(
        str(each[key])
        for each in everything(card)
        for key in ("text", "title", "value", "label")
        if isinstance(each.get(key), str)
    )


def options(field: Json) -> list[str]:
    """Return the values that a field offers."""
    return [arrived(each["value"]) for each in field["choices"]]


@asynccontextmanager
async def running(
    company: Company,
    settings: TeamsSettings | None = None,
    connector: aiohttp.BaseConnector | None = None,
) -> AsyncIterator[Tenant]:
    """Run a bot on Teams for a company; `connector` leads to the world beyond Teams."""
    teams = FakeTeams(TEAMS)
    for name in ("Bernd Vogel", "Emine Kaya", "Hana Weiss", "Carla Conti", "Asha Rao"):
        email = f"{name.casefold().replace(' ', '.')}@{MAIL}"
        teams.joins(member(name, tenant=TEAMS, email=email))
    async with serving(teams):
        told = settings or TeamsSettings(
            app_id=teams.app_id,
            tenant=TEAMS,
            password="secret",
            allowed=Allowed(frozenset({TEAMS})),
            keys_url=f"{teams.url}/openid",
        )
        kept = SqlTeamsReferences(company.books)
        neighbours = Neighbours(
            bot=company.bot,
            references=kept,
            clock=lambda: company.now,
            chance=lambda: 0.0,
            sign_in=teams.sign_in,
        )
        connected = Connected(told, neighbours, sessions.session(connector))
        tenant = Tenant(company, teams, connected)
        app = web.Application()
        app.add_routes(connected.routes)
        async with TestClient(TestServer(app)) as client:
            tenant.client = client
            yield tenant
        await connected.close()
