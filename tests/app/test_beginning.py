"""The first start creates what a programme needs, once, and says what is missing."""

import logging
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.beginning import begin
from app.refusal import Refusal
from app.settings import Settings, load_settings
from bot.model import Organisation
from storage.books import SqlBooks
from storage.schema import upgrade
from tests.musterwerk import colleague
from tests.people import catalogue

SUNDAY_NIGHT = datetime(2026, 11, 1, 23, 30, tzinfo=UTC)  # Monday in Berlin


@pytest.fixture
def books(tmp_path: Path) -> SqlBooks:
    url = f"sqlite:///{tmp_path}/kehrwert.sqlite"
    upgrade(url)
    return SqlBooks(url, careless=True)


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEHRWERT_ORGANISATION", "Musterwerk")
    monkeypatch.setenv("KEHRWERT_HR_LEADS", '["Hana.Weiss@musterwerk.example"]')
    return load_settings()


def test_without_an_organisation_nothing_begins(books: SqlBooks, settings: Settings) -> None:
    nameless = settings.model_copy(update={"organisation": ""})
    with books.turn() as store, pytest.raises(Refusal, match="KEHRWERT_ORGANISATION"):
        begin(store, catalogue(), nameless, SUNDAY_NIGHT)


def test_a_programme_of_another_name_does_not_begin_beside_the_first(
    books: SqlBooks, settings: Settings
) -> None:
    misspelt = settings.model_copy(update={"organisation": "Musterwek"})
    with books.turn() as store:
        store.add(Organisation("Musterwerk"))
        with pytest.raises(Refusal, match="the database knows 'Musterwerk'"):
            begin(store, catalogue(), misspelt, SUNDAY_NIGHT)
        assert len(store.organisations()) == 1


def test_the_programme_waits_for_an_hr_lead_in_the_directory(
    books: SqlBooks, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with books.turn() as store:
        assert begin(store, catalogue(), settings, SUNDAY_NIGHT) is None
    assert "KEHRWERT_HR_LEADS" in caplog.text


def test_the_first_programme_is_created_once_on_its_own_calendar(
    books: SqlBooks, settings: Settings
) -> None:
    with books.turn() as store:
        organisation = store.add(Organisation("Musterwerk"))
        hana = store.add(colleague(organisation.id, "Hana Weiss"))
        first = begin(store, catalogue(), settings, SUNDAY_NIGHT)
        assert first is not None
        assert first.hr_leads == (hana.id,)
        assert first.starts_on == date(2026, 11, 2)
        assert begin(store, catalogue(), settings, SUNDAY_NIGHT) == first
        assert replace(first, id=0) != first
    assert books.next_due() is not None  # the first freezing of its figures


def test_every_start_says_when_the_programme_begins_and_ends(
    books: SqlBooks, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "app.beginning")
    with books.turn() as store:
        organisation = store.add(Organisation("Musterwerk"))
        store.add(colleague(organisation.id, "Hana Weiss"))
        for now in (SUNDAY_NIGHT, SUNDAY_NIGHT + timedelta(days=30)):
            caplog.clear()
            begin(store, catalogue(), settings, now)
            assert "its 12 weeks go from 2026-11-02 to 2027-01-24" in caplog.text


def test_the_confidential_contact_of_the_settings_is_named(
    books: SqlBooks, settings: Settings
) -> None:
    settings = settings.model_copy(update={"contact": "Carla.Conti@musterwerk.example"})
    with books.turn() as store:
        organisation = store.add(Organisation("Musterwerk"))
        store.add(colleague(organisation.id, "Hana Weiss"))
        carla = store.add(colleague(organisation.id, "Carla Conti"))
        first = begin(store, catalogue(), settings, SUNDAY_NIGHT)
        assert first is not None
        assert first.contact == carla.id


def test_a_contact_who_comes_later_is_named_later_and_never_taken_away(
    books: SqlBooks, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    named = settings.model_copy(update={"contact": "carla.conti@musterwerk.example"})
    with books.turn() as store:
        organisation = store.add(Organisation("Musterwerk"))
        store.add(colleague(organisation.id, "Hana Weiss"))
        first = begin(store, catalogue(), named, SUNDAY_NIGHT)
        assert first is not None
        assert first.contact is None
        assert "KEHRWERT_CONTACT" in caplog.text
        carla = store.add(colleague(organisation.id, "Carla Conti"))
        again = begin(store, catalogue(), named, SUNDAY_NIGHT)
        assert again is not None
        assert again.contact == carla.id
        assert begin(store, catalogue(), settings, SUNDAY_NIGHT) == again
