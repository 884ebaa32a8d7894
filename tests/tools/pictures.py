"""Plays the demo in a browser and keeps its pictures for the documents: `make pictures`."""

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from tests.browser.conftest import CHROMIUM, FLAGS, PHONE, STARTED
from tests.browser.test_demo import LEFT, RIGHT, answers_everything, becomes, says

PICTURES = Path("docs/pictures")  # the folder is kept in the repository
DESK = ViewportSize(width=1360, height=900)
POCKET = ViewportSize(width=PHONE["width"], height=PHONE["height"])
A_MOMENT = 900  # milliseconds, for messages to arrive and movements to end


async def main() -> None:
    """Start the demo in a folder of its own, live the first weeks, and take the pictures."""
    kehrwert = Path(sys.executable).parent / "kehrwert"
    with tempfile.TemporaryDirectory() as folder:
        process = await asyncio.create_subprocess_exec(
            kehrwert,
            *("demo", "--port", "0", "--folder", folder),
            stdout=asyncio.subprocess.PIPE,
        )
        assert process.stdout is not None
        try:
            said = ""
            while not (found := STARTED.search(said)):
                said += (await process.stdout.readline()).decode()
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
                await take(browser, found[0])
                await browser.close()
        finally:
            process.terminate()
            await process.wait()


async def take(browser: Browser, url: str) -> None:
    """Live the journey and keep what it looks like."""
    page = await browser.new_page(viewport=DESK, locale="en", reduced_motion="reduce")
    await page.goto(url)
    await page.wait_for_selector(f"{LEFT} .welcome")
    await joins(page, LEFT, "ai")
    await page.locator(f"{RIGHT} .composer input").fill("/program mitmachen")
    await page.locator(f"{RIGHT} .composer input").press("Enter")
    await page.wait_for_selector("#form")
    await kept(page, "questionnaire")
    await answers_everything(page, "ki")
    await becomes(page, LEFT, "Hana")
    await says(page, LEFT, "/program match")
    send = page.locator(f"{LEFT} .bot button", has_text=re.compile("Vorschläge|proposals"))
    await send.first.wait_for()
    await kept(page, "round")
    await send.first.click()
    await page.locator("#confirm button").last.click()
    await page.wait_for_timeout(A_MOMENT)
    await becomes(page, LEFT, "Asha")
    await page.locator(f"{LEFT} .bot", has_text="A partner for you").wait_for()
    await page.locator(f"{RIGHT} .bot", has_text="Ein Vorschlag").wait_for()
    await kept(page, "demo")
    for pane in (LEFT, RIGHT):
        await page.locator(f"{pane} .bot button", has_text=re.compile("^(Yes|Ja)")).click()
    for _ in range(6):
        await page.get_by_role("button", name="1 week").click()
        await page.wait_for_selector(".clock:not([aria-busy=true])")
    await kept(page, "check-ins")
    await becomes(page, LEFT, "Hana")
    await says(page, LEFT, "/program status")
    await kept(page, "status")
    phone = await browser.new_page(viewport=POCKET, locale="de", color_scheme="dark")
    await phone.goto(url)
    await kept(phone, "phone")


async def joins(page: Page, pane: str, topic: str) -> None:
    """Join in a pane, with a topic."""
    await page.locator(f"{pane} .composer input").fill("/program join")
    await page.locator(f"{pane} .composer input").press("Enter")
    await page.wait_for_selector("#form[open]")
    await answers_everything(page, topic)


async def kept(page: Page, name: str) -> None:
    """Keep what the page looks like now."""
    await page.wait_for_timeout(A_MOMENT)
    await page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(main())
