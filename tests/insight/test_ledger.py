"""The ledger knows what was known at its moment, and no words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import PairingState, ParticipantState, ProposalState, Role, SurveyTime
from tests.insight.companies import MET, Company, freezing, moment, paired, week_name


def test_what_came_later_is_not_in_it() -> None:
    company = Company()
    company.joins(1, Role.MENTOR, completed=moment(2))
    company.joins(101, Role.MENTEE, joined=moment(3))
    company.leaves(1, moment(5))
    company.proposes(1, 101, ProposalState.DECLINED, closed=moment(4), declined_by=101)
    company.pairs(1, 101, started=moment(3), ended=moment(6), state=PairingState.ENDED)
    early, later, last = (company.ledger(moment(week)) for week in (1, 4, 7))

    assert [(each.person, each.completed_at) for each in early.participants] == [(1, None)]
    assert early.participants[0].state is ParticipantState.ANSWERING
    assert later.participants[0].state is ParticipantState.ACTIVE
    assert later.pairings[0].state is PairingState.ACTIVE
    assert last.pairings[0].state is PairingState.ENDED
    assert last.participants[0].state is ParticipantState.LEFT
    before_the_no = company.ledger(moment(4) - timedelta(hours=1)).proposals[0]
    assert (before_the_no.state, before_the_no.declined_by) == (ProposalState.OPEN, None)
    assert last.proposals[0].state is ProposalState.DECLINED


def test_what_happens_at_its_very_moment_is_not_in_it() -> None:
    company = paired(1)
    company.joins(2, Role.MENTOR, joined=moment(4))
    company.completes(2, moment(4))
    company.asks(1, SurveyTime.ENTRY, asked=moment(4))
    company.pairings[1] = replace(company.pairings[1], state=PairingState.ENDED, ended_at=moment(4))
    ledger = company.ledger(moment(4))
    assert [each.person for each in ledger.participants] == [1, 101]
    assert ledger.surveys == ()
    assert ledger.pairings[0].state is PairingState.ACTIVE


def test_an_earlier_moment_is_the_same_taken_back_or_taken_then() -> None:
    company = paired(2)
    hour = company.plans(1, 0, MET)
    company.rates(hour, 1, 4)
    company.plans(2, 3, MET)
    company.leaves(2, moment(4))
    for week in range(5):
        assert company.ledger(moment(6)).at(moment(week)) == company.ledger(moment(week))


def test_it_tells_nothing_of_a_later_moment() -> None:
    with pytest.raises(ValueError, match="nothing is known"):
        Company().ledger(moment(1)).at(moment(2))


def test_it_keeps_no_words() -> None:
    company = paired(1)
    company.proposes(1, 101, ProposalState.DECLINED, closed=moment(1), declined_by=1)
    company.proposals[0] = replace(company.proposals[0], decline_reason="no time")
    company.rates(company.plans(1, 0, MET), 1, 4)
    company.feedback[0] = replace(company.feedback[0], sentence="thank you")
    ledger = company.ledger(moment(5))
    assert ledger.proposals[0].decline_reason == ""
    assert ledger.feedback[0].sentence == ""


def test_the_hours_of_a_week_count_one_week_after_its_end() -> None:
    company = paired(1)
    company.plans(1, 0, MET)
    company.plans(1, 1, MET)
    assert not company.ledger(freezing(0)).settled
    assert [each.week for each in company.ledger(freezing(1)).settled] == [week_name(0)]
    assert len(company.ledger(freezing(2)).settled) == 2


def test_an_erased_participant_is_still_one_person_and_nobody_else() -> None:
    company = paired(2)
    company.plans(1, 0, MET)
    del company.participants[1]
    ledger = company.ledger(freezing(1))
    assert ledger.people_of(ledger.pairings[0]) == (-1001, 101)
