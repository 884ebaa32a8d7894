"""The company's books in SQLite or PostgreSQL: turns, due chores, and notices claimed once."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, and_, bindparam, delete, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from bot.model import PACES, Address, Asker, Notice, NoticeState, Place, Priority
from bot.ports import AlreadyAnnounced, Backlog, Conflict, Deliveries, Store
from storage import claims, engine_tables, erasing, pacing
from storage.asking import Driver
from storage.database import Database, driver_of
from storage.journal import Journal
from storage.shelves.owed import AUDIT, CHORE, HEARD, NOTICE
from storage.side_by_side import SharedStore
from storage.store import ReadingStore, SqlStore

Found = TypeVar("Found")

NOTICES_KEPT = timedelta(days=180)  # after they were worth sending: so long, cards can be edited
AUDIT_KEPT = timedelta(days=365)
EVENTS_COME_AGAIN = timedelta(days=3)  # platforms repeat an event for hours, at the very most a day
ANSWERS_ARE_KEPT = timedelta(hours=1)  # somebody still waits for an answer; later it would be stale

READY = NOTICE.c.state == NoticeState.READY
DUE_CHORES = (
    select(CHORE.c.name, CHORE.c.subject, CHORE.c.due)
    .where(CHORE.c.due <= bindparam("now"))
    .order_by(CHORE.c.due, CHORE.c.id)
    .limit(bindparam("at_most"))
)
EARLIEST = select(
    select(func.min(CHORE.c.due)).scalar_subquery(),
    select(func.min(NOTICE.c.due)).where(READY, NOTICE.c.not_before.is_(None)).scalar_subquery(),
    # A pause is only ever asked for when a notice was due already.
    select(func.min(NOTICE.c.not_before))
    .where(READY, NOTICE.c.not_before.is_not(None))
    .scalar_subquery(),
    select(func.min(NOTICE.c.leased_until))
    .where(NOTICE.c.state == NoticeState.SENDING)
    .scalar_subquery(),
)


class SqlBooks:
    """Keeps `bot.ports.Books`. `careless` gives up safety on power loss, for throw-away data.

    `paces` is how fast each platform lets the bot write; one without a pace takes whatever comes.
    Without a `journal`, nobody could tell after a restore who was erased.
    """

    def __init__(
        self,
        database_url: str,
        *,
        careless: bool = False,
        journal: Journal | None = None,
        paces: pacing.Paces = PACES,
    ) -> None:
        self.database = Database(database_url, careless=careless)
        self.journal = journal
        self.paces = paces
        self.deliveries: Deliveries | None = None

    def close(self) -> None:
        """Give all connections back; the books cannot be opened again."""
        self.database.close()

    def alive(self) -> bool:
        """Tell whether the database takes what is written: a full or read-only one still answers."""
        try:
            self.leave_mark()
        except (SQLAlchemyError, Conflict):
            return False
        return True

    def leave_mark(self) -> None:
        """Write a row and keep it; raises what the database says when it takes none."""
        with self.database.claiming() as session:
            pacing.leave_mark(session)

    @contextmanager
    def turn(self) -> Iterator[SqlStore]:
        """Open the store for one turn; an exception takes everything back.

        Raises Conflict when another turn got in the way, at any moment up to its end.
        """
        with self.database.turn() as session:
            store = SqlStore(session, self.journal)
            yield store
            if store.owed:
                self._announce(session, store.owed)

    @contextmanager
    def read(self) -> Iterator[ReadingStore]:
        """Open the store for reading only: cheaper, never waits for a writer.

        Raises OnlyReading for whatever would write, and Conflict when the database went away.
        """
        with self.database.reading() as connection:
            yield ReadingStore(connection, self.journal)

    @contextmanager
    def glance(self) -> Iterator[ReadingStore]:
        """Open the store for a few questions, each of which sees its own moment; raises as `read`."""
        with self.database.glancing() as connection:
            yield ReadingStore(connection, self.journal)

    def read_together(
        self, works: Sequence[Callable[[Store], Found]]
    ) -> Sequence[Found | Exception]:
        """Let many read one moment side by side; what several want to know is asked once for all.

        Returns what each found out, or what went wrong with it. Raises as `read` does.
        """
        with self.database.reading() as connection:
            return SharedStore(connection, self.journal).answer(works)

    def due_chores(self, now: datetime, limit: int) -> Sequence[tuple[str, int, datetime]]:
        """Return chores that are due as (name, subject, due), the oldest first."""
        with self.database.glancing() as connection:
            rows = Driver(connection).ask(DUE_CHORES, {"now": now, "at_most": limit})
            return [(name, subject, due) for name, subject, due in rows]

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
        if leased_until - now > claims.LONGEST_LEASE:
            raise ValueError(f"a lease is at most {claims.LONGEST_LEASE}, not {leased_until - now}")
        with self.database.claiming() as session:
            return claims.claim(session, now, leased_until, limit, least, doubts=doubts)

    def claim_for(
        self,
        person: int,
        now: datetime,
        leased_until: datetime,
        limit: int,
        doubts: bool = True,  # noqa: FBT001, FBT002 passed on to another thread by its place
    ) -> Sequence[Notice]:
        """Take one person's notices as `claim` takes everybody's, beside those who `remind`."""
        with self.database.claiming() as session:
            return claims.claim_for(session, person, now, leased_until, limit, doubts=doubts)

    def remind(self, now: datetime, leased_until: datetime, limit: int) -> None:
        """Announce what is due and known to nobody, until `limit` wait; expire as `claim` does."""
        with self.database.claiming() as session:
            people, waiting = engine_tables.looked_at(session)
            # What waits may stand first in the rows, too.
            due = claims.look(session, now, leased_until, limit + waiting)
            unknown = [each for each in due if each.person not in people]
            self._announce(session, unknown[: max(limit - waiting, 0)])

    def _announce(self, session: Connection, notices: Sequence[Notice]) -> None:
        if self.deliveries is None or not notices:
            return
        # What is known already breaks the transaction: the savepoint keeps it whole. Whoever is
        # left out by this is announced with the next reminder.
        with suppress(AlreadyAnnounced), session.begin_nested():
            self.deliveries.announce(notices, driver_of(session))

    def settle(self, notice: Notice) -> bool:
        """Settle one notice, as `settle_all` does."""
        return self.settle_all([notice])[0]

    def settle_all(self, notices: Sequence[Notice]) -> Sequence[bool]:
        """Keep what became of claimed notices; False where another one has settled it meanwhile.

        Whoever claimed it later counts: the attempt is part of the claim.
        """
        with self.database.claiming() as session:
            return claims.settle(session, notices)

    def take_paces(self, askers: Sequence[Asker]) -> Sequence[Place]:
        """Let all these stand in line, and return how long each has to wait: nothing means now."""
        if not any(asker.address.platform in self.paces for asker in askers):
            return [pacing.NOW for _ in askers]
        with self.database.claiming() as session:
            return pacing.take_paces(session, askers, self.paces)

    def hold_pace(self, address: Address, now: datetime, until: datetime) -> None:
        """Let nothing go to the address's workspace or tenant until then: it asked for patience."""
        with self.database.claiming() as session:
            pacing.hold_pace(session, address, now, until)

    def take_tick(self, name: str, at: datetime) -> bool:
        """Take a tick; False when another process has taken this one or a later one."""
        with self.database.claiming() as session:
            return pacing.take_tick(session, name, at)

    def forget_spent(self, now: datetime) -> int:
        """Delete lines that are empty, events that come no more, and what was kept long enough.

        What was answered to an event goes earlier. Returns how many rows went.
        """
        stale = and_(HEARD.c.at < now - ANSWERS_ARE_KEPT, HEARD.c.answer.is_not(None))
        on_its_way = NOTICE.c.state == NoticeState.SENDING
        with self.database.claiming() as session:
            session.execute(update(HEARD).where(stale).values(answer=None))
            events = delete(HEARD).where(HEARD.c.at < now - EVENTS_COME_AGAIN)
            gone = len(session.execute(events.returning(HEARD.c.event)).all())
            said = delete(NOTICE).where(NOTICE.c.until <= now - NOTICES_KEPT, ~on_its_way)
            gone += len(session.execute(said.returning(NOTICE.c.id)).all())
            done = delete(AUDIT).where(AUDIT.c.at <= now - AUDIT_KEPT)
            gone += len(session.execute(done.returning(AUDIT.c.id)).all())
            return pacing.forget_empty(session, now) + gone

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
        with self.database.glancing() as connection:
            (moments,) = Driver(connection).ask(EARLIEST)
        return min((moment for moment in moments if moment is not None), default=None)
