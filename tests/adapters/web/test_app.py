"""The page's doors: what they answer, whom they let in, and how calmly they fail.

Long because the page's server is tried whole, request by request.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.web.app import web_routes
from adapters.web.messenger import WebMessenger
from bot.heard import Pressed, Submitted, Typed
from bot.model import Address, Language, Platform
from tests.adapters.web.markup import seen
from tests.adapters.web.samples import AGENDA
from tests.adapters.web.stand_ins import START, MemoryChat, SampleBot, SampleCompany

PATIENCE_SECONDS = 60


@dataclass
class Page:
    """The page on a real socket, and what stands behind it."""

    client: TestClient[web.Request, web.Application]
    bot: SampleBot
    chat: MemoryChat
    company: SampleCompany

    async def post(self, path: str, body: object, **headers: str) -> ClientResponse:
        own = {"Origin": str(self.client.make_url("")).rstrip("/"), **headers}
        return await self.client.post(path, json=body, headers=own)

    async def hear(self, user: str, **what: object) -> dict[str, Any]:
        response = await self.post("/hear", {"person": user, **what})
        assert response.status == 200, await response.text()
        return dict(await response.json())


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    bot, chat, company = SampleBot(), MemoryChat(), SampleCompany()
    client = TestClient(TestServer(web_routes(bot, chat, company)))
    await client.start_server()
    yield Page(client, bot, chat, company)
    await client.close()


# the page itself


async def test_the_page_comes_in_the_language_that_the_browser_asks_for(page: Page) -> None:
    for asked, greeting in (
        ("de-AT,de;q=0.9", "Lokale Probe"),
        ("fr,de;q=0.5,en;q=0.2", "Lokale Probe"),
        ("fr", "Local trial"),
    ):
        response = await page.client.get("/", headers={"Accept-Language": asked})
        assert response.status == 200
        assert greeting in await response.text()


async def test_the_page_is_whole_and_shows_names_as_names(page: Page) -> None:
    html = seen(await (await page.client.get("/?left=evil&right=hana")).text())
    assert html.unbalanced == ()
    assert "<img src=x onerror=alert(1)>" in html.words
    assert not [name for tag, name in html.vocabulary if name.startswith("on") or name == "style"]
    assert page.company.played == {"evil", "hana"}


async def test_strangers_in_the_address_give_way_to_the_first_seats(page: Page) -> None:
    await page.client.get("/?left=nobody")
    assert page.company.played == {"asha", "bernd"}


async def test_the_page_loads_nothing_from_elsewhere(page: Page) -> None:
    response = await page.client.get("/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    html = seen(await response.text())
    assert not [url for url in (*html.values("src"), *html.values("href")) if ":" in url]
    for file in {*html.values("src"), *html.values("href")}:
        if not file.startswith("#"):
            assert (await page.client.get(f"/{file}")).status == 200


# conversations


async def test_what_is_typed_and_what_is_answered_are_new_lines(page: Page) -> None:
    shown = await page.hear("asha", kind="typed", text="/program <b>hello")
    mine, answer = shown["lines"]
    assert mine["mine"]
    assert mine["html"] == "<p>/program &lt;b&gt;hello</p>"
    assert "You said &lt;b&gt;hello" in answer["html"]
    assert (answer["time"], answer["day"]) == ("09:00", "Mon, 12 January 2026")
    assert not page.chat.history("bernd")


async def test_a_message_that_answers_a_press_replaces_the_one_that_was_pressed(page: Page) -> None:
    line = page.chat.append("bernd", "<p>old</p>", START)
    shown = await page.hear("bernd", kind="pressed", payload="agenda", message=line)
    (edited,) = shown["lines"]
    assert edited["id"] == line
    assert edited["edited"]
    assert "Your hour with Asha" in edited["html"]


async def test_nobody_changes_another_persons_message(page: Page) -> None:
    line = page.chat.append("asha", "<p>old</p>", START)
    await page.hear("bernd", kind="pressed", payload="agenda", message=line)
    assert page.chat.history("asha")[0].content == "<p>old</p>"
    assert len(page.chat.history("bernd")) == 1


async def test_a_form_opens_and_a_note_is_said_without_a_new_line(page: Page) -> None:
    line = page.chat.append("asha", "<p>old</p>", START)
    form = await page.hear("asha", kind="pressed", payload="form", message=line)
    assert "What would you like to learn?" in form["form"]
    note = await page.hear("asha", kind="pressed", payload="note:Done & <dusted>", message=line)
    assert note["note"] == "Done & <dusted>"
    assert note["lines"] == form["lines"] == []


async def test_the_words_of_a_form_are_in_the_persons_language(page: Page) -> None:
    assert "freiwillig" in (await page.hear("bernd", kind="pressed", payload="form"))["form"]
    assert "optional" in (await page.hear("asha", kind="pressed", payload="form"))["form"]


async def test_a_submitted_form_shows_its_problems_or_ends(page: Page) -> None:
    line = page.chat.append("asha", "<p>old</p>", START)
    wrong = {"kind": "submitted", "payload": "p", "answers": {"more": "wrong"}, "message": line}
    assert "That is not a topic." in (await page.hear("asha", **wrong))["form"]
    right = {**wrong, "answers": {"topics": ["ai"]}}
    (edited,) = (await page.hear("asha", **right))["lines"]
    assert edited["id"] == line
    (new,) = (await page.hear("asha", **{**right, "message": ""}))["lines"]
    assert new["id"] != line


async def test_the_bot_hears_the_person_who_is_played_and_the_event(page: Page) -> None:
    await page.hear("hana", kind="typed", text="status", event="e1")
    await page.hear("hana", kind="pressed", payload="agenda", event="e2")
    await page.hear("hana", kind="submitted", payload="p", answers={"a": ["b"]}, event="e3")
    typed, pressed, submitted = page.bot.heard
    assert isinstance(typed, Typed)
    assert isinstance(pressed, Pressed)
    assert isinstance(submitted, Submitted)
    assert typed.actor.address == Address(Platform.WEB, "demo", "hana")
    assert [each.event for each in page.bot.heard] == ["web:hana:e1", "web:hana:e2", "web:hana:e3"]


async def test_a_request_that_is_sent_again_stands_in_the_chat_once(page: Page) -> None:
    for _ in range(2):
        await page.hear("hana", kind="typed", text="agenda", event="e1")
    assert [line.mine for line in page.chat.history("hana")] == [True, False]


async def test_topics_and_people_are_found_while_typing(page: Page) -> None:
    found = await page.client.get("/suggest?person=asha&kind=topics&words=pod")
    assert await found.json() == [{"value": "podcasts", "label": "Podcasts", "hint": ""}]
    found = await page.client.get("/suggest?person=asha&kind=people&words=carla")
    assert [each["label"] for each in await found.json()] == ["Carla Méndez"]


# the clock and the rest of the head


async def test_the_clock_moves_when_told(page: Page) -> None:
    state = await (await page.post("/clock", {"step": "week"})).json()
    assert (state["week"], state["weeks"]) == (2, 12)
    assert state["day"] == "Mon, 19 January 2026"
    assert (await page.post("/clock", {"step": "year"})).status == 400
    assert page.company.week()[0] == 2


async def test_the_switch_the_language_and_starting_over_reach_the_company(page: Page) -> None:
    assert (await page.post("/colleagues", {"answer": False})).status == 200
    assert page.company.colleagues_answer is False
    await page.post("/play", {"people": ["carla"]})
    assert page.company.played == {"carla"}
    spoken = {"language": "de", "people": ["asha"], "page": True}
    response = await page.post("/language", spoken)
    assert page.company.speaks == {"asha": Language.DE}
    assert response.cookies["language"].value == "de"
    assert "Lokale Probe" in await (await page.client.get("/")).text()
    await page.post("/reset", {})
    assert page.company.resets == 1


# live


async def _next(response: ClientResponse) -> tuple[str, dict[str, Any]]:
    """Return the next event of a stream and its data, past every sign of life."""
    while True:
        block = await asyncio.wait_for(response.content.readuntil(b"\n\n"), PATIENCE_SECONDS)
        if block.startswith(b"event:"):
            event, data = block.decode().strip().split("\n")
            return event.removeprefix("event: "), json.loads(data.removeprefix("data: "))


NOTHING_YET = {"person": "bernd", "language": "de", "version": 0, "lines": []}


async def test_an_open_page_hears_at_once_what_arrives(page: Page) -> None:
    page.chat.append("asha", "earlier", START, mine=True)
    response = await page.client.get("/live?person=asha&since=0&person=bernd&since=0")
    event, earlier = await _next(response)
    assert (event, len(earlier["lines"])) == ("lines", 1)
    assert await _next(response) == ("lines", {**earlier, **NOTHING_YET})
    assert (await _next(response))[0] == "state"
    messenger = WebMessenger(page.chat, "demo", lambda: START)
    await messenger.send(Address(Platform.WEB, "demo", "bernd"), AGENDA, "notice:1")
    event, shown = await _next(response)
    assert (event, shown["person"]) == ("lines", "bernd")
    assert "Your hour with Asha" in shown["lines"][0]["html"]
    response.close()


async def test_an_open_page_hears_of_another_language(page: Page) -> None:
    response = await page.client.get("/live?person=bernd&since=0")
    assert await _next(response) == ("lines", NOTHING_YET)
    assert (await _next(response))[0] == "state"
    await page.post("/language", {"language": "en", "people": ["bernd"], "page": False})
    assert await _next(response) == ("lines", {**NOTHING_YET, "language": "en"})
    response.close()


async def test_a_page_that_knows_more_than_there_is_loads_anew(page: Page) -> None:
    response = await page.client.get("/live?person=asha&since=99")
    assert (await _next(response))[0] == "again"
    response.close()


async def test_the_server_stops_although_pages_are_open(page: Page) -> None:
    response = await page.client.get("/live?person=asha&since=0")
    await _next(response)
    await asyncio.wait_for(page.client.server.close(), PATIENCE_SECONDS)


async def test_a_page_of_people_who_are_no_more_loads_anew_and_its_stream_ends(page: Page) -> None:
    response = await page.client.get("/live?person=gone-since-the-new-beginning&since=0")
    assert (await _next(response))[0] == "again"
    assert await asyncio.wait_for(response.content.read(), PATIENCE_SECONDS) == b""


@pytest.mark.parametrize(
    "query", ["", "person=asha", "person=asha&since=x", "person=asha&since=-1"]
)
async def test_a_stream_of_nobody_is_refused(page: Page, query: str) -> None:
    assert (await page.client.get(f"/live?{query}")).status == 400


# who is let in


@pytest.mark.parametrize(
    "host", ["evil.example.org", "127.0.0.1.example.org", "localhost:1", "", "["]
)
async def test_other_names_of_the_host_are_refused(page: Page, host: str) -> None:
    response = await page.client.get("/", headers={"Host": host})
    assert response.status in {400, 421}
    assert "Kehrwert" not in await response.text()


async def test_localhost_is_this_machine_too(page: Page) -> None:
    host = f"localhost:{page.client.port}"
    assert (await page.client.get("/", headers={"Host": host})).status == 200


@pytest.mark.parametrize("path", ["/hear", "/play", "/clock", "/colleagues", "/language", "/reset"])
async def test_other_pages_cannot_act_in_the_visitors_name(page: Page, path: str) -> None:
    body = {"person": "asha", "kind": "typed", "text": "x", "step": "day"}
    foreign = await page.post(path, body, Origin="http://evil.example.org")
    assert foreign.status == 403
    assert (await page.client.post(path, json=body)).status == 403
    form = await page.client.post(
        path, data=body, headers={"Origin": str(page.client.make_url(""))}
    )
    assert form.status == 403
    assert (page.bot.heard, page.company.resets, page.company.now()) == ([], 0, START)


async def test_a_large_request_is_refused(page: Page) -> None:
    assert (await page.post("/hear", {"text": "x" * 70_000})).status == 413


Ask = Callable[[Page], Awaitable[ClientResponse]]
ODD: dict[str, Ask] = {
    "no json": lambda page: page.client.post(
        "/hear",
        data=b"{",
        headers={
            "Origin": str(page.client.make_url("")).rstrip("/"),
            "Content-Type": "application/json",
        },
    ),
    "a list": lambda page: page.post("/hear", []),
    "nobody": lambda page: page.post("/hear", {"person": "nobody", "kind": "typed", "text": "x"}),
    "no words": lambda page: page.post("/hear", {"person": "asha", "kind": "typed"}),
    "a list for a person": lambda page: page.post("/play", {"people": [["asha"]]}),
    "no language": lambda page: page.post(
        "/language", {"language": "fr", "people": [], "page": False}
    ),
}


@pytest.mark.parametrize("odd", ODD)
async def test_what_is_not_understood_is_refused_in_one_sentence(page: Page, odd: str) -> None:
    response = await ODD[odd](page)
    assert response.status == 400
    assert (await response.json())["error"].startswith("This request was not understood")
    assert page.bot.heard == []


async def test_trouble_is_said_calmly_and_with_a_reference(
    page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    response = await page.post("/hear", {"person": "asha", "kind": "typed", "text": "trouble"})
    assert response.status == 500
    sentence = (await response.json())["error"]
    assert "secret" not in sentence
    (record,) = [each for each in caplog.records if each.exc_info]
    assert sentence.endswith(record.__dict__["reference"])
