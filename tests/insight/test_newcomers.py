"""Who enters a group that runs is in it, and counts in its figures, from then on."""

from dataclasses import replace

import pytest

from bot.insight.figures import FIGURES
from bot.model import ProposalState, Role
from tests.insight.companies import Company, moment, paired

MEASURES = {each.key: each.measure for each in FIGURES}
NEWCOMER = 1102


@pytest.fixture
def company() -> Company:
    """A group of two since week 0, which a third entered in week 4."""
    company = paired(1)
    company.joins(NEWCOMER - 1000, Role.MENTEE, completed=moment(2))
    company.proposes(1, NEWCOMER - 1000, ProposalState.ACCEPTED, closed=moment(4))
    group = company.pairings[1]
    company.pairings[1] = replace(group, mentees=(*group.mentees, NEWCOMER), topic="agile")
    return company


def test_she_is_in_it_from_then_on(company: Company) -> None:
    before, since = company.ledger(moment(4)), company.ledger(moment(5))
    assert NEWCOMER not in before.pairings[0].mentees
    assert before == since.at(moment(4))
    group = since.pairings[0]
    assert since.in_since(group, NEWCOMER) == moment(4)
    assert since.in_since(group, group.mentor) == group.started_at


def test_she_waited_until_then_and_has_her_own_90_days(company: Company) -> None:
    assert MEASURES["days_p90"](company.ledger(moment(6))).value == 14
    found = {
        week: MEASURES["retention"](company.ledger(moment(week, 1))).n for week in (12, 13, 16, 17)
    }
    assert found == {12: 0, 13: 2, 16: 2, 17: 3}
