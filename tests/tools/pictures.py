"""Plays the demo in a browser and keeps its pictures for the documents: `make pictures`."""

import asyncio
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, PHONE, STARTED
from tests.browser.test_demo import LEFT, RIGHT, answers_everything, becomes, says

PICTURES = Path("docs/pictures")  # the folder is kept in the repository
DESK = ViewportSize(width=1360, height=900)
POCKET = ViewportSize(width=PHONE["width"], height=PHONE["height"])
A_MOMENT = 900  # milliseconds, for messages to arrive and movements to end


@dataclass(frozen=True)
class Play:
    """A programme that is lived for its pictures: how it is started, what is read, their names.

    `found` is what Hana's German button sends. A picture without a name is not kept.
    """

    options: tuple[str, ...]
    found: str
    asha_reads: str
    bernd_reads: str
    round: str
    proposal: str
    after_an_hour: str
    status: str
    questionnaire: str = ""
    phone: str = ""
    further_weeks: int = 0


TANDEMS = Play(
    (),
    found="Vorschläge",
    asha_reads="A partner for you",
    bernd_reads="Ein Vorschlag",
    round="round",
    proposal="demo",
    after_an_hour="check-ins",
    status="status",
    questionnaire="questionnaire",
    phone="phone",
    further_weeks=3,
)
GROUPS = Play(
    ("--format", "group"),
    found="Gruppen",
    asha_reads="A group for you",
    bernd_reads="eine Gruppe mit",
    round="group-round",
    proposal="group-proposal",
    after_an_hour="group-feedback",
    status="group-status",
)


async def main() -> None:
    """Take the pictures of a programme of tandems, and of one of groups."""
    for play in (TANDEMS, GROUPS):
        await lived(play)


async def lived(play: Play) -> None:
    """Start the demo in a folder of its own, live its first weeks, and take its pictures."""
    kehrwert = Path(sys.executable).parent / "kehrwert"
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            kehrwert,
            *("demo", "--port", "0", "--folder", folder, *play.options),
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        try:
            said = ""
            while not (found := STARTED.search(said)):
                said += (await process.stdout.readline()).decode()
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                await take(play, browser, found[0])
                await browser.close()
        finally:
            process.terminate()
            await process.wait()


async def take(play: Play, browser: Browser, url: str) -> None:
    """Live a programme's journey and keep what it looks like, in this play's pictures."""
    page = await browser.new_page(viewport=DESK, locale="en", reduced_motion="reduce")
    await page.goto(url)
    await both_join(page, play.questionnaire)
    await round_goes_out(page, play.found, play.round)
    for pane, words in ((LEFT, play.asha_reads), (RIGHT, play.bernd_reads)):
        await page.locator(f"{pane} .bot", has_text=words).wait_for()
    await kept(page, play.proposal)
    await both_say_yes(page)
    await both_prepare(page)
    await weeks_pass(page, 3)
    await kept(page, play.after_an_hour)
    await weeks_pass(page, play.further_weeks)
    await becomes(page, LEFT, "Hana")
    await says(page, LEFT, "/program status")
    await kept(page, play.status)
    if play.phone:
        phone = await browser.new_page(viewport=POCKET, locale="de", color_scheme="dark")
        await phone.goto(url)
        await kept(phone, play.phone)


async def both_join(page: Page, picture: str) -> None:
    """Let Asha and Bernd join; keep what the questionnaire looks like under this name, if any."""
    await page.wait_for_selector(f"{LEFT} .welcome")
    await joins(page, LEFT, "ai")
    await page.locator(f"{RIGHT} .composer input").fill("/program mitmachen")
    await page.locator(f"{RIGHT} .composer input").press("Enter")
    await page.wait_for_selector("#form")
    if picture:
        await kept(page, picture)
    await answers_everything(page, "ki")


async def round_goes_out(page: Page, what: str, picture: str) -> None:
    """Let Hana, who reads German, run a round and send `what` it found; keep its draft."""
    await becomes(page, LEFT, "Hana")
    await says(page, LEFT, "/program match")
    send = page.locator(f"{LEFT} .bot button", has_text=re.compile(rf"\d+ {what}"))
    await send.first.wait_for()
    await kept(page, picture)
    await send.first.click()
    await page.locator("#confirm button").last.click()
    await page.wait_for_timeout(A_MOMENT)
    await becomes(page, LEFT, "Asha")


async def both_say_yes(page: Page) -> None:
    """Let both accept what is proposed to them."""
    for pane in (LEFT, RIGHT):
        await page.locator(f"{pane} .bot button", has_text=re.compile("^(Yes|Ja)")).click()
        await page.wait_for_timeout(A_MOMENT)


async def both_prepare(page: Page) -> None:
    """Let the first word about the group come, and both get ready for its first hour."""
    for pane, on, ready in ((LEFT, "Next", "I'm ready"), (RIGHT, "Weiter", "Ich bin bereit")):
        begins = page.locator(f"{pane} .bot button", has_text=re.compile("2 [mM]inute"))
        while not await begins.count():
            await page.get_by_role("button", name="Next event").click()
            await page.wait_for_selector(".clock:not([aria-busy=true])")
        await begins.last.click()
        for each in (on, on, on, ready):
            await page.locator(f"{pane} .bot").get_by_role("button", name=each).last.click()
        await page.wait_for_selector("#form[open]")
        for point in await page.locator("#form[open] .choice input").all():
            await point.check()
        await page.locator("#form [type=submit]").click()
        await page.wait_for_timeout(A_MOMENT)


async def weeks_pass(page: Page, weeks: int) -> None:
    """Move the company's clock."""
    for _ in range(weeks):
        await page.get_by_role("button", name="1 week").click()
        await page.wait_for_selector(".clock:not([aria-busy=true])")


async def joins(page: Page, pane: str, topic: str) -> None:
    """Join in a pane, with a topic."""
    await page.locator(f"{pane} .composer input").fill("/program join")
    await page.locator(f"{pane} .composer input").press("Enter")
    await page.wait_for_selector("#form[open]")
    await answers_everything(page, topic)


async def kept(page: Page, name: str) -> None:
    """Keep what the page looks like now."""
    for pane in (LEFT, RIGHT):
        if await page.locator(f"{pane} .newer").is_visible():
            await page.locator(f"{pane} .newer").click()
    await page.wait_for_timeout(A_MOMENT)
    await page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(main())
