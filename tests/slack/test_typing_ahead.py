"""Somebody types into a list: what may be meant comes well before Slack's three seconds are over."""

import time
from statistics import median
from typing import Any

import pytest

from adapters.slack import limits
from adapters.slack.asks import PEOPLE, TOPICS
from bot.model import Language
from tests.musterwerk import SLACK, catalogue, colleague
from tests.people import Company
from tests.slack.workspace import Workspace

SLACK_WAITS_SECONDS = 3.0  # docs.slack.dev/reference/block-kit/block-elements
SEARCH_MS = 5.0
COLLEAGUES = 300


async def suggested(workspace: Workspace, kind: str, words: str) -> tuple[float, Any]:
    """Return after how many seconds Slack was answered, and with what."""
    body = {
        "type": "block_suggestion",
        "team": {"id": SLACK},
        "user": {"id": "UASHA", "username": "asha"},
        "action_id": kind,
        "block_id": "b",
        "value": words,
    }
    began = time.monotonic()
    status, answer = await workspace.send(body, form="payload")
    assert status == 200
    return time.monotonic() - began, answer


@pytest.mark.parametrize(
    ("kind", "words"), [(TOPICS, ""), (TOPICS, "a"), (TOPICS, "exel"), (PEOPLE, "p")]
)
async def test_options_come_in_time_and_never_more_than_slack_takes(
    workspace: Workspace, company: Company, kind: str, words: str
) -> None:
    with company.turn() as store:
        for number in range(COLLEAGUES):
            store.add(colleague(company.organisation.id, f"Petra Number{number}"))
    seconds, answer = await suggested(workspace, kind, words)
    assert seconds < SLACK_WAITS_SECONDS
    assert len(answer["options"]) <= limits.SELECT


async def test_a_word_misspelt_still_finds_its_topic(workspace: Workspace) -> None:
    _, answer = await suggested(workspace, TOPICS, "exel")
    assert any("Excel" in each["text"]["text"] for each in answer["options"])


@pytest.mark.parametrize("words", ["a", "exel", "künstliche", "no such thing at all"])
def test_the_search_itself_takes_a_few_milliseconds(words: str) -> None:
    catalogue().search(words, Language.EN, limits.SELECT)
    took = []
    for _ in range(15):
        began = time.thread_time()  # what else runs on the machine does not count
        catalogue().search(words, Language.EN, limits.SELECT)
        took.append((time.thread_time() - began) * 1000)
    assert median(took) <= SEARCH_MS
