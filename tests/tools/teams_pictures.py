"""Draws the main cards with Microsoft's own renderer, for the documents: `make pictures`."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

from playwright.async_api import Page, ViewportSize, async_playwright

from adapters.teams import render
from adapters.teams.parts import Element
from bot.model import Language
from bot.said import Note
from tests.browser.conftest import CHROMIUM, FLAGS, PHONE
from tests.musterwerk import TEAMS
from tests.teams.official import HERE, RENDERER
from tests.tools.small import shrink
from tests.tools.specimens import as_read

MARKDOWN = HERE / "node_modules" / "markdown-it" / "dist" / "markdown-it.min.js"
PICTURES = Path("docs/pictures/teams")  # the folder is kept in the repository
SHOWN = {
    "home": "Message home.paired.title",
    "hours": "Form join.hours.title",
    "topics": "Form join.wants.title",
    "proposal": "Message proposal.open.title",
    "reminder": "Message checkin.reminder.title",
    "group_mentor": "Message forming.open.title_mentor",
    "group_mentee": "Message forming.open.title_mentee",
    "group_begins": "Message pairing.begun.title.group 2",
    "group": "Message checkin.reminder.title.group",
    "group_feedback": "Message feedback.first.told.group",
    "group_status": "Message status.title 5",
    "asked": "Message checkin.asked.first.title",
    "feedback": "Message feedback.thanks.title",
    "survey": "Form survey.screen.tandem",
    "end": "Message ending.title",
    "break": "Message resting.told.title",
    "announcement": "Message announce.post.title",
    "status": "Message status.title",
}
DESK, POCKET = 560, PHONE["width"] - 40  # pixels that a card takes in a chat
ZONE = "Europe/Berlin"


async def main() -> None:
    """Take every picture in both languages, as wide as a desk's and as a phone's chat."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context(
            viewport=ViewportSize(width=2 * DESK + 72, height=10), locale="en-GB", timezone_id=ZONE
        )
        for name in SHOWN:
            await taken(await context.new_page(), name)
        await browser.close()


async def taken(page: Page, name: str) -> None:
    """Keep what a card looks like."""
    for script in (RENDERER, MARKDOWN):
        await page.add_script_tag(path=script)
    await page.add_style_tag(path=HERE / "host.css")
    shown = [[card, width] for width in (DESK, POCKET) for card in cards(SHOWN[name])]
    told = {"shown": shown, "host": json.loads((HERE / "host.json").read_text("utf-8"))}
    await page.evaluate((HERE / "draw.js").read_text("utf-8"), told)
    await page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
    shrink(PICTURES / f"{name}.png")
    await page.close()


def cards(name: str) -> Iterator[Element]:
    """Yield a card in both languages."""
    for language in Language:
        said = as_read(name, language)
        assert not isinstance(said, Note)
        yield render.card(said, TEAMS)


if __name__ == "__main__":
    asyncio.run(main())
