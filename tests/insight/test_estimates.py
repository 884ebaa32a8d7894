"""Estimates agree with values worked out by hand or printed by others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.insight.estimates import (
    effective_size,
    kaplan_meier,
    mean_of_people,
    proportion,
    waiting_time,
    wilson,
)

# Days in remission of 21 patients on 6-mercaptopurine, True where it ended: E. A. Gehan,
# Biometrika 52 (1965), 203-223, a data set that every textbook on survival works through.
GEHAN = [
    *((6, True), (6, True), (6, True), (7, True), (10, True), (13, True), (16, True)),
    *((22, True), (23, True)),
    *((days, False) for days in (6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)),
]


def test_wilson_agrees_with_a_published_example() -> None:
    # 81 of 263: R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, method 3.
    assert wilson(81 / 263, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    # 0 of 20 of the same table.
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_independent_answers_count_in_full_and_repeated_ones_once() -> None:
    alone = [(1, 1)] * 6 + [(0, 1)] * 4
    assert effective_size(alone) == pytest.approx(10)
    # Said three times each: the variance is 10/9 * 9 * 2.4 / 30^2 against 0.24 / 29.
    thrice = [(3 * yes, 3) for yes, _ in alone]
    assert effective_size(thrice) == pytest.approx(30 / ((10 / 9 * 9 * 2.4 / 900) / (0.24 / 29)))
    assert effective_size([(5, 5), (3, 3)]) == 2


def test_a_person_who_rates_often_counts_once() -> None:
    answers = [("often", 1.0)] * 10 + [("once", 3.0), ("also once", 5.0)]
    found = mean_of_people(answers, 1, 5)
    assert found.value == pytest.approx(3.0)
    # s = 2, n = 3: 3 -+ 4.303 * 2 / sqrt 3 leaves the scale on both ends.
    assert (found.low, found.high) == (1, 5)


def test_the_mean_has_students_interval_over_people() -> None:
    found = mean_of_people([(str(i), float(each)) for i, each in enumerate((3, 4, 4, 5))], 1, 5)
    # mean 4, s = 0.8165, standard error 0.4082, t(3) = 3.1824: 4 -+ 1.2992.
    assert found.value == pytest.approx(4)
    assert found.low == pytest.approx(2.7008, abs=1e-4)
    assert found.high == pytest.approx(5)


def test_kaplan_meier_agrees_with_the_textbook() -> None:
    curve = {each.day: (each.waiting, each.error) for each in kaplan_meier(GEHAN)}
    assert curve[6] == pytest.approx((0.857, 0.0764), abs=5e-4)
    assert curve[13] == pytest.approx((0.690, 0.1068), abs=5e-4)
    assert curve[23] == pytest.approx((0.448, 0.1346), abs=5e-4)
    assert set(curve) == {6, 7, 10, 13, 16, 22, 23}


def test_the_median_wait_counts_those_who_still_wait() -> None:
    found = waiting_time(GEHAN, 0.5)
    assert found.value == 23
    assert found.low == 13
    assert found.high is None
    assert waiting_time(GEHAN, 0.9).value is None


def test_without_censoring_the_median_is_the_middle_day() -> None:
    assert waiting_time([(days, True) for days in (1, 2, 3, 4)], 0.5).value == 2
    assert waiting_time([(days, True) for days in range(1, 11)], 0.9).value == 9


@given(st.lists(st.tuples(st.integers(1, 6), st.booleans()), min_size=1))
def test_a_proportion_lies_inside_its_interval(answers: list[tuple[int, bool]]) -> None:
    found = proportion(answers)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans())), st.floats(0.05, 0.95))
def test_a_waiting_time_is_reached_by_that_share_and_lies_inside_its_interval(
    waits: list[tuple[int, bool]], share: float
) -> None:
    found = waiting_time(waits, share)
    if found.value is None:
        return
    at_value = [each.waiting for each in kaplan_meier(waits) if each.day <= found.value][-1]
    assert at_value <= 1 - share + 1e-6
    assert found.low is not None
    assert found.low <= found.value
    assert found.high is None or found.value <= found.high


def test_nobody_has_no_estimate() -> None:
    assert proportion([]).value is None
    assert mean_of_people([], 1, 5).value is None
    assert waiting_time([], 0.5).value is None
