"""kehrwert doctor asks Slack what is wrong, and what it says is what to do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web

from adapters.slack.checkup import Checkup, check_up
from adapters.slack.connected import SlackSettings
from adapters.slack.manifest import scopes
from app.checks.slack import slack_advice
from tests.slack.fake import FakeSlack, Trouble, refused, serving
from tests.slack.workspace import BASIC

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
TOLD = replace(BASIC, public_url="https://kehrwert.example")


def said(granted: set[str], at: datetime = NOW) -> Trouble:
    """Return what Slack says of a token that it knows, with these scopes and its clock."""
    headers = {
        "X-OAuth-Scopes": ",".join(sorted(granted)),
        "Date": format_datetime(at, usegmt=True),
    }
    body = {"ok": True, "team": "Musterwerk", "user": "kehrwert", "team_id": "T1"}
    return lambda: web.json_response(body, headers=headers)


async def checked(told: SlackSettings, answer: Trouble | None, **more: Trouble) -> Checkup:
    slack = FakeSlack("T1")
    slack.troubles = {name.replace("_", "."): [trouble] for name, trouble in more.items()}
    if answer is not None:
        slack.troubles["auth.test"] = [answer]
    async with serving(slack) as api_url:
        return await check_up(replace(told, api_url=api_url), lambda: NOW)


async def test_where_all_is_well_nothing_is_to_do() -> None:
    found = await checked(TOLD, said(set(scopes())))
    assert found == Checkup("Musterwerk", "kehrwert", team="T1", key="T1")
    assert slack_advice(TOLD, found) == ""


@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/json"])
async def test_what_is_no_answer_of_slack_is_a_problem_and_no_traceback(kind: str) -> None:
    page = lambda: web.Response(body=b"<html>\xff", content_type=kind)  # noqa: E731 a short one
    found = await checked(TOLD, page)
    assert found.token_problem == "unreadable_answer"
    assert slack_advice(TOLD, found)


async def test_a_missing_scope_is_named() -> None:
    found = await checked(TOLD, said(set(scopes()) - {"files:write"}))
    assert found.missing == ("files:write",)
    assert "files:write" in slack_advice(TOLD, found)


@pytest.mark.parametrize(
    ("error", "advice"), [("invalid_auth", "SLACK_BOT_TOKEN"), ("account_inactive", "install")]
)
async def test_a_token_that_slack_refuses_is_said_in_words(error: str, advice: str) -> None:
    found = await checked(TOLD, refused(200, error))
    assert found.token_problem == error
    assert advice in slack_advice(TOLD, found)


async def test_where_nobody_answers_the_network_is_to_be_checked() -> None:
    nowhere = replace(TOLD, api_url="http://127.0.0.1:9/api/")
    found = await check_up(nowhere, lambda: NOW)
    assert found.token_problem
    assert "127.0.0.1:9" in slack_advice(nowhere, found)


async def test_a_clock_that_is_off_is_told_in_seconds() -> None:
    found = await checked(TOLD, said(set(scopes()), NOW - timedelta(minutes=6)))
    assert found.skew == 360
    assert "+360 s" in slack_advice(TOLD, found)


async def test_an_app_token_without_its_scope_is_told_apart() -> None:
    told = replace(TOLD, app_token="xapp-1")
    found = await checked(
        told, said(set(scopes())), apps_connections_open=refused(200, "missing_scope")
    )
    assert found.socket_problem == "missing_scope"
    assert "SLACK_APP_TOKEN" in slack_advice(told, found)
