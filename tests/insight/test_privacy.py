"""An adversary who sees every published week learns nothing about fewer people than a group."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import cast

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.insight import Ledger, Standing, comments_group, freeze, read_published, smallest_group
from bot.insight.contributions import NO, YES, Contribution, people_behind, people_in
from bot.insight.figures import COMPLETION, FIGURES, Definition, Protection
from bot.insight.privacy import may_show
from bot.model import CheckInState, FrozenFigures, ProposalState, Role
from tests.insight.companies import (
    MET,
    MISSED,
    SKIPPED,
    UNKNOWN,
    Company,
    freezing,
    moment,
    paired,
    week_name,
)

K = 5
STATES = st.sampled_from((MET, MET, MET, MISSED, SKIPPED, UNKNOWN))


def frozen(
    company: Company, week: int, previous: FrozenFigures | None, k: int = K
) -> FrozenFigures:
    """Freeze a week, through JSON as the store keeps it."""
    content = json.loads(json.dumps(freeze(company.ledger(freezing(week)), k, previous)))
    return FrozenFigures(1, week_name(week), freezing(week), content)


def lived(company: Company, weeks: Iterable[int], k: int = K) -> list[FrozenFigures]:
    """Freeze week after week."""
    found: list[FrozenFigures] = []
    for week in weeks:
        found.append(frozen(company, week, found[-1] if found else None, k))
    return found


def standing(figures: FrozenFigures, key: str) -> Standing:
    return {each.key: each.standing for each in read_published(figures.content).figures}[key]


# the threshold


@pytest.mark.parametrize("people", [4, 1, 0, -5])
def test_a_group_smaller_than_five_is_refused(people: int) -> None:
    with pytest.raises(ValueError, match="never lowered"):
        smallest_group(people)
    with pytest.raises(ValueError, match="never lowered"):
        freeze(Company().ledger(freezing(1)), people, None)


def test_comments_need_ten_people_or_more_where_the_threshold_is_higher() -> None:
    assert (comments_group(5), comments_group(12)) == (10, 12)


# one figure


def said(yes: int, no: int) -> tuple[Contribution, ...]:
    return (
        *(Contribution((each,), (each,), YES) for each in range(yes)),
        *(Contribution((100 + each,), (100 + each,), NO) for each in range(no)),
    )


@pytest.mark.parametrize(
    ("protection", "yes", "no", "shown"),
    [
        (Protection.GROUP, 4, 0, False),
        (Protection.GROUP, 1, 4, True),
        (Protection.ALL_MAY, 5, 0, True),
        (Protection.ALL_MAY, 4, 0, False),
        (Protection.ALL_MAY, 20, 1, False),
        (Protection.ALL_MAY, 20, 4, False),
        (Protection.ALL_MAY, 20, 5, True),
        (Protection.ALL_MAY, 0, 20, False),
        (Protection.ALL_MAY, 4, 20, False),
        (Protection.NONE_MAY, 0, 5, True),
        (Protection.NONE_MAY, 1, 20, False),
        (Protection.NONE_MAY, 5, 20, True),
        (Protection.NONE_MAY, 20, 0, False),
        (Protection.BOTH, 20, 0, False),
        (Protection.BOTH, 20, 4, False),
        (Protection.BOTH, 5, 5, True),
    ],
)
def test_each_part_needs_a_group(protection: Protection, yes: int, no: int, shown: bool) -> None:
    assert may_show(said(yes, no), protection, K) is shown


def test_many_hours_of_one_pair_are_still_two_people() -> None:
    company = paired(10)
    for week in range(6):
        for pairing in range(1, 11):
            company.plans(pairing, week, MISSED if pairing == 1 else MET)
    hours = COMPLETION.gather(company.ledger(freezing(8)))
    assert sum(each.said == NO for each in hours) == 6
    assert not may_show(hours, Protection.ALL_MAY, K)


def test_an_answer_that_all_gave_is_not_shown() -> None:
    company = paired(4)
    hours = [company.plans(pairing, 0, MET) for pairing in range(1, 5)]
    for pairing, hour in enumerate(hours, start=1):
        company.rates(hour, pairing, 1)
        company.rates(hour, 100 + pairing, 1)
    assert standing(lived(company, [1])[0], "usefulness") is Standing.PROTECTED
    company.feedback[0] = replace(company.feedback[0], useful=4)
    assert standing(lived(company, [1])[0], "usefulness") is Standing.SHOWN


def test_nobody_declined_looks_like_a_few_declined() -> None:
    contents = []
    for declines in range(5):
        company = paired(12)
        for pair in range(1, 13):
            state = ProposalState.DECLINED if pair <= declines else ProposalState.ACCEPTED
            company.proposes(pair, 100 + pair, state, closed=moment(0, 1), declined_by=pair)
        contents.append(json.dumps(lived(company, [1])[0].content["figures"]))
    assert len(set(contents)) == 1


def test_who_was_declined_does_not_count_as_declining() -> None:
    company = paired(12)
    for pair in range(1, 13):
        state = ProposalState.DECLINED if pair <= 4 else ProposalState.ACCEPTED
        company.proposes(pair, 100 + pair, state, closed=moment(0, 1), declined_by=pair)
    declined = [each for each in company.proposals if each.state is ProposalState.DECLINED]
    assert len({half for each in declined for half in (each.mentor, each.mentee)}) == 8
    assert standing(lived(company, [1])[0], "acceptance") is Standing.PROTECTED


# over the weeks: whatever fewer people than a group do changes nothing

SMALL = st.integers(1, 2)  # pairs; two pairs are four people


@dataclass(frozen=True)
class Acts:
    """What a pair does in a week: its hour, its answers to it, its ratings."""

    state: CheckInState
    answers: tuple[bool | None, bool | None]
    useful: tuple[int, int]
    exchanged: tuple[bool | None, bool | None]


HALVES = st.tuples(st.none() | st.booleans(), st.none() | st.booleans())
ACTS = st.builds(Acts, STATES, HALVES, st.tuples(st.integers(1, 5), st.integers(1, 5)), HALVES)


def act(company: Company, pairing: int, week: int, acts: Acts) -> None:
    hour = company.plans(pairing, week, acts.state, answers=acts.answers)
    for half, person in enumerate((pairing, 100 + pairing)):
        company.rates(hour, person, acts.useful[half], exchanged=acts.exchanged[half])


@st.composite
def busy_companies(draw: st.DrawFn) -> Company:
    """Eight to twelve pairs that met for two weeks, after proposals of every outcome."""
    pairs = draw(st.integers(8, 12))
    company = paired(pairs)
    for pairing in range(1, pairs + 1):
        closing = draw(st.sampled_from((ProposalState.ACCEPTED, ProposalState.DECLINED)))
        company.proposes(pairing, 100 + pairing, closing, closed=moment(0), declined_by=pairing)
        for week in range(2):
            act(company, pairing, week, draw(ACTS))
    return company


BASE = 2  # the freezing that looks at both weeks


@settings(max_examples=60, deadline=None)
@given(busy_companies(), SMALL, st.data())
def test_what_a_small_group_does_changes_nothing_that_is_published(
    company: Company, small: int, data: st.DataObject
) -> None:
    base = frozen(company, BASE, None)
    assume(not unlooked_hours(company, base))
    before = read_published(base.content)
    last = base
    for week in range(BASE, BASE + 3):
        for pairing in range(1, small + 1):
            act(company, pairing, week, data.draw(ACTS))
        if week == BASE and small == 1:
            state = data.draw(st.sampled_from((ProposalState.ACCEPTED, ProposalState.DECLINED)))
            company.proposes(1, 102, state, closed=moment(week, 2), declined_by=102)
            company.leaves(1, moment(week, 3))
    for week in range(BASE + 1, BASE + 6):
        last = frozen(company, week, last)
        after = read_published(last.content)
        assert after.figures == before.figures
        assert blocks(last) == blocks(base)


@settings(max_examples=60, deadline=None)
@given(busy_companies(), ACTS, ACTS, st.data())
def test_nobody_can_tell_the_latest_answer_of_one_person(
    company: Company, one: Acts, other: Acts, data: st.DataObject
) -> None:
    """The adversary knows all other data; two ledgers differ in one person's newest answers."""
    base = frozen(company, BASE, None)
    assume(not unlooked_hours(company, base))
    known = data.draw(ACTS)
    seen = []
    for acts in (one, other):
        copy = deepcopy(company)
        act(copy, 2, BASE, known)
        theirs = copy.plans(1, BASE, known.state, answers=(acts.answers[0], known.answers[1]))
        copy.rates(theirs, 1, acts.useful[0], exchanged=acts.exchanged[0])
        copy.rates(theirs, 101, known.useful[1], exchanged=known.exchanged[1])
        weeks = []
        last = base
        for week in range(BASE + 1, BASE + 4):
            last = frozen(copy, week, last)
            weeks.append(json.dumps(last.content, sort_keys=True))
        seen.append(weeks)
    assert seen[0] == seen[1]


def unlooked_hours(company: Company, base: FrozenFigures) -> bool:
    """Tell whether answered hours of few people still wait for their first look."""
    looked = cast("Mapping[str, str]", base.content["hours"])["looked"]
    facts = COMPLETION.gather(company.ledger(freezing(BASE)))
    return any(str(each.fact[0]) > looked for each in facts)


def blocks(figures: FrozenFigures) -> object:
    return cast("Mapping[str, object]", figures.content["hours"])["blocks"]


# over the weeks: nothing by subtraction


@st.composite
def long_companies(draw: st.DrawFn) -> Company:
    """A few pairs that meet for seven weeks and rate as they like, and newcomers."""
    pairs = draw(st.integers(3, 14))
    company = paired(pairs)
    for week in range(7):
        for pairing in range(1, pairs + 1):
            act(company, pairing, week, draw(ACTS))
        newcomer = 200 + week
        done = moment(week, 2) if draw(st.booleans()) else None
        company.joins(newcomer, Role.MENTEE, joined=moment(week, 1), completed=done)
    return company


PARTED = tuple(
    each
    for each in FIGURES
    if each.protection not in {Protection.GROUP, Protection.VARIED} and each is not COMPLETION
)


def group_or_nobody(facts: Iterable[Contribution], said: str) -> bool:
    people = len(people_behind(facts, said))
    return people == 0 or people >= K


def raw_difference(figure: Definition, earlier: Ledger, later: Ledger) -> tuple[Contribution, ...]:
    """Subtract two publications fact by fact, from what was true then and is true now."""
    one, two = set(figure.gather(earlier)), set(figure.gather(later))
    return tuple(one ^ two)


@settings(max_examples=40, deadline=None)
@given(long_companies())
def test_a_figure_and_the_difference_of_two_are_about_a_group(company: Company) -> None:
    shown_before: dict[str, Ledger] = {}
    for week, figures in enumerate(lived(company, range(10))):
        ledger = company.ledger(freezing(week))
        found = {each.key: each for each in read_published(figures.content).figures}
        for figure in PARTED:
            published = found[figure.key]
            if published.standing is not Standing.SHOWN or published.week != week_name(week):
                continue
            facts = figure.gather(ledger)
            assert published.n == len(people_in(facts))
            assert len(people_in(facts)) >= K
            assert group_or_nobody(facts, YES)
            assert group_or_nobody(facts, NO)
            if figure.key in shown_before:
                change = raw_difference(figure, shown_before[figure.key], ledger)
                assert len(people_in(change)) >= K
                assert group_or_nobody(change, YES)
                assert group_or_nobody(change, NO)
            shown_before[figure.key] = ledger


@settings(max_examples=40, deadline=None)
@given(long_companies())
def test_no_hidden_week_can_be_reckoned_from_totals_and_shown_weeks(company: Company) -> None:
    facts = COMPLETION.gather(company.ledger(freezing(20)))
    totals: set[str] = set()
    last = None
    for figures in lived(company, range(10)):
        last = figures
        through = [
            each["weeks"][-1] for each in cast("list[dict[str, list[str]]]", blocks(figures))
        ]
        totals |= set(through[-1:])
    assert last is not None
    shown = {each.week for each in read_published(last.content).weeks if each.planned is not None}
    start = ""
    for end in sorted(totals):
        # What one total adds to the one before, less the weeks that are shown, is known.
        rest = tuple(
            each
            for each in facts
            if start < str(each.fact[0]) <= end and str(each.fact[0]) not in shown
        )
        assert not rest or may_show(rest, Protection.ALL_MAY, K)
        start = end
    for week in shown:
        alone = tuple(each for each in facts if each.fact[0] == week)
        assert may_show(alone, Protection.ALL_MAY, K)


def test_a_week_that_would_tell_too_much_is_a_gap_and_joins_the_next() -> None:
    company = paired(10)
    missing = {0: 0, 1: 1, 2: 3, 3: 0, 4: 4}
    for week, pairs in missing.items():
        for pairing in range(1, 11):
            company.plans(pairing, week, MISSED if pairing <= pairs else MET)
    weeks = read_published(lived(company, range(6))[-1].content).weeks
    # Week 2 could be shown by itself, but then week 1 were the total less the others.
    assert [each.planned for each in weeks] == [10, None, None, 10, 10]
    assert [each.met for each in weeks] == [10, None, None, 10, 6]


def test_weeks_without_hours_hide_no_others() -> None:
    company = paired(10)
    for week in (0, 2, 4):
        for pairing in range(1, 11):
            company.plans(pairing, week, MET)
    weeks = read_published(lived(company, range(7))[-1].content).weeks
    assert [each.met for each in weeks] == [10, None, 10, None, 10, None]


def test_completion_is_the_sum_of_the_published_weeks() -> None:
    company = paired(10)
    for week in range(3):
        for pairing in range(1, 11):
            company.plans(pairing, week, MISSED if pairing <= 3 else MET)
    one, two = lived(company, range(1, 3))
    shown = {each.key: each for each in read_published(two.content).figures}["completion"]
    assert (shown.value, shown.n) == (0.7, 20)
    # A late answer about a published week would stand out alone: it is left out.
    company.check_ins[0] = replace(company.check_ins[0], state=MET)
    again = frozen(company, 2, one)
    assert {each.key: each for each in read_published(again.content).figures}["completion"] == shown


# how figures move


def test_a_figure_stands_until_a_group_has_contributed_then_moves() -> None:
    company = paired(10)
    for week, raters in ((0, 6), (1, 4), (2, 1)):
        for person in range(1, raters + 1):
            hour = company.plans(person, week, MET)
            company.rates(hour, person, person % 2 + 4 - week)
    seen = [
        {each.key: each for each in read_published(each.content).figures}["usefulness"]
        for each in lived(company, range(4))
    ]
    assert seen[0].week == week_name(0)
    assert seen[0].n == 6
    assert seen[1] == seen[0]  # four people are too few
    assert seen[2] == seen[0]  # the fifth rating is by one of the four
    for person in range(5, 8):
        company.rates(company.plans(person, 3, MET), person, 1)
    moved = lived(company, range(4))[-1]
    assert {e.key: e for e in read_published(moved.content).figures}[
        "usefulness"
    ].week == week_name(3)


def test_raising_the_threshold_hides_what_was_shown_of_fewer() -> None:
    company = paired(6)
    for pairing in range(1, 7):
        company.rates(company.plans(pairing, 0, MET), pairing, 1 + pairing % 3)
    first = frozen(company, 1, None)
    assert standing(first, "usefulness") is Standing.SHOWN
    raised = frozen(company, 2, first, k=8)
    assert standing(raised, "usefulness") is Standing.TOO_FEW
    found = {each.key: each for each in read_published(raised.content).figures}["usefulness"]
    assert (found.value, found.n) == (None, None)


def test_the_frozen_content_names_nobody() -> None:
    company = paired(10)
    for pairing in range(1, 11):
        act(company, pairing, 0, Acts(MET, (True, True), (pairing % 5 + 1, 4), (True, None)))
    content = lived(company, range(3))[-1].content
    figures = cast("Mapping[str, Mapping[str, object]]", content["figures"])
    allowed = {"standing", "week", "value", "low", "high", "n", "published", "looked"}
    assert all(set(each) == allowed for each in figures.values())
    hours = cast("Mapping[str, object]", content["hours"])
    assert set(hours) == {"until", "looked", "blocks"}
    for each in cast("list[dict[str, object]]", hours["blocks"]):
        assert set(each) == {"weeks", "planned", "met", "n"}


@settings(max_examples=25, deadline=None)
@given(long_companies())
def test_weeks_frozen_late_and_together_are_hidden_as_if_frozen_in_time(company: Company) -> None:
    weekly = lived(company, range(10))[-1]
    assert blocks(lived(company, [9])[-1]) == blocks(weekly)
    assert blocks(lived(company, [0, 3, 9])[-1]) == blocks(weekly)
