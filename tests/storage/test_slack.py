"""Slack installations and the marks of begun ones, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.books import SqlBooks
from storage.slack import SqlSlackInstallations

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
VALUES = {
    "enterprise": "E1",
    "team": "T1",
    "name": "Musterwerk",
    "token": "one",
    "refresh_token": "again",
    "expires_at": NOW,
    "bot_user": "UBOT",
    "bot_id": "B1",
    "app_id": "A1",
    "scopes": "chat:write",
    "installed_by": "UHANA",
}


@pytest.fixture
def installations(books: SqlBooks) -> SqlSlackInstallations:
    return SqlSlackInstallations(books)


def test_an_installation_is_found_again(installations: SqlSlackInstallations) -> None:
    installations.keep("E1/T1", VALUES)
    assert installations.find("E1/T1") == {"workspace": "E1/T1", **VALUES}
    assert installations.find("T1") is None


def test_installing_again_exchanges_the_token(installations: SqlSlackInstallations) -> None:
    installations.keep("T1", VALUES)
    installations.keep("T1", VALUES | {"token": "two", "expires_at": None})
    found = installations.find("T1")
    assert found is not None
    assert (found["token"], found["expires_at"]) == ("two", None)
    assert installations.workspaces() == ("T1",)


def test_a_forgotten_installation_is_gone(installations: SqlSlackInstallations) -> None:
    installations.keep("T1", VALUES)
    installations.forget("T1")
    assert installations.find("T1") is None


def test_a_mark_serves_once_and_not_for_long(installations: SqlSlackInstallations) -> None:
    installations.issue("mark", NOW + timedelta(minutes=10))
    installations.issue("old", NOW)
    assert installations.consume("mark", NOW)
    assert not installations.consume("mark", NOW)
    assert not installations.consume("old", NOW)
    assert not installations.consume("never", NOW)
