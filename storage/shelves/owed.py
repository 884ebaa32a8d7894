"""The shelf of what is owed to people, what is due, and what was heard already."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, select, update

from bot.commands import Chore
from bot.model import AuditEntry, Notice, NoticeState
from bot.said import Reply
from storage.mapping import shape_of
from storage.replies import reply_as_kept, reply_from
from storage.shelves.shelf import Shelf, inserting
from storage.tables import AuditEntryRow, ChoreRow, HeardEventRow, NoticeRow, table_of

NOTICE = table_of(NoticeRow)
CHORE = table_of(ChoreRow)
AUDIT = table_of(AuditEntryRow)
HEARD = table_of(HeardEventRow)

NO_LONGER_OWED = "no_longer_owed"


class OwedShelf(Shelf):
    """Notices, chores and events."""

    def owe(self, notice: Notice) -> None:
        """Keep a notice unless its `once` is kept already."""
        kept = self.session.execute(
            inserting(self.session, NOTICE)
            .values(shape_of(Notice).values(notice))
            .on_conflict_do_nothing(index_elements=["once"])
            .returning(NOTICE.c.id)
        )
        self.owed += [replace(notice, id=new) for new in kept.scalars()]

    def no_longer_owe(self, kind: str, subject: int, person: int | None = None) -> None:
        """Expire the notices of this kind and subject that were not yet sent.

        One that is on its way stays: its sender asks what it says before sending.
        """
        theirs = () if person is None else (NOTICE.c.person == person,)
        self.session.execute(
            update(NOTICE)
            .where(NOTICE.c.kind == kind, NOTICE.c.subject == subject, *theirs)
            .where(NOTICE.c.state == NoticeState.READY)
            .values(state=NoticeState.EXPIRED, reason=NO_LONGER_OWED)
        )

    def said_about(self, person: int, about: str) -> Notice | None:
        """Return the newest message sent to a person about a matter, edits left out."""
        return next(iter(self._all(Notice, _said(person, about).limit(1))), None)

    def said_all_about(self, person: int, about: str) -> tuple[Notice, ...]:
        """Return all messages sent to a person about a matter, the newest first, edits left out."""
        return self._all(Notice, _said(person, about))

    def notices_to(self, person: int) -> tuple[Notice, ...]:
        """Return everything that was ever owed to a person and is still kept, by id."""
        statement = select(*NOTICE.c).where(NOTICE.c.person == person)
        return self._all(Notice, statement.order_by(NOTICE.c.id))

    def audit_of(self, person: int) -> tuple[AuditEntry, ...]:
        """Return what a person did, the oldest first."""
        statement = select(*AUDIT.c).where(AUDIT.c.actor == person)
        return self._all(AuditEntry, statement.order_by(AUDIT.c.id))

    def later(self, chore: Chore, due: datetime) -> None:
        """Do this chore at `due`; one that waits for the same noun already is moved there."""
        self.session.execute(
            inserting(self.session, CHORE)
            .values(name=chore.name, subject=chore.subject, due=due)
            .on_conflict_do_update(index_elements=["name", "subject"], set_={"due": due})
        )

    def never_mind(self, chore: Chore) -> None:
        """Forget a chore that waits."""
        self.session.execute(delete(CHORE).where(_is(chore)))

    def take(self, chore: Chore, now: datetime) -> bool:
        """Tick a chore off; False when it is not due (any more), because it was moved or done."""
        taken = self.session.execute(
            delete(CHORE).where(_is(chore), CHORE.c.due <= now).returning(CHORE.c.id)
        )
        return taken.one_or_none() is not None

    def heard_before(self, event: str, at: datetime) -> bool:
        """Remember an event that came in; tell whether it had come before."""
        kept = self.session.execute(
            inserting(self.session, HEARD)
            .values(event=event, at=at)
            .on_conflict_do_nothing(index_elements=["event"])
            # The driver's row count is -1, and so true, after ON CONFLICT DO NOTHING.
            .returning(HEARD.c.event)
        )
        return kept.one_or_none() is None

    def keep_answer(self, event: str, person: int, reply: Reply) -> None:
        """Keep what a person was answered to an event, for as long as it may come again soon."""
        answered = {"person": person, "answer": reply_as_kept(reply)}
        self.session.execute(update(HEARD).where(HEARD.c.event == event).values(answered))

    def answer_to(self, event: str, person: int) -> Reply | None:
        """Return what this person was answered to an event, None when nobody knows any more."""
        asked = select(HEARD.c.answer).where(HEARD.c.event == event, HEARD.c.person == person)
        return reply_from(self.session.execute(asked).scalar() or "")


def _said(person: int, about: str) -> Select[Any]:
    return (
        select(*NOTICE.c)
        .where(NOTICE.c.person == person, NOTICE.c.about == about)
        .where(NOTICE.c.state == NoticeState.SENT, NOTICE.c.edits.is_(False))
        .order_by(NOTICE.c.settled_at.desc(), NOTICE.c.id.desc())
    )


def _is(chore: Chore) -> ColumnElement[bool]:
    return and_(CHORE.c.name == chore.name, CHORE.c.subject == chore.subject)
