"""Somebody types into a list on Slack, and is shown what may be meant."""

from typing import Any

import pytest

from adapters.slack import limits
from adapters.slack.asks import PEOPLE, TOPICS
from tests.musterwerk import SLACK, colleague
from tests.people import Company
from tests.slack.workspace import Workspace

COLLEAGUES = 300


async def suggested(workspace: Workspace, kind: str, words: str) -> Any:
    """Return what Slack was answered."""
    body = {
        "type": "block_suggestion",
        "team": {"id": SLACK},
        "user": {"id": "UASHA", "username": "asha"},
        "action_id": kind,
        "block_id": "b",
        "value": words,
    }
    status, answer = await workspace.send(body, form="payload")
    assert status == 200
    return answer


@pytest.mark.parametrize(
    ("kind", "words"), [(TOPICS, ""), (TOPICS, "a"), (TOPICS, "exel"), (PEOPLE, "p")]
)
async def test_options_are_never_more_than_slack_takes(
    workspace: Workspace, company: Company, kind: str, words: str
) -> None:
    with company.turn() as store:
        for number in range(COLLEAGUES):
            store.add(colleague(company.organisation.id, f"Petra Number{number}"))
    answer = await suggested(workspace, kind, words)
    assert len(answer["options"]) <= limits.SELECT


async def test_a_word_misspelt_still_finds_its_topic(workspace: Workspace) -> None:
    answer = await suggested(workspace, TOPICS, "exel")
    assert any("Excel" in each["text"]["text"] for each in answer["options"])
