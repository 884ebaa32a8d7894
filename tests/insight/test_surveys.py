"""Figures of the surveys: worked out by hand, of enough people, and telling nothing about a few."""

import json
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.insight import Standing, read_published
from bot.insight.contributions import NO, YES, Contribution, people_behind, people_in
from bot.insight.definition import Measure, Protection
from bot.insight.figures import FIGURES
from bot.insight.privacy import may_show
from bot.insight.survey_figures import SURVEY_FIGURES
from bot.model import FrozenFigures, Role, SurveyTime, WhatNext
from tests.insight.adversary import K, frozen, lived
from tests.insight.companies import Company, freezing, moment, paired

ENTRY, DAY30, END, LATER = SurveyTime


def measures(company: Company, week: int) -> dict[str, Measure]:
    return {each.key: each.measure(company.ledger(freezing(week))) for each in SURVEY_FIGURES}


def test_a_gain_is_each_persons_mean_step_in_what_she_rated_both_times() -> None:
    company = paired(3)
    for person, before, after in (
        (101, (1, 2), (3, 4)),
        (102, (2, 2), (2, 3)),
        (103, (1, 5), (5, 4)),
    ):
        both = ("now.topic.ai", "now.topic.agile")
        company.asks(person, ENTRY, asked=moment(0), answers=dict(zip(both, before, strict=True)))
        company.asks(person, END, asked=moment(12), answers=dict(zip(both, after, strict=True)))
    company.asks(1, END, asked=moment(12), answers={"now.topic.ai": 5})
    found = measures(company, 12)["competence_mentees_end"]
    # Steps 2, 0.5, 1.5: mean 4/3, s = 0.7638, t(2) = 4.303; 4.303 × 0.7638 / √3 = 1.897.
    assert found.value == pytest.approx(4 / 3)
    assert found.low == pytest.approx(-0.564, abs=1e-3)
    assert found.high == pytest.approx(3.231, abs=1e-3)
    assert found.n == 3


def test_the_effect_is_the_mean_step_over_the_spread_of_the_steps() -> None:
    company = paired(12)
    for person in (*range(1, 13), *range(101, 113)):
        company.asks(person, ENTRY, asked=moment(0), answers={"now.skill.showing": 2})
        company.asks(person, END, asked=moment(1), answers={"now.skill.showing": 3 + person % 2})
    (published,) = (
        each
        for each in read_published(lived(company, [1])[0].content).figures
        if each.key == "competence_mentors_end"
    )
    # Half gained 1, half 2: mean 1.5, s = √(24 × 0.25 / 23) = 0.5108, d_z = 2.94.
    assert (published.value, published.n, published.effect) == (1.5, 24, 2.9)


def test_looking_back_is_reckoned_apart_from_the_first_answers() -> None:
    company = paired(1)
    company.asks(101, ENTRY, asked=moment(0), answers={"now.topic.ai": 4})
    company.asks(
        101,
        END,
        asked=moment(12),
        answers={"now.topic.ai": 4, "then.topic.ai": 2, "then.topic.x": 1},
    )
    found = measures(company, 12)
    assert found["competence_mentees_end"].value == 0
    assert found["looking_back_mentees"].value == 2
    assert found["looking_back_mentors"].value is None


def test_the_recommendation_is_promoters_less_detractors() -> None:
    company = paired(5)
    for person, likely in zip(
        (1, 2, 3, 4, 5, 101, 102, 103), (10, 9, 9, 8, 7, 6, 0, 10), strict=True
    ):
        company.asks(person, END, asked=moment(1), answers={"recommend": likely})
    assert measures(company, 2)["recommend"].value == pytest.approx(100 * (4 - 2) / 8)


def test_a_survey_that_was_put_and_not_answered_counts_as_asked() -> None:
    company = paired(4)
    for person in (1, 2, 3):
        company.asks(
            person, DAY30, asked=moment(4), answers={"satisfied": 4} if person < 3 else None
        )
    company.asks(4, DAY30, asked=moment(9))
    company.asks(101, DAY30, asked=moment(4), answers={"open": 2}, given=moment(8))
    found = measures(company, 5)["response_day30"]
    assert (found.numerator, found.denominator) == (2, 4)
    assert measures(company, 9)["response_day30"].numerator == 3


def test_the_relationship_is_the_mean_of_what_each_answered() -> None:
    company = paired(2)
    company.asks(1, END, asked=moment(1), answers={"open": 5, "worth": 3})
    company.asks(2, END, asked=moment(1), answers={"both": 2})
    assert measures(company, 2)["relationship_end"].value == pytest.approx(3)


def test_ideas_and_wishes_for_the_next_programme_are_shares() -> None:
    company = paired(3)
    for person, reached in ((1, 1), (2, 0), (3, 1)):
        company.asks(person, LATER, asked=moment(1), answers={"project": reached})
    for person, wish in zip((1, 2, 3, 101), WhatNext, strict=True):
        company.parts(1, person, wish, moment(1))
    found = measures(company, 2)
    assert found["project_later"].value == pytest.approx(2 / 3)
    assert found["again"].value == pytest.approx(1 / 2)


@pytest.mark.parametrize(("figure", "least"), [("competence_mentees_end", 20), ("recommend", 30)])
def test_below_its_own_number_of_people_a_figure_is_not_shown(figure: str, least: int) -> None:
    for people, standing in ((least - 1, Standing.TOO_FEW), (least, Standing.SHOWN)):
        company = Company()
        for person in range(1, people + 1):
            company.joins(person, Role.MENTEE, completed=moment(0))
            company.asks(person, ENTRY, asked=moment(0), answers={"now.topic.ai": 1})
            answers = {"now.topic.ai": 2 + person % 2, "recommend": 10 if person % 3 else 4}
            company.asks(person, END, asked=moment(1), answers=answers)
        found = {e.key: e for e in read_published(lived(company, [2])[0].content).figures}[figure]
        assert (found.standing, found.least) == (standing, least)
        assert (found.value is None) is (standing is not Standing.SHOWN)


@pytest.mark.parametrize(
    ("camps", "shown"),
    [((10, 10, 10), True), ((30, 0, 0), False), ((26, 4, 0), False), ((25, 5, 0), True)],
)
def test_a_score_needs_a_group_in_each_camp_and_more_than_one(
    camps: tuple[int, int, int], shown: bool
) -> None:
    facts = tuple(
        Contribution((100 * camp + each,), (camp, each), str(camp))
        for camp, people in enumerate(camps)
        for each in range(people)
    )
    assert may_show(facts, Protection.PARTS, K) is shown


def test_figures_frozen_before_there_were_surveys_can_be_read() -> None:
    content = json.loads(json.dumps(lived(paired(6), [1])[0].content))
    content["figures"] = {
        key: {name: value for name, value in each.items() if name != "effect"}
        for key, each in content["figures"].items()
        if key not in {figure.key for figure in SURVEY_FIGURES}
    }
    assert read_published(content).figures


# nothing is found out about a few


ANSWERS = st.fixed_dictionaries(
    {
        "satisfied": st.integers(1, 5),
        "now.topic.ai": st.integers(1, 5),
        "project": st.integers(0, 1),
    },
    optional={"recommend": st.integers(0, 10), "then.topic.ai": st.integers(1, 5)},
)


@st.composite
def asked_companies(draw: st.DrawFn) -> Company:
    """People of whom many answer a first and a last survey, in whatever week."""
    people = draw(st.integers(5, 40))
    company = Company()
    for person in range(1, people + 1):
        company.joins(person, Role.MENTEE, completed=moment(0))
        if draw(st.booleans()):
            company.asks(person, ENTRY, asked=moment(0), answers=draw(ANSWERS))
        answers = draw(st.none() | ANSWERS)
        company.asks(person, END, asked=moment(draw(st.integers(0, 5))), answers=answers)
    return company


@settings(max_examples=40)
@given(asked_companies())
def test_what_is_published_and_each_change_of_it_is_about_a_group(company: Company) -> None:
    last: FrozenFigures | None = None
    shown_at: dict[str, int] = {}
    for week in range(8):
        last = frozen(company, week, last)
        found = {each.key: each for each in read_published(last.content).figures}
        for figure in SURVEY_FIGURES:
            published = found[figure.key]
            if published.standing is not Standing.SHOWN or published.week != last.week:
                continue
            facts = figure.gather(company.ledger(freezing(week)))
            assert published.n == len(people_in(facts)) >= max(K, figure.least)
            assert _parts_are_groups(figure.protection, facts)
            if figure.key in shown_at:
                before = figure.gather(company.ledger(freezing(shown_at[figure.key])))
                change = tuple(set(before) ^ set(facts))
                assert len(people_in(change)) >= K
                assert _parts_are_groups(figure.protection, change)
            shown_at[figure.key] = week


def _parts_are_groups(protection: Protection, facts: tuple[Contribution, ...]) -> bool:
    parts = {each.said: len(people_behind(facts, each.said)) for each in facts}
    match protection:
        case Protection.BOTH:
            return parts.get(YES, 0) >= K and parts.get(NO, 0) >= K
        case Protection.ALL_MAY:
            return parts.get(YES, 0) >= K and (parts.get(NO, 0) == 0 or parts[NO] >= K)
        case Protection.PARTS:
            return len(parts) > 1 and min(parts.values()) >= K
        case _:
            return len(parts) > 1


@st.composite
def answered_companies(draw: st.DrawFn) -> Company:
    """So many people answered the first and the last survey that each figure was looked at."""
    company = Company()
    for person in range(1, draw(st.integers(32, 40)) + 1):
        company.joins(person, Role.MENTEE, completed=moment(0))
        whole = {"then.topic.ai": draw(st.integers(1, 5)), "recommend": draw(st.integers(0, 10))}
        company.asks(person, ENTRY, asked=moment(0), answers=draw(ANSWERS))
        company.asks(person, END, asked=moment(1), answers={**draw(ANSWERS), **whole})
    return company


@settings(max_examples=30)
@given(answered_companies(), ANSWERS, ANSWERS)
def test_nobody_can_tell_the_latest_answers_of_one_person(
    company: Company, one: dict[str, int], other: dict[str, int]
) -> None:
    """All other answers are known; two ledgers differ in what one person answered last."""
    base = lived(company, range(7))[-1]
    seen = []
    for answers in (one, other):
        copy = deepcopy(company)
        copy.joins(99, Role.MENTEE, completed=moment(0))
        for time in (DAY30, END, LATER):
            copy.asks(99, time, asked=moment(7), answers=answers)
        last, weeks = base, []
        for week in range(7, 10):
            last = frozen(copy, week, last)
            weeks.append(_of_surveys(last))
        seen.append(weeks)
    assert seen[0] == seen[1]


def _of_surveys(figures: FrozenFigures) -> list[object]:
    keys = {each.key for each in SURVEY_FIGURES}
    return [each for each in read_published(figures.content).figures if each.key in keys]


def test_every_figure_has_its_place_once() -> None:
    keys = [each.key for each in FIGURES]
    assert len(keys) == len(set(keys))
