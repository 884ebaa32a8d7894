"""People are taken in by e-mail: renewed, not doubled, and never made participants."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from adapters.directory.csv_file import PersonRow, entries_of
from adapters.directory.intake import Intake, take_in
from adapters.directory.sample import ASHA, BERND, sample_company
from bot.commands import Depart
from bot.model import (
    Address,
    Cefr,
    Language,
    LanguageSkill,
    Organisation,
    Participant,
    ParticipantState,
    Person,
    Platform,
    Programme,
    WorkingHours,
)
from bot.ports import DirectoryEntry, Store
from storage.books import SqlBooks
from storage.schema import upgrade

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
GERMAN = LanguageSkill("de", Cefr.C2)
TOP = PersonRow("top@x.example", "Top", level=9, team="Board", site="Esslingen", country="DE")
BOSS = PersonRow(
    "boss@x.example", "Boss", "top@x.example", level=7, team="Heads", languages=(GERMAN,)
)
JUNIOR = PersonRow(
    "junior@x.example",
    "Junior",
    "boss@x.example",
    level=2,
    team="Montage",
    work_start=time(8),
    offers=(("KI", 3),),
    not_with=("top@x.example",),
    earlier_partners=("boss@x.example", "gone@x.example"),
)
COMPANY = (JUNIOR, TOP, BOSS)  # on purpose not in the order of the chart


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'books.db'}"
    upgrade(url)
    books = SqlBooks(url, careless=True)
    with books.turn() as opened:
        yield opened
    books.close()


@pytest.fixture
def organisation(store: Store) -> int:
    return store.add(Organisation("Lindenhof")).id


def taken_in(store: Store, organisation: int, *rows: PersonRow, full: bool = False) -> Intake:
    entries = entries_of(rows, organisation, Language.EN)
    return take_in(store, organisation, entries, full_at=NOW if full else None)


def found(store: Store, organisation: int, row: PersonRow) -> Person:
    person = store.person_by_email(organisation, row.email)
    assert person is not None
    return person


def test_people_come_with_their_managers_whatever_their_order(
    store: Store, organisation: int
) -> None:
    intake = taken_in(store, organisation, *COMPANY)
    assert intake == Intake(3, 0, 0, unknown=("gone@x.example",))
    top, boss, junior = (found(store, organisation, row) for row in (TOP, BOSS, JUNIOR))
    assert (junior.manager, boss.manager, top.manager) == (boss.id, top.id, None)
    assert (junior.team, junior.level, junior.in_directory) == ("Montage", 2, True)
    assert boss.language is Language.DE


def test_a_second_intake_of_the_same_people_changes_nothing(
    store: Store, organisation: int
) -> None:
    taken_in(store, organisation, *COMPANY)
    before = store.people_of(organisation)
    louder = replace(BOSS, email="BOSS@X.example")
    assert taken_in(store, organisation, JUNIOR, TOP, louder) == Intake(
        0, 0, 3, unknown=("gone@x.example",)
    )
    assert store.people_of(organisation) == before


def test_what_a_file_proposes_pre_fills_forms_and_enrols_nobody(
    store: Store, organisation: int
) -> None:
    taken_in(store, organisation, *COMPANY)
    top, boss, junior = (found(store, organisation, row) for row in (TOP, BOSS, JUNIOR))
    suggestion = store.suggestion_for(junior.id)
    assert suggestion is not None
    assert suggestion.offers == (("KI", 3),)
    assert suggestion.not_with == (top.id,)
    assert suggestion.earlier_partners == (boss.id,)
    assert store.suggestion_for(top.id) is None
    assert all(store.participations(person.id) == () for person in (top, boss, junior))


def test_a_changed_proposal_replaces_the_earlier_one(store: Store, organisation: int) -> None:
    taken_in(store, organisation, *COMPANY)
    junior = found(store, organisation, JUNIOR)
    intake = taken_in(store, organisation, TOP, BOSS, replace(JUNIOR, offers=(("Excel", 1),)))
    assert (intake.updated, intake.unchanged) == (1, 2)
    changed = store.suggestion_for(junior.id)
    assert changed is not None
    assert changed.offers == (("Excel", 1),)
    plain = replace(JUNIOR, offers=(), not_with=(), earlier_partners=())
    taken_in(store, organisation, TOP, BOSS, plain)
    assert store.suggestion_for(junior.id) == changed  # a file without any proposal takes none back
    taken_in(store, organisation, replace(TOP, capacity=3), BOSS, plain)
    emptied = store.suggestion_for(junior.id)
    assert emptied is not None
    assert (emptied.offers, emptied.not_with, emptied.role) == ((), (), "")


def test_facts_follow_the_directory(store: Store, organisation: int) -> None:
    taken_in(store, organisation, *COMPANY)
    moved = replace(
        JUNIOR, manager_email="top@x.example", team="Labor", level=3, work_start=time(7)
    )
    assert taken_in(store, organisation, TOP, BOSS, moved).updated == 1
    junior, top = found(store, organisation, JUNIOR), found(store, organisation, TOP)
    assert (junior.team, junior.level, junior.manager) == ("Labor", 3, top.id)
    assert junior.hours.start == time(7)


def test_a_new_head_at_the_top_has_no_manager_any_more(store: Store, organisation: int) -> None:
    taken_in(store, organisation, *COMPANY)
    promoted = replace(BOSS, manager_email="", level=9)
    below = replace(TOP, manager_email="boss@x.example", level=8)
    taken_in(store, organisation, promoted, below, JUNIOR)
    boss, top = found(store, organisation, BOSS), found(store, organisation, TOP)
    assert (boss.manager, top.manager) == (None, boss.id)


def test_what_a_directory_tells_of_nobody_stays_as_it_was(store: Store, organisation: int) -> None:
    taken_in(store, organisation, *COMPANY)
    before = store.people_of(organisation)
    names = [PersonRow(row.email, row.name) for row in COMPANY]
    taken_in(store, organisation, *names)
    assert store.people_of(organisation) == before


def test_an_unknown_manager_takes_nobody_away(store: Store, organisation: int) -> None:
    taken_in(store, organisation, *COMPANY)
    intake = taken_in(store, organisation, replace(JUNIOR, manager_email="typo@x.example"))
    assert "typo@x.example" in intake.unknown
    junior, boss = found(store, organisation, JUNIOR), found(store, organisation, BOSS)
    assert junior.manager == boss.id


def test_own_choices_stay_with_who_takes_part(store: Store, organisation: int) -> None:
    taken_in(store, organisation, *COMPANY)
    programme = store.add(Programme(organisation, "Lernen", date(2026, 3, 2)))
    own = WorkingHours("Europe/Berlin", time(10), time(14))
    for row in (JUNIOR, BOSS):
        person = found(store, organisation, row)
        store.save(replace(person, hours=own, language=Language.EN, languages=()))
    junior = found(store, organisation, JUNIOR)
    store.add(Participant(programme.id, junior.id, ParticipantState.ACTIVE, NOW))
    taken_in(store, organisation, TOP, BOSS, replace(JUNIOR, team="Labor", languages=(GERMAN,)))
    junior, boss = found(store, organisation, JUNIOR), found(store, organisation, BOSS)
    assert (junior.team, junior.hours, junior.language) == ("Labor", own, Language.EN)
    assert junior.languages == ()
    assert (boss.hours.start, boss.language, boss.languages) == (time(9), Language.DE, (GERMAN,))


def test_the_bots_language_stays_with_who_has_written_to_it(
    store: Store, organisation: int
) -> None:
    taken_in(store, organisation, *COMPANY)
    boss = store.save(replace(found(store, organisation, BOSS), language=Language.EN))
    store.link(boss.id, Address(Platform.SLACK, "T1", "U1"), NOW)
    taken_in(store, organisation, TOP, replace(BOSS, work_start=time(7)), JUNIOR)
    boss = found(store, organisation, BOSS)
    assert (boss.language, boss.hours.start) == (Language.EN, time(7))


def test_who_is_missing_is_reported_and_only_on_demand_let_go(
    store: Store, organisation: int
) -> None:
    guest = Person(organisation, "guest@x.example", "Guest", Language.DE, WorkingHours("UTC"))
    store.add(guest)
    taken_in(store, organisation, *COMPANY)
    assert taken_in(store, organisation, TOP, BOSS).left == ("junior@x.example",)
    assert found(store, organisation, JUNIOR).employed
    assert not store.take(Depart(found(store, organisation, JUNIOR).id), NOW)
    taken_in(store, organisation, TOP, BOSS, full=True)
    assert store.take(Depart(found(store, organisation, JUNIOR).id), NOW)
    stranger = store.person_by_email(organisation, "guest@x.example")
    assert stranger is not None
    assert not store.take(Depart(stranger.id), NOW)


def test_who_stands_in_the_next_file_again_does_not_leave(store: Store, organisation: int) -> None:
    taken_in(store, organisation, *COMPANY)
    junior = found(store, organisation, JUNIOR)
    taken_in(store, organisation, TOP, BOSS, full=True)
    taken_in(store, organisation, *COMPANY, full=True)
    assert not store.take(Depart(junior.id), NOW)


def test_who_comes_back_is_the_same_person_again(store: Store, organisation: int) -> None:
    taken_in(store, organisation, *COMPANY)
    before = found(store, organisation, JUNIOR)
    store.save(replace(before, employed=False))
    assert taken_in(store, organisation, *COMPANY).updated == 1
    assert found(store, organisation, JUNIOR) == before


def test_even_a_circle_is_taken_in(store: Store, organisation: int) -> None:
    circle = (replace(TOP, manager_email="junior@x.example"), BOSS, JUNIOR)
    intake = taken_in(store, organisation, *circle)
    assert intake.unknown == ("gone@x.example",)
    top, junior = found(store, organisation, TOP), found(store, organisation, JUNIOR)
    assert top.manager == junior.id


def test_a_directory_with_doubles_is_refused(store: Store, organisation: int) -> None:
    [entry] = entries_of([TOP], organisation, Language.DE)
    nameless = DirectoryEntry(replace(entry.person, email=""))
    with pytest.raises(ValueError, match="more than once"):
        take_in(store, organisation, [entry, entry])
    with pytest.raises(ValueError, match="no e-mail"):
        take_in(store, organisation, [nameless])


def test_a_company_of_thousands_is_taken_in_and_nothing_of_it_twice(
    store: Store, organisation: int
) -> None:
    rows = sample_company(people=3_000)
    intake = taken_in(store, organisation, *rows)
    again = taken_in(store, organisation, *rows)
    assert (intake.created, again.unchanged) == (3_000, 3_000)
    people = {person.email: person for person in store.people_of(organisation)}
    assert people[ASHA].manager != people[BERND].manager
    assert sum(person.manager is None for person in people.values()) == 1
