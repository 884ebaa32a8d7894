"""The demo's programme: who leads it, and who listens when something is wrong between two."""

import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.directory.sample import ASHA, BERND, CARLA, HANA
from app.demo.colleagues import choice
from app.demo.plot import IN_GROUPS, invented, own
from app.demo.seeding import Plot, seed
from bot.commands import AcceptGroup, DeclineGroup
from bot.core import Bot
from bot.heard import Actor, Typed
from bot.model import Address, Format, GroupProposalState, Person, Platform, Programme
from bot.ports import Store
from bot.said import Button, Message, text
from bot.texts import load_words
from storage.books import SqlBooks
from storage.schema import upgrade
from tests.outside import outline
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


def test_in_groups_asha_and_bernd_find_each_other_and_others(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/demo.sqlite"
    upgrade(url)
    books = SqlBooks(url, careless=True)
    plot = replace(invented(IN_GROUPS), format=Format.GROUP)
    with books.turn() as store:
        programme = seed(store, catalogue(), replace(plot, seats=("", "")), NOW)
        asha, bernd = _participants(store, programme, ASHA, BERND)
        hana = store.people_by_id(programme.hr_leads)[programme.hr_leads[0]]
    bot = Bot(books, load_words(), catalogue(), outline)
    bot.hear(
        Typed(Actor(Address(Platform.WEB, plot.workspace, str(hana.id)), hana.name), "match"), NOW
    )
    while bot.do_chores(NOW):
        pass
    with books.read() as store:
        drafted = store.group_proposals_of(programme.id)
        assert {each.state for each in drafted} == {GroupProposalState.DRAFT}
        put = {each.mentor: store.proposals_for(each.id) for each in drafted}
    assert all(len(several) >= programme.group_least for several in put.values())
    assert bernd in {each.mentee for each in put[asha]}, "a story for whoever plays both"
    assert len(put[asha]) > 2
    books.close()


def _participants(store: Store, programme: Programme, *e_mails: str) -> list[int]:
    by_email = {each.email: each.id for each in store.people_of(programme.organisation)}
    found = {each.person: each.id for each in store.participants_of(programme.id)}
    return [found[by_email[each]] for each in e_mails]


def test_an_invented_mentor_answers_for_her_group() -> None:
    yes, no = (
        Button(text("proposal.accept"), AcceptGroup(1)),
        Button(text("proposal.decline"), DeclineGroup(1)),
    )
    put = Message(text("proposal.waiting.title"), buttons=(yes, no))
    said = [choice(put, random.Random(each)) for each in range(200)]  # noqa: S311 play
    assert said.count(yes) > said.count(no) > 0
