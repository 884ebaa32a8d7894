"""The story of Asha and Bernd by clicking real cards: the Playground's pages in a real Chromium."""

from pathlib import Path

from tests.people import Company
from tests.teams.emulated import (
    after_the_first_hour,
    gone,
    hana_sends_a_round,
    serving,
    settle,
    usefulness,
)
from tests.teams.playground import needs_playground, person, window
from tests.teams.screen import chromium, screen

pytestmark = needs_playground


async def test_asha_and_bernd_click_from_joining_to_feedback(
    company: Company, tmp_path: Path
) -> None:
    async with (
        serving(company) as (endpoint, connected),
        window(person("Asha", "Rao"), endpoint, tmp_path) as ashas,
        window(person("Bernd", "Vogel"), endpoint, tmp_path) as bernds,
        chromium() as browser,
    ):
        asha = await screen(browser, ashas.url, "en-GB")
        bernd = await screen(browser, bernds.url, "de-DE")
        await asha.presses("Join")
        assert len(await asha.answers_everything("Social media", "Share")) == 7
        await asha.reads("Welcome to Reverse Mentoring 2026!")
        await bernd.reads("Voneinander lernen")
        await bernd.writes("/program mitmachen")
        await bernd.answers_everything("Social Media", "Etwas Neues")
        await hana_sends_a_round(company, connected)
        await bernd.reads("Ein Vorschlag für dich")
        await asha.presses("Yes, let's meet")
        await bernd.presses("Ja, gern")
        await settle(company, connected)
        await asha.reads("Your first hour with")
        hour = await after_the_first_hour(company, connected)
        await bernd.presses("Ja, wir haben uns getroffen")
        await bernd.presses("5 – sehr")
        await bernd.reads("Und noch einmal tippen")
        assert usefulness(company, hour) == 5
    company.assert_nothing_failed()


async def test_in_groups_and_channels_the_bot_answers_when_named_and_privately(
    company: Company, tmp_path: Path
) -> None:
    async with (
        serving(company) as (endpoint, connected),
        window(person("Bernd", "Vogel"), endpoint, tmp_path) as bernds,
        chromium() as browser,
    ):
        bernd = await screen(browser, bernds.url, "de-DE")
        await bernd.reads("Voneinander lernen")
        for place in ("Group", "Announcements"):
            await bernd.goes_to(place)
            await bernd.writes("program hilfe", to_the_bot=True)
            await bernd.hears("eigenen Chat geantwortet")
            assert await bernd.newest.count() == 0
        await bernd.goes_to("Personal Chat")
        await bernd.reads("/program tandem")
        await bernd.removes()
        await gone(connected, "aad-bernd")
    company.assert_nothing_failed()
