"""The figures of a programme, in their order, and which of them HR can set itself to reach."""

from collections.abc import Callable
from datetime import datetime

from bot.insight import contributions as facts
from bot.insight.contributions import YES, Contributions, people_in
from bot.insight.definition import Definition, Protection, Unit, points, share
from bot.insight.estimates import Estimate, waiting_time
from bot.insight.survey_figures import SURVEY_FIGURES

MEDIAN, NINETIETH = 0.5, 0.9


def _count(gathered: Contributions, _as_of: datetime) -> Estimate:
    """How many people; a count of all of them has no interval."""
    return Estimate(len(people_in(gathered)) if gathered else None)


def _tandems(gathered: Contributions, _as_of: datetime) -> Estimate:
    """How many tandems it is true of; a count of all of them has no interval."""
    return Estimate(sum(each.said == YES for each in gathered) if gathered else None)


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


COMPLETION = Definition("completion", Unit.SHARE, Protection.ALL_MAY, facts.held, share)

OF_THE_PROGRAMME = (
    Definition("activation", Unit.SHARE, Protection.ALL_MAY, facts.activation, share),
    Definition("matched_mentors", Unit.SHARE, Protection.ALL_MAY, facts.matched_mentors, share),
    Definition("matched_mentees", Unit.SHARE, Protection.ALL_MAY, facts.matched_mentees, share),
    Definition("waiting", Unit.PEOPLE, Protection.GROUP, facts.waiting, _count),
    Definition("days_median", Unit.DAYS, Protection.GROUP, facts.waits, _days(MEDIAN)),
    Definition("days_p90", Unit.DAYS, Protection.GROUP, facts.waits, _days(NINETIETH)),
    Definition("acceptance", Unit.SHARE, Protection.BOTH, facts.accepted, share),
    Definition("expired", Unit.SHARE, Protection.NONE_MAY, facts.expired, share),
    COMPLETION,
    Definition("skipped", Unit.SHARE, Protection.NONE_MAY, facts.skipped, share),
    Definition("unknown", Unit.SHARE, Protection.NONE_MAY, facts.unknown, share),
    Definition("long_apart", Unit.TANDEMS, Protection.NONE_MAY, facts.long_apart, _tandems),
    Definition("responses", Unit.SHARE, Protection.ALL_MAY, facts.responses, share),
    Definition("usefulness", Unit.POINTS, Protection.VARIED, facts.ratings, points),
    Definition("exchanged", Unit.SHARE, Protection.ALL_MAY, facts.exchanged, share),
    Definition("goals", Unit.SHARE, Protection.ALL_MAY, facts.goals_reached, share),
    Definition("retention", Unit.SHARE, Protection.ALL_MAY, facts.retained, share),
)
FIGURES = (*OF_THE_PROGRAMME, *SURVEY_FIGURES)
FROM_SURVEYS = frozenset(each.key for each in SURVEY_FIGURES)
# What a programme can set itself to reach: of these, more is better.
TARGETS = {
    each.key: each.unit
    for each in FIGURES
    if (
        each in OF_THE_PROGRAMME
        and each.unit in {Unit.SHARE, Unit.POINTS}
        and each.protection is not Protection.NONE_MAY
    )
    or each.key in {"satisfaction_end", "project_end"}
}
