"""One turn (read, decide, write) beside bare SQLAlchemy that runs the very same statements."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from adapters.gateway import Gateway
from app.wiring import build, system_now
from bot.heard import Actor, Pressed
from bot.said import Message
from storage.books import SqlBooks
from tests.benchmarks.delivery import crowd

TURNS, WARM = 200, 5


@dataclass(frozen=True)
class Turn:
    """Processor milliseconds of one, ours and bare, and how many statements that is."""

    ours: float
    bare: float
    statements: int

    @property
    def ratio(self) -> float:
        """How many times as long ours takes."""
        return self.ours / self.bare


def turn(database: str, turns: int = TURNS) -> Turn:
    """Let people confirm their hour, then run the statements of one such turn without us."""
    books = SqlBooks(database)
    staff = crowd.hire(books, 2 * turns + 2, system_now())
    house = build(books, Gateway({}), system_now)
    said: list[tuple[str, Any]] = []

    def hears(_c: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            said.append((statement, values))

    def confirm(pair: int) -> None:
        address = staff.address(2 * pair)
        pressed = Pressed(
            event=f"e{pair}",
            actor=Actor(address, "Somebody"),
            payload=f"checkin.on:{staff.first_check_in + pair}",
        )
        reply = house.bot.hear(pressed, system_now())
        assert isinstance(reply, Message), reply

    for pair in range(WARM):
        confirm(pair)
    for engine in books.database.engines:
        event.listen(engine, "before_cursor_execute", hears)
    confirm(WARM)
    for engine in books.database.engines:
        event.remove(engine, "before_cursor_execute", hears)
    ours = _milliseconds(confirm, range(WARM + 1, turns))

    def bare(_again: int) -> None:
        with books.database.turn() as session:
            connection = session
            for statement, values in said:
                result = connection.exec_driver_sql(statement, values)
                if result.returns_rows:
                    result.fetchall()

    plain = _milliseconds(bare, range(turns))
    books.close()
    return Turn(ours, plain, len(said))


def _milliseconds(work: Callable[[int], None], times: range) -> float:
    began = time.process_time()
    for number in times:
        work(number)
    return (time.process_time() - began) * 1000 / len(times)
