"""The commands that connect Slack ask no more of the settings than they need."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app


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
