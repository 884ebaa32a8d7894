"""Every message and form of the whole story, in both languages, keeps to Slack's limits."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from adapters.slack import render
from adapters.slack.home import payloads
from bot.core import Bot
from bot.flows import status
from bot.heard import Heard
from bot.model import Language, Notice
from bot.said import Form, Message, Note, Reply
from bot.turn import Turn
from tests.adapters.slack.test_render import ORIGIN, TEAM, faults
from tests.journeys import test_first_journey as story
from tests.musterwerk import catalogue
from tests.people import Company
from tests.screen import WORDS


class Listening(Bot):
    """A bot that remembers what it said."""

    said: list[Reply]

    def hear(self, heard: Heard, now: datetime) -> Reply:
        reply = super().hear(heard, now)
        self.said.append(reply)
        return reply

    def compose(self, notice: Notice, now: datetime) -> Message | None:
        message = super().compose(notice, now)
        self.said += [message] if message else []
        return message


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Reply]]:
    company = Company(Path(tmp_path_factory.mktemp("story")))
    listening = Listening(company.books, WORDS, catalogue())
    listening.said = []
    company.bot = company.post.bot = listening
    with company.turn() as store:
        status.expect_figures(Turn(company.now, store, catalogue()), company.programme)
    story.test_the_whole_story(company)
    for chat in (company.asha, company.bernd, company.carla, company.hana):
        for words in ("", "help", "profile", "pair", "pause", "leave", "status", "match", "jion"):
            chat.says(f"/program {words}")
    yield listening.said
    company.close()


def test_the_story_speaks_both_languages_in_every_way(everything: list[Reply]) -> None:
    ways = {(type(each), each.language) for each in everything}
    assert {(Form, Language.DE), (Message, Language.DE), (Message, Language.EN)} <= ways
    assert len(everything) > 100


def test_everything_that_is_said_keeps_to_the_limits(everything: list[Reply]) -> None:
    found = {fault for said in everything for each in rendered(said) for fault in faults(each)}
    assert found == set()


def test_every_message_has_words_for_a_notification(everything: list[Reply]) -> None:
    for said in everything:
        if isinstance(said, Message):
            fallback = str(render.message(said, TEAM)["text"])
            assert fallback.startswith(said.title.plain.replace("&", "&amp;")[:50])


def rendered(said: Reply) -> Iterator[Mapping[str, object]]:
    """Yield all that Slack could be asked to show of it."""
    if isinstance(said, Form):
        yield render.form(said, TEAM, ORIGIN)
        return
    yield render.window(said, TEAM, ORIGIN)
    if isinstance(said, Note):
        yield render.note(said, TEAM)
    else:
        yield render.message(said, TEAM)
        for start in (True, False):
            yield render.home(said, TEAM, start=start, payloads=payloads(said.language))
