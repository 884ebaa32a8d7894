"""A large company at a stroke: people with addresses, and what is owed to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bot.model import (
    Address,
    Cadence,
    CheckIn,
    CheckInState,
    MeetingHour,
    Notice,
    Organisation,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Platform,
    Priority,
    Programme,
    Proposal,
    ProposalState,
    Role,
)
from bot.ports import Noun
from storage.books import SqlBooks
from storage.mapping import shape_of
from storage.shelves.owed import NOTICE
from storage.tables import AddressRow, table_of
from tests.musterwerk import MAIL, colleague

AT_ONCE = 2000
IN_A_TENANT = 10  # people; the pace of a tenant is not what is measured
WORTH = timedelta(days=3)
WEEKLY = Cadence.WEEKLY


@dataclass(frozen=True)
class Crowd:
    """So many people, every two a tandem with an hour ahead; ids follow each other."""

    first_person: int
    first_check_in: int
    starts_at: datetime

    def notice(self, number: int, due: datetime, once: str, priority: Priority) -> Notice:
        """Return the reminder that is owed to one of them, by number from 0."""
        return Notice(
            self.first_person + number,
            "checkin.reminder",
            self.first_check_in + number // 2,
            f"{once}:{number}:{self.starts_at.isoformat()}",
            due,
            due + WORTH,
            priority=priority,
            at_latest=due,  # whatever the hour at which somebody measures
        )

    def address(self, number: int) -> Address:
        """Return where one of them is reached."""
        person = self.first_person + number
        return Address(Platform.TEAMS, f"tenant-{person // IN_A_TENANT}", f"u{person}")

    def owe(self, books: SqlBooks, people: int, due: datetime, once: str) -> None:
        """Owe each of the first so many a reminder."""
        reminder = Priority.REMINDER
        keep(books, [self.notice(n, due, once, reminder) for n in range(people)])


def hire(books: SqlBooks, people: int, now: datetime) -> Crowd:
    """Put so many people on Teams and into tandems that meet tomorrow."""
    active, role = ParticipantState.ACTIVE, (Role.MENTOR, Role.MENTEE)
    starts_at, hour = now + timedelta(days=1), MeetingHour(1, time(9), "Europe/Berlin", WEEKLY)
    with books.turn() as store:
        organisation = store.add(Organisation("Musterwerk", (MAIL,)))
        programme = store.add(Programme(organisation.id, "2026", date(2026, 1, 5)))
        for tenant in range((people + 1) // IN_A_TENANT + 2):
            store.allow(organisation.id, Platform.TEAMS, f"tenant-{tenant}")
    staff = [colleague(organisation.id, f"Person {n}") for n in range(people)]
    ids = keep(books, staff)
    seats = [role[n % 2] for n in range(people)]
    keep(
        books,
        [
            Participant(programme.id, person, active, now, role=seat, ready=(seat.value,))
            for person, seat in zip(ids, seats, strict=True)
        ],
    )
    parts = _ids(books, Participant)
    couples = list(zip(parts[::2], parts[1::2], strict=True))
    accepted = ProposalState.ACCEPTED
    proposed = keep(books, [Proposal(programme.id, a, b, 80, (), accepted) for a, b in couples])
    ends = starts_at.date() + timedelta(weeks=12)
    paired = keep(
        books,
        [
            Pairing(programme.id, proposal, a, (b,), PairingState.ACTIVE, hour, now, ends)
            for proposal, (a, b) in zip(proposed, couples, strict=True)
        ],
    )
    week = f"{starts_at:%G-W%V}"
    met = keep(books, [CheckIn(pair, week, starts_at, CheckInState.PLANNED) for pair in paired])
    addresses = [
        {
            "person": number,
            "platform": Platform.TEAMS,
            "workspace": f"tenant-{number // IN_A_TENANT}",
            "user": f"u{number}",
            "used_at": now,
        }
        for number in ids
    ]
    with books.turn() as store:
        for some in _parts(addresses):
            store.session.execute(insert(table_of(AddressRow)), some)
    return Crowd(ids[0], met[0], starts_at)


def keep(books: SqlBooks, nouns: Sequence[Noun]) -> list[int]:
    """Keep new nouns in one transaction and return their ids."""
    shape = shape_of(type(nouns[0]))
    with books.turn() as store:
        for some in _parts(nouns):
            store.session.execute(insert(shape.table), [shape.values(each) for each in some])
    return _ids(books, type(nouns[0]))


def _ids(books: SqlBooks, kind: type[Noun]) -> list[int]:
    table = shape_of(kind).table
    with books.read() as store:
        return list(store.session.execute(select(table.c.id).order_by(table.c.id)).scalars())


def ended(books: SqlBooks) -> dict[str, int]:
    """Return how many notices are in which state."""
    with books.read() as store:
        rows = select(NOTICE.c.state, func.count()).group_by(NOTICE.c.state)
        return {str(state): count for state, count in store.session.execute(rows)}


def _parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
