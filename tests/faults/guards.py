"""Books that lack a guard, or that tell when they were asked: what a worker works with."""

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot.model import Address, Asker, NoticeState, Place
from storage import claims
from storage.books import SqlBooks
from storage.shelves.owed import NOTICE

FOR_EVER = timedelta(days=4000)


class TimedBooks(SqlBooks):
    """Books that remember when somebody asked for a place in line, and when a rest was written.

    While there is a file `freeze`, their process freezes itself as soon as it has given as many
    places as the file says: between standing in line and sending, with no transaction open.
    """

    freeze: Path | None = None

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.places = 0
        self.stood: dict[str, float] = {}  # by user
        self.asked: dict[tuple[str, float], int] = {}  # (workspace, seconds) -> the provider's 429
        self.told: list[tuple[int, float]] = []

    def take_paces(self, askers: Sequence[Asker]) -> Sequence[Place]:
        """Note when the line was asked: whatever stood in it then was seen."""
        self.stood.update(dict.fromkeys((each.address.user for each in askers), time.monotonic()))
        places = super().take_paces(askers)
        self.places += len(places)
        if self.freeze and self.freeze.exists() and self.places >= int(self.freeze.read_text()):
            with self.database._one_writer:  # noqa: SLF001 nobody of this process is writing
                os.kill(os.getpid(), signal.SIGSTOP)
        return places

    def hold_pace(self, address: Address, now: datetime, until: datetime) -> None:
        """Note when every process can see that the workspace rests."""
        super().hold_pace(address, now, until)
        rest = self.asked.pop((address.workspace, (until - now).total_seconds()), None)
        if rest is not None:
            self.told.append((rest, time.monotonic()))


class CarelessBooks(TimedBooks):
    """Books that forget to let a workspace rest, and say that they did."""

    def hold_pace(self, address: Address, now: datetime, until: datetime) -> None:
        """Write nothing."""
        rest = self.asked.pop((address.workspace, (until - now).total_seconds()), None)
        if rest is not None:
            self.told.append((rest, time.monotonic()))


class ForgetfulBooks(TimedBooks):
    """Books whose claims are not kept: whoever asks next gets the same notices."""

    def claim(self, *arguments: Any, **named: Any) -> list[Any]:
        """Claim for no time at all."""
        found = super().claim(*arguments, **named)
        for notice in found:
            self.settle(replace(notice, state=NoticeState.READY))
        return list(found)


class PatientBooks(TimedBooks):
    """Books in which everything is worth sending for ever."""

    def claim(self, now: datetime, *arguments: Any, **named: Any) -> Any:
        """Claim what is due, however old it is."""
        with self.database.claiming() as session:
            session.execute(update(NOTICE).values(until=now + FOR_EVER))
        return super().claim(now, *arguments, **named)


class GenerousBooks(TimedBooks):
    """Books that believe every lease, however long it seems to last."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        claims.LONGEST_LEASE = FOR_EVER


BOOKS: dict[str, type[TimedBooks]] = {
    "holding": CarelessBooks,
    "claiming": ForgetfulBooks,
    "expiring": PatientBooks,
    "capping": GenerousBooks,
}
