"""One programme, two platforms: Asha mentors on Slack, Bernd learns on Teams, both over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from adapters.gateway import Gateway
from bot.heard import Answer
from bot.model import CheckInState, Platform
from bot.ports import Messenger
from bot.post import Post
from tests.people import Company
from tests.slack import workspace as on_slack
from tests.slack.workspace import words_of
from tests.teams import tenant as on_teams
from tests.teams.tenant import shown

SCREENS = 12  # more than the questionnaire has
MENTOR: Mapping[str, Answer] = {
    "purposes": ("matching",),
    "role": "mentor",
    "offers_more": "Social Media",
}
MENTEE: Mapping[str, Answer] = {
    "purposes": ("matching",),
    "role": "mentee",
    "wants_more": "Social Media",
}


class Both:
    """Two platforms with one bot and one post."""

    def __init__(self, company: Company, slack: on_slack.Workspace, teams: on_teams.Tenant) -> None:
        self.company = company
        self.asha = on_slack.Human(slack, "UASHA")
        self.hana = on_slack.Human(slack, "UHANA")
        self.bernd = on_teams.Human(teams, "bernd")
        messengers: dict[Platform, Messenger] = {
            Platform.SLACK: slack.connected.messenger,
            Platform.TEAMS: teams.connected.messenger,
        }
        self.post = Post(company.bot, Gateway(messengers), lambda: company.now)

    async def settle(self) -> None:
        """Do what is due, and deliver it."""
        while True:
            chores = await asyncio.to_thread(self.company.bot.do_chores, self.company.now)
            sent = await self.post.deliver_due()
            if not chores + sent:
                due = self.company.books.next_due()
                if due is None or due > self.company.now + timedelta(seconds=10):
                    return
                self.company.now = max(self.company.now, due)

    def read_on_slack(self, person: on_slack.Human) -> dict[str, Any]:
        """Return the newest message of the bot to somebody on Slack."""
        return self.asha.slack.inbox(person.id)[-1]


@pytest.fixture
async def both(company: Company) -> AsyncIterator[Both]:
    async with on_slack.running(company) as slack, on_teams.running(company) as teams:
        yield Both(company, slack, teams)


async def asha_joins(both: Both) -> None:
    await both.asha.types("join")
    for _ in range(SCREENS):
        asked = both.asha.open
        wanted: dict[str, Any] = {
            key: answer
            for key, answer in MENTOR.items()
            if any(str(each.get("block_id", "")).startswith(f"{key}@") for each in asked["blocks"])
        }
        told = await both.asha.submits(**wanted)
        if told == {"response_action": "clear"}:
            return
    raise AssertionError("the questionnaire does not end")


async def bernd_joins(both: Both) -> None:
    await both.bernd.types("program mitmachen")
    for _ in range(SCREENS):
        inputs = both.bernd.inputs
        if not inputs:
            return
        await both.bernd.submits(**{key: MENTEE[key] for key in MENTEE.keys() & inputs.keys()})
    raise AssertionError("the questionnaire does not end")


async def test_from_joining_to_feedback(both: Both) -> None:
    company, bernd = both.company, both.bernd
    await asha_joins(both)
    await bernd_joins(both)
    assert bernd.teams.called("converse") == []
    await both.hana.types("match")
    await both.settle()
    await presses_on_slack(both, both.hana, "match.send:")
    await both.settle()
    bernd.reads("Ein Vorschlag für dich")
    bernd.reads("Asha Rao")  # by name: who is only on Slack cannot be mentioned here
    await bernd.presses("proposal.accept:")
    await presses_on_slack(both, both.asha, "proposal.accept:")
    await both.settle()
    bernd.reads("Deine erste Stunde mit")
    assert "Bernd Vogel" in words_of(both.read_on_slack(both.asha))
    await they_meet(both)
    company.assert_nothing_failed()


async def they_meet(both: Both) -> None:
    company, bernd = both.company, both.bernd
    with company.turn() as store:
        (hour,) = store.check_ins_in(company.programme.id, (CheckInState.PLANNED,))[:1]
    company.now = hour.starts_at + timedelta(hours=2)
    await both.settle()
    await bernd.presses(f"checkin.met:{hour.id}:1")
    await bernd.presses(f"feedback.useful:{hour.id}:5")
    with company.turn() as store:
        feedback = store.feedback_by(hour.id, company.bernd.person_id)
    assert feedback is not None
    assert feedback.useful == 5
    assert shown(bernd.card)


async def presses_on_slack(both: Both, person: on_slack.Human, payload: str) -> None:
    """Press the button of the newest message on Slack whose payload begins so."""
    message = both.read_on_slack(person)
    values = [
        str(each["value"])
        for block in message["blocks"]
        for each in block.get("elements", [])
        if each.get("type") == "button"
    ]
    wanted = next(value for value in values if value.startswith(payload))
    await person.forges(wanted, message)
