"""Microsoft Graph as a directory: whom it names, what changed, how it is asked, what it refuses."""

from collections.abc import Iterator
from datetime import time

import pytest
import requests

from adapters.directory.graph import (
    MOST_PATIENCE,
    Graph,
    GraphDirectory,
    GraphInstaller,
    GraphRefused,
    hours_of,
    iana,
)
from bot.model import Language, WorkingHours
from bot.ports import DirectoryEntry
from tests.adapters.directory.tenant import BERLIN_HOURS, Tenant, graph_of

APP = "00000000-0000-4000-8000-000000000000"


class Asked:
    """A tenant, a client on it, and how long it was patient."""

    def __init__(self, tenant: Tenant, url: str, bearer: str = "good") -> None:
        self.tenant = tenant
        self.slept: list[float] = []
        self.session = requests.Session()
        self.graph = Graph(lambda: bearer, self.session, self.slept.append, url)
        self.directory = GraphDirectory(self.graph)


@pytest.fixture
def asked() -> Iterator[Asked]:
    tenant = Tenant()
    tenant.employs("1", "greta@musterwerk.example", department="Board")
    tenant.employs("2", "Asha@musterwerk.example", preferredLanguage="en-GB")
    tenant.employs("3", "bernd@musterwerk.example")
    tenant.managers = {"2": "1", "3": "1"}
    with graph_of(tenant) as url:
        found = Asked(tenant, url)
        yield found
        found.session.close()


def by_mail(entries: tuple[DirectoryEntry, ...]) -> dict[str, DirectoryEntry]:
    return {each.person.email: each for each in entries}


def test_everybody_is_listed_over_all_pages_with_her_manager(asked: Asked) -> None:
    entries = by_mail(asked.directory.listed().entries)
    assert set(entries) == {f"{name}@musterwerk.example" for name in ("greta", "asha", "bernd")}
    asha = entries["asha@musterwerk.example"]
    assert asha.manager_email == "greta@musterwerk.example"
    assert asha.person.language is Language.EN
    assert asha.person.team == "Sales"
    assert (asha.person.site, asha.person.country) == ("Berlin", "DE")
    assert entries["bernd@musterwerk.example"].person.language is Language.DE
    assert sum(each.startswith("GET /users?") for each in asked.tenant.asked) == 2


def test_guests_people_without_mail_and_disabled_accounts_are_nobody(asked: Asked) -> None:
    asked.tenant.employs("4", "guest@other.example", userType="Guest")
    asked.tenant.employs("5", "")
    asked.tenant.employs("6", "gone@musterwerk.example", accountEnabled=False)
    listed = asked.directory.listed()
    assert len(listed.entries) == 3
    assert listed.left == ("gone@musterwerk.example",)


def test_only_what_changed_since_is_asked_for(asked: Asked) -> None:
    mark = asked.directory.listed().mark
    assert asked.directory.changed(mark).entries == ()
    asked.tenant.changed("3", department="Finance")
    asked.tenant.changed("2", accountEnabled=False)
    asked.tenant.asked.clear()
    changed = asked.directory.changed(mark)
    assert [each.person.team for each in changed.entries] == ["Finance"]
    assert changed.left == ("asha@musterwerk.example",)
    assert len(asked.tenant.asked) == 3  # the delta, and the two whom it names
    assert asked.directory.changed(changed.mark).entries == ()


def test_a_change_during_the_listing_is_told_afterwards(asked: Asked) -> None:
    mark = asked.directory.listed().mark
    asked.tenant.employs("7", "new@musterwerk.example")
    assert set(by_mail(asked.directory.changed(mark).entries)) == {"new@musterwerk.example"}


def test_who_is_deleted_is_told_by_her_id(asked: Asked) -> None:
    mark = asked.directory.listed().mark
    asked.tenant.changed("3")
    changed = asked.directory.changed(mark)
    assert (changed.entries, changed.removed) == ((), ("3",))


def test_a_mark_that_graph_has_forgotten_lists_everybody(asked: Asked) -> None:
    mark = asked.directory.listed().mark
    asked.tenant.forgotten = True
    assert len(asked.directory.changed(mark).entries) == 3


def test_patience_is_kept_as_long_as_graph_asks_for(asked: Asked) -> None:
    asked.tenant.refusals = [(429, {"Retry-After": "7"}, "TooManyRequests"), (503, {}, "Busy")]
    assert len(asked.directory.listed().entries) == 3
    assert asked.slept == [7.0, 2.0]


def test_endless_patience_is_not_kept(asked: Asked) -> None:
    asked.tenant.refusals = [(429, {"Retry-After": "9999"}, "TooManyRequests")] * 99
    with pytest.raises(GraphRefused, match="429 TooManyRequests"):
        asked.directory.listed()
    assert asked.slept == [300.0] * MOST_PATIENCE


def test_a_missing_consent_is_named(asked: Asked) -> None:
    asked.tenant.refusals = [(403, {}, "Authorization_RequestDenied")]
    with pytest.raises(GraphRefused, match="admin must consent"):
        asked.directory.listed()


def test_a_bad_token_is_refused_in_a_sentence(asked: Asked) -> None:
    bad = Asked(asked.tenant, asked.graph.url, bearer="bad")
    with pytest.raises(ValueError, match="401 InvalidAuthenticationToken"):
        bad.directory.entries()
    bad.session.close()


def test_a_graph_that_does_not_answer_is_told_in_a_sentence() -> None:
    with requests.Session() as session:
        nowhere = Graph(lambda: "good", session, lambda _: None, "http://127.0.0.1:9")
        with pytest.raises(ValueError, match="does not answer"):
            GraphDirectory(nowhere).listed()


def test_a_link_that_leads_elsewhere_gets_no_token(asked: Asked) -> None:
    with pytest.raises(GraphRefused, match="leads away"):
        asked.directory.changed("https://evil.example/users/delta")


def test_hours_come_from_the_mailbox_where_they_are_wanted(asked: Asked) -> None:
    asked.tenant.mailboxes["2"] = BERLIN_HOURS
    directory = GraphDirectory(asked.graph, with_hours=True)
    people = by_mail(tuple(directory.entries()))
    assert people["asha@musterwerk.example"].person.hours == WorkingHours(
        "Europe/Berlin", time(8, 30), time(16), frozenset(range(4))
    )
    assert people["bernd@musterwerk.example"].person.hours == WorkingHours("UTC")


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("Europe/Vienna", "Europe/Vienna"),
        ("Customized Time Zone", ""),
        ("", ""),
    ],
)
def test_zones_have_their_iana_name(name: str, zone: str) -> None:
    assert iana(name) == zone


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"timeZone": "Nowhere"},
        {"workingHours": {"daysOfWeek": [], "startTime": "08:00:00", "endTime": "16:00:00"}},
        {"workingHours": {"daysOfWeek": ["monday"], "startTime": "late", "endTime": "16:00:00"}},
        {"workingHours": {"daysOfWeek": ["monday"], "startTime": "18:00", "endTime": "16:00"}},
    ],
)
def test_odd_hours_are_taken_for_the_usual_ones(odd: dict[str, object]) -> None:
    assert hours_of(odd) == WorkingHours("UTC")


def test_the_app_is_installed_once_for_each(asked: Asked) -> None:
    asked.tenant.catalogue[APP] = "catalogue-id"
    installer = GraphInstaller(asked.graph, APP)
    people = ("bernd@musterwerk.example", "nobody@musterwerk.example")
    assert installer.install(people) == ("nobody@musterwerk.example",)
    assert installer.install(people[:1]) == ()
    assert asked.tenant.installed == ["bernd@musterwerk.example"]


def test_an_app_that_nobody_uploaded_is_not_installed(asked: Asked) -> None:
    with pytest.raises(GraphRefused, match="upload the package"):
        GraphInstaller(asked.graph, APP).install(("bernd@musterwerk.example",))
