"""Slack tells who works there and who left, and workflows ask for what a person may have."""

import asyncio
import json
from typing import Any

import pytest

from adapters.directory.slack import LeftOut, SlackDirectory, SlackStaff, WhyNot
from app.commands.slack import left_out_in_words
from bot.model import ParticipantState, Role
from tests.musterwerk import SLACK
from tests.people import Company
from tests.slack.fake import refused, user
from tests.slack.workspace import Human, Workspace, words_of


async def listed(workspace: Workspace, waits: list[float]) -> Any:
    directory = SlackDirectory("xoxb-fake", f"{workspace.slack.url}/api/", waits.append)
    return await asyncio.to_thread(directory.listed)


async def test_everybody_is_listed_page_by_page_without_guests_and_bots(
    workspace: Workspace,
) -> None:
    slack = workspace.slack
    slack.joins(user("Gerd Guest", team=SLACK, email="gerd@x.example", is_restricted=True))
    slack.joins(user("Robo Bot", team=SLACK, email="robo@x.example", is_bot=True))
    slack.joins(user("Sven Stranger", team="TOTHER", email="sven@x.example"))
    slack.joins(user("Lena Left", team=SLACK, email="lena@x.example", deleted=True))
    waits: list[float] = []
    found = await listed(workspace, waits)
    names = {entry.person.name for entry in found.entries}
    assert names == {"Asha Rao", "Bernd Vogel", "Carla Conti", "Hana Weiss"}
    assert found.left == (("ULENA", "lena@x.example"),)
    assert waits == [3.0, 3.0, 3.0]


async def test_who_is_left_out_is_named_with_the_reason(workspace: Workspace) -> None:
    slack = workspace.slack
    for each in (
        user("Gerd Guest", team=SLACK, email="gerd@x.example", is_ultra_restricted=True),
        user("Robo Bot", team=SLACK, email="robo@x.example", is_bot=True),
        user("Sven Stranger", team="TOTHER", email="sven@x.example"),
        user("Nora Nomail", team=SLACK, email=""),
        user("Uwe Unsure", team=SLACK, email="uwe@x.example", is_email_confirmed=False),
        user("Anna Again", team=SLACK, email="Asha.Rao@musterwerk.example"),
        user("Lena Left", team=SLACK, email="lena@x.example", deleted=True),
        user("Gone Guest", team=SLACK, email="gone@x.example", deleted=True, is_restricted=True),
    ):
        slack.joins(each)
    found = await listed(workspace, [])
    assert [(each.name, each.why) for each in found.left_out] == [
        ("Gerd Guest", WhyNot.GUEST),
        ("Robo Bot", WhyNot.BOT),
        ("Sven Stranger", WhyNot.ELSEWHERE),
        ("Nora Nomail", WhyNot.NO_EMAIL),
        ("Uwe Unsure", WhyNot.UNCONFIRMED),
        ("Anna Again", WhyNot.SAME_EMAIL),
    ]
    names = {entry.person.name for entry in found.entries}
    assert names == {"Asha Rao", "Bernd Vogel", "Carla Conti", "Hana Weiss"}


def test_the_operator_reads_who_is_left_out_and_how_many_more() -> None:
    guests = [LeftOut(f"Guest {number}", f"U{number}", WhyNot.GUEST) for number in range(25)]
    robot = LeftOut("Robo Bot", "UROBO", WhyNot.BOT)
    lines = left_out_in_words([robot, *guests]).splitlines()
    assert lines[0] == "left out:"
    assert lines[1].startswith("  guests of the workspace: 25 (Guest 0, Guest 1, ")
    assert lines[1].endswith("Guest 19 and 5 more: --json names all)")
    assert lines[2] == "  bots and apps: 1"
    assert left_out_in_words([]) == ""


async def test_a_refusal_of_slack_is_one_sentence(workspace: Workspace) -> None:
    workspace.slack.troubles["users.list"] = [refused(200, "missing_scope")]
    with pytest.raises(ValueError, match="missing_scope"):
        await listed(workspace, [])


async def test_somebody_who_is_deactivated_leaves_her_programme(
    workspace: Workspace, company: Company
) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    gone = {**workspace.slack.users["UASHA"], "deleted": True, "profile": {}}
    await workspace.event("user_change", user=gone)
    await workspace.deliver()
    assert company.asha.participant.state is ParticipantState.LEFT
    assert not company.asha.person.employed


async def test_a_new_name_and_zone_are_taken_over(workspace: Workspace, company: Company) -> None:
    changed = {**workspace.slack.users["UCARLA"], "real_name": "Carla Conti-Rossi"}
    await workspace.event("user_change", user=changed | {"tz": "Europe/Rome"})
    assert company.carla.person.name == "Carla Conti-Rossi"
    assert company.carla.person.hours.time_zone == "Europe/Rome"


async def test_somebody_unknown_who_changes_stays_unknown(
    workspace: Workspace, company: Company
) -> None:
    stranger = user("Nina New", team=SLACK, email="nina@musterwerk.example")
    await workspace.event("user_change", user=stranger)
    with company.turn() as store:
        assert store.person_by_email(company.organisation.id, "nina@musterwerk.example") is None


async def test_whoever_left_is_let_go_once(workspace: Workspace, company: Company) -> None:
    staff = SlackStaff(company.books, lambda: company.now)
    people = (("UASHA", ""), ("UNOBODY", "nobody@x.example"))
    assert staff.left(SLACK, people) == 1
    await workspace.deliver()
    assert staff.left(SLACK, people) == 0


async def runs(workspace: Workspace, step: str, person: str, number: str = "Fx1") -> None:
    await workspace.event(
        "function_executed",
        function={"id": "Fn1", "callback_id": step, "type": "app"},
        inputs={"person": person},
        function_execution_id=number,
        workflow_execution_id="Wx1",
        bot_access_token="xoxb-fake",
    )


async def test_a_workflow_invites_a_person_once(workspace: Workspace) -> None:
    for number in ("Fx1", "Fx2"):
        await runs(workspace, "invite_person", "UCARLA", number)
    (said,) = workspace.slack.inbox("UCARLA")
    assert any(block["type"] == "actions" for block in said["blocks"])
    assert len(workspace.slack.called("functions.completeSuccess")) == 2


async def test_a_workflow_sends_figures_to_hr_and_gets_none_itself(workspace: Workspace) -> None:
    await runs(workspace, "programme_figures", "UHANA")
    assert len(workspace.slack.inbox("UHANA")) == 1
    (done,) = workspace.slack.called("functions.completeSuccess")
    assert json.loads(done.get("outputs", "{}")) == {}


async def test_a_workflow_sends_no_figures_to_anybody_else(workspace: Workspace) -> None:
    await runs(workspace, "programme_figures", "UASHA")
    assert workspace.slack.inbox("UASHA") == []
    assert len(workspace.slack.called("functions.completeError")) == 1


async def test_figures_come_as_a_picture_with_words(workspace: Workspace, hana: Human) -> None:
    await hana.types("status")
    (said,) = workspace.slack.responses
    pictures = [each for each in said["blocks"] if each["type"] == "image"]
    assert len(pictures) == len(workspace.slack.files)
    assert words_of(said)
