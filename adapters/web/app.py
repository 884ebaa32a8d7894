"""Serves the web page: reads a request, hears it, and answers; mounts as one aiohttp application."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from adapters.reception import Listener
from adapters.web import read, render
from adapters.web.chat import Chat
from adapters.web.company import Colleague, Company, Step
from adapters.web.conversation import Conversation, Shown, day_and_time
from adapters.web.guard import LANGUAGE, calm, language_of, only_this_page, sign
from adapters.web.live import Live
from adapters.web.words import page_words
from bot.model import Language

STATIC = Path(__file__).parent / "static"
A_YEAR = 365 * 24 * 3600  # seconds


def web_routes(bot: Listener, chat: Chat, company: Company) -> web.Application:
    """Return the page as an application, to be served on loopback only or mounted under a path."""
    page = _Page(bot, company, Conversation(bot, chat, company.workspace))
    live = Live(page.conversation, page.colleague, page.state)
    app = web.Application(middlewares=[calm, only_this_page])
    app.on_response_prepare.append(sign)
    app.on_shutdown.append(live.stop)
    app.add_routes(
        [
            web.get("/", page.show),
            web.get("/live", live.stream),
            web.get("/suggest", page.suggest),
            web.post("/hear", page.hear),
            web.post("/play", page.play),
            web.post("/clock", page.move_clock),
            web.post("/colleagues", page.let_colleagues_answer),
            web.post("/language", page.speak),
            web.post("/reset", page.reset),
            web.static("/static", STATIC),
        ]
    )
    return app


@dataclass(frozen=True)
class _Page:
    bot: Listener
    company: Company
    conversation: Conversation

    def colleague(self, user: str) -> Colleague:
        """Return who is played under this id; raises Unreadable."""
        for person in self.company.people():
            if person.user == user:
                return person
        raise read.Unreadable("person is nobody of this company")

    def state(self, language: Language) -> Shown:
        """Return what the page's head shows: the clock, the week and the switch."""
        now, zone, next_event = (
            self.company.now(),
            self.company.time_zone(),
            self.company.next_event(),
        )
        week, weeks = self.company.week()
        words = page_words(language)
        coming = next_event and day_and_time(next_event, zone, language)
        return {
            "day": render.day_words(now, zone, language),
            "time": render.time_words(now, zone, language),
            "zone": render.zone_words(now, zone, language),
            "at": now.isoformat(),
            "week": week,
            "weeks": weeks,
            "week_words": words["week" if week else "week_before"].format(week=week, weeks=weeks),
            "next": words["next_event_at"].format(at=coming) if coming else "",
            "answers": self.company.colleagues_answer,
        }

    async def show(self, request: web.Request) -> web.Response:
        language = language_of(request)
        people = self.company.people()
        known = {person.user for person in people}
        first = self.company.first_seats()
        asked = (request.query.get("left", ""), request.query.get("right", ""))
        seats = [each if each in known else usual for each, usual in zip(asked, first, strict=True)]
        self.company.play(set(seats))
        html = render.page(
            words=page_words(language),
            language=language.value,
            company=self.company.name,
            people=people,
            seats=seats,
            state=self.state(language),
            suggestions={each: list(self.company.suggestions(each)) for each in known},
        )
        return web.Response(text=html, content_type="text/html")

    async def hear(self, request: web.Request) -> web.Response:
        envelope = read.envelope(await _body(request))
        who = self.colleague(envelope.user)
        now = self.company.now()
        shown = await asyncio.to_thread(self.conversation.turn, who, envelope, now)
        return web.json_response(shown)

    async def suggest(self, request: web.Request) -> web.Response:
        fields = dict(request.query)
        actor = read.actor(self.colleague(fields.get("person", "")), self.company.workspace)
        kind = read.text(fields, "kind")
        find = self.bot.suggest_people if kind == "people" else self.bot.suggest_topics
        found = await asyncio.to_thread(find, actor, read.text(fields, "words"))
        return web.json_response([render.option(each) for each in found])

    async def play(self, request: web.Request) -> web.Response:
        users = read.texts(read.fields(await _body(request)), "people")
        self.company.play({self.colleague(user).user for user in users})
        return web.json_response({})

    async def move_clock(self, request: web.Request) -> web.Response:
        step = read.text(read.fields(await _body(request)), "step")
        if step not in set(Step):
            raise read.Unreadable("step must be event, day or week")
        await self.company.advance(Step(step))
        return web.json_response(self.state(language_of(request)))

    async def let_colleagues_answer(self, request: web.Request) -> web.Response:
        answer = read.truth(read.fields(await _body(request)), "answer")
        self.company.let_colleagues_answer(answer=answer)
        return web.json_response(self.state(language_of(request)))

    async def speak(self, request: web.Request) -> web.Response:
        """Change the bot's language for the people named, and the page's where `page` says so."""
        body = read.fields(await _body(request))
        chosen = read.text(body, "language")
        if chosen not in set(Language):
            raise read.Unreadable("language must be en or de")
        for user in read.texts(body, "people"):
            who = self.colleague(user).user
            await asyncio.to_thread(self.company.set_language, who, Language(chosen))
        response = web.json_response({})
        if read.truth(body, "page"):
            response.set_cookie(
                LANGUAGE, chosen, max_age=A_YEAR, httponly=True, samesite="Strict", path="/"
            )
        return response

    async def reset(self, request: web.Request) -> web.Response:
        await _body(request)
        await self.company.reset()
        return web.json_response({})


async def _body(request: web.Request) -> object:
    try:
        body: object = json.loads(await request.text())
    except (ValueError, LookupError, RecursionError) as problem:
        raise read.Unreadable("the request is not JSON") from problem
    return body
