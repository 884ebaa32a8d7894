"""What Slack says to a message becomes patience, a doubt, or why it cannot arrive."""

import time

import pytest

from bot.model import Address, Platform
from bot.ports import InDoubt, Throttled, Undeliverable
from bot.said import Message, verbatim
from tests.musterwerk import SLACK
from tests.slack.fake import refused
from tests.slack.workspace import Human, Workspace

ASHA = Address(Platform.SLACK, SLACK, "UASHA")
HELLO = Message(verbatim("Hello"))


async def test_patience_is_given_back_to_the_queue_and_not_slept_away(
    workspace: Workspace,
) -> None:
    messenger = workspace.connected.messenger
    limit = {"Retry-After": "12"}
    workspace.slack.troubles["chat.postMessage"] = [refused(429, "ratelimited", **limit)]
    began = time.monotonic()
    with pytest.raises(Throttled) as told:
        await messenger.send(ASHA, HELLO, "kehrwert-1")
    assert told.value.seconds == 12
    assert time.monotonic() - began < 12  # seconds: it did not wait
    assert len(workspace.slack.called("chat.postMessage")) == 1


async def test_a_storm_of_503_is_a_doubt_for_new_messages_and_patience_for_edits(
    workspace: Workspace,
) -> None:
    messenger = workspace.connected.messenger
    workspace.slack.troubles["chat.postMessage"] = [refused(503, "service_unavailable")]
    workspace.slack.troubles["chat.update"] = [refused(503, "service_unavailable")]
    with pytest.raises(InDoubt):
        await messenger.send(ASHA, HELLO, "kehrwert-1")
    with pytest.raises(Undeliverable) as told:
        await messenger.update(ASHA, "DUASHA:1", HELLO)
    assert not told.value.permanent


@pytest.mark.parametrize(
    "error", ["account_inactive", "channel_not_found", "missing_scope", "token_revoked"]
)
async def test_what_trying_again_does_not_mend_is_said_in_words(
    workspace: Workspace, error: str
) -> None:
    workspace.slack.troubles["chat.postMessage"] = [refused(200, error)]
    with pytest.raises(Undeliverable) as told:
        await workspace.connected.messenger.send(ASHA, HELLO, "kehrwert-1")
    assert told.value.permanent
    assert " " in told.value.reason


async def test_somebody_who_is_gone_is_permanently_out_of_reach(workspace: Workspace) -> None:
    workspace.slack.users["UASHA"]["deleted"] = True
    with pytest.raises(Undeliverable) as told:
        await workspace.connected.messenger.send(ASHA, HELLO, "kehrwert-1")
    assert (told.value.reason, told.value.permanent) == (
        "this person's account is deactivated",
        True,
    )


async def test_the_answer_to_a_click_does_not_wait_for_patience(
    workspace: Workspace, asha: Human
) -> None:
    workspace.slack.troubles["views.open"] = [refused(429, "ratelimited", **{"Retry-After": "60"})]
    began = time.monotonic()
    assert (await asha.types("join"))[0] == 200
    assert time.monotonic() - began < 60  # seconds: it did not wait
