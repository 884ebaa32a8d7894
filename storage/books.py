"""The company's books in SQLite or PostgreSQL: turns, due chores, and notices claimed once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.model import Address, Notice, NoticeState, Place, Priority
from bot.ports import Backlog, Conflict
from storage import erasing, pacing
from storage.database import Database
from storage.journal import Journal
from storage.mapping import shape_of
from storage.shelves.owed import CHORE, HEARD, NOTICE
from storage.store import SqlStore

# After a clock jumped back, a lease from the future would hold a notice for as long as it jumped.
LONGEST_LEASE = timedelta(hours=1)
EXPIRED_AT_ONCE = 1000  # rows; so that a claim after a long outage keeps the database for moments
TOO_LATE = "too_late"
EVENTS_COME_AGAIN = timedelta(days=3)  # platforms repeat an event for hours, at the very most a day
ANSWERS_ARE_KEPT = timedelta(hours=1)  # somebody still waits for an answer; later it would be stale


class SqlBooks:
    """Keeps `bot.ports.Books`. `careless` gives up safety on power loss, for throw-away data.

    Without a `journal`, nobody could tell after a restore who was erased.
    """

    def __init__(
        self, database_url: str, *, careless: bool = False, journal: Journal | None = None
    ) -> None:
        self.database = Database(database_url, careless=careless)
        self.journal = journal

    def close(self) -> None:
        """Give all connections back; the books cannot be opened again."""
        self.database.close()

    def alive(self) -> bool:
        """Tell whether the database takes what is written: a full or read-only one still answers."""
        try:
            with self.database.claiming() as session:
                pacing.leave_mark(session)
        except (SQLAlchemyError, Conflict):
            return False
        return True

    @contextmanager
    def turn(self) -> Iterator[SqlStore]:
        """Open the store for one turn; an exception takes everything back.

        Raises Conflict when another turn got in the way, at any moment up to its end.
        """
        with self.database.turn() as session:
            yield SqlStore(session, self.journal)

    @contextmanager
    def read(self) -> Iterator[SqlStore]:
        """Open the store for reading only: cheaper, never waits for a writer."""
        with self.database.reading() as session:
            yield SqlStore(session, self.journal)

    def due_chores(self, now: datetime, limit: int) -> Sequence[tuple[str, int, datetime]]:
        """Return chores that are due as (name, subject, due), the oldest first."""
        statement = (
            select(CHORE.c.name, CHORE.c.subject, CHORE.c.due)
            .where(CHORE.c.due <= now)
            .order_by(CHORE.c.due, CHORE.c.id)
            .limit(limit)
        )
        with self.database.reading() as session:
            return [(name, subject, due) for name, subject, due in session.execute(statement)]

    def put_off(self, name: str, subject: int, until: datetime) -> None:
        """Move a chore that failed out of the way of the others; never to an earlier moment."""
        with self.database.claiming() as session:
            session.execute(
                update(CHORE)
                .where(CHORE.c.name == name, CHORE.c.subject == subject, CHORE.c.due < until)
                .values(due=until)
            )

    def claim(
        self,
        now: datetime,
        leased_until: datetime,
        limit: int,
        least: Priority = Priority.DIGEST,
        doubts: bool = True,  # noqa: FBT001, FBT002 passed on to another thread by its place
    ) -> Sequence[Notice]:
        """Take notices that are due for sending, or whose lease ran out, the most urgent first.

        Those less urgent than `least` are left to others, and those in doubt without `doubts`.

        Ready notices beyond their worth are expired on the way. Each is returned in the state it
        was in before, so that SENDING means doubt: somebody held it and never came back; `attempts`
        and `leased_until` are already this claim's. Raises ValueError for a lease over an hour.
        """
        if leased_until - now > LONGEST_LEASE:
            raise ValueError(f"a lease is at most {LONGEST_LEASE}, not {leased_until - now}")
        with self.database.claiming() as session:
            _expire(session, now)
            urgent_enough = NOTICE.c.priority <= least
            lapsed = and_(_lease_ran_out(now), NOTICE.c.doubted, urgent_enough)
            held = _take(session, lapsed, limit) if doubts else []
            _doubt(session, now, leased_until)
            ready = [
                notice
                for priority in Priority
                if priority <= least
                for notice in _take(session, _due(now, priority), limit)
            ]
            urgent = sorted([*held, *ready], key=lambda each: (each.priority, each.due, each.id))
            return [_leased(session, notice, leased_until) for notice in urgent[:limit]]

    def settle(self, notice: Notice) -> bool:
        """Keep what became of a claimed notice; False when another one has settled it meanwhile.

        Whoever claimed it later counts: the attempt is part of the claim.
        """
        on_its_way = notice.state is NoticeState.SENDING
        settled = replace(
            notice,
            leased_until=notice.leased_until if on_its_way else None,
            doubted=notice.doubted and on_its_way,
            settled_at=None
            if on_its_way or notice.state is NoticeState.READY
            else notice.settled_at,
        )
        statement = (
            update(NOTICE)
            .where(NOTICE.c.id == notice.id, NOTICE.c.state == NoticeState.SENDING)
            .where(NOTICE.c.attempts == notice.attempts)
            .values(shape_of(Notice).values(settled))
            .returning(NOTICE.c.id)
        )
        with self.database.claiming() as session:
            return session.execute(statement).one_or_none() is not None

    def take_pace(
        self, address: Address, priority: Priority, now: datetime, slot: datetime | None
    ) -> Place:
        """Stand in line for an address, and return how long to wait: nothing means now."""
        with self.database.claiming() as session:
            return pacing.take_pace(session, address, priority, now, slot)

    def hold_pace(self, address: Address, now: datetime, until: datetime) -> None:
        """Let nothing go to the address's workspace or tenant until then: it asked for patience."""
        with self.database.claiming() as session:
            pacing.hold_pace(session, address, now, until)

    def take_tick(self, name: str, at: datetime) -> bool:
        """Take a tick; False when another process has taken this one or a later one."""
        with self.database.claiming() as session:
            return pacing.take_tick(session, name, at)

    def forget_spent(self, now: datetime) -> int:
        """Delete lines that are empty and events that come no more; return how many rows went.

        What was answered to an event goes earlier.
        """
        stale = and_(HEARD.c.at < now - ANSWERS_ARE_KEPT, HEARD.c.answer.is_not(None))
        with self.database.claiming() as session:
            session.execute(update(HEARD).where(stale).values(answer=None))
            events = delete(HEARD).where(HEARD.c.at < now - EVENTS_COME_AGAIN)
            gone = session.execute(events.returning(HEARD.c.event)).all()
            return pacing.forget_empty(session, now) + len(gone)

    def come_back(self) -> tuple[int, ...]:
        """Return who was erased and is here again, because an earlier state was put back."""
        erased = self.journal.erased() if self.journal else frozenset()
        if not (erased and self.journal):
            return ()
        with self.database.reading() as session:
            known = erasing.everybody(session)
        return tuple(each for each in known if self.journal.holds(each, erased))

    def backlog(self, now: datetime) -> Backlog:
        """Return what waits to be sent."""
        due = and_(NOTICE.c.state == NoticeState.READY, NOTICE.c.due <= now)
        waiting = select(func.count(), func.min(NOTICE.c.due)).where(due)
        sending = select(func.count()).where(NOTICE.c.state == NoticeState.SENDING)
        with self.database.reading() as session:
            count, oldest = session.execute(waiting).one()
            return Backlog(count, oldest, session.execute(sending).scalar_one())

    def next_due(self) -> datetime | None:
        """Return when the next chore or notice is due."""
        ready = NOTICE.c.state == NoticeState.READY
        later = NOTICE.c.not_before
        earliest = (
            select(func.min(CHORE.c.due)),
            select(func.min(NOTICE.c.due)).where(ready, later.is_(None)),
            # A pause is only ever asked for when a notice was due already.
            select(func.min(later)).where(ready, later.is_not(None)),
            select(func.min(NOTICE.c.leased_until)).where(NOTICE.c.state == NoticeState.SENDING),
        )
        with self.database.reading() as session:
            moments = [session.execute(statement).scalar_one() for statement in earliest]
        return min((moment for moment in moments if moment is not None), default=None)


def _due(now: datetime, priority: Priority) -> ColumnElement[bool]:
    return and_(
        NOTICE.c.state == NoticeState.READY,
        NOTICE.c.priority == priority,
        NOTICE.c.due <= now,
        or_(NOTICE.c.not_before.is_(None), NOTICE.c.not_before <= now),
        NOTICE.c.until > now,
    )


def _lease_ran_out(now: datetime) -> ColumnElement[bool]:
    return and_(
        NOTICE.c.state == NoticeState.SENDING,
        or_(NOTICE.c.leased_until <= now, NOTICE.c.leased_until > now + LONGEST_LEASE),
    )


def _take(session: Session, claimable: ColumnElement[bool], limit: int) -> list[Notice]:
    """Return and lock claimable notices, the most urgent first; others take what is left."""
    statement = (
        select(*NOTICE.c)
        .where(claimable)
        .order_by(NOTICE.c.priority, NOTICE.c.due, NOTICE.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [shape_of(Notice).noun_of(row) for row in session.execute(statement)]


def _leased(session: Session, notice: Notice, leased_until: datetime) -> Notice:
    """Hold a notice, and return it in its earlier state with the new lease and attempt."""
    attempts = notice.attempts + 1
    held = {
        "state": NoticeState.SENDING,
        "attempts": attempts,
        "leased_until": leased_until,
        "doubted": notice.doubted,
    }
    session.execute(update(NOTICE).where(NOTICE.c.id == notice.id).values(held))
    return replace(notice, attempts=attempts, leased_until=leased_until)


def _doubt(session: Session, now: datetime, leased_until: datetime) -> None:
    """Give up whoever held a notice too long, and let a whole lease pass before anybody looks.

    Where a clock has jumped, or two differ, a lease only seems to have run out: its holder may still
    be sending, and can settle until somebody else has claimed the notice.
    """
    forgotten = (
        select(NOTICE.c.id)
        .where(_lease_ran_out(now), NOTICE.c.doubted.is_(False))
        .limit(EXPIRED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    session.execute(
        update(NOTICE)
        .where(NOTICE.c.id.in_(forgotten))
        .values(doubted=True, leased_until=leased_until)
    )


def _expire(session: Session, now: datetime) -> None:
    """Expire what was not sent while it was worth it."""
    too_late = (
        select(NOTICE.c.id)
        .where(NOTICE.c.state == NoticeState.READY, NOTICE.c.until <= now)
        .limit(EXPIRED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    session.execute(
        update(NOTICE)
        .where(NOTICE.c.id.in_(too_late))
        .values(state=NoticeState.EXPIRED, reason=TOO_LATE, settled_at=now)
    )
