"""Organisations, people and addresses are found by everything they are looked up with."""

from dataclasses import replace

import pytest

from bot.model import Address, Organisation, Person, Platform, Suggestion
from storage.books import SqlBooks
from tests.storage.company import HOUR, NOW, Company, person

SLACK = Address(Platform.SLACK, "T0", "U-asha")
TEAMS = Address(Platform.TEAMS, "tenant", "29:asha")


def test_a_workspace_speaks_for_the_organisation_that_allowed_it(
    books: SqlBooks, company: Company
) -> None:
    with books.turn() as store:
        assert store.organisation_of(Platform.SLACK, "T0") is None
        store.allow(company.organisation.id, Platform.SLACK, "T0")
        store.allow(company.organisation.id, Platform.SLACK, "T0")
        assert store.organisation_of(Platform.SLACK, "T0") == company.organisation
        assert store.organisation_of(Platform.TEAMS, "T0") is None


def test_a_workspace_cannot_speak_for_two_organisations(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        store.allow(company.organisation.id, Platform.SLACK, "T0")
        rival = store.add(Organisation("Rival"))
        with pytest.raises(ValueError, match="belongs to Musterwerk"):
            store.allow(rival.id, Platform.SLACK, "T0")


def test_every_organisation_is_listed(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        rival = store.add(Organisation("Rival"))
        assert store.organisations() == (company.organisation, rival)


def test_a_person_is_found_at_each_of_her_addresses(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        store.link(company.asha.id, SLACK, NOW)
        store.link(company.asha.id, TEAMS, NOW + HOUR)
        assert store.person_at(SLACK) == company.asha
        assert store.person_at(TEAMS) == company.asha
        assert store.person_at(replace(SLACK, workspace="T1")) is None
        assert store.person_at(replace(SLACK, user="U-bernd")) is None


def test_the_address_used_last_comes_first(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        store.link(company.asha.id, SLACK, NOW)
        store.link(company.asha.id, TEAMS, NOW + HOUR)
        assert store.addresses_of(company.asha.id) == (TEAMS, SLACK)
        store.link(company.asha.id, SLACK, NOW + 2 * HOUR)
        assert store.addresses_of(company.asha.id) == (SLACK, TEAMS)
        # An event that was delivered late says nothing about today.
        store.link(company.asha.id, SLACK, NOW - HOUR)
        assert store.addresses_of(company.asha.id) == (SLACK, TEAMS)
        assert store.addresses_of(company.bernd.id) == ()


def test_an_address_is_familiar_where_its_workspace_is_allowed_and_its_use_no_news(
    books: SqlBooks, company: Company
) -> None:
    with books.turn() as store:
        store.link(company.asha.id, SLACK, NOW)
        assert store.familiar(SLACK, NOW) is None
        rival = store.add(Organisation("Rival"))
        store.allow(rival.id, Platform.SLACK, "T0")
        assert store.familiar(SLACK, NOW) is None
        store.allow(company.organisation.id, Platform.TEAMS, "tenant")
        store.link(company.asha.id, TEAMS, NOW + HOUR)
        assert store.familiar(TEAMS, NOW + 2 * HOUR) == company.asha
        assert store.familiar(TEAMS, NOW + 26 * HOUR) is None
        store.link(company.asha.id, SLACK, NOW + 3 * HOUR)
        assert store.familiar(TEAMS, NOW + 4 * HOUR) is None
        assert store.familiar(replace(TEAMS, user="29:bernd"), NOW) is None


def test_an_address_belongs_to_whoever_was_linked_last(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        store.link(company.asha.id, SLACK, NOW)
        store.link(company.carla.id, SLACK, NOW + HOUR)
        assert store.person_at(SLACK) == company.carla
        assert store.addresses_of(company.asha.id) == ()


def test_an_e_mail_is_found_whatever_its_case(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        ozgur = person(company.organisation.id, "Özgür", email=" ÖZGÜR@Muster.Example ")
        kept = store.add(ozgur)
        assert kept.email == "özgür@muster.example"
        assert store.person_by_email(company.organisation.id, "Özgür@MUSTER.example") == kept
        assert store.person_by_email(company.organisation.id, "ASHA@muster.example") == company.asha
        assert store.person_by_email(company.organisation.id + 1, "asha@muster.example") is None
        assert store.person_by_email(company.organisation.id, "nobody@muster.example") is None


def test_people_without_an_e_mail_are_never_found_by_none(
    books: SqlBooks, company: Company
) -> None:
    with books.turn() as store:
        store.add(person(company.organisation.id, "No Mail", email=""))
        store.add(person(company.organisation.id, "No Mail Either", email=""))
        assert store.person_by_email(company.organisation.id, "") is None
        assert store.person_by_email(company.organisation.id, " ") is None


def test_everybody_employed_is_listed_by_id(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        rival = store.add(Organisation("Rival"))
        store.add(person(rival.id, "Rita Rival"))
        store.save(replace(company.carla, employed=False))
        everybody = store.people_of(company.organisation.id)
        assert everybody == (company.asha, company.bernd, company.hana)


def test_people_are_found_by_their_ids_and_strangers_left_out(
    books: SqlBooks, company: Company
) -> None:
    with books.read() as store:
        wanted = [company.hana.id, company.asha.id, company.asha.id, 4711, *range(5000, 6500)]
        found = store.people_by_id(wanted)
        assert found == {company.asha.id: company.asha, company.hana.id: company.hana}
        assert store.people_by_id([]) == {}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("asha", ["Asha Rao"]),
        ("RAO", ["Asha Rao"]),
        ("asha r", ["Asha Rao"]),
        ("horak", ["Hana Horáková"]),
        ("Horáková", ["Hana Horáková"]),
        ("grun", ["Bernd Grün"]),
        ("hana@muster.ex", ["Hana Horáková"]),
        ("carla-conti", ["Carla Conti"]),
        ("ao", []),
        ("%", []),
        ("_sha", []),
        ("", []),
        ("  ", []),
        ("a%o", []),
        ("muster", ["Asha Rao", "Bernd Grün", "Carla Conti", "Hana Horáková"]),
    ],
)
def test_people_are_found_by_the_beginning_of_any_part(
    books: SqlBooks, company: Company, words: str, names: list[str]
) -> None:
    with books.read() as store:
        found = store.people_named(company.organisation.id, words, 10)
        assert [each.name for each in found] == names


def test_only_so_many_employed_people_of_the_organisation_are_offered(
    books: SqlBooks, company: Company
) -> None:
    with books.turn() as store:
        store.add(
            person(company.organisation.id, "Asha Former", email="x@y.example", employed=False)
        )
        rival = store.add(Organisation("Rival"))
        store.add(person(rival.id, "Asha Rival"))
        found = store.people_named(company.organisation.id, "asha", 10)
        assert found == (company.asha,)
        assert len(store.people_named(company.organisation.id, "muster", 2)) == 2


def test_a_renamed_person_is_found_under_the_new_name_only(
    books: SqlBooks, company: Company
) -> None:
    with books.turn() as store:
        renamed = store.save(replace(company.asha, name="Asha Weber"))
        assert store.people_named(company.organisation.id, "weber", 5) == (renamed,)
        assert store.people_named(company.organisation.id, "rao", 5) == ()


def test_a_suggestion_is_found_by_its_person(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        kept = store.add(Suggestion(company.carla.id, role="mentor"))
        assert store.suggestion_for(company.carla.id) == kept
        assert store.suggestion_for(company.asha.id) is None


def test_a_company_of_thousands_is_read_whole_and_searched_a_handful_at_a_time(
    books: SqlBooks, company: Company
) -> None:
    with books.turn() as store:
        for number in range(3_000):
            store.add(person(company.organisation.id, f"P{number} Muster", email=f"p{number}@x.y"))
    with books.read() as store:
        everybody = store.people_of(company.organisation.id)
        assert len(everybody) == 3_004
        assert isinstance(everybody[-1], Person)
        assert len(store.people_named(company.organisation.id, "p77", 12)) == 11
