"""The page in use: by mouse, by keyboard alone, on a phone, in both languages, in the dark.

Long because a visitor's whole way through the page is walked here.
"""

import asyncio
import re
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import PHONE, Open

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
LEFT, RIGHT = '.pane[data-side="left"]', '.pane[data-side="right"]'


async def says(page: Page, pane: str, words: str) -> None:
    """Type into a pane's composer and send."""
    await page.locator(f"{pane} .composer input").fill(words)
    await page.locator(f"{pane} .composer input").press("Enter")


async def focused(page: Page) -> str:
    """Return what has the focus, by its id, text or label."""
    return str(
        await page.evaluate(
            "(e => e.id || e.ariaLabel || e.textContent.trim() || e.className)"
            "(document.activeElement)"
        )
    )


# conversations


async def test_what_is_typed_stands_to_the_right_and_the_answer_to_the_left(
    open_page: Open, sample_url: str
) -> None:
    page = await open_page(sample_url)
    await says(page, RIGHT, "/program agenda")
    lines = page.locator(f"{RIGHT} .line")
    await expect(lines).to_have_count(2)
    await expect(lines.first).to_have_class(re.compile("mine"))
    await expect(lines.last.locator(".title")).to_have_text("Your hour with Asha is tomorrow")
    await expect(page.locator(f"{RIGHT} .composer input")).to_have_value("")
    await expect(page.locator(f"{RIGHT} .welcome")).to_be_hidden()


async def test_a_pressed_message_is_edited_in_its_place(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url)
    lines = page.locator(f"{LEFT} .line")
    await expect(lines).to_have_count(3)
    await page.get_by_role("button", name="Yes, gladly").click()
    await expect(lines).to_have_count(3)
    await expect(lines.nth(1)).to_contain_text("You said accept")
    await expect(lines.nth(1).locator(".edited")).to_be_visible()
    await expect(lines.nth(2).locator(".edited")).to_be_hidden()


async def test_what_destroys_is_asked_once_more(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url)
    await page.get_by_role("button", name="Skip this week").click()
    await expect(page.locator("#confirm")).to_contain_text("Skip this week’s hour with Asha?")
    assert await focused(page) == "Cancel"
    await page.keyboard.press("Escape")
    await expect(page.locator(".edited:visible")).to_have_count(0)
    await page.get_by_role("button", name="Skip this week").click()
    await page.locator("#confirm").get_by_role("button", name="Skip this week").click()
    await expect(page.locator(f"{LEFT} .line").last).to_contain_text("You said skip")


async def test_a_note_passes_by_and_changes_nothing(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url)
    await page.get_by_role("button", name="I will be there").click()
    await expect(page.locator(".toast")).to_have_text("see you")
    await expect(page.get_by_role("button", name="I will be there")).to_be_enabled()


async def test_the_other_pane_follows_by_itself(open_page: Open, sample_url: str) -> None:
    watching = await open_page(f"{sample_url}?left=carla&right=hana")
    acting = await open_page(f"{sample_url}?left=carla&right=bernd")
    await says(acting, LEFT, "/program agenda")
    await expect(watching.locator(f"{LEFT} .line")).to_have_count(2)
    await expect(watching.locator(f"{RIGHT} .line")).to_have_count(2)


async def test_both_panes_may_be_one_person_as_on_two_screens(
    open_page: Open, sample_url: str
) -> None:
    page = await open_page(f"{sample_url}?left=asha&right=asha")
    await says(page, LEFT, "hello")
    for pane in (LEFT, RIGHT):
        await expect(page.locator(f"{pane} .mine").last).to_have_text(re.compile("hello"))


async def test_names_and_words_are_never_run_as_code(open_page: Open, sample_url: str) -> None:
    page = await open_page(f"{sample_url}?left=evil&right=bernd")
    await says(page, LEFT, "<img src=x onerror=alert(1)>")
    await says(page, LEFT, "/program form")
    await expect(page.locator("#form")).to_contain_text("<img src=x onerror=alert(1)>")
    await expect(page.locator(f"{LEFT} .mine").first).to_have_text(re.compile("<img"))


async def test_a_lost_connection_is_said_and_found_again(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url)
    await page.evaluate("document.body.dataset.here = 'yes'")
    # Without a console message: the stream ends as when the server stops, with an empty answer.
    await page.route("**/live?**", lambda route: route.fulfill(status=204))
    await page.locator(f"{RIGHT} .person").click()
    await page.locator('#people [data-user="hana"]').click()
    await expect(page.locator(".offline")).to_contain_text("The connection is lost.")
    await page.unroute("**/live?**")
    await expect(page.locator(".offline")).to_have_count(0)
    await expect(page.locator("body")).to_have_attribute("data-here", "yes")


# forms


async def test_a_form_tells_what_is_wrong_where_it_is_wrong(
    open_page: Open, sample_url: str
) -> None:
    page = await open_page(sample_url)
    await says(page, LEFT, "long_form")
    form = page.locator("#form")
    await expect(form.locator('[data-ask="role"] .problem')).to_have_text("Please choose a seat.")
    await form.get_by_role("radio", name="Mentor").check()
    await expect(form.locator('[data-ask="role"] .problem')).to_have_text("")
    await form.get_by_role("button", name="Send").click()
    await expect(form.locator('[data-ask="consent"] .problem')).to_have_text(
        "Please answer this one."
    )
    await expect(form).to_be_visible()
    await form.locator('[data-ask="consent"] input').check()
    await form.locator(".point").nth(4).click()
    await form.get_by_role("button", name="Send").click()
    await expect(form).to_be_hidden()
    await expect(page.locator(f"{LEFT} .line").last).to_contain_text("We noted 8 answers.")


async def test_problems_from_the_core_keep_the_form_open_and_take_the_focus(
    open_page: Open, sample_url: str
) -> None:
    page = await open_page(sample_url)
    await says(page, RIGHT, "form")
    await page.locator('[data-ask="more"] input').fill("wrong")
    await page.get_by_role("button", name="Next", exact=True).click()
    await expect(page.locator('[data-ask="more"] .problem')).to_have_text("That is not a topic.")
    await expect(page.locator('[data-ask="more"] input')).to_be_focused()
    await expect(page.locator('[data-ask="more"] input')).to_have_attribute("aria-invalid", "true")


async def test_no_more_than_wanted_can_be_ticked(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url)
    await says(page, LEFT, "form")
    boxes = page.locator('[data-ask="languages"] input')
    await boxes.nth(1).check()
    await expect(boxes.nth(2)).to_be_disabled()
    await boxes.nth(0).uncheck()
    await expect(boxes.nth(2)).to_be_enabled()


async def test_a_form_that_a_message_opened_replaces_that_message(
    open_page: Open, sample_url: str
) -> None:
    page = await open_page(sample_url)
    await page.get_by_role("button", name="Move it").click()
    await page.locator("#form").get_by_role("button", name="Next", exact=True).click()
    lines = page.locator(f"{LEFT} .line")
    await expect(lines).to_have_count(3)
    await expect(lines.last).to_contain_text("We noted 4 answers.")
    await expect(lines.last.locator(".edited")).to_be_visible()


# by keyboard alone


async def test_everything_can_be_done_without_a_mouse(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url)
    keys = page.keyboard
    await expect(page.locator(f"{LEFT} .composer input")).to_be_focused()
    await keys.type("form")
    await keys.press("Enter")
    topics = page.locator('[data-ask="topics"] .tokens > input')
    await expect(topics).to_be_focused()
    await keys.type("pod")
    await expect(page.get_by_role("option", name="Podcasts")).to_be_visible()
    await expect(topics).to_have_attribute("aria-expanded", "true")
    await keys.press("Enter")
    tokens = page.locator('[data-ask="topics"] .token')
    await expect(tokens).to_have_count(3)
    await keys.press("Backspace")
    await keys.press("Backspace")
    await expect(tokens).to_have_count(1)
    await keys.type("a")
    await expect(page.get_by_role("option", name="AI tools")).to_be_visible()
    await keys.press("ArrowDown")
    await keys.press("Enter")
    await expect(tokens.last).to_contain_text("Agile teams")
    await keys.type("zzz")
    await expect(page.locator(".found")).to_contain_text("Nothing found")
    await keys.press("Escape")
    await expect(page.locator(".found")).to_be_hidden()
    await expect(page.locator("#form")).to_be_visible()
    for _letter in "zzz":
        await keys.press("Backspace")
    await keys.press("Tab")
    await expect(page.locator('[data-ask="more"] input')).to_be_focused()
    await keys.press("Tab")
    await keys.press("Tab")
    await keys.press("Space")
    await expect(page.locator('[data-ask="languages"] input').nth(1)).to_be_checked()
    await keys.press("Escape")
    await expect(page.locator("#form")).to_be_hidden()
    await expect(page.locator(f"{LEFT} .composer input")).to_be_focused()
    await keys.press("ArrowUp")
    await expect(page.locator(f"{LEFT} .composer input")).to_have_value("form")


async def test_one_becomes_somebody_else_without_a_mouse(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url)
    await page.locator(f"{RIGHT} .person").focus()
    await page.keyboard.press("Enter")
    await page.keyboard.type("mün")
    await expect(page.locator("#people li:visible")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.locator(f"{RIGHT} .person .name")).to_have_text("Carla Méndez")
    await expect(page.locator(f"{RIGHT} .composer input")).to_be_focused()
    await expect(page).to_have_url(re.compile(r"left=asha&right=carla"))
    await page.locator(f"{RIGHT} .person").press("Enter")
    await page.keyboard.type("asha")
    await page.keyboard.press("Enter")
    await expect(page.locator(f"{RIGHT} .person .name")).to_have_text("Asha Rao")
    await expect(page.locator(f"{LEFT} .person .name")).to_have_text("Carla Méndez")
    await expect(page.locator(f"{RIGHT} .line")).to_have_count(3)


async def test_the_focus_stays_in_a_form_and_comes_back_after_it(
    open_page: Open, sample_url: str
) -> None:
    page = await open_page(sample_url)
    await page.get_by_role("button", name="Move it").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#form")).to_be_visible()
    for _stop in range(25):
        await page.keyboard.press("Tab")
        inside = (
            "document.activeElement === document.body || !!document.activeElement.closest('#form')"
        )
        assert await page.evaluate(inside)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Move it")).to_be_focused()


# the head


async def test_time_passes_when_told(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url)
    await expect(page.locator(".clock")).to_contain_text("Week 1 of 12")
    await page.get_by_role("button", name="1 week").click()
    await expect(page.locator(".clock")).to_contain_text("Mon, 19 January 2026")
    await expect(page.locator(".clock")).to_contain_text("Week 2 of 12")
    await expect(page.locator(".weeks .done")).to_have_count(2)
    await page.get_by_role("button", name="Next event").click()
    await expect(page.locator('[data-clock="time"]')).to_have_text("15:00")


async def test_the_page_speaks_german_and_english(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url)
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.locator(f'{RIGHT} [data-speak="de"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    await page.locator('.controls [data-language="de"]').click()
    await expect(page.locator("html")).to_have_attribute("lang", "de")
    await expect(page.locator(".local")).to_contain_text("Lokale Probe ohne Anmeldung")
    await expect(page.locator(f'{LEFT} [data-speak="de"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    await says(page, LEFT, "form")
    await expect(page.locator("#form")).to_contain_text("freiwillig")


async def test_one_person_can_be_spoken_to_in_another_language(
    open_page: Open, sample_url: str
) -> None:
    page = await open_page(sample_url)
    await page.locator(f'{LEFT} [data-speak="de"]').click()
    await expect(page.locator(f'{LEFT} [data-speak="de"]')).to_have_attribute(
        "aria-pressed", "true"
    )
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_words_that_arrive_late_do_not_change_the_language_back(
    open_page: Open, sample_url: str
) -> None:
    page, other = await open_page(sample_url), await open_page(sample_url)
    german, english = (page.locator(f'{LEFT} [data-speak="{each}"]') for each in ("de", "en"))
    heard, overtaken = asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        response = await route.fetch()
        heard.set()
        await overtaken.wait()
        await route.fulfill(response=response)

    await page.route("**/hear", late)
    await says(page, LEFT, "hello")
    await heard.wait()
    await other.locator(f'{LEFT} [data-speak="de"]').click()
    await expect(german).to_have_attribute("aria-pressed", "true")
    async with page.expect_response("**/hear"):
        overtaken.set()
    await expect(page.locator(f"{LEFT} .typing")).to_be_hidden()
    await expect(english).to_have_attribute("aria-pressed", "false")


async def test_the_switch_and_starting_over(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url)
    switch = page.get_by_role("switch", name="Colleagues answer")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "false")
    await page.get_by_role("button", name="1 week").click()
    await page.get_by_role("button", name="Start over").click()
    await page.locator("#confirm").get_by_role("button", name="Start over").click()
    await expect(page.locator(".clock")).to_contain_text("Week 1 of 12")


async def test_the_page_says_plainly_what_it_is(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url, viewport=PHONE)
    await expect(page.locator(".local")).to_be_in_viewport()
    await expect(page.locator(".local")).to_contain_text("Local trial, no login")
    await expect(page.locator(".local")).to_contain_text("stays on this machine")


# on a phone, in the dark


@pytest.mark.parametrize("locale", ["en", "de"])
async def test_a_phone_shows_one_conversation_at_a_time(
    open_page: Open, sample_url: str, locale: str
) -> None:
    page = await open_page(f"{sample_url}?left=asha&right=hana", viewport=PHONE, locale=locale)
    await expect(page.locator(LEFT)).to_be_visible()
    await expect(page.locator(RIGHT)).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await page.locator('.tabs [data-tab="right"]').click()
    await expect(page.locator(RIGHT)).to_be_visible()
    await expect(page.locator(LEFT)).to_be_hidden()
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await says(page, RIGHT, "form")
    await expect(page.locator("#form")).to_be_visible()
    box = await page.locator("#form").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    await expect(page.locator("#form [type=submit]")).to_be_in_viewport()


async def test_the_hidden_conversation_counts_what_is_new(open_page: Open, sample_url: str) -> None:
    phone = await open_page(sample_url, viewport=PHONE)
    desk = await open_page(sample_url)
    await says(desk, RIGHT, "agenda")
    await expect(phone.locator('.tabs [data-tab="right"] .unread')).to_have_text("2 new")
    await phone.locator('.tabs [data-tab="right"]').click()
    await expect(phone.locator(".unread:visible")).to_have_count(0)


async def test_fingers_hit_every_button(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url, viewport=PHONE)
    await says(page, LEFT, "long_form")
    await expect(page.locator("#form")).to_be_visible()
    sizes = await page.evaluate(
        "[...document.querySelectorAll('button, select, .choice, .point')]"
        ".filter(e => e.checkVisibility()).map(e => [e.textContent.trim(), e.offsetWidth,"
        " e.offsetHeight]).filter(([, w, h]) => w < 24 || h < 24)"
    )
    assert sizes == []  # WCAG 2.2, 2.5.8: at least 24 by 24 pixels


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("form", ["", "form", "long_form"])
async def test_every_word_stands_out_from_its_ground(
    open_page: Open, sample_url: str, form: str, *, dark: bool
) -> None:
    page = await open_page(f"{sample_url}?left=hana&right=asha", dark=dark, still=True)
    await expect(page.locator(f"{RIGHT} .line")).to_have_count(3)
    if form:
        await says(page, RIGHT, form)
        await expect(page.locator("#form")).to_be_visible()
    assert await page.evaluate(CONTRAST) == []


async def test_who_wants_no_motion_gets_none(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url, still=True)
    await says(page, LEFT, "form")
    duration = await page.evaluate(
        "getComputedStyle(document.getElementById('form')).animationDuration"
    )
    assert duration == "0.001s"


async def test_the_log_tells_screen_readers_what_arrives(open_page: Open, sample_url: str) -> None:
    page = await open_page(sample_url)
    log = page.get_by_role("log", name="Asha Rao's conversation")
    await expect(log).to_have_attribute("aria-live", "polite")
    unnamed = await page.evaluate(
        "[...document.querySelectorAll('button, input, select, textarea, [role]')].filter(e =>"
        " e.checkVisibility() && !(e.ariaLabel || e.textContent.trim() || e.labels?.length"
        " || e.title || e.getAttribute('aria-labelledby') || e.role === 'status'"
        " || e.getAttribute('role') === 'status')).map(e => e.outerHTML)"
    )
    assert unnamed == []
