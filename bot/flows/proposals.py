"""A match is put to both: accept, decline, remind, expire, and the next best for who was left."""

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from bot.commands import (
    AcceptProposal,
    AskDecline,
    DeclineProposal,
    ExpireProposal,
    ForgetReason,
    RemindOfProposal,
    SeekPartner,
    SolveRound,
)
from bot.flows import decline_form, group_answers, pairings, silence
from bot.flows.proposal_card import about, card, forgotten_card, my_answer
from bot.flows.working_hours import at_work, next_working_day
from bot.model import (
    PROPOSAL_MOVES,
    PROPOSAL_REMINDER_DAYS,
    Notice,
    Participant,
    Programme,
    Proposal,
    ProposalState,
    Round,
)
from bot.said import (
    Message,
    Reply,
    text,
)
from bot.turn import Half, NotAllowed, Seat, Turn

PUT = "proposal.open"
ASKING = frozenset({PUT, "proposal.reminder"})
WAITING = (ProposalState.DRAFT, ProposalState.OPEN)


def put(turn: Turn, proposal: Proposal, programme: Programme) -> Proposal:
    """Put a match to both: they are told, reminded once, and it expires by itself."""
    halves = [turn.known(Participant, each) for each in (proposal.mentor, proposal.mentee)]
    told_at = {each.person: at_work(turn, turn.person_of(each)) for each in halves}
    expires_at = max(told_at.values()) + timedelta(days=programme.proposal_days)
    opened = turn.store.save(
        replace(
            proposal,
            state=PROPOSAL_MOVES.check(proposal.state, ProposalState.OPEN),
            sent_at=turn.now,
            expires_at=expires_at,
        )
    )
    for person, moment in told_at.items():
        turn.owe(person, PUT, opened.id, due=moment, until=expires_at)
    reminded_at = max(told_at.values()) + timedelta(days=PROPOSAL_REMINDER_DAYS)
    turn.later(RemindOfProposal(opened.id), reminded_at)
    turn.later(ExpireProposal(opened.id), expires_at)
    return opened


def accept(turn: Turn, request: AcceptProposal) -> Reply:
    """Say yes; the second yes makes the pairing and books its first meeting."""
    proposal, half = _open_for_me(turn, request.proposal)
    said_yes = (
        replace(proposal, mentor_accepted=True)
        if half.seat is Seat.MENTOR
        else replace(proposal, mentee_accepted=True)
    )
    turn.note_down("proposal.accept", proposal.id)
    if proposal.group is not None:
        return card(turn, group_answers.accept_as_mentee(turn, proposal))
    if said_yes.mentor_accepted and said_yes.mentee_accepted:
        said_yes = _close(turn, said_yes, ProposalState.ACCEPTED)
        pairings.begin(turn, said_yes)
    else:
        turn.store.save(said_yes)
    return card(turn, said_yes)


def decline(turn: Turn, request: DeclineProposal) -> Reply:
    """Say no with one click; the submitted form of the same request adds the optional reason."""
    proposal, half = turn.my_proposal(request.proposal)
    if turn.answers is not None and proposal.declined_by == half.me.id:
        kept = turn.store.save(replace(proposal, decline_reason=decline_form.reason_in(turn)))
        turn.later(ForgetReason(proposal.id), turn.now + decline_form.REASON_KEPT)
        return card(turn, kept)
    proposal, half = _open_for_me(turn, request.proposal)
    turn.note_down("proposal.decline", proposal.id)
    if proposal.group is not None:
        return card(turn, group_answers.decline_as_mentee(turn, proposal, half.me))
    declined = _close(turn, replace(proposal, declined_by=half.me.id), ProposalState.DECLINED)
    for each in half.others:
        turn.later(SeekPartner(each.id), turn.now)
    # Who said no gets time to breathe, and does not turn down one after another in a minute.
    turn.later(SeekPartner(half.me.id), next_working_day(turn, turn.person_of(half.me)))
    return card(turn, declined)


def ask_decline(turn: Turn, request: AskDecline) -> Reply:
    """Offer to say why, after the no; it is read by nobody who could trace it to a person."""
    proposal, half = turn.my_proposal(request.proposal)
    if proposal.declined_by != half.me.id:
        raise NotAllowed("refusal.no_longer")
    return decline_form.form(DeclineProposal(proposal.id))


def withdraw_for(turn: Turn, participant: Participant, seat: Seat | None = None) -> None:
    """Take back what is proposed to somebody, in one seat or in both; the others are not forgotten."""
    for proposal in turn.store.proposals_with(participant.id, WAITING):
        hers = Seat.MENTOR if proposal.mentor == participant.id else Seat.MENTEE
        if seat in {None, hers} and proposal.group is not None and _is_open(proposal):
            group_answers.withdraw_for(turn, proposal, participant)
        elif seat in {None, hers}:
            _withdraw(turn, proposal, participant)


def withdraw_between(turn: Turn, participant: Participant, people: Collection[int]) -> None:
    """Take back what is proposed between somebody and these people (their persons' ids)."""
    for proposal in turn.store.proposals_with(participant.id, WAITING):
        other = turn.known(Participant, _other(proposal, participant))
        if other.person in people and proposal.group is not None and _is_open(proposal):
            group_answers.keep_apart(turn, proposal)
        elif other.person in people:
            _withdraw(turn, proposal, participant)


def remind(turn: Turn, chore: RemindOfProposal) -> None:
    """Owe one reminder to whoever has not answered."""
    proposal = turn.known(Proposal, chore.subject)
    if proposal.state is not ProposalState.OPEN or proposal.expires_at is None:
        return
    for participant, answer in _answers(turn, proposal):
        if answer is None:
            turn.owe(
                participant.person,
                "proposal.reminder",
                proposal.id,
                due=at_work(turn, turn.person_of(participant)),
                until=proposal.expires_at,
            )


def expire(turn: Turn, chore: ExpireProposal) -> None:
    """Close a proposal that was not answered in time; who had said yes gets her next best."""
    proposal = turn.known(Proposal, chore.subject)
    if proposal.state is not ProposalState.OPEN:
        return
    _close(turn, proposal, ProposalState.EXPIRED)
    for participant, answer in _answers(turn, proposal):
        if answer:
            turn.later(SeekPartner(participant.id), turn.now)
        elif answer is None:
            silence.passed_over(turn, participant, about(proposal.id), ASKING)


def forget_reason(turn: Turn, chore: ForgetReason) -> None:
    """Delete the reason of a no."""
    turn.store.save(replace(turn.known(Proposal, chore.subject), decline_reason=""))


def open_notice(turn: Turn, notice: Notice) -> Message | None:
    """Return the proposal for somebody who has not answered it, None once that is moot."""
    proposal = turn.known(Proposal, notice.subject)
    half = turn.half_of(proposal)
    if proposal.state is not ProposalState.OPEN or my_answer(proposal, half) is not None:
        return None
    return card(turn, proposal)


def reminder_notice(turn: Turn, notice: Notice) -> Message | None:
    """Return the proposal once more, with the day on which it expires."""
    shown = open_notice(turn, notice)
    return shown and replace(shown, title=text("proposal.reminder"))


def closed_notice(turn: Turn, notice: Notice) -> Message | None:
    """Return the card as it is now, to replace the earlier one quietly."""
    proposal = turn.store.get(Proposal, notice.subject)
    return card(turn, proposal) if proposal else forgotten_card(notice.subject)


def _open_for_me(turn: Turn, proposal_id: int) -> tuple[Proposal, Half]:
    """Return an open proposal that the person has not answered; refuses anything else.

    The mentor of a group answers for the group, not to each of its proposals.
    """
    proposal, half = turn.my_proposal(proposal_id)
    if proposal.group is not None and half.seat is Seat.MENTOR:
        raise NotAllowed("refusal.no_longer")
    if proposal.state is not ProposalState.OPEN or my_answer(proposal, half) is not None:
        raise NotAllowed("refusal.no_longer")
    return proposal, half


def _close(turn: Turn, proposal: Proposal, state: ProposalState) -> Proposal:
    """Close a proposal, forget what was still to be done for it, and mend the cards quietly."""
    was_open = proposal.state is ProposalState.OPEN
    closed = turn.store.save(
        replace(proposal, state=PROPOSAL_MOVES.check(proposal.state, state), closed_at=turn.now)
    )
    turn.store.never_mind(RemindOfProposal(proposal.id))
    turn.store.never_mind(ExpireProposal(proposal.id))
    if was_open:
        for person in _people(turn, closed):
            turn.owe(
                person,
                "proposal.closed",
                closed.id,
                until=turn.now + timedelta(days=1),
                edits=True,
            )
    return closed


def _withdraw(turn: Turn, proposal: Proposal, participant: Participant) -> None:
    """Take a proposal back: the other one gets the next best, a draft is solved anew."""
    _close(turn, proposal, ProposalState.WITHDRAWN)
    if proposal.state is ProposalState.OPEN:
        turn.later(SeekPartner(_other(proposal, participant)), turn.now)
    elif proposal.round is not None:
        draft = turn.known(Round, proposal.round)
        turn.store.save(replace(draft, solved_at=None))
        turn.later(SolveRound(draft.id), turn.now)


def _is_open(proposal: Proposal) -> bool:
    return proposal.state is ProposalState.OPEN


def _other(proposal: Proposal, participant: Participant) -> int:
    return proposal.mentee if proposal.mentor == participant.id else proposal.mentor


def _answers(turn: Turn, proposal: Proposal) -> tuple[tuple[Participant, bool | None], ...]:
    return (
        (turn.known(Participant, proposal.mentor), proposal.mentor_accepted),
        (turn.known(Participant, proposal.mentee), proposal.mentee_accepted),
    )


def _people(turn: Turn, proposal: Proposal) -> tuple[int, ...]:
    return tuple(participant.person for participant, _ in _answers(turn, proposal))
