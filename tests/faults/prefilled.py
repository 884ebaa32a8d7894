"""A large company and what it is owed, put into an empty database in a few statements."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert

from bot.model import (
    Address,
    Notice,
    Organisation,
    Participant,
    ParticipantState,
    Person,
    Platform,
    Programme,
    Role,
)
from storage.books import SqlBooks
from storage.mapping import shape_of
from storage.shelves.people import ADDRESS
from tests.musterwerk import MAIL, colleague

AT_ONCE = 200  # rows of one statement; wording one for more keeps a transaction idle for seconds
PEOPLE_IN_A_TENANT = 100


def in_tenants(number: int) -> Address:
    """Return the address of somebody on Teams, in tenants of a hundred people."""
    return Address(Platform.TEAMS, f"tenant-{number // PEOPLE_IN_A_TENANT}", f"u{number}")


def prefill(
    books: SqlBooks,
    people: int,
    each: int,
    now: datetime,
    worth: timedelta,
    *,
    address: Callable[[int], Address] = in_tenants,
) -> None:
    """Employ so many people at their addresses, and owe each so many messages by now."""
    with books.turn() as store:
        organisation = store.add(Organisation("Musterwerk", (MAIL,)))
        programme = store.add(Programme(organisation.id, "2026", date(2026, 1, 5)))
        session = store.session
        staff = [colleague(organisation.id, f"Person {number}") for number in range(people)]
        ids = _kept(session, Person, staff)
        known = [
            {**vars(address(number)), "person": person, "used_at": now}
            for number, person in enumerate(ids)
        ]
        _insert(session, ADDRESS, known)
        active = ParticipantState.ACTIVE
        parts = [Participant(programme.id, who, active, now, role=Role.MENTOR) for who in ids]
        seats = _kept(session, Participant, parts)
        owed = [
            Notice(
                person,
                "proposal.none_yet",
                seat,
                f"{programme.id}:{n}",
                now,
                now + worth,
                at_latest=now,  # whatever the hour, and how often that day
            )
            for n, (person, seat) in enumerate(
                pair for pair in zip(ids, seats, strict=True) for _ in range(each)
            )
        ]
        _kept(session, Notice, owed)


def _kept(session: Connection, noun: type, nouns: list[Any]) -> list[int]:
    """Insert nouns and return their ids, in the same order."""
    shape = shape_of(noun)
    return _insert(session, shape.table, [shape.values(each) for each in nouns])


def _insert(session: Connection, table: Table, rows: list[dict[str, Any]]) -> list[int]:
    if "id" not in table.c:
        session.execute(insert(table), rows)
        return []
    statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    parts = (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
    return [number for part in parts for number in session.execute(statement, part).scalars()]
