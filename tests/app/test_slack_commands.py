"""The commands that connect Slack ask no more of the settings than they need."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from tests.databases import sqlite_url
from tests.musterwerk import SLACK
from tests.slack.fake import FakeSlack, serving, user


async def test_taking_people_in_says_who_is_left_out_and_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", sqlite_url(tmp_path))
    monkeypatch.setenv("KEHRWERT_ORGANISATION", "Musterwerk")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-fake")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-fake")
    slack = FakeSlack(SLACK, page=100)
    slack.joins(user("Asha Rao", team=SLACK, email="asha.rao@musterwerk.example"))
    slack.joins(user("Gerd Guest", team=SLACK, email="gerd@x.example", is_restricted=True))
    slack.joins(user("Nora Nomail", team=SLACK, email=""))
    async with serving(slack) as api_url:
        monkeypatch.setenv("SLACK_API_URL", api_url)
        result = await asyncio.to_thread(CliRunner().invoke, app, ["slack", "people"])
        told = await asyncio.to_thread(CliRunner().invoke, app, ["slack", "people", "--json"])
    assert not result.exception, result.exception
    assert result.stdout.splitlines() == [
        "1 new, 0 changed, 0 unchanged",
        "left out:",
        "  guests of the workspace: 1 (Gerd Guest)",
        "  without an e-mail that the app can see: 1 (Nora Nomail)",
    ]
    [gerd, _] = json.loads(told.stdout)["left_out"]
    assert gerd == {"name": "Gerd Guest", "user": "UGERD", "why": "guest"}


def test_the_manifest_for_socket_mode_needs_no_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "kehrwert.toml"
    file.write_text('SLACK_BOT_TOKEN = "xoxb-1"\n')
    file.chmod(0o644)
    result = CliRunner().invoke(app, ["slack", "manifest"])
    assert result.exit_code == 0
    assert json.loads(result.output)["settings"]["socket_mode_enabled"] is True
