"""The demo's programme: who leads it, and who listens when something is wrong between two."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.directory.sample import CARLA, HANA
from app.demo.plot import invented, own
from app.demo.seeding import Plot, seed
from bot.model import Person, Programme
from storage.books import SqlBooks
from storage.schema import upgrade
from tests.people import catalogue

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
HEAD = "email,name,role,offers,wants,country\n"
PAIR = "mia@x.example,Mia,mentor,KI:3,,DE\nbo@x.example,Bo,mentee,,KI:3,DE\n"


def e_mails(tmp_path: Path, plot: Plot) -> tuple[list[str], str | None]:
    """Return the e-mails of the HR leads and of the confidential contact."""
    url = f"sqlite:///{tmp_path}/demo.sqlite"
    upgrade(url)
    books = SqlBooks(url, careless=True)
    with books.turn() as store:
        programme: Programme = seed(store, catalogue(), plot, NOW)
        leads = [store.get(Person, each) for each in programme.hr_leads]
        contact = store.get(Person, programme.contact) if programme.contact else None
    books.close()
    return [each.email for each in leads if each], contact.email if contact else None


def test_the_confidential_contact_is_not_the_hr_lead(tmp_path: Path) -> None:
    assert e_mails(tmp_path, invented()) == ([HANA], CARLA)


@pytest.mark.parametrize(
    ("others", "contact"),
    [
        ("hr@x.example,Hr,,,,DE\nZoe@x.example,Zoe,,,,DE\n", "zoe@x.example"),
        ("hr@x.example,Hr,,,,DE\n", None),
    ],
)
def test_in_ones_own_company_it_is_somebody_else_who_takes_no_part(
    tmp_path: Path, others: str, contact: str | None
) -> None:
    file = tmp_path / "people.csv"
    file.write_text(HEAD + PAIR + others, "utf-8")
    assert e_mails(tmp_path, own(file, None)) == (["hr@x.example"], contact)


def test_a_named_hr_lead_does_not_become_the_contact_too(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(HEAD + PAIR + "ann@x.example,Ann,,,,DE\nhr@x.example,Hr,,,,DE\n", "utf-8")
    assert e_mails(tmp_path, own(file, "ann@x.example")) == (["ann@x.example"], "hr@x.example")
