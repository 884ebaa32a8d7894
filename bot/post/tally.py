"""What this process has delivered since it began, counted for whoever watches over it."""

from dataclasses import dataclass
from datetime import timedelta

from bot.model import Notice, NoticeState

LATE = timedelta(minutes=1)  # a notice that goes out longer after its hour is late


@dataclass
class Tally:
    """Counts that only grow, and how late the last message was."""

    sent: int = 0
    late: int = 0
    expired: int = 0
    undeliverable: int = 0
    retries: int = 0
    doubts: int = 0
    throttled: int = 0
    defects: int = 0
    lag: timedelta = timedelta()

    def count(self, settled: Notice) -> None:
        """Count what became of a notice."""
        match settled.state:
            case NoticeState.SENT if settled.settled_at is not None:
                self.sent += 1
                self.lag = settled.settled_at - settled.due
                self.late += self.lag > LATE
            case NoticeState.EXPIRED:
                self.expired += 1
            case NoticeState.UNDELIVERABLE:
                self.undeliverable += 1
            case _:
                pass
