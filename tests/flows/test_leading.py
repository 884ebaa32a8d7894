"""Who leads a programme, or is its confidential contact, hears of it."""

from tests.people import Company
from tests.screen import plain


def names(company: Company, *, leads: tuple[int, ...], contact: int | None = None) -> None:
    company.hana.says("/program settings")
    company.hana.presses("settings.change.people")
    company.hana.fills(
        leads=tuple(map(str, leads)), contact=() if contact is None else (str(contact),)
    )
    company.wait(days=1)


def test_whoever_is_named_hears_of_it_once_and_may_look(company: Company) -> None:
    hana, carla, dario = company.hana, company.carla, company.dario
    names(company, leads=(hana.person_id, dario.person_id), contact=carla.person_id)
    dario.receives("named.lead.title")
    dario.presses("home.button.home")
    dario.sees("home.hr.nobody.title")
    carla.receives("named.contact.title")
    hana.receives_nothing("named.lead.title")
    told = len(dario.messages), len(carla.messages)
    names(company, leads=(hana.person_id, dario.person_id), contact=carla.person_id)
    assert (len(dario.messages), len(carla.messages)) == told


def test_the_contact_of_a_new_programme_that_takes_over_the_old_one_hears_of_it(
    company: Company,
) -> None:
    company.changes(contact=company.carla.person_id)
    company.hana.says("/program create")
    company.hana.fills(name="Lernwerkstatt")
    company.wait(days=1)
    assert "Lernwerkstatt" in plain(company.carla.receives("named.contact.title"))


def test_whoever_is_not_named_any_more_when_it_could_be_told_hears_nothing(
    company: Company,
) -> None:
    hana, carla, dario = company.hana, company.carla, company.dario
    company.wait(hours=12)  # at night
    everybody = (hana.person_id, dario.person_id)
    for leads, contact in ((everybody, carla), ((hana.person_id,), None)):
        hana.says("/program settings")
        hana.presses("settings.change.people")
        chosen = () if contact is None else (str(contact.person_id),)
        hana.fills(leads=tuple(map(str, leads)), contact=chosen)
    company.wait(days=1)
    dario.receives_nothing("named.lead.title")
    carla.receives_nothing("named.contact.title")
