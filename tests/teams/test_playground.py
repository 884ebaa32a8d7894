"""The story of Asha and Bernd in Microsoft's own Playground, each in a window: join to feedback."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.people import Company
from tests.teams.emulated import (
    after_the_first_hour,
    gone,
    hana_sends_a_round,
    serving,
    settle,
    usefulness,
)
from tests.teams.playground import CHANNEL, GROUP, Window, needs_playground, person, window

pytestmark = needs_playground
SCREENS = 12  # more than the questionnaire has
MENTOR = {"purposes": ("matching",), "role": "mentor", "offers_more": "Social Media"}
MENTEE = {"purposes": ("matching",), "role": "mentee", "wants_more": "Social Media"}


async def joins(person: Window, words: str, answers: Mapping[str, Any]) -> None:
    """Add the bot, and answer the questionnaire in its one card."""
    await person.installs()
    await person.sees("Reverse Mentoring 2026")
    await person.types(words)
    await person.sees("purposes")
    for _ in range(SCREENS):
        if person.form is None:
            assert len(person.said[person.own]) == 2  # the welcome, and all of the questionnaire
            return
        known = {key: answers[key] for key in answers.keys() & person.asked}
        told = await person.presses(str(person.form["data"]["kehrwert"]), known)
        await person.shows(told["value"])
    raise AssertionError("the questionnaire does not end")


async def test_asha_and_bernd_join_meet_and_say_how_it_was(
    company: Company, tmp_path: Path
) -> None:
    async with (
        serving(company) as (endpoint, connected),
        window(person("Asha", "Rao"), endpoint, tmp_path) as asha,
        window(person("Bernd", "Vogel"), endpoint, tmp_path) as bernd,
    ):
        await joins(asha, "program join", MENTOR)
        await joins(bernd, "/program mitmachen", MENTEE)
        await hana_sends_a_round(company, connected)
        await bernd.sees("Ein Vorschlag für dich")
        told = await asha.presses("proposal.accept:")
        assert "proposal.accept" not in str(told["value"])
        await bernd.presses("proposal.accept:")
        await settle(company, connected)
        await asha.sees("Your first hour with")
        hour = await after_the_first_hour(company, connected)
        await bernd.presses(f"checkin.met:{hour.id}:1")
        await connected.app.settled()
        await bernd.presses(f"feedback.useful:{hour.id}:5")
        assert usefulness(company, hour) == 5
    company.assert_nothing_failed()


async def test_groups_channels_and_leaving(company: Company, tmp_path: Path) -> None:
    async with (
        serving(company) as (endpoint, connected),
        window(person("Bernd", "Vogel"), endpoint, tmp_path) as bernd,
    ):
        await bernd.installs()
        await bernd.sees("Mitmachen")
        await bernd.installs()  # every opening of the page does so
        for place in (GROUP, CHANNEL):
            await bernd.types("program hilfe", place, mention=True)
            await bernd.sees("eigenen Chat", place)
        await bernd.sees("/program")
        titles = [str(each).count("Was ich kann") for each in bernd.said[bernd.own].values()]
        assert len(titles) == 3  # one welcome, two private answers
        await bernd.removes()
        await gone(connected, "aad-bernd")
