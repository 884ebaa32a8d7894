"""References of Teams, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.model import Address, Platform
from storage.books import SqlBooks
from storage.teams import SqlTeamsReferences
from tests.storage.company import Company

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


def reference(user: str = "bernd", **facts: object) -> dict[str, Any]:
    return {
        "tenant": "musterwerk",
        "user": user,
        "account": f"29:{user}",
        "conversation": f"a:{user}",
        "bot": "28:bot",
        "service_url": "https://smba.example/emea/",
        "reachable": True,
        **facts,
    }


@pytest.fixture
def references(books: SqlBooks) -> SqlTeamsReferences:
    return SqlTeamsReferences(books)


def test_a_reference_is_found_again(references: SqlTeamsReferences) -> None:
    references.keep(reference(), NOW)
    assert references.find("musterwerk", "bernd") == reference()
    assert references.find("elsewhere", "bernd") is None


def test_a_new_region_takes_the_place_of_the_old_one(references: SqlTeamsReferences) -> None:
    references.keep(reference(), NOW)
    moved = reference(service_url="https://smba.example/de/")
    references.keep(moved, NOW + timedelta(days=1))
    assert references.find("musterwerk", "bernd") == moved


def test_the_newest_reference_speaks_for_its_tenant(references: SqlTeamsReferences) -> None:
    references.keep(reference("bernd"), NOW + timedelta(days=1))
    references.keep(reference("emine"), NOW)
    references.keep(reference("dora", tenant="elsewhere"), NOW + timedelta(days=2))
    newest = references.newest("musterwerk")
    assert newest is not None
    assert newest["user"] == "bernd"
    assert references.newest("nowhere") is None


def test_somebody_is_welcomed_once(references: SqlTeamsReferences) -> None:
    assert not references.welcome("musterwerk", "bernd", NOW)  # nobody knows where to write
    references.keep(reference(), NOW)
    assert references.welcome("musterwerk", "bernd", NOW)
    references.keep(reference(reachable=False), NOW)
    assert not references.welcome("musterwerk", "bernd", NOW)


def test_a_person_can_be_told_how_she_is_reached(
    references: SqlTeamsReferences, books: SqlBooks, company: Company
) -> None:
    with books.turn() as store:
        for platform, user in ((Platform.TEAMS, "bernd"), (Platform.SLACK, "emine")):
            store.link(company.bernd.id, Address(platform, "musterwerk", user), NOW)
    references.keep(reference("bernd"), NOW)
    references.keep(reference("emine"), NOW)  # another person of the same name elsewhere
    references.welcome("musterwerk", "bernd", NOW)
    with books.read() as store:
        (told,) = store.reached_through(company.bernd.id)
        assert told == {**reference("bernd"), "renewed_at": NOW, "welcomed_at": NOW}
        assert store.reached_through(company.asha.id) == ()
