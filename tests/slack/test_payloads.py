"""Every kind of payload, whole as Slack documents it, goes through signature, Bolt and reader.

One file each in `payloads/`. `view_closed` is not among them: no window asks to be told.
"""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from adapters.slack import read
from adapters.slack.home import START
from bot.heard import Pressed, Submitted, Typed
from tests.musterwerk import SLACK
from tests.people import Company
from tests.slack.workspace import Workspace

FILES = {file.stem: file for file in (Path(__file__).parent / "payloads").glob("*.json")}
MESSAGE = {"channel": "DUASHA", "ts": "1548261231.000200"}
ANSWERS = {
    "goal": "To *really* understand <it>",
    "nothing": "",
    "role": "mentor",
    "unchosen": "",
    "zone": "Europe/Berlin",
    "purposes": ("matching", "figures"),
    "none": (),
    "languages": ("de",),
    "offers": ("social_media",),
    "not_with": (),
    "until": "2026-12-01",
    "open_end": "",
    "start": "09:30",
}


def payload(name: str) -> dict[str, Any]:
    """Return a recorded payload."""
    body: dict[str, Any] = json.loads(FILES[name].read_text("utf-8"))
    return body


def way_of(body: dict[str, Any]) -> str:
    """Return how Slack posts it: a form, a form with a payload in it, or JSON."""
    if "command" in body:
        return "form"
    return "" if body["type"] == "event_callback" else "payload"


@pytest.mark.parametrize("name", sorted(FILES))
async def test_every_payload_is_taken_at_once_and_nothing_fails(
    workspace: Workspace, company: Company, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL if "grid" in name else logging.ERROR)
    body = payload(name)
    for key in ("trigger_id", "response_url"):
        if key in body:
            fresh = {"trigger_id": workspace.slack.trigger()}
            body[key] = fresh.get(key, f"{workspace.slack.url}/response/UASHA")
    status, _ = await workspace.send(body, form=way_of(body))
    await workspace.connected.app.settled()
    assert status == 200
    assert [each.message for each in caplog.records if each.levelno >= logging.ERROR] == []
    company.assert_nothing_failed()


def test_a_command_is_read() -> None:
    incoming = read.command(payload("slash_command"), SLACK)
    assert isinstance(incoming.heard(read.actor(incoming, None)), Typed)
    assert (incoming.user, incoming.words) == ("UASHA", "help")


@pytest.mark.parametrize(
    ("name", "sends", "view", "origin"),
    [
        ("button_in_a_message", "home", "", MESSAGE),
        ("button_in_a_window", "join.answer:1:consent", "VNHU13V36", MESSAGE),
        ("button_in_app_home", "profile", "", {"home": "1"}),
        (
            "button_that_only_she_sees",
            "home",
            "",
            {"response_url": "https://hooks.slack.com/actions/T0MUSTERWERK/2/x"},
        ),
    ],
)
def test_a_button_is_read_with_the_place_it_stood_in(
    name: str, sends: str, view: str, origin: dict[str, str]
) -> None:
    incoming = read.pressed(payload(name), SLACK)
    assert isinstance(incoming.heard(read.actor(incoming, None)), Pressed)
    assert (incoming.payload, incoming.place.view) == (sends, view)
    assert incoming.place.origin == origin


def test_every_kind_of_field_is_read_from_a_submission() -> None:
    incoming = read.submitted(payload("submission"), SLACK)
    heard = incoming.heard(read.actor(incoming, None))
    assert isinstance(heard, Submitted)
    assert heard.payload == "join.answer:1:role"
    assert heard.answers == ANSWERS


def test_typed_letters_of_a_suggestion_are_read() -> None:
    assert read.searched(payload("suggestion"), SLACK).words == "socal"


def test_only_the_persons_own_new_words_are_read() -> None:
    heard = read.typed(payload("message"), SLACK)
    assert heard is not None
    assert (heard.user, heard.words, heard.event) == ("UASHA", "help", "slack:event:Ev03")
    for name in ("message_of_a_bot", "message_that_was_changed"):
        assert read.typed(payload(name), SLACK) is None


def test_app_home_is_read_and_the_messages_tab_is_not() -> None:
    opened = read.home_opened(payload("app_home_opened"), SLACK, START)
    assert opened is not None
    assert opened.payload == START
    assert read.home_opened(payload("messages_tab_opened"), SLACK, START) is None


async def test_somebody_who_changed_is_read(workspace: Workspace, company: Company) -> None:
    await workspace.send(payload("user_change"))
    await workspace.connected.app.settled()
    assert company.asha.person.name == "Asha Rao-Klein"
    await workspace.send(payload("user_deactivated"))
    await workspace.connected.app.settled()
    await workspace.deliver()
    assert not company.asha.person.employed


async def test_a_step_of_a_workflow_is_read(workspace: Workspace) -> None:
    await workspace.send(payload("function_executed"))
    await workspace.connected.app.settled()
    assert len(workspace.slack.inbox("UCARLA")) == 1
