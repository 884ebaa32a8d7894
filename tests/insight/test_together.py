"""What groups do together is told of three of them at least, however many people are in each."""

from dataclasses import replace

import pytest

from bot.insight import Standing, read_published
from bot.insight.contributions import NO, YES, Contribution, held
from bot.insight.definition import Protection
from bot.insight.privacy import FEWEST_TOGETHER, may_show
from bot.model import Role
from tests.insight.adversary import K, lived, standing
from tests.insight.companies import MET, MISSED, Company, moment

SIZE = 5  # people in each group, as many as a figure needs
ALL = ("completion", "unknown", "skipped", "long_apart")


def hours(groups: int, said: str, first: int = 1) -> tuple[Contribution, ...]:
    """Return an hour of so many groups, five people each."""
    return tuple(
        Contribution(tuple(range(SIZE * each, SIZE * (each + 1))), (each,), said, together=each)
        for each in range(first, first + groups)
    )


def grouped(groups: int) -> Company:
    """Return a company of so many groups of five since week 0."""
    company = Company()
    for number in range(1, groups + 1):
        people = [number, *(100 * each + number for each in range(1, SIZE))]
        for person in people:
            role = Role.MENTOR if person == number else Role.MENTEE
            company.joins(person, role, completed=moment(0))
        pairing = company.pairs(number, 100 + number, started=moment(0))
        mentees = tuple(1000 + each for each in people[1:])
        company.pairings[pairing] = replace(
            company.pairings[pairing], mentees=mentees, topic="agile"
        )
    return company


@pytest.mark.parametrize(("groups", "shown"), [(1, False), (2, False), (FEWEST_TOGETHER, True)])
def test_three_groups_stand_behind_the_whole(groups: int, *, shown: bool) -> None:
    assert may_show(hours(groups, YES), Protection.ALL_MAY, K) is shown


@pytest.mark.parametrize(("missed", "shown"), [(0, True), (1, False), (2, False), (3, True)])
def test_and_behind_each_part_unless_nobody_is_in_it(missed: int, *, shown: bool) -> None:
    facts = (*hours(6, YES), *hours(missed, NO, first=7))
    assert may_show(facts, Protection.ALL_MAY, K) is shown


def test_many_hours_of_one_group_are_still_one_group() -> None:
    once = hours(1, YES)[0]
    often = tuple(replace(once, fact=(each,)) for each in range(12))
    assert not may_show(often, Protection.ALL_MAY, K)


def test_what_each_person_did_alone_needs_no_other_group() -> None:
    alone = tuple(Contribution((each,), (each,), YES) for each in range(SIZE))
    assert may_show(alone, Protection.ALL_MAY, K)


@pytest.mark.parametrize("groups", [1, 2])
def test_of_one_or_two_groups_nothing_is_told_that_they_did_together(groups: int) -> None:
    company = grouped(groups)
    for week in range(6):
        for group in range(1, groups + 1):
            meets(company, group, week, met=True)
    for figures in lived(company, range(9)):
        assert all(standing(figures, key) is not Standing.SHOWN for key in ALL)
        assert read_published(figures.content).weeks == ()


def test_of_three_groups_it_is_told_and_a_week_that_one_missed_waits_for_others() -> None:
    company = grouped(3)
    for week in range(4):
        for group in (1, 2, 3):
            meets(company, group, week, met=group != week)
    told = read_published(lived(company, range(9))[-1].content)
    # Week 0 is whole; one group each missed weeks 1, 2 and 3, which are told together.
    assert [(each.planned, each.met) for each in told.weeks[:4]] == [(3, 3), *[(None, None)] * 3]
    (completion,) = (each for each in told.figures if each.key == "completion")
    assert (completion.value, completion.n) == (0.75, 15)


def meets(company: Company, group: int, week: int, *, met: bool) -> None:
    """Let a group have an hour that its mentor speaks of."""
    answers = (met, *(None for _ in range(SIZE - 1)))
    company.plans(group, week, MET if met else MISSED, answers=answers)  # type: ignore[arg-type]


def test_the_facts_say_which_group_did_it() -> None:
    company = grouped(1)
    meets(company, 1, 0, met=True)
    assert [each.together for each in held(company.ledger(moment(3)))] == [1]
