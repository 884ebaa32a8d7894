"""Every kind of activity, whole as a client sends it, goes through signature, SDK and reader.

One file each in `payloads/`, with the cast's ids, in the shapes that Microsoft documents:
learn.microsoft.com/microsoftteams/platform, there "bots/how-to/conversations/…" for messages and
events, "bots/how-to/bots-filesv4" for files, and "task-modules-and-cards/cards/…" for universal
actions and the search while typing.
"""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from adapters.teams import read
from bot.heard import Pressed, Submitted, Typed
from tests.musterwerk import TEAMS
from tests.people import Company
from tests.teams.tenant import Human, shown

FILES = {file.stem: file for file in (Path(__file__).parent / "payloads").glob("*.json")}
TYPED = ("message", "message_in_a_channel", "message_in_a_group")
ANSWERS = {
    "purposes": ("matching", "figures"),
    "role": "mentor",
    "languages": ("de",),
    "until": "2026-12-01",
    "start": "09:30",
    "goal": "To *really* understand <it>",
    "none": (),
}
# What a bot is told of and has nothing to say to.
NEWS = (
    "bot_added_to_a_team",
    "channel_renamed",
    "file_declined",
    "member_added_to_a_team",
    "message_deleted",
    "message_edited",
    "message_restored",
    "reaction",
    "removed",
)


def payload(name: str) -> dict[str, Any]:
    """Return a recorded payload."""
    body: dict[str, Any] = json.loads(FILES[name].read_text("utf-8"))
    return body


async def sent(person: Human, name: str) -> tuple[int, Any]:
    """Send a recorded payload from where this Teams is."""
    return await person.sends(payload(name) | {"serviceUrl": person.teams.service_url})


@pytest.mark.parametrize("name", sorted(FILES))
async def test_every_payload_is_taken_and_nothing_fails(
    bernd: Human, company: Company, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, _ = await sent(bernd, name)
    assert status == (501 if name == "dialog_opened" else 200)  # we open no dialogs
    assert [each.message for each in caplog.records if each.levelno >= logging.ERROR] == []
    company.assert_nothing_failed()


@pytest.mark.parametrize("name", NEWS)
async def test_news_are_answered_by_nothing(bernd: Human, name: str) -> None:
    await sent(bernd, name)
    assert bernd.teams.called("send") == []
    assert bernd.teams.called("converse") == []


def test_what_stands_around_an_activity_is_read() -> None:
    around = read.envelope(payload("message"))
    assert around is not None
    assert (around.tenant, around.user, around.account) == (TEAMS, "aad-bernd", "29:bernd")
    assert (around.name, around.bot) == ("Bernd Vogel", "28:bot-app")
    assert around.spot.service_url == "https://smba.trafficmanager.net/emea/"
    assert (around.locale, around.zone) == ("de-DE", "Europe/Berlin")
    assert around.private


@pytest.mark.parametrize("name", TYPED)
async def test_words_are_answered_wherever_the_bot_is_named(bernd: Human, name: str) -> None:
    heard = read.message(payload(name))
    assert heard is not None
    assert isinstance(heard.heard(read.actor(heard, None)), Typed)
    await sent(bernd, name)
    assert "/program tandem" in shown(bernd.card)  # privately, in her own chat


def test_an_old_clients_submit_is_a_press() -> None:
    incoming = read.message(payload("submit_of_an_old_client"))
    assert incoming is not None
    heard = incoming.heard(read.actor(incoming, None))
    assert isinstance(heard, Pressed)
    assert (heard.payload, incoming.card) == ("help", "1:1abc")


async def test_a_press_is_answered_in_the_cards_place(bernd: Human) -> None:
    incoming = read.executed(payload("press"))
    assert incoming is not None
    assert isinstance(incoming.heard(read.actor(incoming, None)), Pressed)
    _, told = await sent(bernd, "press")
    assert "/program tandem" in shown(told["value"])
    assert bernd.teams.updates == [(bernd.chat, "1:1abc")]


def test_a_submission_is_read() -> None:
    incoming = read.executed(payload("submission"))
    assert incoming is not None
    heard = incoming.heard(read.actor(incoming, None))
    assert isinstance(heard, Submitted)
    assert heard.payload == "join.consent:1"
    assert heard.answers == ANSWERS


async def test_what_is_typed_into_a_list_is_searched(bernd: Human) -> None:
    incoming = read.searched(payload("search"))
    assert incoming is not None
    assert (incoming.words, incoming.dataset) == ("social", "topics")
    _, told = await sent(bernd, "search")
    assert "social_media" in [each["value"] for each in told["value"]["results"]]


@pytest.mark.parametrize(
    ("name", "added"),
    [
        ("installed", True),
        ("upgraded", True),
        ("removed", False),
        ("bot_added", True),
        ("bot_added_to_a_team", None),
        ("member_added_to_a_team", None),
        ("channel_renamed", None),
    ],
)
def test_who_adds_the_bot_for_herself_is_told_apart(name: str, *, added: bool | None) -> None:
    assert read.installed(payload(name)) is added


async def test_somebody_is_greeted_once_however_often_teams_tells(bernd: Human) -> None:
    for name in ("installed", "bot_added", "upgraded", "installed"):
        await sent(bernd, name)
    assert len(bernd.cards) == 1


def test_a_document_is_read_when_it_is_accepted_only() -> None:
    incoming = read.accepted(payload("file_accepted"))
    assert incoming is not None
    assert (incoming.words, incoming.payload, incoming.card) == ("my-data.json", "mydata", "1:1abc")
    assert incoming.upload.startswith("https://musterwerk-my.sharepoint.com/personal/bernd/_api/")
    assert read.accepted(payload("file_declined")) is None
