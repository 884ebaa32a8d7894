"""How fast each platform lets the bot write, and what a place in the line is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.model.notice import Priority
from bot.model.people import Address, Platform


@dataclass(frozen=True)
class Pace:
    """One message `every` so long on the average, of which `at_once` may follow without a pause."""

    every: timedelta
    at_once: int = 1

    @property
    def slack(self) -> timedelta:
        """How far ahead of an even pace a burst may run."""
        return self.every * (self.at_once - 1)


@dataclass(frozen=True)
class PlatformPace:
    """A platform's limits: into one conversation, and into one workspace or tenant.

    The workspace's is shared out between two lines, so that an answer to a click never stands
    behind a wave of reminders.
    """

    conversation: Pace
    answers: Pace
    others: Pace


@dataclass(frozen=True)
class Place:
    """Where a message stands in the line: it may go after `wait`, and whether that moment is its own.

    Where the line is too long to promise a moment, `kept` is False: ask again after `wait`.
    """

    wait: timedelta
    kept: bool = True


@dataclass(frozen=True)
class Asker:
    """Who asks, at some moment, for a place in the line for an address.

    `slot` is the moment that an earlier standing in line gave; one that has just come is taken up,
    one that is long over counts no more.
    """

    address: Address
    priority: Priority
    at: datetime
    slot: datetime | None = None


def _seconds(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


# The web page is ours and takes whatever comes.
PACES: Mapping[Platform, PlatformPace] = {
    # A message a second into a conversation with short bursts, several hundred a minute into a
    # workspace, taken here as 300: docs.slack.dev/apis/web-api/rate-limits
    Platform.SLACK: PlatformPace(
        conversation=Pace(_seconds(1), 5),
        answers=Pace(_seconds(1), 5),
        others=Pace(_seconds(0.25), 20),
    ),
    # Into a conversation 7 in a second, 60 in 30 s, 1800 an hour; into a tenant 50 a second:
    # learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
    Platform.TEAMS: PlatformPace(
        conversation=Pace(_seconds(2), 7),
        answers=Pace(_seconds(0.2), 7),
        others=Pace(_seconds(0.04), 10),
    ),
}

LONGEST_LINE = timedelta(minutes=10)  # beyond it no moment is promised
LONGEST_HOLD = timedelta(hours=1)  # a hold beyond it is left from a clock that jumped
