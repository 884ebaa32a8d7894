"""Claims: notices are held by one sender at a time, in order, and ticked off by whoever holds them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, or_, select, true, update
from sqlalchemy.orm import Session

from bot.model import REFUSED_BEFORE, TOO_LATE, Notice, NoticeState, Priority
from storage.mapping import shape_of
from storage.shelves.owed import NOTICE

# After a clock jumped back, a lease from the future would hold a notice for as long as it jumped.
LONGEST_LEASE = timedelta(hours=1)
WHY_TOO_LATE = case(
    (NOTICE.c.reason == "", TOO_LATE), else_=TOO_LATE + REFUSED_BEFORE + NOTICE.c.reason
)
EXPIRED_AT_ONCE = 1000  # rows; so that a claim after a long outage keeps the database for moments


def claim(
    session: Session,
    now: datetime,
    leased_until: datetime,
    limit: int,
    least: Priority,
    *,
    doubts: bool,
) -> Sequence[Notice]:
    """Take what is due or in doubt, and at least as urgent as `least`."""
    _expire(session, now)
    lapsed = and_(_in_doubt(now), NOTICE.c.priority <= least)
    held = _take(session, lapsed, limit) if doubts else []
    _doubt(session, now, leased_until)
    ready = [
        notice
        for priority in Priority
        if priority <= least
        for notice in _take(session, _due(now, priority), limit)
    ]
    return _leased(session, [*held, *ready], leased_until, limit)


def claim_for(
    session: Session,
    person: int,
    now: datetime,
    leased_until: datetime,
    limit: int,
    *,
    doubts: bool,
) -> Sequence[Notice]:
    """Take what is due to one person or in doubt."""
    theirs = NOTICE.c.person == person
    held = _take(session, and_(theirs, _in_doubt(now)), limit) if doubts else []
    ready = _take(session, and_(theirs, _due(now)), limit)
    return _leased(session, [*held, *ready], leased_until, limit)


def look(session: Session, now: datetime, leased_until: datetime, limit: int) -> Sequence[Notice]:
    """Return what is due or in doubt and take nothing; expire and give up on the way."""
    _expire(session, now)
    _doubt(session, now, leased_until)
    return [
        shape_of(Notice).noun_of(row)
        for claimable in (_in_doubt(now), *(_due(now, priority) for priority in Priority))
        for row in session.execute(_in_order(claimable).limit(limit))
    ]


def settle(session: Session, notices: Sequence[Notice]) -> Sequence[bool]:
    """Keep what became of claimed notices; False where another one has settled it meanwhile."""
    ids = sorted(notice.id for notice in notices)
    held = (
        select(NOTICE.c.id, NOTICE.c.attempts)
        .where(NOTICE.c.id.in_(ids), NOTICE.c.state == NoticeState.SENDING)
        .order_by(NOTICE.c.id)  # so that no two processes wait for each other
        .with_for_update()
    )
    claimed = {(each.id, each.attempts) for each in notices}
    ours = claimed & {(number, attempts) for number, attempts in session.execute(held)}
    settled = [
        {**shape_of(Notice).values(_as_kept(each)), "settled": each.id}
        for each in notices
        if (each.id, each.attempts) in ours
    ]
    if settled:
        kept = update(NOTICE).where(NOTICE.c.id == bindparam("settled"))
        session.connection().execute(kept, settled)
    return [(each.id, each.attempts) in ours for each in notices]


def _as_kept(notice: Notice) -> Notice:
    """Return a notice as its row says it: only one on its way is leased, only an ended one settled."""
    on_its_way = notice.state is NoticeState.SENDING
    ended = not on_its_way and notice.state is not NoticeState.READY
    return replace(
        notice,
        leased_until=notice.leased_until if on_its_way else None,
        doubted=notice.doubted and on_its_way,
        settled_at=notice.settled_at if ended else None,
    )


def _due(now: datetime, priority: Priority | None = None) -> ColumnElement[bool]:
    return and_(
        NOTICE.c.state == NoticeState.READY,
        true() if priority is None else NOTICE.c.priority == priority,
        NOTICE.c.due <= now,
        or_(NOTICE.c.not_before.is_(None), NOTICE.c.not_before <= now),
        NOTICE.c.until > now,
    )


def _lease_ran_out(now: datetime) -> ColumnElement[bool]:
    return and_(
        NOTICE.c.state == NoticeState.SENDING,
        or_(NOTICE.c.leased_until <= now, NOTICE.c.leased_until > now + LONGEST_LEASE),
    )


def _in_doubt(now: datetime) -> ColumnElement[bool]:
    return and_(_lease_ran_out(now), NOTICE.c.doubted)


def _take(session: Session, claimable: ColumnElement[bool], limit: int) -> list[Notice]:
    """Return and lock claimable notices, the most urgent first; others take what is left."""
    statement = _in_order(claimable).limit(limit).with_for_update(skip_locked=True)
    return [shape_of(Notice).noun_of(row) for row in session.execute(statement)]


def _in_order(claimable: ColumnElement[bool]) -> Select[Any]:
    order = (NOTICE.c.priority, NOTICE.c.due, NOTICE.c.id)
    return select(*NOTICE.c).where(claimable).order_by(*order)


def _leased(
    session: Session, found: Sequence[Notice], leased_until: datetime, limit: int
) -> Sequence[Notice]:
    """Hold the most urgent, and return them in their earlier state with new lease and attempt."""
    urgent = sorted(found, key=lambda each: (each.priority, each.due, each.id))[:limit]
    held = {
        NOTICE.c.state: NoticeState.SENDING,
        NOTICE.c.attempts: NOTICE.c.attempts + 1,
        NOTICE.c.leased_until: leased_until,
    }
    if urgent:
        ids = [notice.id for notice in urgent]
        session.execute(update(NOTICE).where(NOTICE.c.id.in_(ids)).values(held))
    return [
        replace(notice, attempts=notice.attempts + 1, leased_until=leased_until)
        for notice in urgent
    ]


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
    """Expire what was not sent while it was worth it; the last refusal stays known."""
    too_late = (
        select(NOTICE.c.id)
        .where(NOTICE.c.state == NoticeState.READY, NOTICE.c.until <= now)
        .limit(EXPIRED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    session.execute(
        update(NOTICE)
        .where(NOTICE.c.id.in_(too_late))
        .values(state=NoticeState.EXPIRED, reason=WHY_TOO_LATE, settled_at=now)
    )
