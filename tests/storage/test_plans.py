"""Every question of a turn or a tick is answered from an index, on both databases."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.engine.interfaces import DBAPICursor, ExecutionContext

from bot.commands import PlanCheckIns
from bot.model import (
    Address,
    CheckInState,
    Feedback,
    Language,
    NoticeState,
    PairingState,
    ParticipantState,
    Person,
    Platform,
    ProposalState,
)
from bot.ports import OnlyReading, Store
from bot.said import Note, text
from storage.books import SqlBooks
from storage.chat import SqlChat
from tests.storage.company import DAY, HOUR, NOW, Company, notice

CHORE = PlanCheckIns(1)
AT = Address(Platform.SLACK, "T0", "U1")
Asked = tuple[str, Any]

QUESTIONS: dict[str, Callable[[Store, Company], object]] = {
    "get": lambda store, company: store.get(Person, company.asha.id),
    "save": lambda store, company: store.save(replace(company.asha, language=Language.DE)),
    "organisation_of": lambda store, _: store.organisation_of(Platform.SLACK, "T0"),
    "allow": lambda store, company: store.allow(company.organisation.id, Platform.SLACK, "T0"),
    "familiar": lambda store, _: store.familiar(AT, NOW),
    "person_at": lambda store, _: store.person_at(AT),
    "person_by_email": lambda store, company: store.person_by_email(
        company.organisation.id, "asha@muster.example"
    ),
    "link": lambda store, company: store.link(company.asha.id, AT, NOW),
    "link_again": lambda store, company: store.link(company.bernd.id, AT, NOW + HOUR),
    "addresses_of": lambda store, company: store.addresses_of(company.asha.id),
    "addresses_used": lambda store, company: store.addresses_used(company.asha.id),
    "reached_through": lambda store, company: store.reached_through(company.asha.id),
    "people_of": lambda store, company: store.people_of(company.organisation.id),
    "people_by_id": lambda store, company: store.people_by_id([company.asha.id]),
    "people_named": lambda store, company: store.people_named(company.organisation.id, "a", 9),
    "suggestion_for": lambda store, company: store.suggestion_for(company.asha.id),
    "programmes_of": lambda store, company: store.programmes_of(company.organisation.id),
    "participation": lambda store, company: store.participation(
        company.programme.id, company.asha.id
    ),
    "participations": lambda store, company: store.participations(company.asha.id),
    "participants_of": lambda store, company: store.participants_of(
        company.programme.id, {ParticipantState.ACTIVE}
    ),
    "consents_of": lambda store, company: store.consents_of(company.programme.id, company.asha.id),
    "standing_consents": lambda store, company: store.standing_consents(
        company.programme.id, "matching"
    ),
    "draft_round": lambda store, company: store.draft_round(company.programme.id),
    "rounds_of": lambda store, company: store.rounds_of(company.programme.id),
    "proposals_in": lambda store, company: store.proposals_in(company.round.id),
    "proposals_for": lambda store, company: store.proposals_for(company.group.id),
    "group_proposals_of": lambda store, company: store.group_proposals_of(company.programme.id),
    "proposals_of": lambda store, company: store.proposals_of(
        company.programme.id, {ProposalState.OPEN}
    ),
    "proposals_with": lambda store, company: store.proposals_with(
        company.mentor.id, {ProposalState.OPEN}
    ),
    "pairings_of": lambda store, company: store.pairings_of(
        company.programme.id, {PairingState.ACTIVE}
    ),
    "pairings_with": lambda store, company: store.pairings_with(
        company.mentor.id, {PairingState.ACTIVE}
    ),
    "check_ins_of": lambda store, company: store.check_ins_of(company.pairing.id),
    "planned_hours": lambda store, company: store.planned_hours(company.pairing.id),
    "living_pairings": lambda store, company: store.pairings_with(
        company.mentor.id, {PairingState.ACTIVE, PairingState.SUSPENDED}
    ),
    "check_ins_in": lambda store, company: store.check_ins_in(
        company.programme.id, {CheckInState.PLANNED}
    ),
    "feedback_by": lambda store, company: store.feedback_by(company.check_in.id, company.asha.id),
    "feedback_on": lambda store, company: store.feedback_on(company.check_in.id),
    "feedback_in": lambda store, company: store.feedback_in(company.programme.id),
    "topic_changes": lambda store, company: store.topic_changes(company.programme.id),
    "goals_of": lambda store, company: store.goals_of(company.pairing.id),
    "goals_in": lambda store, company: store.goals_in(company.programme.id),
    "pair_answers": lambda store, company: store.pair_answers(company.pairing.id),
    "surveys_of": lambda store, company: store.surveys_of(company.mentor.id),
    "surveys_in": lambda store, company: store.surveys_in(company.programme.id),
    "farewells_of": lambda store, company: store.farewells_of(company.pairing.id),
    "farewells_in": lambda store, company: store.farewells_in(company.programme.id),
    "frozen_figures": lambda store, company: store.frozen_figures(company.programme.id),
    "owe": lambda store, company: store.owe(notice(company.asha.id, "1")),
    "no_longer_owe": lambda store, company: store.no_longer_owe("kind", 1, company.asha.id),
    "said_about": lambda store, company: store.said_about(company.asha.id, "proposal:1"),
    "said_all_about": lambda store, company: store.said_all_about(company.asha.id, "proposal:1"),
    "remember_partners": lambda store, company: store.remember_partners(
        company.organisation.id, company.asha.id, company.bernd.id
    ),
    "earlier_partners": lambda store, company: store.earlier_partners(company.organisation.id),
    "forget_sentences": lambda store, company: store.forget_sentences(
        company.programme.id, NOW, over=False
    ),
    "empty_rounds": lambda store, company: store.empty_rounds(company.programme.id),
    "notices_to": lambda store, company: store.notices_to(company.asha.id),
    "asking": lambda store, company: store.asking(company.asha.id, NOW),
    "unreached": lambda store, company: store.unreached(company.programme.id),
    "audit_of": lambda store, company: store.audit_of(company.asha.id),
    "remove": lambda store, company: store.remove(
        store.add(Feedback(company.check_in.id, company.asha.id, 5, NOW))
    ),
    "later": lambda store, _: store.later(CHORE, NOW),
    "take": lambda store, _: store.take(CHORE, NOW),
    "never_mind": lambda store, _: store.never_mind(CHORE),
    "heard_before": lambda store, _: store.heard_before("Ev1", NOW),
    "keep_answer": lambda store, company: store.keep_answer(
        "Ev1", company.asha.id, Note(text("refusal.broken"))
    ),
    "answer_to": lambda store, company: store.answer_to("Ev1", company.asha.id),
}

# Adding asks nothing; there are as many organisations as one can count; to erase somebody, lists in
# which she may stand are read to the end.
NOT_ASKED = {"add", "erase", "erase_pairing", "erase_proposal", "organisations"}


@contextmanager
def overheard(books: SqlBooks) -> Iterator[list[Asked]]:
    """Note every statement that reaches the database, with its values."""
    asked: list[Asked] = []

    def note(
        _connection: Connection,
        _cursor: DBAPICursor,
        statement: str,
        parameters: Any,
        _context: ExecutionContext | None,
        _executemany: bool,
    ) -> None:
        asked.append((statement, parameters))

    engines = books.database.engines
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield asked
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def scans(books: SqlBooks, asked: list[Asked]) -> list[str]:
    """Return the statements that read whole tables, with the words of their plans."""
    found = []
    sqlite = books.database.engines[0].dialect.name == "sqlite"
    explain, scan = ("EXPLAIN QUERY PLAN", "SCAN") if sqlite else ("EXPLAIN", "Seq Scan")
    with books.database.reading() as connection:
        if not sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        for statement, parameters in asked:
            if statement.startswith(("BEGIN", "PRAGMA", "SET")):
                continue
            rows = connection.exec_driver_sql(f"{explain} {statement}", parameters)
            plan = "\n".join(str(row[-1]) for row in rows)
            if scan in plan.replace("SCAN CONSTANT ROW", ""):
                found.append(f"{statement}\n{plan}")
    return found


def test_every_question_of_the_store_is_looked_at() -> None:
    promised = {name for name in vars(Store) if not name.startswith("_")}
    assert promised - NOT_ASKED == QUESTIONS.keys() - {"link_again", "living_pairings"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_of_a_turn_is_answered_from_an_index(
    books: SqlBooks, company: Company, question: str
) -> None:
    with books.turn() as store:
        store.link(company.asha.id, AT, NOW)
    with overheard(books) as asked, books.turn() as store:
        QUESTIONS[question](store, company)
    assert asked
    assert scans(books, asked) == []


def test_a_question_of_a_tick_is_answered_from_an_index(books: SqlBooks, company: Company) -> None:
    with books.turn() as store:
        store.owe(notice(company.asha.id, "1"))
    with overheard(books) as asked:
        books.due_chores(NOW, 10)
        books.put_off("pairing.plan", 1, NOW)
        (claimed,) = books.claim(NOW, NOW + HOUR, 10)
        books.settle(replace(claimed, state=NoticeState.SENT))
        books.next_due()
    assert len(asked) > 10
    assert scans(books, asked) == []


def test_a_question_of_the_local_page_is_answered_from_an_index(books: SqlBooks) -> None:
    chat = SqlChat(books)
    with overheard(books) as asked:
        line = chat.append("asha", "Hello", NOW, key="k")
        chat.replace(line, "Hello!", NOW + DAY)
        chat.find("asha", "k")
        chat.history("asha")
        chat.version("asha")
    assert scans(books, asked) == []


MANY: dict[str, Callable[[int, Store], object]] = {
    "asking": lambda person, store: store.asking(person, NOW),
    "said_all_about": lambda person, store: store.said_all_about(person, "proposal:1"),
}


@pytest.mark.parametrize("question", MANY)
def test_what_concerns_several_people_is_found_by_person_not_by_what_all_have_in_common(
    books: SqlBooks, question: str
) -> None:
    """Without statistics SQLite would read all that was ever sent; PostgreSQL keeps some."""
    people = range(1, 9)
    with overheard(books) as asked:
        books.read_together([partial(MANY[question], each) for each in people])
    (wanted,) = [each for each in asked if "notice" in each[0]]
    if books.database.engines[0].dialect.name == "sqlite":
        with books.database.reading() as connection:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {wanted[0]}", wanted[1]).all()
        assert "(person=?" in str(plan)


def test_a_scan_would_be_seen(books: SqlBooks, company: Company) -> None:
    everybody = "SELECT * FROM person WHERE site = 'Graz'"
    assert len(scans(books, [(everybody, ())])) == 1


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_answered_beside_the_writers_as_it_is_in_a_turn(
    books: SqlBooks, company: Company, question: str
) -> None:
    with books.turn() as store:
        store.link(company.asha.id, AT, NOW)
    with suppress(OnlyReading):
        with books.read() as store:
            aside = QUESTIONS[question](store, company)
        with books.turn() as store:
            assert QUESTIONS[question](store, company) == aside
