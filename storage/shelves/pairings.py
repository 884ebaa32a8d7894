"""The shelf of rounds, proposals, pairings, check-ins and feedback."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Table, delete, insert, or_, select

from bot.model import (
    CheckIn,
    CheckInState,
    Feedback,
    GroupProposal,
    Pairing,
    PairingState,
    Proposal,
    ProposalState,
    Round,
    RoundState,
)
from bot.ports import Noun
from storage.shelves.shelf import Among, Shelf, given
from storage.tables import (
    CheckInRow,
    FeedbackRow,
    GroupProposalRow,
    GroupSeatRow,
    PairingRow,
    ProposalRow,
    RoundRow,
    table_of,
)

ROUND = table_of(RoundRow)
GROUP_PROPOSAL = table_of(GroupProposalRow)
PROPOSAL = table_of(ProposalRow)
PAIRING = table_of(PairingRow)
CHECK_IN = table_of(CheckInRow)
FEEDBACK = table_of(FeedbackRow)
GROUP_SEAT = table_of(GroupSeatRow)


def _in_either_seat(table: Table) -> ColumnElement[bool]:
    return or_(given(table.c.mentor, "participant"), given(table.c.mentee, "participant"))


DRAFT_ROUND = select(*ROUND.c).where(given(ROUND.c.programme), ROUND.c.state == RoundState.DRAFT)
ROUNDS_OF = select(*ROUND.c).where(given(ROUND.c.programme)).order_by(ROUND.c.id.desc())
PROPOSALS_IN = (
    select(*PROPOSAL.c)
    .where(given(PROPOSAL.c.round))
    .order_by(PROPOSAL.c.score.desc(), PROPOSAL.c.id)
)
PROPOSALS_FOR = (
    select(*PROPOSAL.c)
    .where(given(PROPOSAL.c.group))
    .order_by(PROPOSAL.c.score.desc(), PROPOSAL.c.id)
)
GROUP_PROPOSALS_OF = (
    select(*GROUP_PROPOSAL.c).where(given(GROUP_PROPOSAL.c.programme)).order_by(GROUP_PROPOSAL.c.id)
)
PROPOSALS_OF = Among(
    select(*PROPOSAL.c).where(given(PROPOSAL.c.programme)).order_by(PROPOSAL.c.id),
    PROPOSAL.c.state,
)
PROPOSALS_WITH = Among(
    select(*PROPOSAL.c).where(_in_either_seat(PROPOSAL)).order_by(PROPOSAL.c.id.desc()),
    PROPOSAL.c.state,
)
PAIRINGS_OF = Among(
    select(*PAIRING.c).where(given(PAIRING.c.programme)).order_by(PAIRING.c.id), PAIRING.c.state
)
IN_A_GROUP = select(GROUP_SEAT.c.pairing).where(given(GROUP_SEAT.c.mentee, "participant"))
HAS_A_SEAT = or_(_in_either_seat(PAIRING), PAIRING.c.id.in_(IN_A_GROUP))
PAIRINGS_WITH = Among(
    select(*PAIRING.c).where(HAS_A_SEAT).order_by(PAIRING.c.id.desc()), PAIRING.c.state
)
CHECK_INS_OF = select(*CHECK_IN.c).where(given(CHECK_IN.c.pairing)).order_by(CHECK_IN.c.week)
PLANNED_HOURS = CHECK_INS_OF.where(CHECK_IN.c.state == CheckInState.PLANNED)
CHECK_INS_IN = Among(
    select(*CHECK_IN.c)
    .join(PAIRING, CHECK_IN.c.pairing == PAIRING.c.id)
    .where(given(PAIRING.c.programme))
    .order_by(CHECK_IN.c.id),
    CHECK_IN.c.state,
)
FEEDBACK_BY = select(*FEEDBACK.c).where(given(FEEDBACK.c.check_in), given(FEEDBACK.c.person))
FEEDBACK_ON = select(*FEEDBACK.c).where(given(FEEDBACK.c.check_in)).order_by(FEEDBACK.c.id)
FEEDBACK_IN = (
    select(*FEEDBACK.c)
    .join(CHECK_IN, FEEDBACK.c.check_in == CHECK_IN.c.id)
    .join(PAIRING, CHECK_IN.c.pairing == PAIRING.c.id)
    .where(given(PAIRING.c.programme))
    .order_by(FEEDBACK.c.id)
)


class PairingsShelf(Shelf):
    """From a round to what people say about their hour."""

    def add(self, noun: Noun) -> Noun:
        """Keep a new noun and return it with its id; raises ValueError when it has one already."""
        kept = super().add(noun)
        if isinstance(kept, Pairing) and kept.is_group:
            self._seat(kept)
        return kept

    def save(self, noun: Noun) -> Noun:
        """Keep the changed noun and return it; raises LookupError when its id is unknown."""
        kept = super().save(noun)
        if isinstance(kept, Pairing) and kept.is_group:
            self._seat(kept)
        return kept

    def _seat(self, group: Pairing) -> None:
        """Keep in which group its mentees sit."""
        hers = GROUP_SEAT.c.pairing == group.id
        self.session.execute(delete(GROUP_SEAT).where(hers))
        seats = [{"pairing": group.id, "mentee": each} for each in group.mentees]
        if seats:
            self.session.execute(insert(GROUP_SEAT), seats)

    def draft_round(self, programme: int) -> Round | None:
        """Return the round that is under review, at most one a programme."""
        return self._one(Round, DRAFT_ROUND, programme=programme)

    def rounds_of(self, programme: int) -> tuple[Round, ...]:
        """Return a programme's rounds, the newest first."""
        return self._all(Round, ROUNDS_OF, programme=programme)

    def proposals_in(self, round_id: int) -> tuple[Proposal, ...]:
        """Return a round's proposals, the highest degree first."""
        return self._all(Proposal, PROPOSALS_IN, round=round_id)

    def proposals_for(self, group: int) -> tuple[Proposal, ...]:
        """Return the proposals of a group to its mentees, the highest degree first."""
        return self._all(Proposal, PROPOSALS_FOR, group=group)

    def group_proposals_of(self, programme: int) -> tuple[GroupProposal, ...]:
        """Return all groups of a programme that were put to people, or drafted, by id."""
        return self._all(GroupProposal, GROUP_PROPOSALS_OF, programme=programme)

    def proposals_of(
        self, programme: int, states: Collection[ProposalState] = ()
    ) -> tuple[Proposal, ...]:
        """Return a programme's proposals, by id."""
        return self._all(Proposal, PROPOSALS_OF(states), programme=programme)

    def proposals_with(
        self, participant: int, states: Collection[ProposalState] = ()
    ) -> tuple[Proposal, ...]:
        """Return a participant's proposals in either seat, the newest first."""
        return self._all(Proposal, PROPOSALS_WITH(states), participant=participant)

    def pairings_of(
        self, programme: int, states: Collection[PairingState] = ()
    ) -> tuple[Pairing, ...]:
        """Return a programme's pairings, by id."""
        return self._all(Pairing, PAIRINGS_OF(states), programme=programme)

    def pairings_with(
        self, participant: int, states: Collection[PairingState] = ()
    ) -> tuple[Pairing, ...]:
        """Return the pairings in which a participant has a seat, the newest first."""
        return self._all(Pairing, PAIRINGS_WITH(states), participant=participant)

    def check_ins_of(self, pairing: int) -> tuple[CheckIn, ...]:
        """Return a pairing's check-ins in the order of their weeks."""
        return self._all(CheckIn, CHECK_INS_OF, pairing=pairing)

    def planned_hours(self, pairing: int) -> tuple[CheckIn, ...]:
        """Return a pairing's check-ins that are still planned, in the order of their weeks."""
        return self._all(CheckIn, PLANNED_HOURS, pairing=pairing)

    def check_ins_in(
        self, programme: int, states: Collection[CheckInState] = ()
    ) -> tuple[CheckIn, ...]:
        """Return all check-ins of a programme, by id."""
        return self._all(CheckIn, CHECK_INS_IN(states), programme=programme)

    def feedback_by(self, check_in: int, person: int) -> Feedback | None:
        """Return what a person answered about a check-in."""
        return self._one(Feedback, FEEDBACK_BY, check_in=check_in, person=person)

    def feedback_on(self, check_in: int) -> tuple[Feedback, ...]:
        """Return everybody's answers about a check-in, by id."""
        return self._all(Feedback, FEEDBACK_ON, check_in=check_in)

    def feedback_in(self, programme: int) -> tuple[Feedback, ...]:
        """Return all feedback of a programme, by id."""
        return self._all(Feedback, FEEDBACK_IN, programme=programme)
