"""What became of every notice, seen from both sides: the books and the provider."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, text

from bot.model import NOTICE_MOVES, NoticeState
from storage.books import SqlBooks
from storage.shelves.owed import NOTICE

ENDED = NOTICE_MOVES.last()
LATE = timedelta(minutes=1)  # after its time, and it should not have been sent
TABLE = "CREATE TABLE fault_move (notice INTEGER, was VARCHAR, became VARCHAR)"
NOTE = "INSERT INTO fault_move VALUES (OLD.id, OLD.state, NEW.state);"
TRIGGER = "CREATE TRIGGER fault_moves AFTER UPDATE OF state ON notice"
NOTED: Mapping[str, tuple[str, ...]] = {
    "sqlite": (TABLE, " ".join((TRIGGER, "BEGIN", NOTE, "END"))),
    "postgresql": (
        TABLE,
        "CREATE FUNCTION fault_moved() RETURNS trigger LANGUAGE plpgsql AS "
        + " ".join(("$$ BEGIN", NOTE, "RETURN NULL; END $$")),
        " ".join((TRIGGER, "FOR EACH ROW EXECUTE FUNCTION fault_moved()")),
    ),
}
GONE = (
    "DROP FUNCTION IF EXISTS fault_moved CASCADE",
    "DROP TABLE IF EXISTS fault_move",
)


@dataclass(frozen=True)
class Audit:
    """What became of every notice. `under_way` came during a rest that nobody could know of yet."""

    states: Mapping[NoticeState, int]
    lost: int
    twice: int
    held: int
    late: int
    early: int
    under_way: int
    unreasoned: int
    illegal: Mapping[str, int] = field(default_factory=dict)

    @property
    def messages(self) -> int:
        """Return how many were owed."""
        return sum(self.states.values())

    @property
    def complaints(self) -> dict[str, object]:
        """Return what must not be."""
        found = {
            "lost": self.lost,
            "twice": self.twice,
            "held": self.held,
            "late beyond its time": self.late,
            "asked too early": self.early,
            "ended without a reason": self.unreasoned,
            "illegal moves": self.illegal,
            "not ended": sum(n for state, n in self.states.items() if state not in ENDED),
        }
        return {what: count for what, count in found.items() if count}


def note_moves(books: SqlBooks) -> None:
    """Have the database itself note every move of every notice."""
    engine = books.database.engines[0]
    with engine.begin() as connection:
        for statement in NOTED[engine.dialect.name]:
            connection.exec_driver_sql(statement)


def states(books: SqlBooks) -> Counter[NoticeState]:
    """Return how many notices stand where."""
    with books.database.reading() as session:
        rows = session.execute(
            select(NOTICE.c.state, func.count().label("number")).group_by(NOTICE.c.state)
        )
        return Counter({row.state: row.number for row in rows})


def audited(
    books: SqlBooks, seen: Mapping[str, Any], arrived: frozenset[str], worth: timedelta
) -> Audit:
    """Compare what stands in the books with what the provider has; `worth` is what was promised."""
    kept = NOTICE.c.id, NOTICE.c.state, NOTICE.c.leased_until, NOTICE.c.due
    with books.database.reading() as session:
        rows = session.execute(select(*kept, NOTICE.c.settled_at, NOTICE.c.reason)).all()
        moves = session.execute(
            text("SELECT was, became, count(*) FROM fault_move GROUP BY was, became")
        ).all()
    sent = [row for row in rows if row.state is NoticeState.SENT]
    unsent = {NoticeState.EXPIRED, NoticeState.UNDELIVERABLE}
    return Audit(
        states=Counter(row.state for row in rows),
        lost=sum(f"kehrwert-{row.id}" not in arrived for row in sent),
        twice=len(seen["twice"]),
        held=sum(row.leased_until is not None for row in rows),
        late=sum(_late(row.settled_at, row.due + worth) for row in sent),
        early=seen["early"],
        under_way=seen["under_way"],
        unreasoned=sum(not row.reason for row in rows if row.state in unsent),
        illegal={
            f"{was} -> {became}": count for was, became, count in moves if not _legal(was, became)
        },
    )


def _late(settled_at: datetime | None, until: datetime) -> bool:
    return settled_at is None or settled_at > until + LATE


def _legal(was: str, became: str) -> bool:
    return NoticeState(became) in NOTICE_MOVES.allowed[NoticeState(was)]
