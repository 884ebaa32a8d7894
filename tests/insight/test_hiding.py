"""A figure is shown only of large enough groups, and moves only when a group has contributed."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import pytest

from bot.insight import Standing, comments_group, freeze, read_published, smallest_group
from bot.insight.contributions import NO, YES, Contribution
from bot.insight.definition import Protection
from bot.insight.figures import COMPLETION
from bot.insight.privacy import may_show
from bot.model import ProposalState
from tests.insight.adversary import Acts, K, act, frozen, lived, standing
from tests.insight.companies import (
    MET,
    MISSED,
    Company,
    freezing,
    moment,
    paired,
    week_name,
)


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
    allowed = {"standing", "week", "value", "low", "high", "n", "published", "looked", "effect"}
    assert all(set(each) == allowed for each in figures.values())
    hours = cast("Mapping[str, object]", content["hours"])
    assert set(hours) == {"until", "looked", "blocks"}
    for each in cast("list[dict[str, object]]", hours["blocks"]):
        assert set(each) == {"weeks", "planned", "met", "n"}
