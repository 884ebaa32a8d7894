"""HR chooses tandems or groups; what exists stays as it is."""

from bot.model import Format, PairingState, Programme, Role
from tests.flows.tandems import become_tandem, pairing_of
from tests.people import Company
from tests.screen import plain


def kept(company: Company) -> Programme:
    with company.turn() as store:
        return store.programmes_of(company.organisation.id)[0]


def chooses(company: Company, **answers: str) -> None:
    company.hana.says("/program settings")
    company.hana.presses("settings.change.format")
    company.hana.fills(**answers)


def test_a_programme_is_one_to_one_until_hr_says_otherwise(company: Company) -> None:
    assert kept(company).format is Format.ONE_TO_ONE
    chooses(company, format="group", least="3", most="5")
    company.hana.sees("settings.format.groups_of")
    now = kept(company)
    assert (now.format, now.group_least, now.group_most) == (Format.GROUP, 3, 5)
    chooses(company, format="one_to_one", least="not looked at", most="")
    assert kept(company).format is Format.ONE_TO_ONE
    assert kept(company).group_least == 3


def test_another_programme_can_be_founded_in_groups(company: Company) -> None:
    company.hana.says("/program create")
    company.hana.fills(name="Second", start="2026-12-07", weeks="8", format="group", most="4")
    now = kept(company)
    assert (now.name, now.format, now.group_least, now.group_most) == ("Second", "group", 2, 4)


def test_a_tandem_goes_on_where_groups_are_matched_from_now_on(company: Company) -> None:
    become_tandem(company, company.asha, company.bernd)
    company.hana.says("/program settings")
    company.hana.presses("settings.change.format")
    company.hana.sees("settings.format.running")
    company.hana.fills(format="group")
    company.wait(days=3)
    assert pairing_of(company, company.asha).state is PairingState.ACTIVE


def test_with_how_many_at_once_is_asked_of_tandems_only(company: Company) -> None:
    asha = company.asha
    asha.takes_part(Role.MENTOR, offers=("excel",))
    for chosen, asked in ((Format.ONE_TO_ONE, True), (Format.GROUP, False)):
        company.changes(format=chosen)
        asha.forges(f"profile.edit:{asha.participant.id}:place")
        assert ("capacity" in {ask.key for ask in asha.form.asks}) is asked
        asha.fills()
        assert ("at the same time" in plain(asha.last)) is asked
    assert asha.participant.capacity == 1
