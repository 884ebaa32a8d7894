"""What the SDK and Slack do to whoever trusts them, and what the bot makes of it."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

import pytest
from aiohttp import web

from adapters.slack import answering
from adapters.slack.messenger import SlackApi
from bot.core import Bot
from bot.heard import Heard
from bot.model import Address, Platform, Role
from bot.ports import InDoubt
from bot.said import Message, Reply, verbatim
from tests.musterwerk import SLACK, catalogue
from tests.outside import outline
from tests.people import Company
from tests.screen import WORDS
from tests.slack.fake import Trouble
from tests.slack.workspace import BASIC, Human, Workspace, running

ASHA = Address(Platform.SLACK, SLACK, "UASHA")
HELLO = Message(verbatim("Hello"))
PATIENCE_SECONDS = 60  # for what must happen, on a machine however busy
A_WHILE = partial(time.sleep, 0.5)  # longer than what the tests below take for too long


class Slow(Bot):
    """A bot whose database takes its time."""

    waits: Callable[[], object]

    def hear(self, heard: Heard, now: datetime) -> Reply:
        self.waits()
        return super().hear(heard, now)


class Broken(Bot):
    """A bot that breaks its promise never to raise."""

    def hear(self, heard: Heard, now: datetime) -> Reply:  # noqa: ARG002 it does not listen
        raise RuntimeError("everything is on fire")


def slow(company: Company, waits: Callable[[], object]) -> Slow:
    bot = Slow(company.books, WORDS, catalogue(), outline)
    bot.waits = waits
    return bot


def lost(workspace: Workspace, method: str) -> Trouble:
    """Return a trouble: Slack does what it was asked, and the answer is lost."""

    def trouble() -> web.StreamResponse:
        _, arguments = workspace.slack.calls[-1]
        getattr(workspace.slack, "_" + method.replace(".", "_"))(**arguments)
        raise ConnectionResetError("the answer is lost")

    return trouble


# acknowledgements


async def test_a_failure_after_the_acknowledgement_does_not_take_it_back(
    company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    async with running(
        company, bot=Broken(company.books, WORDS, catalogue(), outline)
    ) as workspace:
        asha = Human(workspace, "UASHA")
        assert await asha.types("help") == (200, "")
        assert (await asha.writes("help"))[0] == 200
        assert (await asha.forges("home", {"blocks": [], "ts": "1", "channel": "D"}))[0] == 200


async def test_a_request_that_cannot_be_read_is_taken_so_that_it_is_not_sent_again(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    body = {
        "type": "block_actions",
        "team": {"id": SLACK},
        "user": {},
        "actions": [{"action_id": "press:0", "type": "button"}],
    }
    assert (await workspace.send(body, form="payload"))[0] == 200


async def test_a_command_is_acknowledged_long_before_a_slow_answer(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "GRACE_SECONDS", 0.1)
    acknowledged = threading.Event()
    bot = slow(company, lambda: acknowledged.wait(PATIENCE_SECONDS))
    async with running(company, bot=bot) as workspace:
        body = {
            "command": "/program",
            "text": "help",
            "team_id": SLACK,
            "user_id": "UASHA",
            "trigger_id": "t",
            "response_url": f"{workspace.slack.url}/response/1",
        }
        assert (await workspace.send(body, form="form"))[0] == 200
        assert not workspace.slack.responses
        acknowledged.set()
        await workspace.connected.app.settled()
        assert workspace.slack.responses


async def test_a_slow_database_stops_nobody_else(company: Company) -> None:
    began, goes_on = threading.Event(), threading.Event()
    turns = iter([goes_on])

    def first_is_slow() -> None:
        began.set()
        for slow_one in turns:
            assert slow_one.wait(PATIENCE_SECONDS)

    async with running(company, bot=slow(company, first_is_slow)) as workspace:
        asha = asyncio.create_task(Human(workspace, "UASHA").types("help"))
        assert await asyncio.to_thread(began.wait, PATIENCE_SECONDS)
        await asyncio.gather(
            *(Human(workspace, each).types("help") for each in ("UCARLA", "UHANA"))
        )
        assert len(workspace.slack.responses) == 2
        goes_on.set()
        await asha
    assert len(workspace.slack.responses) == 3


# triggers and windows


async def test_before_slow_work_a_window_is_opened_and_filled_later(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "GRACE_SECONDS", 0.1)
    async with running(company, bot=slow(company, A_WHILE)) as workspace:
        asha = Human(workspace, "UASHA")
        await asha.types("join")
        (opened,) = workspace.slack.called("views.open")
        assert opened["view"]["callback_id"] == "waiting"
        (updated,) = workspace.slack.called("views.update")
        assert updated["view"]["callback_id"] == "form"


async def test_a_window_that_is_open_shows_what_is_no_form(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "GRACE_SECONDS", 0.1)
    company.asha.takes_part(Role.MENTOR)
    async with running(company, bot=slow(company, A_WHILE)) as workspace:
        asha = Human(workspace, "UASHA")
        await asha.types("join")
        assert asha.open["callback_id"] == "shown"
        assert "submit" not in asha.open


async def test_a_slow_submission_waits_in_its_window(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answering, "SUBMIT_SECONDS", 0.1)
    async with running(company, bot=slow(company, A_WHILE)) as workspace:
        asha = Human(workspace, "UASHA")
        await asha.types("join")
        answer = await asha.submits(purposes=("matching",))
        assert answer["view"]["callback_id"] == "waiting"
        assert company.asha.participant.state == "answering"
        assert workspace.slack.called("views.update")[-1]["view"]["callback_id"] == "form"


async def test_after_an_expired_trigger_the_button_is_offered_again(
    workspace: Workspace, asha: Human
) -> None:
    await asha.types("join", trigger_id="trigger-of-long-ago")
    (said,) = workspace.slack.responses
    (button,) = said["blocks"][1]["elements"]
    await asha.forges(button["value"], said)
    assert asha.open["callback_id"] == "form"


# twice


async def test_an_event_that_comes_twice_counts_once(
    company: Company, workspace: Workspace, asha: Human
) -> None:
    for _ in range(3):
        await asha.writes("help", "Ev-the-same")
    assert len(workspace.slack.inbox("UASHA")) == 1


async def test_retries_of_slack_count_once_even_side_by_side(workspace: Workspace) -> None:
    event = {
        "type": "event_callback",
        "team_id": SLACK,
        "event_id": "Ev-again",
        "authorizations": [{"team_id": SLACK, "is_enterprise_install": False}],
        "event": {
            "type": "message",
            "user": "UASHA",
            "text": "help",
            "channel": "DUASHA",
            "channel_type": "im",
            "ts": "1",
        },
    }
    retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"}
    await asyncio.gather(*(workspace.send(event, **(retry if n else {})) for n in range(4)))
    await workspace.connected.app.settled()
    assert len(workspace.slack.inbox("UASHA")) == 1


async def test_the_client_never_sends_again_by_itself(workspace: Workspace) -> None:
    workspace.slack.troubles["chat.postMessage"] = [lost(workspace, "chat.postMessage")]
    with pytest.raises(InDoubt):
        await workspace.connected.messenger.send(ASHA, HELLO, "kehrwert-1")
    assert len(workspace.slack.called("chat.postMessage")) == 1


async def test_a_client_that_retries_is_refused(workspace: Workspace) -> None:
    client = workspace.connected.connections.client("xoxb-fake")
    client.retry_handlers = None  # type: ignore[assignment]
    assert SlackApi(client, workspace.connected.session)
    client.retry_handlers = ["any"]  # type: ignore[list-item]
    with pytest.raises(AssertionError, match="twice"):
        SlackApi(client, workspace.connected.session)


async def test_after_a_lost_answer_the_message_is_found_by_its_key(workspace: Workspace) -> None:
    messenger = workspace.connected.messenger
    workspace.slack.troubles["chat.postMessage"] = [lost(workspace, "chat.postMessage")]
    with pytest.raises(InDoubt):
        await messenger.send(ASHA, HELLO, "kehrwert-1")
    found = await messenger.find(ASHA, "kehrwert-1")
    assert found is not None
    assert found.startswith("DUASHA:")
    assert await messenger.find(ASHA, "kehrwert-2") is None


# connections and calls


async def test_all_calls_share_few_connections(workspace: Workspace, asha: Human) -> None:
    for _ in range(10):
        await asha.writes("help")
    assert len(workspace.slack.called("chat.postMessage")) == 10
    assert len(workspace.slack.connections) <= 2


async def test_slack_is_not_asked_about_the_token_at_every_request(
    workspace: Workspace, asha: Human
) -> None:
    for _ in range(5):
        await asha.types("help")
    assert len(workspace.slack.called("auth.test")) == 1
    assert len(workspace.slack.called("users.info")) == 1


def test_there_are_few_listeners_and_the_hot_ones_come_first(workspace: Workspace) -> None:
    names = [each.ack_function.__name__ for each in workspace.connected.app.bolt._async_listeners]  # noqa: SLF001
    assert names[:3] == ["_command", "_pressed", "_submitted"]
    assert len(names) <= 12


# what only a real server shows


async def test_the_bot_listens_where_it_is_told_and_never_by_bolts_own_server(
    workspace: Workspace,
) -> None:
    assert workspace.connected.app.bolt._server is None  # noqa: SLF001


def test_the_secrets_are_never_shown() -> None:
    assert "xoxb" not in repr(BASIC)
    assert "secret" not in repr(BASIC).replace("client_secret", "").replace("signing_secret", "")
