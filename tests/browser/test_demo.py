"""The try-out as a visitor meets it: started by its command, lived in a real browser."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Open

pytestmark = pytest.mark.asyncio(loop_scope="session")

LEFT, RIGHT = '.pane[data-side="left"]', '.pane[data-side="right"]'
MOST_SCREENS = 8  # of the questionnaire, as the product promises


async def says(page: Page, pane: str, words: str) -> Locator:
    """Type into a pane's composer, send, and return the answer's line."""
    lines = page.locator(f"{pane} .bot")
    before = await lines.count()
    await page.locator(f"{pane} .composer input").fill(words)
    await page.locator(f"{pane} .composer input").press("Enter")
    await expect(lines).to_have_count(before + 1)
    return lines.last


async def becomes(page: Page, pane: str, name: str) -> None:
    """Choose another person for a pane, by the keyboard."""
    await page.locator(f"{pane} .person").press("Enter")
    await page.keyboard.type(name)
    await page.keyboard.press("Enter")
    await expect(page.locator(f"{pane} .person .name")).to_contain_text(name)
    await expect(page.locator(f"{pane} .log")).not_to_have_attribute("aria-busy", "true")


async def answers_everything(page: Page, topic: str) -> list[str]:
    """Walk through the open questionnaire, taking what is offered; return the screens' titles."""
    form = page.locator("#form")
    titles: list[str] = []
    while await form.is_visible():
        titles.append(await form.locator("h2").inner_text())
        assert len(titles) <= MOST_SCREENS
        for asked in await form.locator(".ask").all():
            await _answers(page, asked, topic)
        async with page.expect_response("**/hear"):
            await form.locator("[type=submit]").click()
        await page.wait_for_timeout(100)  # milliseconds: the script shows what came back
        problems = await form.locator(".problem").all_inner_texts()
        assert not any(problems), problems
    return titles


async def _answers(page: Page, asked: Locator, topic: str) -> None:
    kind = await asked.get_attribute("data-kind")
    chosen = await asked.locator("input:checked").count()
    if kind in {"someof", "oneof"} and not chosen and await asked.locator("input").count():
        await asked.locator("input").first.check()
    if kind == "topics" and not await asked.locator(".token").count():
        await asked.locator(".tokens > input").press_sequentially(topic)
        await page.get_by_role("option").and_(page.locator(".found li")).first.click()


async def test_the_bot_speaks_with_everybody_in_their_language(
    open_page: Open, demo_url: str
) -> None:
    page = await open_page(demo_url)
    await expect(page.locator(f"{LEFT} .person .name")).to_contain_text("Asha")
    await expect(page.locator(f"{RIGHT} .person .name")).to_contain_text("Bernd")
    english = await says(page, LEFT, "/program")
    await expect(english.get_by_role("button", name="Join")).to_be_visible()
    german = await says(page, RIGHT, "/program")
    await expect(german.get_by_role("button", name="Mitmachen")).to_be_visible()
    await page.locator(f'{RIGHT} [data-speak="en"]').click()
    await expect(page.locator(f'{RIGHT} [data-speak="en"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    again = await says(page, RIGHT, "/program")
    await expect(again.get_by_role("button", name="Join")).to_be_visible()


async def test_a_typo_is_forgiven(open_page: Open, demo_url: str) -> None:
    page = await open_page(demo_url)
    answer = await says(page, LEFT, "/program halp")
    await answer.get_by_role("button", name=re.compile("help")).click()
    await expect(answer.locator(".edited")).to_be_visible()


async def test_one_joins_by_answering_what_is_asked(open_page: Open, demo_url: str) -> None:
    page = await open_page(demo_url)
    await page.locator(f"{LEFT} .composer input").fill("/program join")
    await page.locator(f"{LEFT} .composer input").press("Enter")
    await expect(page.locator("#form")).to_be_visible()
    titles = await answers_everything(page, "social")
    assert len(titles) == len(set(titles))
    assert len(titles) >= 5
    await expect(page.locator(f"{LEFT} .bot").last).to_contain_text("Welcome")


async def test_people_are_found_and_the_hr_lead_is_marked(open_page: Open, demo_url: str) -> None:
    page = await open_page(demo_url)
    await page.locator(f"{LEFT} .person").click()
    assert await page.locator("#people li").count() >= 50
    await expect(page.locator("#people .badge").first).to_have_text("HR lead")
    await page.keyboard.press("Escape")
    await becomes(page, LEFT, "Hana")
    await expect(page.locator(f"{LEFT} .badge")).to_have_text("HR lead")
    await expect(page.locator(f"{LEFT} .idea").first).to_have_text("/program match")


async def test_days_pass_on_the_companys_clock(open_page: Open, demo_url: str) -> None:
    page = await open_page(demo_url, locale="de", viewport=PHONE)
    day = page.locator('[data-clock="day"]')
    before = await day.inner_text()
    await page.get_by_role("button", name="1 Tag").click()
    await expect(day).not_to_have_text(before)
    await expect(page.locator(".clock")).not_to_have_attribute("aria-busy", "true")


async def test_starting_over_forgets_everything(open_page: Open, demo_url: str) -> None:
    page = await open_page(demo_url)
    await says(page, LEFT, "/program help")
    await page.get_by_role("button", name="Start over").click()
    await page.locator("#confirm").get_by_role("button", name="Start over").click()
    await expect(page.locator(f"{LEFT} .welcome")).to_be_visible()
    await expect(page.locator(f"{LEFT} .line")).to_have_count(0)
    await expect(page.locator(".clock")).to_contain_text("Week 1 of")
