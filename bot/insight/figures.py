"""The figures of a programme: what each is made of, how it is reckoned, what it must not give away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.insight import contributions as facts
from bot.insight.contributions import YES, Contributions, people_in
from bot.insight.estimates import Estimate, mean_of_people, proportion, waiting_time
from bot.insight.ledger import Ledger

LEAST_USEFUL, MOST_USEFUL = 1, 5
MEDIAN, NINETIETH = 0.5, 0.9


class Unit(StrEnum):
    """What a figure counts in, and so how finely it is published."""

    SHARE = "share"
    DAYS = "days"
    POINTS = "points"
    PEOPLE = "people"


class Protection(StrEnum):
    """Which groups of a figure must be empty or large enough, beyond everybody together.

    GROUP: nothing more; the figure does not divide people by what they did.
    ALL_MAY: "no" is a person's own doing; each part needs a group, only "no" may be empty.
    NONE_MAY: "yes" is; each part needs a group, only "yes" may be empty.
    BOTH: each part needs a group, so that not even "nobody declined" can be told from "a few did".
    VARIED: not everybody said the same, as else each one's answer would be known.
    """

    GROUP = "group"
    ALL_MAY = "all_may"
    NONE_MAY = "none_may"
    BOTH = "both"
    VARIED = "varied"


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
    """How a figure comes about: its facts, its estimate from them, its unit and its protection."""

    key: str
    unit: Unit
    protection: Protection
    gather: Callable[[Ledger], Contributions]
    estimate: Callable[[Contributions, datetime], Estimate]

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


def _share(gathered: Contributions, _as_of: datetime) -> Estimate:
    """Yes ÷ all, 0.0 to 1.0. The facts of the same person or pair make one cluster."""
    return proportion((each.people, each.said == YES) for each in gathered)


def _points(gathered: Contributions, _as_of: datetime) -> Estimate:
    """Mean of the people's means, on the scale from 1 to 5."""
    rated = ((each.people, float(each.said)) for each in gathered)
    return mean_of_people(rated, LEAST_USEFUL, MOST_USEFUL)


def _count(gathered: Contributions, _as_of: datetime) -> Estimate:
    """How many people; a count of all of them has no interval."""
    return Estimate(len(people_in(gathered)) if gathered else None)


def _days(share: float) -> Callable[[Contributions, datetime], Estimate]:
    """Return the estimate of the whole days after which this share of all waits has ended."""

    def estimate(gathered: Contributions, as_of: datetime) -> Estimate:
        return waiting_time((_waited(each.fact, as_of) for each in gathered), share)

    return estimate


def _waited(fact: facts.Fact, as_of: datetime) -> tuple[int, bool]:
    _, completed, matched, left = fact
    assert isinstance(completed, datetime)
    end = matched or left or as_of
    assert isinstance(end, datetime)
    # Somebody may complete her questionnaire anew after her first pairing.
    return max(0, (end - completed).days), matched is not None


COMPLETION = Definition("completion", Unit.SHARE, Protection.ALL_MAY, facts.held, _share)

FIGURES = (
    Definition("activation", Unit.SHARE, Protection.ALL_MAY, facts.activation, _share),
    Definition("matched_mentors", Unit.SHARE, Protection.ALL_MAY, facts.matched_mentors, _share),
    Definition("matched_mentees", Unit.SHARE, Protection.ALL_MAY, facts.matched_mentees, _share),
    Definition("waiting", Unit.PEOPLE, Protection.GROUP, facts.waiting, _count),
    Definition("days_median", Unit.DAYS, Protection.GROUP, facts.waits, _days(MEDIAN)),
    Definition("days_p90", Unit.DAYS, Protection.GROUP, facts.waits, _days(NINETIETH)),
    Definition("acceptance", Unit.SHARE, Protection.BOTH, facts.accepted, _share),
    Definition("expired", Unit.SHARE, Protection.NONE_MAY, facts.expired, _share),
    COMPLETION,
    Definition("skipped", Unit.SHARE, Protection.NONE_MAY, facts.skipped, _share),
    Definition("unknown", Unit.SHARE, Protection.NONE_MAY, facts.unknown, _share),
    Definition("responses", Unit.SHARE, Protection.ALL_MAY, facts.responses, _share),
    Definition("usefulness", Unit.POINTS, Protection.VARIED, facts.ratings, _points),
    Definition("exchanged", Unit.SHARE, Protection.ALL_MAY, facts.exchanged, _share),
    Definition("goals", Unit.SHARE, Protection.ALL_MAY, facts.goals_reached, _share),
    Definition("retention", Unit.SHARE, Protection.ALL_MAY, facts.retained, _share),
)
# What a programme can set itself to reach: of these, more is better.
TARGETS = {
    each.key: each.unit
    for each in FIGURES
    if each.unit in {Unit.SHARE, Unit.POINTS} and each.protection is not Protection.NONE_MAY
}
