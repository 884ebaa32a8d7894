"""Who changed or left while the bot was down is known after its start, once and at Slack's pace."""

import logging

import pytest

from adapters.directory.slack import SlackStaff
from adapters.slack.api import Refused
from adapters.slack.catching_up import PAGE_SECONDS, catch_up
from bot.model import ParticipantState, Role
from tests.musterwerk import SLACK
from tests.people import Company
from tests.slack.fake import refused, user
from tests.slack.workspace import Workspace, running


async def caught_up(workspace: Workspace, company: Company, waits: list[float]) -> int:
    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    staff = SlackStaff(company.books, lambda: company.now)
    api = await workspace.connected.connections.api(SLACK)
    return await catch_up(api, SLACK, staff, sleep)


async def test_whoever_left_while_the_bot_was_down_leaves_her_programme_at_its_start(
    company: Company,
) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    gone = user("Asha Rao", team=SLACK, email=company.asha.actor.email, deleted=True)
    async with running(company) as workspace:
        workspace.slack.joins(gone)
        workspace.slack.page = 100
        await workspace.connected.catch_up()
        await workspace.deliver()
    assert company.asha.participant.state is ParticipantState.LEFT


async def test_a_new_name_and_zone_are_taken_over_at_the_start(company: Company) -> None:
    married = user("Carla Conti", team=SLACK, email=company.carla.actor.email, tz="Europe/Rome")
    married["real_name"] = "Carla Conti-Rossi"
    async with running(company) as workspace:
        workspace.slack.joins(married)
        workspace.slack.page = 100
        await workspace.connected.catch_up()
    assert company.carla.person.name == "Carla Conti-Rossi"
    assert company.carla.person.hours.time_zone == "Europe/Rome"


async def test_nobody_is_taken_in_by_that(company: Company) -> None:
    stranger = user("Nina New", team=SLACK, email="nina@musterwerk.example")
    async with running(company) as workspace:
        workspace.slack.joins(stranger)
        workspace.slack.page = 100
        await workspace.connected.catch_up()
    with company.turn() as store:
        assert store.person_by_email(company.organisation.id, "nina@musterwerk.example") is None


async def test_pages_are_asked_for_at_slacks_pace_and_its_patience_is_kept(
    workspace: Workspace, company: Company
) -> None:
    workspace.slack.troubles["users.list"] = [refused(429, "ratelimited", **{"Retry-After": "7"})]
    waits: list[float] = []
    assert await caught_up(workspace, company, waits) == 4
    assert waits == [7.0, PAGE_SECONDS]


async def test_what_slack_refuses_is_not_asked_again(
    workspace: Workspace, company: Company
) -> None:
    workspace.slack.troubles["users.list"] = [refused(200, "missing_scope")]
    with pytest.raises(Refused, match="missing_scope"):
        await caught_up(workspace, company, [])


async def test_a_workspace_that_does_not_list_its_people_is_served_all_the_same(
    company: Company, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with running(company) as workspace:
        workspace.slack.troubles["users.list"] = [refused(200, "missing_scope")]
        await workspace.connected.catch_up()
        assert (await workspace.event("app_home_opened", user="UASHA", tab="home"))[0] == 200
    assert "could not be caught up" in caplog.text
