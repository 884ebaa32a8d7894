"""Asha at her Slack client, Bernd and Emine at Teams, one bot and one post behind both."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

from adapters.gateway import Gateway
from bot.heard import Answer
from bot.model import Platform
from bot.ports import Messenger
from bot.post import Post
from tests.people import MOST_STEPS, PACED, Company
from tests.slack import workspace as on_slack
from tests.slack.workspace import words_of
from tests.teams import tenant as on_teams

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


class AtSlack:
    """Somebody at her Slack client who acts by what stands before her."""

    def __init__(self, human: on_slack.Human) -> None:
        self.human = human

    async def types(self, words: str) -> None:
        """Type a command."""
        await self.human.types(words)

    async def presses(self, payload: str) -> None:
        """Press the newest button whose payload begins so."""
        seen = []
        for message in reversed(self._shown()):
            for block in message.get("blocks", []):
                for each in block.get("elements", []):
                    if each.get("type") == "button":
                        seen.append(value := str(each["value"]))
                        if value.startswith(payload):
                            await self.human.forges(value, message)
                            return
        raise AssertionError(f"{self.human.id} sees no button {payload!r}, only {seen}")

    async def submits(self, **answers: Answer) -> Any:
        """Submit the open modal."""
        return await self.human.submits(None, **answers)

    def reads(self, words: str) -> None:
        """Hold that these words stand in one of her messages."""
        told = [words_of(each) for each in self._shown()]
        assert any(words in each for each in told), f"{words!r} is not in {told[-3:]}"

    async def joins(self) -> None:
        """Walk through the questionnaire."""
        await self.types("join")
        for _ in range(SCREENS):
            asked = {str(each.get("block_id", "")) for each in self.human.open["blocks"]}
            keys = {each.partition("@")[0] for each in asked}
            told = await self.submits(**{key: MENTOR[key] for key in MENTOR.keys() & keys})
            if told == {"response_action": "clear"}:
                return
        raise AssertionError("the questionnaire does not end")

    def _shown(self) -> list[dict[str, Any]]:
        """Return all that stands before her, what is in her conversation with the bot last."""
        slack = self.human.slack
        answered = [each for each in slack.responses if each["id"] == self.human.id]
        views = [view for view in slack.views.values() if "blocks" in view]
        return [*views, *answered, *slack.inbox(self.human.id)]


class AtTeams:
    """Somebody at his Teams client who acts by what stands before him."""

    def __init__(self, human: on_teams.Human) -> None:
        self.human = human

    async def types(self, words: str) -> None:
        """Write to the bot."""
        await self.human.types(f"program {words}")

    async def presses(self, payload: str) -> None:
        """Press the newest button whose payload begins so."""
        await self.human.presses(payload)

    async def submits(self, **answers: Any) -> None:
        """Submit the newest card's form."""
        await self.human.submits(**answers)

    def reads(self, words: str) -> None:
        """Hold that these words stand in one of his cards."""
        self.human.reads(words)

    async def joins(self) -> None:
        """Walk through the questionnaire."""
        await self.types("mitmachen")
        for _ in range(SCREENS):
            inputs = self.human.inputs
            if not inputs:
                return
            await self.submits(**{key: MENTEE[key] for key in MENTEE.keys() & inputs.keys()})
        raise AssertionError("the questionnaire does not end")


class Both:
    """Two platforms with one bot and one post."""

    def __init__(self, company: Company, slack: on_slack.Workspace, teams: on_teams.Tenant) -> None:
        self.company = company
        self.asha = AtSlack(on_slack.Human(slack, "UASHA"))
        self.hana = AtSlack(on_slack.Human(slack, "UHANA"))
        self.bernd = AtTeams(on_teams.Human(teams, "bernd"))
        self.emine = AtTeams(on_teams.Human(teams, "emine"))
        messengers: dict[Platform, Messenger] = {
            Platform.SLACK: slack.connected.messenger,
            Platform.TEAMS: teams.connected.messenger,
        }
        self.post = Post(company.bot, Gateway(messengers), lambda: company.now)

    async def settle(self) -> None:
        """Do what is due, and deliver it, as fast as the platforms' pace allows."""
        while True:
            chores = await asyncio.to_thread(self.company.bot.do_chores, self.company.now)
            busy = chores + await self.post.deliver_due()
            due = self.company.books.next_due()
            if not busy and (due is None or due > self.company.now + PACED):
                return
            if not busy and due is not None:
                self.company.now = max(self.company.now, due)

    async def wait_until(self, then: datetime) -> None:
        """Let time pass until then: everything due on the way happens at its moment."""
        for _ in range(MOST_STEPS):
            due = self.company.books.next_due()
            if due is None or due > then:
                break
            self.company.now = max(self.company.now, due)
            await self.settle()
        self.company.now = max(self.company.now, then)

    async def wait(self, **length: float) -> None:
        """Let time pass: `days=3, hours=2`."""
        await self.wait_until(self.company.now + timedelta(**length))


@asynccontextmanager
async def both_platforms(company: Company) -> AsyncIterator[Both]:
    """Run the company's bot on both platforms."""
    async with on_slack.running(company) as slack, on_teams.running(company) as teams:
        yield Both(company, slack, teams)
