"""A mentor answers once for a group, a mentee for herself; whoever is silent is not waited for long."""

from dataclasses import replace

from bot.commands import (
    AcceptGroup,
    AskDeclineGroup,
    DeclineGroup,
    ExpireGroup,
    ForgetReason,
    SeekPartner,
)
from bot.flows import decline_form, group_cards, group_settling
from bot.flows.group_putting import standing
from bot.flows.working_hours import next_working_day
from bot.model import (
    GroupProposal,
    GroupProposalState,
    Notice,
    Participant,
    Proposal,
    ProposalState,
)
from bot.said import Message, Reply, text
from bot.turn import NotAllowed, Turn


def accept(turn: Turn, request: AcceptGroup) -> Reply:
    """Say yes as the mentor; the last yes that was missing begins the group."""
    group, _ = _open_for_me(turn, request.group)
    turn.note_down("group.accept", group.id)
    for each in standing(turn, group):
        turn.store.save(replace(each, mentor_accepted=True))
    group_settling.settle(turn, group)
    return group_cards.card(turn, turn.known(GroupProposal, group.id))


def decline(turn: Turn, request: DeclineGroup) -> Reply:
    """Say no as the mentor; the submitted form of the same request adds the optional reason."""
    group, mentor = turn.my_group(request.group)
    mine = _declined(turn, group)
    if turn.answers is not None and mine:
        turn.store.save(replace(mine[0], decline_reason=decline_form.reason_in(turn)))
        turn.later(ForgetReason(mine[0].id), turn.now + decline_form.REASON_KEPT)
        return group_cards.card(turn, group)
    group, mentor = _open_for_me(turn, request.group)
    turn.note_down("group.decline", group.id)
    group_settling.decline(turn, group, mentor)
    return group_cards.card(turn, turn.known(GroupProposal, group.id))


def ask_decline(turn: Turn, request: AskDeclineGroup) -> Reply:
    """Offer to say why, after the no; it is read by nobody who could trace it to a person."""
    group, _ = turn.my_group(request.group)
    if not _declined(turn, group):
        raise NotAllowed("refusal.no_longer")
    return decline_form.form(DeclineGroup(group.id))


def accept_as_mentee(turn: Turn, proposal: Proposal) -> Proposal:
    """Say yes for oneself to an open proposal; the group may begin with it."""
    turn.store.save(replace(proposal, mentee_accepted=True))
    group_settling.settle(turn, _group_of(turn, proposal))
    return turn.known(Proposal, proposal.id)


def decline_as_mentee(turn: Turn, proposal: Proposal, mentee: Participant) -> Proposal:
    """Say no for oneself; the others are asked on, as long as they are enough."""
    no = replace(proposal, declined_by=mentee.id)
    declined = group_settling.close(turn, no, ProposalState.DECLINED)
    group_settling.settle(turn, _group_of(turn, proposal))
    turn.later(SeekPartner(mentee.id), next_working_day(turn, turn.person_of(mentee)))
    return declined


def withdraw_for(turn: Turn, proposal: Proposal, participant: Participant) -> None:
    """Take back from a group whoever is not there for it any more: the mentor ends it, a mentee not."""
    group = _group_of(turn, proposal)
    if group.state is not GroupProposalState.OPEN:
        return
    if participant.id == group.mentor:
        group_settling.withdraw(turn, group)
        return
    group_settling.close(turn, proposal, ProposalState.WITHDRAWN)
    group_settling.settle(turn, group)


def keep_apart(turn: Turn, proposal: Proposal) -> None:
    """Take a mentee out of a group because she and its mentor are to be kept apart."""
    group = _group_of(turn, proposal)
    if group.state is GroupProposalState.OPEN:
        group_settling.close(turn, proposal, ProposalState.WITHDRAWN)
        turn.later(SeekPartner(proposal.mentee), turn.now)
        group_settling.settle(turn, group)


def expire(turn: Turn, chore: ExpireGroup) -> None:
    """Begin a group with those who said yes in time, or let it come to nothing."""
    group = turn.known(GroupProposal, chore.subject)
    if group.state is GroupProposalState.OPEN:
        group_settling.settle(turn, group, over=True)


def open_notice(turn: Turn, notice: Notice) -> Message | None:
    """Return the group for its mentor as long as she has not answered, None once that is moot."""
    group = turn.known(GroupProposal, notice.subject)
    put = turn.store.proposals_for(group.id)
    if group.state is not GroupProposalState.OPEN or group_cards.answered(put):
        return None
    return group_cards.card(turn, group)


def reminder_notice(turn: Turn, notice: Notice) -> Message | None:
    """Return the group once more, with the day until which an answer counts."""
    shown = open_notice(turn, notice)
    return shown and replace(shown, title=text("proposal.reminder"))


def closed_notice(turn: Turn, notice: Notice) -> Message | None:
    """Return the mentor's card as it is now, to replace the earlier one quietly."""
    return group_cards.card(turn, turn.known(GroupProposal, notice.subject))


def _open_for_me(turn: Turn, group_id: int) -> tuple[GroupProposal, Participant]:
    """Return an open group that the person, its mentor, has not answered; refuses anything else."""
    group, mentor = turn.my_group(group_id)
    put = turn.store.proposals_for(group.id)
    if group.state is not GroupProposalState.OPEN or group_cards.answered(put):
        raise NotAllowed("refusal.no_longer")
    return group, mentor


def _declined(turn: Turn, group: GroupProposal) -> list[Proposal]:
    put = turn.store.proposals_for(group.id)
    return [each for each in put if each.declined_by == group.mentor]


def _group_of(turn: Turn, proposal: Proposal) -> GroupProposal:
    return turn.known(GroupProposal, proposal.group or 0)
