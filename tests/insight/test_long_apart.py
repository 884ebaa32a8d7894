"""How many tandems have not met for long: after the two were asked, and never about a few."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.insight import Published, Standing, read_published
from bot.insight.figures import FIGURES
from bot.model import Cadence, FrozenFigures, PairingState
from tests.insight.adversary import frozen, lived
from tests.insight.companies import MET, MISSED, SKIPPED, UNKNOWN, Company, moment, paired

(LONG_APART,) = (each for each in FIGURES if each.key == "long_apart")


def published(figures: FrozenFigures) -> Published:
    found = read_published(figures.content).figures
    return next(each for each in found if each.key == LONG_APART.key)


def test_a_tandem_is_long_without_a_meeting_a_week_after_it_was_asked_itself() -> None:
    company = paired(3)
    for week, state in enumerate((MET, MISSED, SKIPPED, UNKNOWN, MISSED)):
        company.plans(1, week, state)
        company.plans(2, week, MET)
    # The first pair met last on Wednesday of week 0, 21 and 7 days before Wednesday of week 4;
    # the third has never met since it began.
    assert long_apart(company, moment(4, 2, 8)) == (1, 3)
    assert long_apart(company, moment(4, 2, 10)) == (2, 3)
    company.plans(1, 5, MET)
    assert long_apart(company, moment(5, 2, 10)) == (1, 3)


def test_a_group_of_which_nobody_but_the_mentor_counts_is_not_long_apart() -> None:
    company = paired(2)
    assert long_apart(company, moment(6)) == (2, 2)
    company.pairings[1] = replace(company.pairings[1], mentees=(), topic="agile")
    assert long_apart(company, moment(6)) == (1, 1)


def test_a_rare_rhythm_has_more_patience_and_a_break_or_an_end_is_no_silence() -> None:
    company = paired(4)
    monthly = replace(company.pairings[1].hour, cadence=Cadence.MONTHLY)
    company.pairings[1] = replace(company.pairings[1], hour=monthly)
    company.pairings[2] = replace(company.pairings[2], state=PairingState.SUSPENDED)
    company.pairings[3] = replace(
        company.pairings[3], state=PairingState.COMPLETED, ended_at=moment(4)
    )
    for week in range(1, 4):
        company.plans(4, week, SKIPPED, skip_reason="pause")
    assert long_apart(company, moment(8)) == (0, 2)
    company.plans(4, 5, MISSED)  # the first hour after the break: they were back a week before it
    assert long_apart(company, moment(8, 2, 8)) == (0, 2)
    assert long_apart(company, moment(8, 2, 10)) == (1, 2)
    assert long_apart(company, moment(10, 0)) == (2, 2)


def test_an_hour_that_came_too_early_for_a_pair_ends_its_break_too() -> None:
    company = paired(1)
    company.plans(1, 1, SKIPPED, skip_reason="pause")
    assert long_apart(company, moment(9)) == (0, 1)
    company.plans(1, 3, SKIPPED, skip_reason="not_ready")
    assert long_apart(company, moment(6, 2, 8)) == (0, 1)
    assert long_apart(company, moment(6, 2, 10)) == (1, 1)


def long_apart(company: Company, at: datetime) -> tuple[int, int]:
    """Return how many running tandems have not met for long, and how many run."""
    found = LONG_APART.measure(company.ledger(at))
    assert found.value == found.numerator
    return found.numerator, found.denominator


def silent(of_pairs: int, pairs: int) -> Company:
    """Return a company of so many pairs, the first few of which have never met in six weeks."""
    company = paired(pairs)
    for week in range(6):
        for pairing in range(of_pairs + 1, pairs + 1):
            company.plans(pairing, week, MET)
    return company


@pytest.mark.parametrize(
    ("of_pairs", "count", "shown"),
    [
        (0, 0, Standing.SHOWN),
        (1, None, Standing.PROTECTED),
        (2, None, Standing.PROTECTED),
        (3, 3, Standing.SHOWN),
        (8, None, Standing.PROTECTED),  # else the two that do meet were known
    ],
)
def test_tandems_long_without_a_meeting_are_counted_from_three_on(
    of_pairs: int, count: int | None, shown: Standing
) -> None:
    found = published(frozen(silent(of_pairs, 10), 6, None))
    assert (found.standing, found.value) == (shown, count)


def test_one_more_silent_tandem_moves_no_count() -> None:
    company = silent(3, 12)
    for week in range(6, 12):
        for pairing in range(5, 13):  # the fourth falls silent, the others go on
            company.plans(pairing, week, MET)
    assert [published(week).value for week in lived(company, range(6, 12))] == [3] * 6
