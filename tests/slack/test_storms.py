"""Waves, and storms of 429 and 503: everything arrives once, at Slack's pace, not before its time."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from bot.model import Notice, NoticeState, Participant, Platform, Role
from bot.model.pace import PACES
from tests.people import Company
from tests.slack.fake import FakeSlack, refused
from tests.slack.workspace import Human, Workspace

PACE = PACES[Platform.SLACK]
MATTERS = 8  # messages owed to one person at one moment
TRIES = 400
STEP = timedelta(seconds=5)


def owe(company: Company, participant: Participant, matters: int) -> None:
    due, until = company.now, company.now + timedelta(days=1)
    with company.turn() as store:
        for each in range(matters):
            once = f"{participant.id}:{each}"
            notice = Notice(
                participant.person,
                "proposal.none_yet",
                participant.id,
                once,
                due,
                until,
                at_latest=due,
            )
            store.owe(notice)


def keys(slack: FakeSlack) -> Counter[str]:
    """Return how often each of our messages stands on Slack."""
    return Counter(
        said["metadata"]["event_payload"]["key"]
        if isinstance(said["metadata"], dict)
        else str(said["metadata"])
        for said in slack.messages.values()
    )


async def drained(workspace: Workspace) -> int:
    """Deliver until nothing is left, as time passes; return after how many steps."""
    company = workspace.company
    for step in range(TRIES):
        await workspace.deliver()
        backlog = company.books.backlog(company.now + timedelta(days=1))
        if not backlog.due + backlog.sending:
            return step
        company.now += STEP
    raise AssertionError("something never arrived")


async def test_a_conversation_gets_its_burst_and_then_one_message_a_second(
    workspace: Workspace, company: Company
) -> None:
    owe(company, company.asha.takes_part(Role.MENTOR), MATTERS)
    await workspace.deliver()
    assert len(workspace.slack.inbox("UASHA")) == PACE.conversation.at_once
    for more in (1, 2, 3):
        company.now += PACE.conversation.every
        await workspace.deliver()
        assert len(workspace.slack.inbox("UASHA")) == PACE.conversation.at_once + more


async def test_a_workspace_gets_its_burst_and_then_its_even_pace(
    workspace: Workspace, company: Company
) -> None:
    for name in ("asha", "carla", "hana", "dario"):
        workspace.slack.users.setdefault(
            f"U{name.upper()}", {"id": f"U{name.upper()}", "deleted": False}
        )
        owe(company, getattr(company, name).takes_part(Role.MENTOR), MATTERS)
    await workspace.deliver()
    burst = len(workspace.slack.messages)
    assert burst <= PACE.others.at_once
    company.now += timedelta(seconds=1)
    await workspace.deliver()
    assert len(workspace.slack.messages) - burst <= timedelta(seconds=1) / PACE.others.every + 1


@pytest.mark.parametrize("every_other", [429, 503])
async def test_in_a_storm_everything_arrives_once(
    workspace: Workspace, company: Company, every_other: int
) -> None:
    owe(company, company.asha.takes_part(Role.MENTOR), MATTERS)
    trouble: list[Any] = []
    for _ in range(MATTERS):
        trouble += [refused(every_other, "ratelimited", **{"Retry-After": "7"}), lambda: None]
    workspace.slack.troubles["chat.postMessage"] = trouble
    await drained(workspace)
    assert len(workspace.slack.inbox("UASHA")) == MATTERS
    assert set(keys(workspace.slack).values()) == {1}


async def test_nothing_is_sent_before_slacks_patience_is_over(
    workspace: Workspace, company: Company
) -> None:
    owe(company, company.asha.takes_part(Role.MENTOR), 3)
    limit = refused(429, "ratelimited", **{"Retry-After": "60"})
    workspace.slack.troubles["chat.postMessage"] = [limit]
    await workspace.deliver()
    asked = len(workspace.slack.called("chat.postMessage"))
    for _ in range(11):
        company.now += STEP
        await workspace.deliver()
        assert len(workspace.slack.called("chat.postMessage")) == asked
    company.now += 2 * STEP
    await workspace.deliver()
    assert len(workspace.slack.inbox("UASHA")) == 3


async def test_a_storm_keeps_no_command_waiting(workspace: Workspace, company: Company) -> None:
    owe(company, company.carla.takes_part(Role.MENTOR), MATTERS)
    limit = refused(429, "ratelimited", **{"Retry-After": "60"})
    workspace.slack.troubles["chat.postMessage"] = [limit] * MATTERS
    delivering = asyncio.create_task(workspace.deliver())
    await Human(workspace, "UASHA").types("help")
    assert workspace.slack.responses
    await delivering


async def test_a_notice_in_a_storm_stays_owed(workspace: Workspace, company: Company) -> None:
    owe(company, company.asha.takes_part(Role.MENTOR), 1)
    workspace.slack.troubles["chat.postMessage"] = [refused(429, "ratelimited")]
    await workspace.deliver()
    with company.turn() as store:
        notices = store.notices_to(company.asha.person_id)
    assert [each.state for each in notices] == [NoticeState.READY]
