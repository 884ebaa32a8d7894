"""Slack's own means: App Home, lists found while typing, filled-in windows, pictures, reasons."""

from datetime import datetime

import pytest

from adapters.slack.messenger import FOR_GOOD
from bot.commands import AskPause, ShowProfile
from bot.core import Bot
from bot.grammar import payload_of
from bot.heard import Heard
from bot.model import Address, Platform, Role
from bot.ports import Undeliverable
from bot.said import Message, Reply, verbatim
from tests.adapters.web import samples
from tests.musterwerk import SLACK, catalogue
from tests.outside import outline
from tests.people import Company
from tests.screen import WORDS, words
from tests.slack.fake import Json, refused
from tests.slack.workspace import Human, Workspace, button, running, words_of

ASHA = Address(Platform.SLACK, SLACK, "UASHA")


def sent_by(home: Json) -> list[str]:
    """Return what the buttons of App Home send."""
    return [
        each["value"]
        for block in home["blocks"]
        for each in block.get("elements", ())
        if each.get("type") == "button"
    ]


async def test_in_app_home_an_hr_lead_sees_the_programme_and_nobody_else_does(
    asha: Human, hana: Human
) -> None:
    home = await hana.opens_home()
    for key in ("home.hr.status", "home.hr.announce"):
        assert button(words(key), home)
        assert words(key) not in words_of(await asha.opens_home())


async def test_app_home_offers_nothing_twice(asha: Human, company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    sent = sent_by(await asha.opens_home())
    assert len(sent) == len(set(sent))


async def test_app_home_offers_profile_and_pause_only_to_whoever_takes_part(
    asha: Human, company: Company
) -> None:
    kept = {payload_of(ShowProfile()), payload_of(AskPause())}
    assert not kept & set(sent_by(await asha.opens_home()))
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    assert kept <= set(sent_by(await asha.opens_home()))


async def test_a_topic_is_found_while_typing_in_spite_of_a_typo(
    workspace: Workspace, asha: Human
) -> None:
    body = {
        "type": "block_suggestion",
        "team": {"id": SLACK},
        "user": {"id": asha.id},
        "action_id": "topics",
        "block_id": "offers@1",
        "value": "socal medi",
        "view": {"id": "V1", "type": "modal", "callback_id": "form"},
    }
    status, found = await workspace.send(body, form="payload")
    assert status == 200
    assert "social_media" in [each["value"] for each in found["options"]]
    assert len(found["options"]) <= 100


async def test_what_was_answered_before_is_filled_in(asha: Human, company: Company) -> None:
    company.asha.takes_part(Role.MENTOR, offers=("social_media",))
    await asha.types("profile")
    (said,) = asha.slack.responses
    await asha.presses(words("profile.change.offers"), said)
    chosen = [
        each["element"].get("initial_options") for each in asha.open["blocks"] if "element" in each
    ]
    assert "social_media" in str(chosen)


async def test_a_figure_is_uploaded_and_shown_in_the_answer(company: Company) -> None:
    class Showing(Bot):
        def hear(self, heard: Heard, now: datetime) -> Reply:  # noqa: ARG002 it shows one thing
            return samples.STATUS

    async with running(
        company, bot=Showing(company.books, WORDS, catalogue(), outline)
    ) as workspace:
        await Human(workspace, "UHANA").types("status")
        (said,) = workspace.slack.responses
        shown = [each for each in said["blocks"] if each["type"] == "image"]
        assert shown
        assert {each["slack_file"]["id"] for each in shown} == set(workspace.slack.files)
        assert all(each.startswith(b"\x89PNG") for each in workspace.slack.files.values())
        assert all(each["alt_text"] for each in shown)


async def test_whoever_has_no_right_to_it_changes_nothing(asha: Human, company: Company) -> None:
    before = company.audit()
    await asha.types("match")
    (said,) = asha.slack.responses
    assert words("refusal.hr_only") in words_of(said)
    assert company.audit() == before


@pytest.mark.parametrize("error", sorted(FOR_GOOD))
async def test_every_refusal_for_good_has_a_reason_in_words(
    workspace: Workspace, error: str
) -> None:
    workspace.slack.troubles["chat.postMessage"] = [refused(200, error)]
    with pytest.raises(Undeliverable) as told:
        await workspace.connected.messenger.send(ASHA, Message(verbatim("Hello")), "k")
    assert told.value.permanent
    assert len(told.value.reason.split()) > 3
    assert "_" not in told.value.reason.replace("SLACK_BOT_TOKEN", "")
