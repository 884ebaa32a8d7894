"""Lines and ticks in rows: all processes stand in the same lines, and take each tick once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from sqlalchemy import Connection, Insert, bindparam, case, delete, select, update

from bot.model import (
    LONGEST_HOLD,
    LONGEST_LINE,
    Address,
    Asker,
    Pace,
    Place,
    Platform,
    PlatformPace,
    Priority,
)
from storage.asking import Driver
from storage.shelves.shelf import insert_in, inserting
from storage.tables import PaceRow, TickRow, table_of

PACE = table_of(PaceRow)
TICK = table_of(TickRow)

NOW = Place(timedelta())
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
SLOT_STANDS = timedelta(seconds=5)  # a moment missed by more is given to nobody: stand in line anew
MOVE = update(PACE).where(PACE.c.place == bindparam("line")).values(free_at=bindparam("until"))
LINES = (
    select(PACE.c.place, PACE.c.free_at, PACE.c.held_until)
    .where(PACE.c.place.in_(bindparam("places", expanding=True)))
    .order_by(PACE.c.place)  # always the same, so that no two processes wait for each other
    .with_for_update()
)

# Of each line, how far it is taken and until when it must rest.
Stands = dict[str, tuple[datetime, datetime | None]]
Paces = Mapping[Platform, PlatformPace]


@dataclass(frozen=True)
class Line:
    """One line: its row, and the pace at which it moves; none for a row that only holds."""

    place: str
    pace: Pace | None


def take_paces(session: Connection, askers: Sequence[Asker], paces: Paces) -> Sequence[Place]:
    """Give each the next moment that is free in every line for its address (GCRA)."""
    limited = [(asker, paces.get(asker.address.platform)) for asker in askers]
    standing = [_lines(asker, limits) for asker, limits in limited if limits]
    if not standing:
        return [NOW for _ in askers]
    soonest = min(asker.at for asker in askers)
    stands = _locked(session, [line for lines in standing for line in lines], soonest)
    before = dict(stands)
    places = [_place(asker, stands, limits) if limits else NOW for asker, limits in limited]
    moved = [
        {"line": line, "until": free_at}
        for line, (free_at, _) in stands.items()
        if before[line][0] != free_at
    ]
    Driver(session).tell(MOVE, moved)
    return places


def _place(asker: Asker, stands: Stands, limits: PlatformPace) -> Place:
    """Let one stand in line; the lines move in `stands`."""
    now, slot = asker.at, asker.slot
    lines = _lines(asker, limits)
    held = max(_held(stands[line.place][1], now) for line in lines)
    if slot is not None and slot - SLOT_STANDS <= now <= slot + SLOT_STANDS and held <= now:
        return Place(max(slot - now, timedelta()))
    paced = [(line.place, line.pace) for line in lines if line.pace]
    free = {place: _free(stands[place][0], now) for place, _ in paced}
    moment = max(held, now, *(free[place] - pace.slack for place, pace in paced))
    if moment - now > LONGEST_LINE:
        return Place(LONGEST_LINE, kept=False)
    for place, pace in paced:
        stands[place] = (max(free[place], moment) + pace.every, stands[place][1])
    return Place(moment - now)


def hold_pace(session: Connection, address: Address, now: datetime, until: datetime) -> None:
    """Let every line of the address's workspace rest until then."""
    place = _workspace(address)
    stands = _locked(session, (Line(place, None),), now)
    longest = max(_held(stands[place][1], now), min(until, now + LONGEST_HOLD))
    session.execute(update(PACE).where(PACE.c.place == place).values(held_until=longest))


def take_tick(session: Connection, name: str, at: datetime) -> bool:
    """Take a tick; False when another process has taken this one or a later one."""
    taken = inserting(session, TICK).values(name=name, at=at)
    later = taken.on_conflict_do_update(
        index_elements=["name"],
        set_={"at": at},
        # A tick far ahead is left from a clock that jumped.
        where=(TICK.c.at < at) | (TICK.c.at > at + LONGEST_HOLD),
    )
    return session.execute(later.returning(TICK.c.name)).one_or_none() is not None


def leave_mark(session: Connection) -> None:
    """Write something that means nothing, to see whether writing is possible."""
    mark = inserting(session, TICK).values(name="can write", at=LONG_AGO)
    # SQLite writes no row that stays as it is: sqlite.org/src, btreeOverwriteContent.
    other = case((TICK.c.at == LONG_AGO, LONG_AGO + SLOT_STANDS), else_=LONG_AGO)
    session.execute(mark.on_conflict_do_update(index_elements=["name"], set_={"at": other}))


def forget_empty(session: Connection, now: datetime) -> int:
    """Delete lines in which nobody stands and none rests."""
    over = PACE.c.held_until.is_(None) | (PACE.c.held_until <= now)
    gone = session.execute(delete(PACE).where(PACE.c.free_at <= now, over).returning(PACE.c.place))
    return len(gone.all())


def _workspace(address: Address) -> str:
    return f"{address.platform}:{address.workspace}"


def _lines(asker: Asker, limits: PlatformPace) -> tuple[Line, ...]:
    workspace = _workspace(asker.address)
    answers = asker.priority is Priority.ANSWER
    return (
        Line(workspace, None),
        Line(
            f"{workspace}:{'answers' if answers else 'others'}",
            limits.answers if answers else limits.others,
        ),
        Line(f"{workspace}:with:{asker.address.user}", limits.conversation),
    )


def _locked(session: Connection, lines: Sequence[Line], now: datetime) -> Stands:
    """Return how far each line is taken and how long it rests, and keep others out of them."""
    driver = Driver(session)
    places = sorted({line.place for line in lines})
    new = [{"place": place, "free_at": now, "held_until": None} for place in places]
    driver.tell(_opening(session.dialect.name), new)
    found = driver.ask(LINES, {"places": tuple(places)})
    return {place: (free_at, held_until) for place, free_at, held_until in found}


@cache
def _opening(dialect: str) -> Insert:
    return insert_in(dialect, PACE).on_conflict_do_nothing()


def _held(until: datetime | None, now: datetime) -> datetime:
    """Return until when a line rests; what a clock that jumped has left does not count."""
    return until if until is not None and until <= now + LONGEST_HOLD else now


def _free(free_at: datetime, now: datetime) -> datetime:
    longest = now + LONGEST_LINE + LONGEST_HOLD
    return free_at if free_at <= longest else now
