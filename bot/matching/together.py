"""Who may sit in one group: nobody's own line, nobody unwanted, a language and an hour for all."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.matching.entrant import Entrant, Hours, Terms
from bot.matching.hierarchy import Hierarchy
from bot.matching.hours import (
    DAYS,
    MINUTES_PER_DAY,
    SAMPLE_WEEKS,
    CommonTime,
    Weeks,
    hours_usable,
    shifts,
)
from bot.matching.reasons import Fact, Reason
from bot.matching.rules import CEFR, rank, same_site, spoken_by

QUARTER = 15  # minutes; zones are apart by multiples of it
QUARTERS_PER_WEEK = DAYS * MINUTES_PER_DAY // QUARTER

Quarters = npt.NDArray[np.bool_]  # a row for each week, a column for each quarter of an hour in UTC


def may_sit_together(
    mentor: Entrant,
    mentees: Sequence[Entrant],
    one_more: Entrant,
    hierarchy: Hierarchy,
    terms: Terms,
) -> bool:
    """Whether a group with these mentees may have one more.

    The rules of a pair hold between the mentor and each; they are asked elsewhere.
    """
    if not all(_may_meet(one_more, each, hierarchy) for each in mentees):
        return False
    everybody = (mentor, *mentees, one_more)
    return bool(common_languages(everybody, terms)) and _meet_somewhen(everybody, terms)


def in_common(people: Sequence[Entrant], terms: Terms) -> tuple[Reason, ...]:
    """What a whole group, the mentor first, shares: its languages and its hours a week."""
    reasons = []
    if languages := common_languages(people, terms):
        codes = ",".join(code for code, _ in languages)
        weakest = CEFR[min(place for _, place in languages)]
        facts: dict[str, Fact] = {"language": codes, "level": weakest}
        reasons.append(Reason("language.all", facts))
    if hours := common_to_all((each.hours for each in people), terms.weeks).hours_a_week:
        reasons.append(Reason("hours.common", {"hours": hours}))
    return tuple(reasons)


def common_languages(people: Sequence[Entrant], terms: Terms) -> list[tuple[str, int]]:
    """Languages all speak well enough, with the weakest one's rank, best first."""
    known = [dict(spoken_by(each)) for each in people]
    least = rank(terms.language_level)
    shared = set.intersection(*(set(each) for each in known))
    ranked = [(code, min(each[code] for each in known)) for code in shared]
    return sorted(
        (each for each in ranked if each[1] >= least), key=lambda each: (-each[1], each[0])
    )


def common_to_all(hours: Iterable[Hours | None], weeks: Weeks = ()) -> CommonTime:
    """The least time all work at once in any of the weeks, in quarters of an hour.

    Nothing if anybody's hours are not known.
    """
    known = frozenset(hours)
    if not all(map(hours_usable, known)):
        return CommonTime()
    return _common_to_all(frozenset(each for each in known if each), tuple(weeks) or SAMPLE_WEEKS)


def _may_meet(one: Entrant, other: Entrant, hierarchy: Hierarchy) -> bool:
    if one.id in other.not_with or other.id in one.not_with:
        return False
    return not hierarchy.in_line(one.id, other.id)


def _meet_somewhen(people: Sequence[Entrant], terms: Terms) -> bool:
    mentor, *mentees = people
    if all(same_site(mentor, each) for each in mentees):
        return True  # as for a pair, who finds an hour at her desk
    common = common_to_all((each.hours for each in people), terms.weeks)
    return common.longest_minutes >= terms.common_minutes


@lru_cache(maxsize=65536)
def _common_to_all(hours: frozenset[Hours], weeks: Sequence[object]) -> CommonTime:
    """Few kinds of working hours meet in a company, and the same ones again and again."""
    shared = np.logical_and.reduce([_worked(each, weeks) for each in hours])
    minutes = int(shared.sum(axis=1).min()) * QUARTER
    longest, run = 0, shared
    while longest < QUARTERS_PER_WEEK and run.any(axis=1).all():
        longest += 1
        run = run & np.roll(shared, -longest, axis=1)
    return CommonTime(minutes, longest * QUARTER)


@lru_cache(maxsize=1024)
def _worked(hours: Hours, weeks: Sequence[object]) -> Quarters:
    """Which quarters of each week's circle are worked, as hours.common_times has it."""
    start = hours.start.hour * 60 + hours.start.minute
    end = hours.end.hour * 60 + hours.end.minute
    end += MINUTES_PER_DAY if end <= start else 0
    local = np.zeros(QUARTERS_PER_WEEK, bool)
    for day in hours.weekdays:
        midnight = day * MINUTES_PER_DAY
        first, last = -(-(midnight + start) // QUARTER), (midnight + end) // QUARTER
        local[np.arange(first, last) % QUARTERS_PER_WEEK] = True
    ahead = [minutes // QUARTER for minutes in shifts(hours.time_zone, weeks)]
    return np.array([np.roll(local, -each) for each in ahead])
