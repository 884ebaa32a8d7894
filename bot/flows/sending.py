"""A round goes out: its proposals to the people, and to whoever has no partner the reason."""

from dataclasses import replace

from bot.commands import SeekPartner
from bot.flows import proposals, review
from bot.flows.entrants import field_of
from bot.flows.seats import Seats
from bot.flows.working_hours import at_work
from bot.model import (
    PROPOSAL_MOVES,
    ROUND_MOVES,
    Notice,
    Participant,
    Programme,
    Proposal,
    ProposalState,
    Round,
    RoundState,
    Unmatched,
)
from bot.said import Message, Paragraph, Text, text
from bot.turn import WORTH_A_WEEK, Turn


def put_all(turn: Turn, draft: Round, programme: Programme) -> int:
    """Put a solved draft's proposals to the people, and return how many they are."""
    seats = Seats(field_of(turn, programme, for_round=True))
    sent = 0
    for proposal in turn.store.proposals_in(draft.id):
        if proposal.state is not ProposalState.DRAFT:
            continue
        if seats.take(proposal):
            proposals.put(turn, proposal, programme)
            sent += 1
            continue
        # Somebody paused, left, found a partner or changed a wish while HR was reviewing.
        withdraw(turn, proposal)
        for participant in (proposal.mentor, proposal.mentee):
            turn.later(SeekPartner(participant), turn.now)
    for unmatched in draft.unmatched:
        if seats.free(unmatched.participant, unmatched.seat):
            _tell_unmatched(turn, draft, unmatched)
    turn.store.save(
        replace(draft, state=ROUND_MOVES.check(draft.state, RoundState.SENT), sent_at=turn.now)
    )
    turn.note_down("round.send", draft.id)
    return sent


def sent(draft: Round, programme: Programme, number: int) -> Message:
    """Return how many proposals went out, and until when they can be answered."""
    return Message(
        text("round.sent.title", count=number),
        (Paragraph(_answer_time(programme)),),
        review.way_on(),
        f"round:{draft.id}",
    )


def withdraw(turn: Turn, proposal: Proposal) -> None:
    """Take a draft proposal back that nobody was told of."""
    state = PROPOSAL_MOVES.check(proposal.state, ProposalState.WITHDRAWN)
    turn.store.save(replace(proposal, state=state, closed_at=turn.now))


def no_partner_notice(turn: Turn, notice: Notice) -> Message | None:
    """Tell somebody why this round had no partner for her, and what would help."""
    found = turn.known(Round, notice.subject)
    field = field_of(turn, turn.known(Programme, found.programme))
    for unmatched in found.unmatched:
        if turn.known(Participant, unmatched.participant).person != turn.person.id:
            continue
        if Seats(field).free(unmatched.participant, unmatched.seat):
            return review.no_partner(turn, unmatched)
    return None


def _tell_unmatched(turn: Turn, draft: Round, unmatched: Unmatched) -> None:
    participant = turn.known(Participant, unmatched.participant)
    turn.owe(
        participant.person,
        "round.no_partner",
        draft.id,
        due=at_work(turn, turn.person_of(participant)),
        until=turn.now + WORTH_A_WEEK,
    )


def _answer_time(programme: Programme) -> Text:
    days = programme.proposal_days
    return text("round.sent.body", count=days, days=days)
