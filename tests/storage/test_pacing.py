"""The lines keep each platform's pace, for every process, and whatever the clocks do."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.model import LONGEST_LINE, PACES, Address, Asker, Pace, Place, Platform, Priority
from storage.books import SqlBooks
from tests.storage.company import DAY, HOUR, NOW

SECOND = timedelta(seconds=1)
NONE = timedelta()
EVERYBODY = [platform for platform in Platform if platform in PACES]


def at(user: str, platform: Platform = Platform.SLACK, workspace: str = "T0") -> Address:
    return Address(platform, workspace, user)


def waits(books: SqlBooks, address: Address, priority: Priority, now: datetime = NOW) -> timedelta:
    return books.take_paces([Asker(address, priority, now, None)])[0].wait


def test_the_web_page_keeps_nobody_waiting(books: SqlBooks) -> None:
    moments = {waits(books, at("carla", Platform.WEB), Priority.REMINDER, NOW) for _ in range(100)}
    assert moments == {NONE}


@pytest.mark.parametrize("platform", EVERYBODY)
def test_a_conversation_gets_no_more_than_its_pace(books: SqlBooks, platform: Platform) -> None:
    pace = PACES[platform].conversation
    found = [waits(books, at("U1", platform), Priority.ANSWER) for _ in range(20)]
    assert found[: pace.at_once] == [NONE] * pace.at_once
    assert all(
        later - earlier == pace.every
        for earlier, later in zip(found[pace.at_once :], found[pace.at_once + 1 :], strict=False)
    )


@pytest.mark.parametrize("platform", EVERYBODY)
def test_a_wave_is_spread_over_a_workspace_and_leaves_answers_their_own_line(
    books: SqlBooks, platform: Platform
) -> None:
    pace = PACES[platform].others
    wave = [waits(books, at(f"U{each}", platform), Priority.REMINDER) for each in range(100)]
    assert wave[-1] == pace.every * (100 - pace.at_once)
    assert wave == sorted(wave)
    assert waits(books, at("answered", platform), Priority.ANSWER) == NONE


def test_one_workspace_never_waits_for_another(books: SqlBooks) -> None:
    for each in range(50):
        waits(books, at(f"U{each}"), Priority.REMINDER)
    assert waits(books, at("U1", workspace="T1"), Priority.REMINDER) == NONE


def test_a_moment_that_was_given_is_taken_up_once_it_comes(books: SqlBooks) -> None:
    for each in range(50):
        waits(books, at(f"U{each}"), Priority.REMINDER)
    place = books.take_paces([Asker(at("late"), Priority.REMINDER, NOW, None)])[0]
    moment = NOW + place.wait
    again = books.take_paces([Asker(at("late"), Priority.REMINDER, moment, moment)])[0]
    assert (place.kept, again) == (True, Place(NONE))
    assert waits(books, at("next"), Priority.REMINDER, moment) > NONE


def test_a_moment_that_is_long_over_counts_no_more(books: SqlBooks) -> None:
    """After an outage everybody's moment is over: they must not all go at once."""
    late = NOW + HOUR
    found = [
        books.take_paces([Asker(at(f"U{each}"), Priority.REMINDER, late, NOW)])[0].wait
        for each in range(99)
    ]
    assert max(found) > 10 * SECOND


def test_nobody_goes_while_a_workspace_rests_not_even_at_a_moment_of_her_own(
    books: SqlBooks,
) -> None:
    books.hold_pace(at("U1"), NOW, NOW + 30 * SECOND)
    books.hold_pace(at("U2"), NOW, NOW + 10 * SECOND)  # the longest counts
    assert waits(books, at("U3"), Priority.ANSWER) >= 30 * SECOND
    held = books.take_paces([Asker(at("U4"), Priority.REMINDER, NOW + SECOND, NOW + SECOND)])[0]
    assert held.wait >= 29 * SECOND
    assert waits(books, at("U5", workspace="T1"), Priority.ANSWER) == NONE
    assert waits(books, at("U6"), Priority.ANSWER, NOW + 31 * SECOND) <= SECOND


def test_a_line_that_is_too_long_promises_no_moment(books: SqlBooks) -> None:
    pace = PACES[Platform.SLACK].others
    last = Place(NONE)
    for each in range(round(LONGEST_LINE / pace.every) + pace.at_once + 1):
        last = books.take_paces([Asker(at(f"U{each}"), Priority.REMINDER, NOW, None)])[0]
    assert last == Place(LONGEST_LINE, kept=False)


@pytest.mark.parametrize("jump", [2 * HOUR, DAY])
def test_a_clock_that_jumps_back_keeps_nobody_waiting(books: SqlBooks, jump: timedelta) -> None:
    for each in range(20):
        waits(books, at(f"U{each}"), Priority.REMINDER)
    books.hold_pace(at("U1"), NOW, NOW + 30 * SECOND)
    assert waits(books, at("U1"), Priority.REMINDER, NOW - jump) == NONE


def test_processes_stand_in_the_same_line(url: str, books: SqlBooks) -> None:
    others = [SqlBooks(url, careless=True) for _ in range(2)]

    def take(which: int) -> timedelta:
        return waits([books, *others][which % 3], at(f"U{which}"), Priority.REMINDER)

    with ThreadPoolExecutor(6) as pool:
        found = sorted(pool.map(take, range(60)))
    for each in others:
        each.close()
    pace = PACES[Platform.SLACK].others
    assert found == [NONE] * pace.at_once + [
        pace.every * each for each in range(1, 61 - pace.at_once)
    ]


def test_lines_in_which_nobody_stands_are_forgotten(books: SqlBooks) -> None:
    waits(books, at("U1"), Priority.REMINDER)
    books.hold_pace(at("U1"), NOW, NOW + HOUR)
    assert books.forget_spent(NOW) == 0
    assert books.forget_spent(NOW + HOUR + SECOND) == 3


def test_events_are_forgotten_when_they_come_no_more(books: SqlBooks) -> None:
    with books.turn() as store:
        assert not store.heard_before("Ev1", NOW)
    assert books.forget_spent(NOW + DAY) == 0
    assert books.forget_spent(NOW + 4 * DAY) == 1
    with books.turn() as store:
        assert not store.heard_before("Ev1", NOW + 4 * DAY)


def test_a_pace_can_be_chosen(books: SqlBooks) -> None:
    usual = PACES[Platform.TEAMS]
    slow = replace(usual, conversation=Pace(timedelta(seconds=30), 1))
    books.paces = {Platform.TEAMS: slow}
    address = at("U1", Platform.TEAMS)
    assert [waits(books, address, Priority.ANSWER) for _ in range(2)] == [
        NONE,
        slow.conversation.every,
    ]
    assert waits(books, at("U1", Platform.SLACK), Priority.ANSWER) == NONE
    assert waits(books, at("U1", Platform.SLACK), Priority.ANSWER) == NONE
