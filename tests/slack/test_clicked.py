"""The story of Asha and Bernd, clicked through in the emulator's page, by mouse and keyboard."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.model import CheckInState, Language
from tests.browser.conftest import CHROMIUM, DESK, FLAGS
from tests.people import Company
from tests.screen import words
from tests.slack.emulator import BINARY, PEOPLE, Emulator
from tests.slack.fake import Json
from tests.slack.stage import staged

pytestmark = pytest.mark.skipif(
    not (BINARY.is_file() and Path(CHROMIUM).exists()), reason="make test installs what it needs"
)
SCREENS = 12  # more than the questionnaire has
TOPIC = "Social Media"
PATIENCE = 60_000  # milliseconds
expect.set_options(timeout=PATIENCE)
COMMAS = re.compile("with commas|mit Kommas")  # beside the line for topics in one's own words
NOT_DRAWN = ".bk-unknown"  # menus of several and times of day, which this page does not know


class Screen:
    """The emulator's page, at which one of the cast sits at a time."""

    def __init__(self, page: Page, slack: Emulator) -> None:
        self.page = page
        self.slack = slack
        self.user = ""

    async def sits(self, user: str) -> None:
        """Let somebody else sit down, in front of #general."""
        self.user = user
        await self.page.locator(".actas select").select_option(user)
        await self.page.locator(".sidebar-item", has_text="general").click()

    async def types(self, command: str) -> None:
        """Type a command."""
        await self.page.locator(".composer-input").fill(command)
        await self.page.locator(".composer-input").press("Enter")

    async def reads(self) -> None:
        """Go to what the bot has written to her, once it is delivered; it stands under her name."""
        await self.slack.deliver()
        await self.page.locator(".sidebar-item", has_text=PEOPLE[self.user]).click()

    async def opens_home(self) -> None:
        """Open App Home."""
        await self.page.locator(".sidebar-item", has_text="kehrwert").click()

    async def clicks(self, label: str) -> None:
        """Click the newest button of this label."""
        await self.page.locator(".bk-button", has_text=label).last.click()

    async def sees(self, said: str) -> None:
        """Wait until these words stand on the page."""
        await expect(self.page.locator(".main", has_text=said)).to_be_visible()

    async def joins(self, role: str) -> None:
        """Answer the questionnaire in its window, until it closes."""
        self.slack.view = None
        await self.types("/program join")
        for _ in range(SCREENS):
            shown = await self.slack.window()
            await self._stands(shown)
            await self._answers(role)
            async with asyncio.timeout(PATIENCE / 1000):
                while self.slack.view is shown:  # noqa: ASYNC110 the page says so by itself
                    await asyncio.sleep(0.02)
            if self.slack.view is None:
                await expect(self.page.locator(".modal")).to_have_count(0)
                return
        raise AssertionError("the questionnaire does not end")

    async def _stands(self, shown: Json) -> None:
        """Wait until the page shows this window."""
        labels = [each["label"]["text"] for each in shown["blocks"] if each["type"] == "input"]
        await expect(self.page.locator(".modal .bk-label")).to_have_text(labels)

    async def _answers(self, role: str) -> None:
        modal = self.page.locator(".modal")
        if await modal.locator(NOT_DRAWN, has_text="timepicker").count():
            await self.slack.submits(
                self.user, {}
            )  # what is filled in already, as the page sends it
            return
        for question in await modal.locator(".bk-input").all():
            chosen = question.get_by_label(role)
            if await chosen.count():
                await chosen.check()
            elif await question.locator("input[type=radio], input[type=checkbox]").count():
                await question.locator("input").first.check()
            elif await question.get_by_text(COMMAS).count():
                await question.locator(".bk-plain-input").fill(TOPIC)
        await modal.locator(".modal-btn.primary").click()


@pytest.fixture
async def screen(company: Company, tmp_path: Path) -> AsyncIterator[Screen]:
    async with staged(company, tmp_path, "http") as slack, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": DESK["width"], "height": DESK["height"]})
        page.set_default_timeout(PATIENCE)
        await page.goto(slack.url)
        yield Screen(page, slack)
        await browser.close()


async def test_asha_and_bernd_click_from_join_to_feedback(screen: Screen, company: Company) -> None:
    for user, role in (("UASHA", "Share what I know"), ("UBERND", "Etwas Neues lernen")):
        await screen.sits(user)
        await screen.joins(role)
    await screen.sits("UHANA")
    await screen.opens_home()
    await screen.clicks("Prepare a round")  # the page forgets that this was pressed in App Home
    await screen.reads()
    await screen.sees(words("round.solving.title"))
    await screen.reads()
    await screen.clicks("Send")
    await both_say_yes(screen)
    await they_meet_and_bernd_says_how_it_was(screen, company)


async def both_say_yes(screen: Screen) -> None:
    """Each in her own language; what was pressed is edited."""
    await screen.sits("UASHA")
    await screen.reads()
    await screen.sees("A partner for you")
    await screen.clicks("Yes, let's meet")
    await screen.sees(words("proposal.waiting.title"))
    await screen.sits("UBERND")
    await screen.reads()
    await screen.sees("Ein Vorschlag für dich")
    await screen.clicks("Ja")
    await screen.sees("Ihr seid ein Tandem")


async def they_meet_and_bernd_says_how_it_was(screen: Screen, company: Company) -> None:
    """Two taps after the hour."""
    with company.turn() as store:
        (hour, *_) = store.check_ins_in(company.programme.id, (CheckInState.PLANNED,))
    company.now = hour.starts_at + timedelta(hours=2)
    await screen.reads()
    await screen.clicks(words("checkin.asked.yes", Language.DE))
    await screen.clicks(words("feedback.useful.5", Language.DE))
    await screen.sees(words("feedback.second.yes.mentee", Language.DE))
    await screen.clicks(words("feedback.second.yes.mentee", Language.DE))
    await screen.sees(words("feedback.thanks.title", Language.DE))
    with company.turn() as store:
        feedback = store.feedback_by(hour.id, company.bernd.person_id)
    assert feedback is not None
    assert (feedback.useful, feedback.exchanged) == (5, True)
