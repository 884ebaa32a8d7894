"""What a figure is: its facts, how it is reckoned from them, and what it must not give away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.insight.contributions import YES, Contributions, people_in
from bot.insight.estimates import Estimate, mean_of_people, proportion
from bot.insight.ledger import Ledger
from bot.model import LEAST_POINTS, MOST_POINTS


class Unit(StrEnum):
    """What a figure counts in, and so how finely it is published."""

    SHARE = "share"
    DAYS = "days"
    POINTS = "points"
    PEOPLE = "people"
    TANDEMS = "tandems"
    CHANGE = "change"
    SCORE = "score"


class Protection(StrEnum):
    """Which groups of a figure must be empty or large enough, beyond everybody together.

    GROUP: nothing more; the figure does not divide people by what they did.
    ALL_MAY: "no" is a person's own doing; each part needs a group, only "no" may be empty.
    NONE_MAY: "yes" is; each part needs a group, only "yes" may be empty.
    BOTH: each part needs a group, so that not even "nobody declined" can be told from "a few did".
    VARIED: not everybody said the same, as else each one's answer would be known.
    PARTS: whatever was said was said by a group, and not everybody said the same.
    """

    GROUP = "group"
    ALL_MAY = "all_may"
    NONE_MAY = "none_may"
    BOTH = "both"
    VARIED = "varied"
    PARTS = "parts"


@dataclass(frozen=True)
class Measure:
    """A figure before anything is hidden. `n` counts people, numerator and denominator facts.

    `low` and `high` bound the 95 % interval. Days are None where the curve of those still waiting
    does not fall so far.
    """

    key: str
    unit: Unit
    value: float | None
    low: float | None
    high: float | None
    n: int
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Definition:
    """How a figure comes about: its facts, its estimate from them, its unit and its protection.

    `least` is of how many people it has to be made, beyond the programme's fewest, to say anything.
    """

    key: str
    unit: Unit
    protection: Protection
    gather: Callable[[Ledger], Contributions]
    estimate: Callable[[Contributions, datetime], Estimate]
    least: int = 0

    def measure(self, ledger: Ledger) -> Measure:
        """Return the figure as it is, unprotected: not to be shown to anybody."""
        gathered = self.gather(ledger)
        found = self.estimate(gathered, ledger.as_of)
        return Measure(
            self.key,
            self.unit,
            found.value,
            found.low,
            found.high,
            len(people_in(gathered)),
            sum(each.said == YES for each in gathered),
            len(gathered),
        )


def share(gathered: Contributions, _as_of: datetime) -> Estimate:
    """Yes ÷ all, 0.0 to 1.0. The facts of the same person or pair make one cluster."""
    return proportion((each.people, each.said == YES) for each in gathered)


def points(gathered: Contributions, _as_of: datetime) -> Estimate:
    """Mean of the people's means, on the scale from 1 to 5."""
    rated = ((each.people, float(each.said)) for each in gathered)
    return mean_of_people(rated, LEAST_POINTS, MOST_POINTS)
