"""Whole programmes are played, and their raw logs judged: everybody is left in peace as promised.

`make peace` plays more and larger ones.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adapters.directory.sample import FEWEST_PEOPLE
from app.demo.plot import invented
from app.simulation.chronicle import Arrival
from app.simulation.command import played
from app.simulation.play import Play
from bot import commands
from bot.model import Format, Language
from bot.said import Button, every
from tests.app.quiet_judge import BREAK, Breach, QuietJudge

PLAYS = int(os.environ.get("PEACE_PLAYS", "2"))
MOST_PEOPLE = int(os.environ.get("PEACE_PEOPLE", "36"))
WEEKS = int(os.environ.get("PEACE_WEEKS", "3"))


def play(seed: int, people: int, matches: Format = Format.ONE_TO_ONE) -> Play:
    """Play a programme to its end."""
    company = replace(invented(people=people), weeks=WEEKS, format=matches)
    return played(company, seed, Language.EN, lambda _share: None).play


def breaches(of: Play) -> list[Breach]:
    return list(QuietJudge(of.chronicle, of.people).breaches())


@pytest.mark.parametrize("matches", Format)
@settings(
    max_examples=PLAYS,
    suppress_health_check=list(HealthCheck),
    phases=set(Phase) - {Phase.shrink},  # a smaller seed is no simpler play
)
@given(seed=st.integers(0, 10**6), people=st.integers(FEWEST_PEOPLE, MOST_PEOPLE))
def test_nobody_is_disturbed_more_than_promised(matches: Format, seed: int, people: int) -> None:
    assert breaches(play(seed, people, matches)) == []


@pytest.fixture(scope="module")
def peaceful() -> Play:
    return play(7, FEWEST_PEOPLE)


def changed(of: Play, change: Callable[[list[Arrival]], Iterator[Arrival]]) -> set[str]:
    """Return which promises a log breaks once it is changed."""
    kept = of.chronicle.arrivals
    of.chronicle.arrivals = sorted(change(list(kept)), key=lambda each: each.at)
    try:
        return {each.promise for each in breaches(of)}
    finally:
        of.chronicle.arrivals = kept


def reminders(arrivals: list[Arrival]) -> Iterator[Arrival]:
    return (each for each in arrivals if each.message.title.key == "checkin.reminder.title")


def test_a_second_message_of_a_day_is_found_out(peaceful: Play) -> None:
    def change(arrivals: list[Arrival]) -> Iterator[Arrival]:
        first = next(reminders(arrivals))
        yield from arrivals
        yield replace(first, at=first.at + timedelta(minutes=20))

    assert {"one unasked message a day", "one matter, one message"} <= changed(peaceful, change)


def test_a_message_in_the_night_is_found_out(peaceful: Play) -> None:
    def change(arrivals: list[Arrival]) -> Iterator[Arrival]:
        first = next(reminders(arrivals))
        yield from (each for each in arrivals if each is not first)
        yield replace(first, at=first.at.replace(hour=2))

    assert "nothing outside working hours" in changed(peaceful, change)


def test_a_question_after_its_answer_is_found_out(peaceful: Play) -> None:
    answered = next(peaceful.chronicle.did(commands.SayMet, peaceful.ends))

    def change(arrivals: list[Arrival]) -> Iterator[Arrival]:
        asked = (each for each in arrivals if each.user == answered.user)
        question = next(each for each in asked if _offers(each, answered.asked))
        yield from arrivals
        yield replace(question, at=answered.at + timedelta(days=7))

    assert "nothing after an answer" in changed(peaceful, change)


def told_of_a_break(arrivals: list[Arrival], after: datetime) -> Arrival:
    """Return what somebody is told who is given a break, as if it came then."""
    first = next(reminders(arrivals))
    title = replace(first.message.title, key=BREAK)
    return replace(first, at=after, message=replace(first.message, title=title))


def test_a_break_that_came_too_soon_is_found_out(peaceful: Play) -> None:
    def change(arrivals: list[Arrival]) -> Iterator[Arrival]:
        first = next(reminders(arrivals))
        yield from arrivals
        yield told_of_a_break(arrivals, first.at + timedelta(minutes=1))

    assert "a break after three" in changed(peaceful, change)


def test_a_word_to_somebody_on_a_break_is_found_out(peaceful: Play) -> None:
    def change(arrivals: list[Arrival]) -> Iterator[Arrival]:
        first = next(reminders(arrivals))
        yield from arrivals
        yield told_of_a_break(arrivals, first.at - timedelta(minutes=1))

    assert "quiet on a break" in changed(peaceful, change)


def test_a_fourth_matter_after_three_in_vain_is_found_out(peaceful: Play) -> None:
    def change(arrivals: list[Arrival]) -> Iterator[Arrival]:
        put = next(each for each in arrivals if each.message.title.key == "proposal.open.title")
        for week in range(7):
            message = replace(put.message, about=f"proposal:{1000 + week}")
            yield replace(put, user="nobody", at=put.at + timedelta(weeks=week), message=message)

    peaceful.people["nobody"] = next(iter(peaceful.people.values()))
    assert "no matter after three" in changed(peaceful, change)


def _offers(arrival: Arrival, request: object) -> bool:
    return any(each.request == request for each in every(Button, arrival.message))
