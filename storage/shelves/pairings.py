"""The shelf of rounds, proposals, pairings, check-ins and feedback."""

from collections.abc import Collection

from sqlalchemy import or_, select

from bot.model import (
    CheckIn,
    CheckInState,
    Feedback,
    Pairing,
    PairingState,
    Proposal,
    ProposalState,
    Round,
    RoundState,
)
from storage.shelves.shelf import Shelf, among
from storage.tables import (
    CheckInRow,
    FeedbackRow,
    PairingRow,
    ProposalRow,
    RoundRow,
    table_of,
)

ROUND = table_of(RoundRow)
PROPOSAL = table_of(ProposalRow)
PAIRING = table_of(PairingRow)
CHECK_IN = table_of(CheckInRow)
FEEDBACK = table_of(FeedbackRow)


class PairingsShelf(Shelf):
    """From a round to what two people say about their hour."""

    def draft_round(self, programme: int) -> Round | None:
        """Return the round that is under review, at most one a programme."""
        return self._one(Round, ROUND.c.programme == programme, ROUND.c.state == RoundState.DRAFT)

    def rounds_of(self, programme: int) -> tuple[Round, ...]:
        """Return a programme's rounds, the newest first."""
        statement = select(*ROUND.c).where(ROUND.c.programme == programme)
        return self._all(Round, statement.order_by(ROUND.c.id.desc()))

    def proposals_in(self, round_id: int) -> tuple[Proposal, ...]:
        """Return a round's proposals, the highest degree first."""
        statement = select(*PROPOSAL.c).where(PROPOSAL.c.round == round_id)
        return self._all(Proposal, statement.order_by(PROPOSAL.c.score.desc(), PROPOSAL.c.id))

    def proposals_of(
        self, programme: int, states: Collection[ProposalState] = ()
    ) -> tuple[Proposal, ...]:
        """Return a programme's proposals, by id."""
        statement = select(*PROPOSAL.c).where(
            PROPOSAL.c.programme == programme, *among(PROPOSAL.c.state, states)
        )
        return self._all(Proposal, statement.order_by(PROPOSAL.c.id))

    def proposals_with(
        self, participant: int, states: Collection[ProposalState] = ()
    ) -> tuple[Proposal, ...]:
        """Return a participant's proposals in either seat, the newest first."""
        statement = select(*PROPOSAL.c).where(
            or_(PROPOSAL.c.mentor == participant, PROPOSAL.c.mentee == participant),
            *among(PROPOSAL.c.state, states),
        )
        return self._all(Proposal, statement.order_by(PROPOSAL.c.id.desc()))

    def pairings_of(
        self, programme: int, states: Collection[PairingState] = ()
    ) -> tuple[Pairing, ...]:
        """Return a programme's pairings, by id."""
        statement = select(*PAIRING.c).where(
            PAIRING.c.programme == programme, *among(PAIRING.c.state, states)
        )
        return self._all(Pairing, statement.order_by(PAIRING.c.id))

    def pairings_with(
        self, participant: int, states: Collection[PairingState] = ()
    ) -> tuple[Pairing, ...]:
        """Return a participant's pairings in either seat, the newest first."""
        statement = select(*PAIRING.c).where(
            or_(PAIRING.c.mentor == participant, PAIRING.c.mentee == participant),
            *among(PAIRING.c.state, states),
        )
        return self._all(Pairing, statement.order_by(PAIRING.c.id.desc()))

    def check_ins_of(self, pairing: int) -> tuple[CheckIn, ...]:
        """Return a pairing's check-ins in the order of their weeks."""
        statement = select(*CHECK_IN.c).where(CHECK_IN.c.pairing == pairing)
        return self._all(CheckIn, statement.order_by(CHECK_IN.c.week))

    def check_ins_in(
        self, programme: int, states: Collection[CheckInState] = ()
    ) -> tuple[CheckIn, ...]:
        """Return all check-ins of a programme, by id."""
        statement = (
            select(*CHECK_IN.c)
            .join(PAIRING, CHECK_IN.c.pairing == PAIRING.c.id)
            .where(PAIRING.c.programme == programme, *among(CHECK_IN.c.state, states))
        )
        return self._all(CheckIn, statement.order_by(CHECK_IN.c.id))

    def feedback_by(self, check_in: int, person: int) -> Feedback | None:
        """Return what a person answered about a check-in."""
        return self._one(Feedback, FEEDBACK.c.check_in == check_in, FEEDBACK.c.person == person)

    def feedback_on(self, check_in: int) -> tuple[Feedback, ...]:
        """Return both people's answers about a check-in, by id."""
        statement = select(*FEEDBACK.c).where(FEEDBACK.c.check_in == check_in)
        return self._all(Feedback, statement.order_by(FEEDBACK.c.id))

    def feedback_in(self, programme: int) -> tuple[Feedback, ...]:
        """Return all feedback of a programme, by id."""
        statement = (
            select(*FEEDBACK.c)
            .join(CHECK_IN, FEEDBACK.c.check_in == CHECK_IN.c.id)
            .join(PAIRING, CHECK_IN.c.pairing == PAIRING.c.id)
            .where(PAIRING.c.programme == programme)
        )
        return self._all(Feedback, statement.order_by(FEEDBACK.c.id))
