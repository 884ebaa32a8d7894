"""When somebody works at other hours from now on, the tandem's hour follows, and both are told."""

from datetime import time, timedelta

import pytest

from bot.flows import new_hours
from bot.model import WorkingHours
from bot.turn import Turn
from tests.flows.tandems import become_tandem, check_ins, coming, kept, pairing_of
from tests.people import Company, catalogue
from tests.screen import plain

AFTERNOONS = WorkingHours("Europe/Berlin", time(13), time(17))


@pytest.fixture
def tandem(company: Company) -> Company:
    become_tandem(company, company.asha, company.bernd)
    company.wait(days=3)
    return company


def works_in_the_afternoon_now(company: Company) -> None:
    company.bernd.changes(hours=AFTERNOONS)
    with company.turn() as store:
        turn = Turn(company.now, store, catalogue())
        new_hours.hours_changed(turn, company.bernd.participant)
    company.settle()


def test_the_usual_hour_and_the_coming_ones_follow(tandem: Company) -> None:
    works_in_the_afternoon_now(tandem)
    assert pairing_of(tandem, tandem.asha).hour.at >= time(13)
    tandem.wait(days=1)
    for chat in (tandem.asha, tandem.bernd):
        chat.receives("pairing.new_hour.title")
    assert "14:00 Uhr" in plain(tandem.bernd.receives("pairing.new_hour.title"))
    began = tandem.now
    tandem.wait(days=21)
    later = [each for each in check_ins(tandem, tandem.asha) if each.starts_at > began]
    assert later
    assert all(each.starts_at.hour >= 12 for each in later)
    for chat in (tandem.asha, tandem.bernd):
        told = [each for each in chat.messages if each.title.key == "pairing.new_hour.title"]
        assert len(told) == 1


def test_changing_the_profile_is_enough(tandem: Company) -> None:
    bernd = tandem.bernd
    bernd.forges(f"profile.edit:{bernd.participant.id}:hours")
    bernd.fills(start="13:00", end="17:00")
    assert pairing_of(tandem, tandem.asha).hour.at >= time(13)


def test_what_was_confirmed_stays(tandem: Company) -> None:
    hour = coming(tandem, tandem.asha)
    tandem.asha.forges(f"checkin.on:{hour.id}")
    works_in_the_afternoon_now(tandem)
    assert kept(tandem, hour).starts_at == hour.starts_at


def test_an_hour_that_still_suits_stays(tandem: Company) -> None:
    hour = coming(tandem, tandem.asha)
    tandem.bernd.changes(hours=WorkingHours("Europe/Berlin", time(9), time(12)))
    tandem.wait(days=10)
    assert kept(tandem, hour).starts_at == hour.starts_at
    tandem.bernd.receives_nothing("pairing.new_hour.title")


def test_a_change_that_nobody_reports_is_seen_when_the_week_is_planned(tandem: Company) -> None:
    tandem.bernd.changes(hours=AFTERNOONS)
    tandem.wait(days=14)
    tandem.bernd.receives("pairing.new_hour.title")
    last = check_ins(tandem, tandem.asha)[-1]
    assert last.starts_at - tandem.now < timedelta(days=14)
    assert last.starts_at.hour >= 12
