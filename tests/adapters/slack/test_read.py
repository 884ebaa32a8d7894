"""Payloads as Slack documents them become what was heard; what is missing is named."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.payload import Unreadable
from adapters.slack import read
from bot.heard import Pressed, Submitted, Typed
from bot.model import Language

TEAM = "T0MUSTERWERK"
USER = {"id": "UASHA", "username": "asha", "name": "asha", "team_id": TEAM}
# In the shape that docs.slack.dev shows for each payload.
COMMAND = {
    "token": "t",
    "team_id": TEAM,
    "team_domain": "musterwerk",
    "channel_id": "C1",
    "channel_name": "general",
    "user_id": "UASHA",
    "user_name": "asha",
    "command": "/program",
    "text": "pause until 2026-12-01",
    "api_app_id": "A1",
    "is_enterprise_install": "false",
    "response_url": "https://hooks.slack.com/commands/T/1/x",
    "trigger_id": "13345224609.738474920.8088930838d88f008e0",
}
PRESS = {
    "type": "block_actions",
    "user": USER,
    "api_app_id": "A1",
    "container": {
        "type": "message",
        "message_ts": "1548261231.000200",
        "channel_id": "DUASHA",
        "is_ephemeral": False,
    },
    "trigger_id": "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3",
    "team": {"id": TEAM, "domain": "musterwerk"},
    "enterprise": None,
    "channel": {"id": "DUASHA", "name": "directmessage"},
    "message": {"bot_id": "B1", "type": "message", "ts": "1548261231.000200"},
    "response_url": "https://hooks.slack.com/actions/T/1/x",
    "actions": [
        {
            "action_id": "press:0",
            "block_id": "=qXel",
            "value": "proposal.accept:17",
            "type": "button",
            "action_ts": "1548426417.840180",
        }
    ],
}
VALUES = {
    "goal@1": {"answer": {"type": "plain_text_input", "value": None}},
    "role@2": {"answer": {"type": "radio_buttons", "selected_option": {"value": "mentor"}}},
    "place@3": {"answer": {"type": "static_select", "selected_option": None}},
    "consent@4": {"answer": {"type": "checkboxes", "selected_options": [{"value": "matching"}]}},
    "topics@5": {"topics": {"type": "multi_external_select", "selected_options": []}},
    "people@6": {"people": {"type": "multi_external_select", "selected_option": None}},
    "day@7": {"answer": {"type": "datepicker", "selected_date": "2026-12-01"}},
    "time@8": {"answer": {"type": "timepicker", "selected_time": "09:30"}},
}
SUBMIT = {
    "type": "view_submission",
    "team": {"id": TEAM, "domain": "musterwerk"},
    "user": USER,
    "trigger_id": "",
    "view": {
        "id": "VNHU13V36",
        "type": "modal",
        "hash": "156663117.cd33ad1f",
        "private_metadata": json.dumps(
            {"payload": "join.answer:1:role", "channel": "DUASHA", "ts": "1.2", "evil": "x"}
        ),
        "callback_id": "form",
        "state": {"values": VALUES},
    },
    "response_urls": [],
}


def test_a_command_is_typed_words_with_a_place_of_its_own() -> None:
    incoming = read.command(COMMAND, TEAM)
    heard = incoming.heard(read.actor(incoming, None))
    assert isinstance(heard, Typed)
    assert heard.text == "pause until 2026-12-01"
    assert heard.event == f"slack:command:{COMMAND['trigger_id']}"
    assert incoming.place.command_url.startswith("https://hooks.slack.com/")
    assert incoming.place.origin == {}


def test_a_press_remembers_its_message() -> None:
    incoming = read.pressed(PRESS, TEAM)
    heard = incoming.heard(read.actor(incoming, None))
    assert isinstance(heard, Pressed)
    assert heard.payload == "proposal.accept:17"
    assert incoming.place.origin == {"channel": "DUASHA", "ts": "1548261231.000200"}


def test_a_press_that_only_she_sees_remembers_where_to_answer() -> None:
    container = {**PRESS["container"], "is_ephemeral": True}  # type: ignore[dict-item]
    place = read.pressed({**PRESS, "container": container}, TEAM).place
    assert place.origin == {"response_url": PRESS["response_url"]}


def test_a_press_in_app_home_and_in_a_window_is_told_apart() -> None:
    view = {"id": "V1", "type": "home", "private_metadata": ""}
    assert read.pressed({**PRESS, "view": view}, TEAM).place.at_home
    modal = {"id": "V2", "type": "modal", "private_metadata": '{"home":"1"}'}
    place = read.pressed({**PRESS, "view": modal}, TEAM).place
    assert (place.view, place.at_home) == ("V2", True)


def test_a_submission_gives_every_kind_of_answer() -> None:
    incoming = read.submitted(SUBMIT, TEAM)
    heard = incoming.heard(read.actor(incoming, None))
    assert isinstance(heard, Submitted)
    assert heard.payload == "join.answer:1:role"
    assert heard.event == "slack:submitted:VNHU13V36:156663117.cd33ad1f"
    assert heard.answers == {
        "goal": "",
        "role": "mentor",
        "place": "",
        "consent": ("matching",),
        "topics": (),
        "people": (),
        "day": "2026-12-01",
        "time": "09:30",
    }
    assert incoming.blocks["day"] == "day@7"
    assert incoming.place.origin == {"channel": "DUASHA", "ts": "1.2"}


def test_only_a_person_in_the_bots_conversation_is_heard() -> None:
    event = {"user": "UASHA", "text": "help", "channel": "DUASHA", "channel_type": "im"}
    body: dict[str, Any] = {"event_id": "Ev1", "event": event}
    assert read.typed(body, TEAM) is not None
    for change in ({"channel_type": "channel"}, {"bot_id": "B1"}, {"subtype": "message_changed"}):
        assert read.typed({**body, "event": event | change}, TEAM) is None


def test_the_messages_tab_is_not_app_home() -> None:
    body = {"event": {"user": "UASHA", "tab": "messages"}}
    assert read.home_opened(body, TEAM, "home") is None


def test_a_person_is_who_slack_says() -> None:
    profile = {
        "id": "UASHA",
        "team_id": TEAM,
        "real_name": "Asha Rao",
        "tz": "Asia/Kolkata",
        "locale": "de-DE",
        "is_email_confirmed": True,
        "profile": {"email": "asha.rao@musterwerk.example"},
    }
    found = read.actor(read.command(COMMAND, TEAM), profile)
    assert (found.name, found.email) == ("Asha Rao", "asha.rao@musterwerk.example")
    assert (found.language, found.time_zone, found.guest) == (Language.DE, "Asia/Kolkata", False)
    nowhere = read.actor(read.command(COMMAND, TEAM), {**profile, "tz": "Mars/Olympus"})
    assert nowhere.time_zone == "UTC"


@pytest.mark.parametrize(
    ("profile", "workspace", "guest"),
    [
        ({"team_id": "T1"}, "T1", False),
        ({"team_id": "T2"}, "T1", True),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}, "E1/T1", False),
        ({"team_id": "T2", "enterprise_user": {"enterprise_id": "E2"}}, "E1", True),
        ({"team_id": "T1", "is_ultra_restricted": True}, "T1", True),
        ({"team_id": "T1", "is_bot": True}, "T1", True),
        ({"team_id": "T1", "id": "USLACKBOT"}, "T1", True),
        ({}, "T1", False),
    ],
)
def test_guests_are_told_from_colleagues(
    profile: dict[str, object], workspace: str, *, guest: bool
) -> None:
    assert read.is_guest(profile, workspace) is guest


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"team_id": "T1"}, "T1"),
        ({"team_id": "T1", "enterprise_id": None, "is_enterprise_install": False}, "T1"),
        ({"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": False}, "E1/T1"),
        ({"team_id": "E1", "enterprise_id": "E1", "is_enterprise_install": True}, "E1"),
        ({}, ""),
    ],
)
def test_auth_test_says_where_the_bot_is(said: dict[str, object], key: str) -> None:
    assert read.whereabouts_said(said).key == key


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside),
    max_leaves=8,
)
KEYS = st.sampled_from(
    ["user", "view", "actions", "state", "user_id", "event", "container", "text"]
)


@given(st.dictionaries(KEYS, ANYTHING))
def test_whatever_comes_is_read_or_refused_and_nothing_else(body: dict[str, object]) -> None:
    for reader in (read.command, read.pressed, read.submitted, read.searched, read.typed):
        try:
            reader(body, TEAM)
        except Unreadable as refusal:
            assert str(refusal)  # noqa: PT017 either is fine
