"""An adversary who sees every published week learns nothing about fewer people than a group."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import replace
from typing import cast

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.insight import Ledger, Published, Standing, read_published
from bot.insight.contributions import NO, YES, Contribution, people_behind, people_in
from bot.insight.definition import Definition, Protection
from bot.insight.figures import COMPLETION, FIGURES
from bot.insight.privacy import may_show
from bot.model import FrozenFigures, ProposalState
from tests.insight.adversary import (
    ACTS,
    Acts,
    K,
    act,
    blocks,
    busy_companies,
    frozen,
    lived,
    long_companies,
)
from tests.insight.companies import (
    MET,
    MISSED,
    Company,
    freezing,
    moment,
    paired,
    week_name,
)

SMALL = st.integers(1, 2)  # pairs; two pairs are four people
BASE = 2  # the freezing that looks at both weeks


@settings(max_examples=60)
@given(busy_companies(), SMALL, st.data())
def test_what_a_small_group_does_changes_nothing_that_is_published(
    company: Company, small: int, data: st.DataObject
) -> None:
    base = frozen(company, BASE, None)
    assume(all_looked_at(company, base))
    before = moved_by_people(base)
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
        assert moved_by_people(last) == before
        assert blocks(last) == blocks(base)


@settings(max_examples=60)
@given(busy_companies(), ACTS, ACTS, st.data())
def test_nobody_can_tell_the_latest_answer_of_one_person(
    company: Company, one: Acts, other: Acts, data: st.DataObject
) -> None:
    """The adversary knows all other data; two ledgers differ in one person's newest answers."""
    base = frozen(company, BASE, None)
    assume(all_looked_at(company, base))
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


def moved_by_people(figures: FrozenFigures) -> list[Published]:
    """Return the figures that nothing but what people do can move.

    Others' silence grows by itself, and moves its count whatever a few do meanwhile.
    """
    return [each for each in read_published(figures.content).figures if each.key != "long_apart"]


def all_looked_at(company: Company, base: FrozenFigures) -> bool:
    """Tell whether no facts wait for their first look: else a few more might complete a group."""
    ledger = company.ledger(freezing(BASE))
    looked = cast("Mapping[str, str]", base.content["hours"])["looked"]
    if any(str(each.fact[0]) > looked for each in COMPLETION.gather(ledger)):
        return False
    decided = cast("Mapping[str, Mapping[str, object]]", base.content["figures"])
    return all(decided[each.key]["looked"] or not each.gather(ledger) for each in FIGURES)


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


@settings(max_examples=40)
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


@settings(max_examples=40)
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


@settings(max_examples=25)
@given(long_companies())
def test_weeks_frozen_late_and_together_are_hidden_as_if_frozen_in_time(company: Company) -> None:
    weekly = lived(company, range(10))[-1]
    assert blocks(lived(company, [9])[-1]) == blocks(weekly)
    assert blocks(lived(company, [0, 3, 9])[-1]) == blocks(weekly)


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


def test_the_answer_of_one_pair_does_not_open_a_hidden_week() -> None:
    company = paired(10)
    for pairing in range(1, 11):
        company.plans(pairing, 0, MISSED if pairing <= 2 else MET)
    # With this pair six people missed an hour, but they are two who answered since the last look.
    company.plans(3, 1, MISSED)
    frozen_weeks = lived(company, range(5))
    assert [blocks(each) for each in frozen_weeks] == [[]] * 5


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
