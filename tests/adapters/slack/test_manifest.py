"""The manifest asks for what the bot uses, no more and no less, and is what Slack takes."""

import ast
import json
import re

import pytest

from adapters.slack.api import METHODS
from adapters.slack.app import COMMAND
from adapters.slack.manifest import EVENTS, OTHER_SCOPES, Mode, manifest, scopes
from adapters.slack.steps import STEPS
from bot.grammar import COMMANDS
from bot.model import Language
from tests.house.tree import ROOT
from tests.schemas import wrong

KEPT = ROOT / "manifest" / "slack"
SCHEMA = ROOT.parent / "shared" / "data" / "slack" / "manifest.schema.1.0.0.json"
METHOD = re.compile(r"^(auth|chat|conversations|files|functions|users|views)\.[a-zA-Z.]+$")
SDK_CALL = re.compile(r"\b(auth|chat|conversations|files|users|views)_([a-zA-Z]+)\(")
ROOMS = [
    *(ROOT / "adapters" / "slack").glob("*.py"),
    ROOT / "adapters" / "directory" / "slack.py",
]


def called() -> set[str]:
    """Return every method that our code calls, by name or through the SDK's own function."""
    found = {"functions.completeSuccess", "functions.completeError"}  # through Bolt, in a step
    for room in ROOMS:
        source = room.read_text("utf-8")
        if room.name != "api.py":
            found |= {
                node.value
                for node in ast.walk(ast.parse(source))
                if isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and METHOD.match(node.value)
            }
        found |= {f"{family}.{name}" for family, name in SDK_CALL.findall(source)}
    return found


def test_every_method_called_is_listed_with_its_scope_and_no_other() -> None:
    assert called() == set(METHODS)


def test_no_scope_is_asked_for_that_no_method_needs() -> None:
    needed = {scope for scope in METHODS.values() if scope}
    assert set(scopes()) == needed | set(OTHER_SCOPES)
    source = "".join(room.read_text("utf-8") for room in ROOMS)
    assert 'text(details, "email")' in source  # why users:read.email
    assert "bolt.command(" in source  # why commands


@pytest.mark.parametrize("mode", Mode)
def test_the_kept_manifest_is_the_generated_one(mode: Mode) -> None:
    kept = json.loads((KEPT / f"manifest.{mode}.json").read_text("utf-8"))
    assert kept == manifest(mode)


def test_the_plain_manifest_is_that_of_socket_mode() -> None:
    kept = json.loads((KEPT / "manifest.json").read_text("utf-8"))
    assert kept == manifest(Mode.SOCKET)


def test_the_command_and_its_words_are_the_grammars() -> None:
    (command,) = manifest(Mode.SOCKET)["features"]["slash_commands"]
    assert command["command"] == COMMAND
    everybody = [each.shown(Language.EN) for each in COMMANDS if not each.for_hr]
    assert command["usage_hint"] == " | ".join(everybody)


def test_every_event_is_listened_to() -> None:
    source = (ROOT / "adapters" / "slack" / "app.py").read_text("utf-8")
    heard = set(re.findall(r'bolt\.event\("([a-z_]+)"\)', source))
    assert {event.split(".")[0] for event in EVENTS} - {"function_executed"} == heard
    assert set(manifest(Mode.SOCKET)["functions"]) == set(STEPS)


@pytest.mark.parametrize("mode", Mode)
def test_slack_would_take_the_manifest(mode: Mode) -> None:
    if not SCHEMA.exists():
        pytest.skip("Slack's manifest schema is not at hand")
    assert wrong(manifest(mode), SCHEMA) == []


def test_what_slack_would_refuse_is_noticed() -> None:
    if not SCHEMA.exists():
        pytest.skip("Slack's manifest schema is not at hand")
    bad = manifest(Mode.HTTP)
    bad["features"]["slash_commands"][0]["command"] = "program"
    bad["settings"]["unheard_of"] = True
    del bad["display_information"]["name"]
    assert len(wrong(bad, SCHEMA)) == 3
