"""The shelf of what is owed to people, what is due, and what was heard already."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Insert,
    String,
    and_,
    bindparam,
    delete,
    exists,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot.commands import Chore
from bot.model import TOO_LATE, AuditEntry, Notice, NoticeState, ParticipantState
from bot.said import Reply
from storage.mapping import shape_of
from storage.replies import reply_as_kept, reply_from
from storage.shelves.shelf import Shelf, given, insert_in
from storage.tables import (
    AuditEntryRow,
    ChoreRow,
    HeardEventRow,
    NoticeRow,
    ParticipantRow,
    table_of,
)

NOTICE = table_of(NoticeRow)
CHORE = table_of(ChoreRow)
AUDIT = table_of(AuditEntryRow)
HEARD = table_of(HeardEventRow)
PARTICIPANT = table_of(ParticipantRow)
TAKING_PART = (ParticipantState.ACTIVE, ParticipantState.PAUSED)

NO_LONGER_OWED = "no_longer_owed"
LET_GO = (
    update(NOTICE)
    .where(NOTICE.c.kind == bindparam("of_kind"), NOTICE.c.subject == bindparam("of_subject"))
    .where(NOTICE.c.state == NoticeState.READY)
    .values(state=NoticeState.EXPIRED, reason=NO_LONGER_OWED)
)
LET_GO_FOR = LET_GO.where(NOTICE.c.person == bindparam("of_person"))
# So spelled, no index of the states is taken: for several people at once, SQLite would read all that
# was ever sent. sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_
STATE = type_coerce(NOTICE.c.state, String).concat("")
SAID = (
    select(*NOTICE.c)
    .where(given(NOTICE.c.person), given(NOTICE.c.about))
    .where(STATE == NoticeState.SENT, NOTICE.c.edits.is_(False))
    .order_by(NOTICE.c.settled_at.desc(), NOTICE.c.id.desc())
)
LATER = NOTICE.alias("later")
ASKING = (
    select(*NOTICE.c)
    .where(given(NOTICE.c.person), NOTICE.c.edits.is_(False))
    .where(
        or_(
            STATE.in_((NoticeState.READY, NoticeState.SENDING)),
            and_(STATE == NoticeState.SENT, NOTICE.c.settled_at >= bindparam("since")),
        )
    )
    .order_by(NOTICE.c.id)
)


def _failed(notice: FromClause) -> ColumnElement[bool]:
    """Return the condition that a platform refused a notice, for good or until it was too late."""
    too_late = and_(
        notice.c.state == NoticeState.EXPIRED, notice.c.reason.startswith(TOO_LATE, autoescape=True)
    )
    return or_(notice.c.state == NoticeState.UNDELIVERABLE, and_(too_late, notice.c.refusals > 0))


UNREACHED = (
    select(*NOTICE.c)
    .join(PARTICIPANT, PARTICIPANT.c.person == NOTICE.c.person)
    .where(given(PARTICIPANT.c.programme), PARTICIPANT.c.state.in_(TAKING_PART), _failed(NOTICE))
    .where(
        ~exists()
        .where(LATER.c.person == NOTICE.c.person)
        .where(or_(LATER.c.state == NoticeState.SENT, _failed(LATER)))
        .where(
            or_(
                LATER.c.settled_at > NOTICE.c.settled_at,
                and_(LATER.c.settled_at == NOTICE.c.settled_at, LATER.c.id > NOTICE.c.id),
            )
        )
        .correlate(NOTICE)
    )
    .order_by(NOTICE.c.settled_at.desc(), NOTICE.c.id.desc())
)
NOTICES_TO = select(*NOTICE.c).where(given(NOTICE.c.person)).order_by(NOTICE.c.id)
AUDIT_OF = select(*AUDIT.c).where(given(AUDIT.c.actor)).order_by(AUDIT.c.id)
ANSWERED = update(HEARD).where(HEARD.c.event == bindparam("to_event"))
ANSWER_TO = select(HEARD.c.answer).where(given(HEARD.c.event), given(HEARD.c.person))
SAID_LAST = SAID.limit(1)
NEVER_MIND = delete(CHORE).where(given(CHORE.c.name), given(CHORE.c.subject))
TAKE = NEVER_MIND.where(CHORE.c.due <= bindparam("now")).returning(CHORE.c.id)


class OwedShelf(Shelf):
    """Notices, chores and events."""

    def owe(self, notice: Notice) -> None:
        """Keep a notice unless its `once` is kept already."""
        values = shape_of(Notice).values(notice)
        kept = self._write(_owing(self.session.dialect.name), values)
        self.owed += [replace(notice, id=new) for (new,) in kept]

    def no_longer_owe(self, kind: str, subject: int, person: int | None = None) -> None:
        """Expire the notices of this kind and subject that were not yet sent.

        One that is on its way stays: its sender asks what it says before sending.
        """
        asked = {"of_kind": kind, "of_subject": subject}
        if person is None:
            self._write(LET_GO, asked)
        else:
            self._write(LET_GO_FOR, {**asked, "of_person": person})

    def said_about(self, person: int, about: str) -> Notice | None:
        """Return the newest message sent to a person about a matter, edits left out."""
        return self._one(Notice, SAID_LAST, person=person, about=about)

    def said_all_about(self, person: int, about: str) -> tuple[Notice, ...]:
        """Return all messages sent to a person about a matter, the newest first, edits left out."""
        return self._all(Notice, SAID, person=person, about=about)

    def notices_to(self, person: int) -> tuple[Notice, ...]:
        """Return everything that was ever owed to a person and is still kept, by id."""
        return self._all(Notice, NOTICES_TO, person=person)

    def asking(self, person: int, since: datetime) -> tuple[Notice, ...]:
        """Return what has asked for a person's attention since, or is going to; edits left out."""
        return self._all(Notice, ASKING, person=person, since=since)

    def unreached(self, programme: int) -> tuple[Notice, ...]:
        """Return the last try to reach each who takes part and was not reached, the newest first."""
        return self._all(Notice, UNREACHED, programme=programme)

    def audit_of(self, person: int) -> tuple[AuditEntry, ...]:
        """Return what a person did, the oldest first."""
        return self._all(AuditEntry, AUDIT_OF, actor=person)

    def later(self, chore: Chore, due: datetime) -> None:
        """Do this chore at `due`; one that waits for the same noun already is moved there."""
        values = {"name": chore.name, "subject": chore.subject, "due": due}
        self._write(_planning(self.session.dialect.name), values)

    def never_mind(self, chore: Chore) -> None:
        """Forget a chore that waits."""
        self._write(NEVER_MIND, {"name": chore.name, "subject": chore.subject})

    def take(self, chore: Chore, now: datetime) -> bool:
        """Tick a chore off; False when it is not due (any more), because it was moved or done."""
        asked = {"name": chore.name, "subject": chore.subject, "now": now}
        return bool(self._write(TAKE, asked))

    def heard_before(self, event: str, at: datetime) -> bool:
        """Remember an event that came in; tell whether it had come before."""
        hearing = _hearing(self.session.dialect.name)
        return not self._write(hearing, {"event": event, "at": at})

    def keep_answer(self, event: str, person: int, reply: Reply) -> None:
        """Keep what a person was answered to an event, for as long as it may come again soon."""
        answered = {"person": person, "answer": reply_as_kept(reply)}
        self._write(ANSWERED, {**answered, "to_event": event})

    def answer_to(self, event: str, person: int) -> Reply | None:
        """Return what this person was answered to an event, None when nobody knows any more."""
        kept = self._rows(ANSWER_TO, {"event": event, "person": person})
        return reply_from(kept[0][0] or "") if kept else None


@cache
def _owing(dialect: str) -> ReturningInsert[Any]:
    once = insert_in(dialect, NOTICE).on_conflict_do_nothing(index_elements=["once"])
    return once.returning(NOTICE.c.id)


@cache
def _planning(dialect: str) -> Insert:
    planned = insert_in(dialect, CHORE)
    return planned.on_conflict_do_update(
        index_elements=["name", "subject"], set_={"due": planned.excluded.due}
    )


@cache
def _hearing(dialect: str) -> ReturningInsert[Any]:
    once = insert_in(dialect, HEARD).on_conflict_do_nothing(index_elements=["event"])
    # The driver's row count is -1, and so true, after ON CONFLICT DO NOTHING.
    return once.returning(HEARD.c.event)
