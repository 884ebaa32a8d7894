"""The weekly hour before it begins: reminded of and confirmed, by the two only."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.cadence import Week
from bot.model import WorkingHours
from bot.said import Button, every
from tests.flows.tandems import become_tandem, check_ins, coming, kept
from tests.people import Chat, Company
from tests.screen import keys_in, plain

BERLIN = ZoneInfo("Europe/Berlin")
PAYLOADS = ("checkin.on", "checkin.ask_move", "checkin.move", "checkin.skip")


def test_a_reminder_comes_the_working_day_before_with_the_agenda(
    company: Company, asha: Chat, bernd: Chat
) -> None:
    company.wait_until(datetime(2026, 11, 9, 8, 59, tzinfo=UTC))
    asha.receives_nothing("checkin.reminder.title")
    company.wait_until(datetime(2026, 11, 9, 9, tzinfo=UTC))

    reminder = asha.receives("checkin.reminder.title")
    assert "Tuesday, 10 November, 10:00" in plain(reminder)
    assert {"agenda.review", "agenda.topic", "agenda.reflect", "agenda.next_step"} <= set(
        keys_in(reminder)
    )
    assert "Social media" in plain(reminder)
    assert "Dienstag, 10. November, 10:00 Uhr" in plain(bernd.receives("checkin.reminder.title"))


def test_who_was_just_told_of_the_first_hour_is_not_reminded_of_it_at_once(
    company: Company, asha: Chat
) -> None:
    company.wait_until(coming(company, asha).starts_at)
    asha.receives_nothing("checkin.reminder.title")
    asha.receives("checkin.now.title")


def test_at_the_hour_both_hear_that_it_begins(company: Company, asha: Chat, bernd: Chat) -> None:
    start = coming(company, asha).starts_at
    company.wait_until(start - timedelta(minutes=11))
    asha.receives_nothing("checkin.now.title")
    company.wait_until(start - timedelta(minutes=10))
    asha.receives("checkin.now.title")
    bernd.receives("checkin.now.title")


def test_a_yes_shows_on_the_partners_card_without_a_new_message(
    company: Company, asha: Chat, bernd: Chat
) -> None:
    check_in = coming(company, asha)
    before = len(bernd.messages)
    asha.presses("checkin.button.on")
    asha.sees("checkin.on.title")
    asha.sees_not("checkin.button.on")
    company.settle()

    assert kept(company, check_in).confirmed == (asha.participant.id,)
    assert len(bernd.messages) == before
    company.wait_until(datetime(2026, 11, 9, 9, tzinfo=UTC))
    asha.presses("checkin.button.on")
    company.settle()
    bernd.receives("checkin.on.partner")
    bernd.last = None
    bernd.presses("checkin.button.on")
    bernd.sees("checkin.on.both")


def test_a_second_yes_changes_nothing(company: Company, asha: Chat) -> None:
    check_in = coming(company, asha)
    asha.forges(f"checkin.on:{check_in.id}")
    first = kept(company, check_in)
    asha.forges(f"checkin.on:{check_in.id}")
    asha.sees("checkin.on.title")
    assert kept(company, check_in) == first


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_strangers_press_changes_nothing(company: Company, asha: Chat, payload: str) -> None:
    check_in = coming(company, asha)
    for stranger in (company.carla, company.hana, company.emine):
        stranger.forges(f"{payload}:{check_in.id}", {"when": "2026-11-05T09:00:00+00:00"})
        stranger.sees("refusal.not_yours")
    assert kept(company, check_in) == check_in


@pytest.mark.parametrize("payload", PAYLOADS)
def test_an_hour_that_has_begun_can_no_longer_be_changed(
    company: Company, asha: Chat, payload: str
) -> None:
    check_in = coming(company, asha)
    company.wait_until(check_in.starts_at)
    asha.forges(f"{payload}:{check_in.id}")
    asha.sees("refusal.no_longer")
    assert kept(company, check_in) == check_in


@pytest.mark.parametrize("number", ["0", "-1", "99", "999999999999"])
def test_an_hour_that_does_not_exist_is_refused_politely(
    company: Company, asha: Chat, number: str
) -> None:
    asha.forges(f"checkin.skip:{number}")
    asha.sees("refusal.no_longer")


def test_a_clock_change_is_said_to_whose_clock_it_moves_the_hour(company: Company) -> None:
    company.now = datetime(2027, 3, 8, 8, tzinfo=UTC)
    company.changes(starts_on=company.now.date())
    nia = company.hires("Nia Novak", hours=WorkingHours("America/New_York"), country="US", level=8)
    become_tandem(company, company.asha, nia)
    company.wait_until(datetime(2027, 3, 17, tzinfo=UTC))  # the clocks of New York went on the 14th

    assert "an hour later" in plain(nia.receives("checkin.remark.later"))
    company.asha.receives_nothing("checkin.remark.later")
    company.asha.receives_nothing("checkin.remark.earlier")
    nia.inbox.clear()
    company.wait_until(datetime(2027, 3, 31, tzinfo=UTC))  # those of Berlin on the 28th
    assert "an hour earlier" in plain(nia.receives("checkin.remark.earlier"))


def test_every_week_has_one_hour_and_every_hour_its_week(company: Company, asha: Chat) -> None:
    company.wait(weeks=6)
    found = check_ins(company, asha)
    assert len({each.week for each in found}) == len(found)
    assert all(str(Week.of(each.starts_at, "Europe/Berlin")) == each.week for each in found)


def test_a_card_offers_no_yes_to_who_has_said_yes(company: Company, asha: Chat) -> None:
    asha.presses("checkin.button.on")
    assert [each.label.key for each in every(Button, asha.last)] == [
        "checkin.button.move",
        "checkin.button.skip",
    ]
