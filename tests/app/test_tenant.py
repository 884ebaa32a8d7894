"""The tenant's people come into the directory from Graph, go when they leave, and get the app."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from pydantic import SecretStr

from adapters.directory.graph import Graph, GraphRefused
from adapters.teams.connected import TeamsSettings
from app.graph import Tenant, tenant_of
from app.settings import Settings
from bot.model import Address, Participant, ParticipantState, Person, Platform, Programme
from scheduling.timetable import DIRECTORY
from storage.books import SqlBooks
from storage.schema import upgrade
from tests.adapters.directory import tenant as played

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
TENANT = "11111111-1111-4111-8111-111111111111"
APP = "00000000-0000-4000-8000-000000000000"


class House:
    """A database, and a tenant with three people in its Graph."""

    def __init__(self, books: SqlBooks, directory: played.Tenant, url: str) -> None:
        self.books = books
        self.directory = directory
        self.settings = Settings(organisation="Musterwerk", graph_hours=True)
        self.session = requests.Session()
        told = TeamsSettings(app_id=APP, tenant=TENANT, password="secret")
        graph = Graph(lambda: "good", self.session, lambda _: None, url)
        self.tenant = Tenant(self.settings, told, books, graph)

    def people(self) -> dict[str, Person]:
        with self.books.read() as store:
            (organisation,) = store.organisations()
            return {each.name: each for each in store.people_of(organisation.id)}

    def departs(self) -> list[int]:
        due = self.books.due_chores(NOW + timedelta(days=1), 10)
        return [subject for name, subject, _ in due if name == "person.depart"]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{tmp_path}/books.sqlite"
    upgrade(url)
    books = SqlBooks(url)
    directory = played.Tenant()
    directory.employs("1", "greta@musterwerk.example")
    directory.employs("2", "asha@musterwerk.example")
    directory.employs("3", "bernd@musterwerk.example")
    directory.managers = {"2": "1", "3": "1"}
    directory.mailboxes["2"] = played.BERLIN_HOURS
    with played.graph_of(directory) as address:
        found = House(books, directory, address)
        yield found
        found.session.close()
    books.close()


def test_everybody_comes_in_with_manager_and_hours(house: House) -> None:
    taken = house.tenant.take_in(NOW)
    assert (taken.created, taken.updated, taken.left) == (3, 0, 0)
    people = house.people()
    assert people["Asha"].manager == people["Greta"].id
    assert people["Asha"].hours.time_zone == "Europe/Berlin"
    assert all(each.in_directory for each in people.values())


def test_the_second_time_only_who_changed_is_asked_for(house: House) -> None:
    house.tenant.take_in(NOW)
    house.directory.changed("3", department="Finance")
    house.directory.asked.clear()
    taken = house.tenant.take_in(NOW)
    assert (taken.created, taken.updated, taken.unchanged) == (0, 1, 0)
    assert house.people()["Bernd"].team == "Finance"
    assert not any("/users?" in each for each in house.directory.asked)
    assert house.tenant.take_in(NOW, full=True).unchanged == 3


def test_who_is_disabled_or_deleted_leaves(house: House) -> None:
    house.tenant.take_in(NOW)
    people = house.people()
    with house.books.turn() as store:
        store.link(people["Bernd"].id, Address(Platform.TEAMS, TENANT, "3"), NOW)
    house.directory.changed("2", accountEnabled=False)
    house.directory.changed("3")
    assert house.tenant.take_in(NOW).left == 2
    assert sorted(house.departs()) == sorted([people["Asha"].id, people["Bernd"].id])


def test_a_refusal_leaves_the_directory_and_the_mark_as_they_were(house: House) -> None:
    house.tenant.take_in(NOW)
    house.directory.changed("3", department="Finance")
    house.directory.refusals = [(403, {}, "Authorization_RequestDenied")]
    with pytest.raises(GraphRefused):
        house.tenant.take_in(NOW)
    assert house.people()["Bernd"].team == "Sales"
    assert house.tenant.take_in(NOW).updated == 1


def test_by_itself_one_process_an_hour_looks(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "kehrwert"):
        for _ in range(3):
            house.tenant.take_in_by_itself(lambda: NOW, DIRECTORY.name)
    assert len(house.people()) == 3
    assert caplog.text.count("the directory was read") == 1
    house.directory.refusals = [(403, {}, "Authorization_RequestDenied")]
    house.tenant.take_in_by_itself(lambda: NOW + timedelta(hours=1), DIRECTORY.name)
    assert "the directory was not read" in caplog.text


def test_the_app_goes_to_who_takes_part_and_never_met_it(house: House) -> None:
    house.directory.catalogue[APP] = "catalogue-id"
    house.tenant.take_in(NOW)
    people = house.people()
    with house.books.turn() as store:
        (organisation,) = store.organisations()
        programme = store.add(Programme(organisation.id, "First", NOW.date()))
        for name in ("Asha", "Bernd"):
            active = ParticipantState.ACTIVE
            store.add(Participant(programme.id, people[name].id, active, NOW))
        store.link(people["Asha"].id, Address(Platform.TEAMS, TENANT, "2"), NOW)
    assert house.tenant.install() == (1, ())
    assert house.directory.installed == ["bernd@musterwerk.example"]


def test_nobody_is_read_unless_the_operator_wants_it(house: House) -> None:
    assert tenant_of(house.books, house.settings) is None
    wanted = Settings(
        organisation="Musterwerk",
        graph_directory=True,
        microsoft_app_id=APP,
        microsoft_app_tenant_id=TENANT,
        microsoft_app_password=SecretStr("secret"),
    )
    assert tenant_of(house.books, wanted) is not None
