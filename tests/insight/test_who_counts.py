"""Of a tandem both have to agree to count; in a group nobody's no hides what the others did."""

from datetime import timedelta

import pytest

from bot.insight import as_counted, hour_counts, proposal_counts
from bot.model import CheckIn, CheckInState, Leaver, Pairing, PairingState, Proposal, ProposalState
from tests.insight.companies import PROGRAMME, WEEKLY, moment, week_name

MENTOR, FIRST, SECOND, GONE = 1, 2, 3, 4
PROPOSAL = Proposal(PROGRAMME.id, MENTOR, FIRST, 80, (), ProposalState.ACCEPTED)


def pairing(*mentees: int, left: tuple[int, ...] = (), topic: str = "") -> Pairing:
    return Pairing(
        PROGRAMME.id,
        None,
        MENTOR,
        mentees,
        PairingState.ACTIVE,
        WEEKLY,
        moment(0),
        moment(12).date(),
        topic=topic,
        left=tuple(Leaver(each, moment(1)) for each in left),
    )


def hour(met: tuple[int, ...] = (), missed: tuple[int, ...] = ()) -> CheckIn:
    began = moment(1) + timedelta(hours=1)
    return CheckIn(1, week_name(1), began, CheckInState.MET, said_met=met, said_missed=missed)


@pytest.mark.parametrize(
    ("agreed", "counts"), [({MENTOR, FIRST}, True), ({MENTOR}, False), ({FIRST}, False)]
)
def test_a_tandem_and_a_proposal_count_when_both_agreed(agreed: set[int], *, counts: bool) -> None:
    assert proposal_counts(PROPOSAL, agreed) is counts
    assert (as_counted(pairing(FIRST), agreed) is not None) is counts


def test_a_group_counts_with_those_who_agreed_also_those_who_left_it() -> None:
    group = pairing(FIRST, SECOND, left=(GONE,), topic="agile")
    assert as_counted(group, {MENTOR, FIRST, SECOND, GONE}) == group
    found = as_counted(group, {MENTOR, SECOND, GONE})
    assert found is not None
    assert (found.members, found.learners) == ((MENTOR, SECOND), (SECOND, GONE))
    without = as_counted(group, {MENTOR, FIRST, SECOND})
    assert without is not None
    assert without.learners == (FIRST, SECOND)


@pytest.mark.parametrize("agreed", [{FIRST, SECOND}, {MENTOR}])
def test_a_group_without_its_mentor_or_without_any_mentee_does_not_count(agreed: set[int]) -> None:
    assert as_counted(pairing(FIRST, SECOND, topic="agile"), agreed) is None


def test_an_hour_is_not_known_by_what_only_those_said_who_do_not_count() -> None:
    agreed = {MENTOR, FIRST}
    assert hour_counts(hour(met=(SECOND, FIRST)), agreed)
    assert hour_counts(hour(missed=(MENTOR,)), agreed)
    assert hour_counts(hour(), agreed)
    assert not hour_counts(hour(met=(SECOND,)), agreed)
    assert not hour_counts(hour(missed=(SECOND,)), agreed)
