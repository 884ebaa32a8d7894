"""Whoever is not who she says, or sends what nobody may: nothing changes, and she is told politely."""

import logging
from datetime import datetime

import pytest

from app.logs import write_logs
from bot.core import Bot
from bot.heard import Heard, Pressed
from bot.model import Address, Platform
from bot.said import Reply
from tests.musterwerk import SLACK, catalogue
from tests.outside import outline
from tests.people import Company
from tests.screen import WORDS
from tests.slack.fake import refused, user
from tests.slack.workspace import Human, Workspace, running, words_of


@pytest.mark.parametrize(
    "change", [{"X-Slack-Signature": "v0=forged"}, {"X-Slack-Request-Timestamp": "1700000000"}]
)
async def test_what_slack_did_not_sign_just_now_is_refused(
    workspace: Workspace, change: dict[str, str]
) -> None:
    body = {"command": "/program", "text": "help", "team_id": SLACK, "user_id": "UASHA"}
    status, _ = await workspace.send(body, form="form", **change)
    assert status == 401
    await workspace.connected.app.settled()
    assert workspace.slack.responses == []


@pytest.mark.usefixtures("logs_as_before")
@pytest.mark.parametrize("level", ["info", "debug"])
async def test_what_slack_did_not_sign_is_not_quoted_in_the_log(
    workspace: Workspace,
    level: str,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_logs(level)
    for name in [each for each in logging.root.manager.loggerDict if "slack" in each]:
        caplog.set_level(level.upper(), logger=name)  # as Bolt does where it starts later
    body = {"command": "/program", "text": "a word in confidence", "team_id": SLACK}
    for _ in range(3):
        await workspace.send(body, form="form", **{"X-Slack-Signature": "v0=forged"})
    logged = capsys.readouterr().err
    assert "confidence" not in logged
    assert logged.count("SLACK_SIGNING_SECRET") == 1


async def test_a_foreign_workspace_gets_no_further_than_the_door(
    workspace: Workspace, asha: Human, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    await asha.types("join", team_id="TFOREIGN")
    assert workspace.slack.called("views.open") == []
    assert workspace.slack.called("users.info") == []


async def test_a_forged_button_changes_nothing_and_is_answered_politely(
    workspace: Workspace, asha: Human, company: Company
) -> None:
    before = company.audit()
    shown = {"blocks": [], "ts": "1", "channel": "DUASHA"}
    for payload in (
        "match.send:1",
        "proposal.accept:999",
        "person.depart:1",
        "x" * 2500,
        "leave:1",
    ):
        assert (await asha.forges(payload, shown))[0] == 200
    assert company.audit() == before
    assert len(workspace.slack.ephemeral) == 5


async def test_a_guest_is_told_so_and_never_enrolled(
    workspace: Workspace, company: Company
) -> None:
    guest = user("Gerd Guest", team=SLACK, email="gerd@musterwerk.example", is_restricted=True)
    workspace.slack.joins(guest)
    await Human(workspace, "UGERD").types("join")
    with company.turn() as store:
        address = Address(Platform.SLACK, SLACK, "UGERD")
        assert store.person_at(address) is None
    assert len(workspace.slack.responses) == 1


async def test_somebody_of_another_company_in_a_shared_channel_is_a_guest(
    workspace: Workspace, company: Company
) -> None:
    workspace.slack.joins(user("Sven Stranger", team="TOTHER", email="sven@musterwerk.example"))
    await Human(workspace, "USVEN").types("join")
    with company.turn() as store:
        assert store.person_at(Address(Platform.SLACK, SLACK, "USVEN")) is None


async def test_an_unconfirmed_e_mail_makes_nobody_somebody_else(
    workspace: Workspace, company: Company
) -> None:
    email = company.hana.actor.email
    workspace.slack.joins(user("Eve Evil", team=SLACK, email=email, is_email_confirmed=False))
    await Human(workspace, "UEVE").types("status")
    with company.turn() as store:
        assert store.person_at(Address(Platform.SLACK, SLACK, "UEVE")) is None


async def test_identity_comes_from_the_envelope_and_never_from_a_payload(
    company: Company,
) -> None:
    """The actor of a press is whom Slack names; nothing in the button can say otherwise."""
    heard: list[Heard] = []

    class Listening(Bot):
        def hear(self, said: Heard, now: datetime) -> Reply:
            heard.append(said)
            return super().hear(said, now)

    async with running(
        company, bot=Listening(company.books, WORDS, catalogue(), outline)
    ) as workspace:
        asha = Human(workspace, "UASHA")
        shown = {"blocks": [], "ts": "1", "channel": "DUHANA", "user": "UHANA"}
        await asha.forges("status", shown)
    (said,) = heard
    assert isinstance(said, Pressed)
    assert said.actor.address.user == "UASHA"


async def test_nobody_is_asked_about_when_slack_does_not_say_who_it_is(
    workspace: Workspace, asha: Human
) -> None:
    workspace.slack.troubles["users.info"] = [refused(500, "internal_error")]
    await asha.types("help")
    assert "/program" in words_of(workspace.slack.responses[0])
