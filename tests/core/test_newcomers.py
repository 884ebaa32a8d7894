"""Somebody whom no directory named: what her platform says of her is not trusted blindly."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.heard import Actor, Typed
from bot.model import Address, Language, Person, Platform
from tests.chat import Chat
from tests.musterwerk import MAIL, SLACK
from tests.people import Company

NOOR = f"noor.new@{MAIL}"


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    company = Company(tmp_path)
    yield company
    company.close()


def arrives(company: Company, zone: str) -> Person:
    address = Address(Platform.SLACK, SLACK, "UNOOR")
    actor = Actor(address, "Noor New", NOOR, Language.EN, zone)
    company.bot.hear(Typed(actor, "/program"), company.now)
    company.assert_nothing_failed()
    with company.turn() as store:
        noor = store.person_by_email(company.organisation.id, NOOR)
    assert noor is not None
    chat = Chat(company, noor, address)
    chat.says("/program join")
    if "which.choice" in chat.buttons:  # the newest stands first
        chat.presses("which.choice")
    chat.fills(purposes=("matching",))
    return noor


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("Asia/Kolkata", "Asia/Kolkata"),
        ("", "America/New_York"),
        ("Mars/Phobos", "America/New_York"),
        ("../../etc/passwd", "America/New_York"),
    ],
)
def test_a_zone_that_nobody_knows_becomes_the_programmes(
    company: Company, told: str, kept: str
) -> None:
    company.changes(time_zone="America/New_York")
    assert arrives(company, told).hours.time_zone == kept


def test_the_newest_programme_says_the_zone(company: Company) -> None:
    with company.turn() as store:
        store.add(replace(company.programme, id=0, time_zone="Asia/Tokyo"))
    assert arrives(company, "").hours.time_zone == "Asia/Tokyo"


def test_without_a_programme_the_zone_is_utc(company: Company) -> None:
    with company.turn() as store:
        other = store.add(replace(company.organisation, id=0, name="Andere"))
        store.allow(other.id, Platform.SLACK, "T0ANDERE")
    actor = Actor(Address(Platform.SLACK, "T0ANDERE", "U1"), "N", NOOR, Language.EN, "Mars/Phobos")
    company.bot.hear(Typed(actor, "/program"), company.now)
    company.assert_nothing_failed()
    with company.turn() as store:
        noor = store.person_by_email(other.id, NOOR)
    assert noor is not None
    assert noor.hours.time_zone == "UTC"
