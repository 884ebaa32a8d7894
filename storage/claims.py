"""Claims: notices are held by one sender at a time, in order, and ticked off by whoever holds them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    or_,
    select,
    update,
)

from bot.model import REFUSED_BEFORE, TOO_LATE, Notice, NoticeState, Priority
from storage.asking import Driver, Given
from storage.mapping import shape_of
from storage.shelves.owed import NOTICE
from storage.shelves.shelf import given

# After a clock jumped back, a lease from the future would hold a notice for as long as it jumped.
LONGEST_LEASE = timedelta(hours=1)
WHY_TOO_LATE = case(
    (NOTICE.c.reason == "", TOO_LATE), else_=TOO_LATE + REFUSED_BEFORE + NOTICE.c.reason
)
EXPIRED_AT_ONCE = 1000  # rows; so that a claim after a long outage keeps the database for moments

NOW = bindparam("now", type_=NOTICE.c.due.type)
TOO_FAR = bindparam("too_far", type_=NOTICE.c.due.type)  # for a lease
AT_MOST = bindparam("at_most", type_=Integer)

DUE = and_(
    NOTICE.c.state == NoticeState.READY,
    NOTICE.c.due <= NOW,
    or_(NOTICE.c.not_before.is_(None), NOTICE.c.not_before <= NOW),
    NOTICE.c.until > NOW,
)
LEASE_RAN_OUT = and_(
    NOTICE.c.state == NoticeState.SENDING,
    or_(NOTICE.c.leased_until <= NOW, NOTICE.c.leased_until > TOO_FAR),
)
IN_DOUBT = and_(LEASE_RAN_OUT, NOTICE.c.doubted)


def _in_order(*claimable: ColumnElement[bool]) -> Select[Any]:
    """Select what may be claimed, the most urgent first."""
    order = (NOTICE.c.priority, NOTICE.c.due, NOTICE.c.id)
    return select(*NOTICE.c).where(*claimable).order_by(*order).limit(AT_MOST)


def _locked(statement: Select[Any]) -> Select[Any]:
    """Lock what is selected; others take what is left."""
    return statement.with_for_update(skip_locked=True)


DUE_AT_PRIORITY = _in_order(DUE, given(NOTICE.c.priority))
IN_DOUBT_UP_TO = _in_order(IN_DOUBT, NOTICE.c.priority <= bindparam("least"))
DUE_TO, IN_DOUBT_OF = (_in_order(each, given(NOTICE.c.person)) for each in (DUE, IN_DOUBT))
HOLD = (
    update(NOTICE)
    .where(NOTICE.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        {
            NOTICE.c.state: NoticeState.SENDING,
            NOTICE.c.attempts: NOTICE.c.attempts + 1,
            NOTICE.c.leased_until: bindparam("lease"),
        }
    )
)
FORGOTTEN = select(NOTICE.c.id).where(LEASE_RAN_OUT, NOTICE.c.doubted.is_(False)).limit(AT_MOST)
DOUBT = (
    update(NOTICE)
    .where(NOTICE.c.id.in_(_locked(FORGOTTEN)))
    .values(doubted=True, leased_until=bindparam("lease"))
)
TOO_LATE_NOW = (
    select(NOTICE.c.id)
    .where(NOTICE.c.state == NoticeState.READY, NOTICE.c.until <= NOW)
    .limit(AT_MOST)
)
EXPIRE = (
    update(NOTICE)
    .where(NOTICE.c.id.in_(_locked(TOO_LATE_NOW)))
    .values(state=NoticeState.EXPIRED, reason=WHY_TOO_LATE, settled_at=NOW)
)
LOCKED = {each: _locked(each) for each in (DUE_AT_PRIORITY, IN_DOUBT_UP_TO, DUE_TO, IN_DOUBT_OF)}
HELD = (
    select(NOTICE.c.id, NOTICE.c.attempts)
    .where(NOTICE.c.id.in_(bindparam("ids", expanding=True)))
    .where(NOTICE.c.state == NoticeState.SENDING)
    .order_by(NOTICE.c.id)  # so that no two processes wait for each other
    .with_for_update()
)
OWED = frozenset({"person", "kind", "subject", "once", "due", "until", "priority", "edits"})
SETTLE = update(NOTICE).where(NOTICE.c.id == bindparam("settled"))


def claim(
    session: Connection,
    now: datetime,
    leased_until: datetime,
    limit: int,
    least: Priority,
    *,
    doubts: bool,
) -> Sequence[Notice]:
    """Take what is due or in doubt, and at least as urgent as `least`."""
    driver = Driver(session)
    _expire(driver, now)
    lapsed = {**_at(now), "at_most": limit, "least": int(least)}
    held = _taken(driver, IN_DOUBT_UP_TO, lapsed) if doubts else []
    _doubt(driver, now, leased_until)
    ready: list[Notice] = []
    for priority in Priority:
        # What is less urgent is only looked for where room is left.
        if priority <= least and len(ready) < limit:
            due = {"now": now, "priority": int(priority), "at_most": limit - len(ready)}
            ready += _taken(driver, DUE_AT_PRIORITY, due)
    return _leased(driver, [*held, *ready], leased_until, limit)


def claim_for(
    session: Connection,
    person: int,
    now: datetime,
    leased_until: datetime,
    limit: int,
    *,
    doubts: bool,
) -> Sequence[Notice]:
    """Take what is due to one person or in doubt."""
    driver = Driver(session)
    theirs = {"person": person, "at_most": limit}
    held = _taken(driver, IN_DOUBT_OF, {**_at(now), **theirs}) if doubts else []
    ready = _taken(driver, DUE_TO, {"now": now, **theirs})
    return _leased(driver, [*held, *ready], leased_until, limit)


def look(
    session: Connection, now: datetime, leased_until: datetime, limit: int
) -> Sequence[Notice]:
    """Return what is due or in doubt and take nothing; expire and give up on the way."""
    driver = Driver(session)
    _expire(driver, now)
    _doubt(driver, now, leased_until)
    least = int(max(Priority))
    found = driver.ask(IN_DOUBT_UP_TO, {**_at(now), "at_most": limit, "least": least})
    due = (
        driver.ask(DUE_AT_PRIORITY, {"now": now, "priority": int(each), "at_most": limit})
        for each in Priority
    )
    return [shape_of(Notice).noun_of(row) for row in chain(found, *due)]


def settle(session: Connection, notices: Sequence[Notice]) -> Sequence[bool]:
    """Keep what became of claimed notices; False where another one has settled it meanwhile."""
    driver = Driver(session)
    held = driver.ask(HELD, {"ids": tuple(sorted(notice.id for notice in notices))})
    claimed = {(each.id, each.attempts) for each in notices}
    ours = claimed & {(number, attempts) for number, attempts in held}
    settled = [
        {**_outcome(_as_kept(each)), "settled": each.id}
        for each in notices
        if (each.id, each.attempts) in ours
    ]
    driver.tell(SETTLE, settled)
    return [(each.id, each.attempts) in ours for each in notices]


def _outcome(notice: Notice) -> dict[str, object]:
    """Return the columns in which a delivery changes a notice; what it owes stays as it is."""
    values = shape_of(Notice).values(notice)
    return {name: value for name, value in values.items() if name not in OWED}


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


def _at(now: datetime) -> dict[str, object]:
    return {"now": now, "too_far": now + LONGEST_LEASE}


def _taken(driver: Driver, statement: Select[Any], asked: Given) -> list[Notice]:
    """Return and lock claimable notices."""
    rows = driver.ask(LOCKED[statement], asked)
    return [shape_of(Notice).noun_of(row) for row in rows]


def _leased(
    driver: Driver, found: Sequence[Notice], leased_until: datetime, limit: int
) -> Sequence[Notice]:
    """Hold the most urgent, and return them in their earlier state with new lease and attempt."""
    urgent = sorted(found, key=lambda each: (each.priority, each.due, each.id))[:limit]
    if urgent:
        ids = tuple(notice.id for notice in urgent)
        driver.ask(HOLD, {"ids": ids, "lease": leased_until})
    return [
        replace(notice, attempts=notice.attempts + 1, leased_until=leased_until)
        for notice in urgent
    ]


def _doubt(driver: Driver, now: datetime, leased_until: datetime) -> None:
    """Give up whoever held a notice too long, and let a whole lease pass before anybody looks.

    Where a clock has jumped, or two differ, a lease only seems to have run out: its holder may still
    be sending, and can settle until somebody else has claimed the notice.
    """
    driver.ask(DOUBT, {**_at(now), "at_most": EXPIRED_AT_ONCE, "lease": leased_until})


def _expire(driver: Driver, now: datetime) -> None:
    """Expire what was not sent while it was worth it; the last refusal stays known."""
    driver.ask(EXPIRE, {"now": now, "at_most": EXPIRED_AT_ONCE})
