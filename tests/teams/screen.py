"""Somebody's screen on Teams: the Playground's own page in a real Chromium, read and clicked."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from playwright.async_api import Browser, Locator, Page, Route, async_playwright, expect

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.teams.playground import PATIENCE

DESK = {"width": 1280, "height": 1000}
PATIENT = PATIENCE * 1000  # milliseconds
expect.set_options(timeout=PATIENT)
MOST_SCREENS = 8  # of the questionnaire, as the product promises
CARD = ".ac-adaptiveCard"
FORWARD = "button:has(.style-positive)"


class Screen:
    """One person's page; her own chat is open."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def newest(self) -> Locator:
        """The newest card of the conversation that is open."""
        return self.page.locator(CARD).last

    async def reads(self, words: str) -> Locator:
        """Wait for a card with these words, and return the newest one."""
        card = self.page.locator(CARD, has_text=words).last
        await expect(card).to_be_visible()
        return card

    async def writes(self, words: str, *, to_the_bot: bool = False) -> None:
        """Write into the open conversation, with a mention of the bot before it or not."""
        await self.page.locator("[data-lexical-editor]").click()
        if to_the_bot:
            await self.page.keyboard.type("@")
            await self.page.get_by_role("menuitem", name="Kehrwert").click()
        await self.page.keyboard.type(words)
        await self.page.keyboard.press("Enter")

    async def presses(self, label: str) -> None:
        """Press the newest button with this label, and wait until its card says something else."""
        button = self.page.locator(CARD).get_by_role("button", name=label, exact=True).last
        await button.click()
        await expect(button).to_be_hidden()

    async def answers_everything(self, topic: str, role: str) -> list[str]:
        """Walk through the questionnaire, taking what is offered; return the screens' titles."""
        titles: list[str] = []
        await self.newest.locator("input").first.wait_for()
        while await self.newest.locator("input, textarea").count():
            card = self.newest
            title = await card.get_by_role("heading").first.inner_text()
            titles.append(title)
            assert len(titles) <= MOST_SCREENS, titles
            await self._answers(card, topic, role)
            await card.locator(FORWARD).click()
            await expect(card).not_to_contain_text(title)
        return titles

    async def _answers(self, card: Locator, topic: str, role: str) -> None:
        boxes, radios = card.get_by_role("checkbox"), card.get_by_role("radio")
        if await boxes.count() and not await card.locator("input:checked").count():
            await boxes.first.check()
        if await radios.count() and not await card.locator("input:checked").count():
            await card.get_by_role("radio", name=re.compile(role)).check()
        # The Playground finds nothing while typing: topics go into the line below.
        if await card.get_by_placeholder(re.compile("Type a topic|Thema tippen")).count():
            await card.locator("input[type=text]:not([role=combobox])").fill(topic)

    async def hears(self, words: str) -> None:
        """Wait for these words, in a card or outside."""
        await expect(self.page.get_by_text(words).last).to_be_visible()

    async def goes_to(self, place: str) -> None:
        """Open another conversation."""
        await self.page.get_by_role("treeitem", name=place).click()

    async def removes(self) -> None:
        """Remove the bot."""
        await self.page.get_by_role("button", name="Mock an Activity").click()
        await self.page.get_by_text("Uninstall application").click()
        await self.page.get_by_role("button", name="Send activity").click()


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start a browser."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        await started.close()


async def screen(browser: Browser, url: str, locale: str) -> Screen:
    """Open somebody's page, which lets the bot in as it does in Teams."""
    context = await browser.new_context(
        viewport={"width": DESK["width"], "height": DESK["height"]},
        locale=locale,
        timezone_id="Europe/Berlin",
    )
    context.set_default_timeout(PATIENT)
    await context.route(_is_elsewhere, _refused)
    page = await context.new_page()
    await page.goto(url)
    return Screen(page)


def _is_elsewhere(url: str) -> bool:
    """Tell whether the page asks for something from the world: fonts and animations."""
    return urlsplit(url).hostname not in {"127.0.0.1", "localhost"}


async def _refused(route: Route) -> None:
    await route.abort()
