"""Sees the clock jump, and measures leases by a count of seconds that never does."""

import math
from collections.abc import Callable, Iterable
from datetime import datetime

JUMP_SECONDS = 2.0  # beyond what a busy machine makes of two readings


class Watch:
    """Tells whether leases can be judged by the clock; without a steady count they always can."""

    def __init__(self, lease_seconds: float, steady: Callable[[], float] | None) -> None:
        self._lease_seconds = lease_seconds
        self._steady = steady
        self._ahead: float | None = None
        self._trusted_from = -math.inf
        self._ends: dict[int, float] = {}

    def trusts(self, now: datetime) -> bool:
        """Tell whether a lease that has run out by the clock has really run out.

        After a jump it may not have, until a whole lease has passed; nor after a start, which may
        have come just after a jump.
        """
        if self._steady is None:
            return True
        count = self._steady()
        ahead = now.timestamp() - count
        if self._ahead is None or abs(ahead - self._ahead) > JUMP_SECONDS:
            self._trusted_from = count + self._lease_seconds
        self._ahead = ahead
        return count >= self._trusted_from

    def count(self) -> float:
        """Return the count at this moment, from which a lease that is asked for now is measured."""
        return self._steady() if self._steady is not None else 0.0

    def holds(self, notices: Iterable[int], since: float) -> None:
        """Measure the leases of these notices since before they were asked for.

        Asking takes time, and a process may be frozen in it until long after its leases.
        """
        if self._steady is not None:
            end = since + self._lease_seconds
            self._ends.update((notice, end) for notice in notices)

    def lets_go(self, notice: int) -> None:
        """Measure a notice's lease no longer."""
        self._ends.pop(notice, None)

    def left(self, notice: int) -> float:
        """Return how many seconds of a notice's lease are left, infinity where nobody measures."""
        if self._steady is None:
            return math.inf
        return self._ends.get(notice, -math.inf) - self._steady()
