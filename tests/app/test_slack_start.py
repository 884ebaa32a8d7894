"""kehrwert serve ends with one sentence where Slack refuses for good, or another Slack was meant."""

import asyncio
from pathlib import Path

import pytest

from app.refusal import Refusal
from app.serving import serve_until_interrupted
from app.settings import Settings
from app.slack import slack_settings
from bot.model import Platform
from storage.books import SqlBooks
from tests.databases import sqlite_url
from tests.slack.fake import FakeSlack, refused, serving

APP_TOKENS = "it is under Basic Information, App-Level Tokens"
LONG_ENOUGH_SECONDS = 120  # what never ends must turn red, however slow the machine


def set_up(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Settings(organisation="Musterwerk")


def said_by_serve(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch, **variables: str) -> Refusal:
    """Return with which sentence `serve` ends by itself."""

    async def served() -> None:
        async with serving(slack) as api_url:
            settings = set_up(monkeypatch, SLACK_API_URL=api_url, **variables)
            await asyncio.wait_for(serve_until_interrupted(settings), LONG_ENOUGH_SECONDS)

    with pytest.raises(Refusal) as refusal:
        asyncio.run(served())
    return refusal.value


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    url = sqlite_url(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-fake")
    return url


@pytest.mark.usefixtures("url", "logs_as_before")
@pytest.mark.parametrize("error", ["invalid_auth", "missing_scope", "not_allowed_token_type"])
def test_an_app_token_that_slack_refuses_ends_the_start(
    error: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack = FakeSlack("T1", troubles={"apps.connections.open": [refused(200, error)]})
    refusal = said_by_serve(slack, monkeypatch, SLACK_APP_TOKEN="xapp-wrong")
    assert str(refusal) == (
        f"Slack refuses SLACK_APP_TOKEN ({error}): "
        "make a new one with connections:write (docs/slack.md, step 2)"
    )
    assert refusal.code == 1


@pytest.mark.usefixtures("logs_as_before")
def test_a_token_of_a_workspace_that_is_not_listed_ends_the_start(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusal = said_by_serve(
        FakeSlack("T1"),
        monkeypatch,
        SLACK_SIGNING_SECRET="secret",
        KEHRWERT_SLACK_WORKSPACES="T0OTHER",
    )
    assert str(refusal) == (
        "settings: slack_workspaces names T0OTHER, SLACK_BOT_TOKEN is of T1: "
        "name it there, or take the token of another workspace"
    )
    with SqlBooks(url, careless=True).turn() as store:
        assert store.organisation_of(Platform.SLACK, "T1") is None


@pytest.mark.parametrize(
    ("app", "bot", "said"),
    [
        (
            "xoxb-1",
            "xapp-1",
            "SLACK_APP_TOKEN must begin with xapp-, yours begins with xoxb-: the two are swapped",
        ),
        (
            "xoxp-1",
            "xoxb-1",
            "SLACK_APP_TOKEN must begin with xapp-, yours begins with xoxp-: " + APP_TOKENS,
        ),
        (
            "xapp-1",
            "hush",
            "SLACK_BOT_TOKEN must begin with xoxb-: it is under OAuth & Permissions",
        ),
    ],
)
def test_tokens_in_each_others_place_are_told_apart(
    app: str, bot: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = set_up(monkeypatch, SLACK_APP_TOKEN=f" {app} ", SLACK_BOT_TOKEN=bot)
    with pytest.raises(Refusal) as refusal:
        slack_settings(settings)
    assert str(refusal.value) == f"settings: {said}"
