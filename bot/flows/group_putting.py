"""A group is put to its mentor once and to each mentee; both are reminded once, and it expires."""

from dataclasses import replace
from datetime import timedelta

from bot.commands import ExpireGroup, RemindOfGroup
from bot.flows.working_hours import at_work
from bot.model import (
    GROUP_PROPOSAL_MOVES,
    PROPOSAL_MOVES,
    PROPOSAL_REMINDER_DAYS,
    GroupProposal,
    GroupProposalState,
    Participant,
    Programme,
    Proposal,
    ProposalState,
)
from bot.turn import Turn

PUT, REMINDER = "forming.open", "forming.reminder"  # to the mentor
PUT_TO_MENTEE, REMINDER_TO_MENTEE = "proposal.open", "proposal.reminder"


def put(turn: Turn, group: GroupProposal, programme: Programme) -> GroupProposal:
    """Put a drafted group to people; nobody is told who else is asked."""
    drafts = standing(turn, group, ProposalState.DRAFT)
    mentor = turn.known(Participant, group.mentor)
    asked = [mentor, *(turn.known(Participant, each.mentee) for each in drafts)]
    told_at = {each.id: at_work(turn, turn.person_of(each)) for each in asked}
    expires_at = max(told_at.values()) + timedelta(days=programme.proposal_days)
    state = GROUP_PROPOSAL_MOVES.check(group.state, GroupProposalState.OPEN)
    opened = turn.store.save(replace(group, state=state, sent_at=turn.now, expires_at=expires_at))
    turn.owe(mentor.person, PUT, group.id, due=told_at[mentor.id], until=expires_at)
    for each, mentee in zip(drafts, asked[1:], strict=True):
        turn.store.save(
            replace(
                each,
                state=PROPOSAL_MOVES.check(each.state, ProposalState.OPEN),
                sent_at=turn.now,
                expires_at=expires_at,
            )
        )
        turn.owe(mentee.person, PUT_TO_MENTEE, each.id, due=told_at[mentee.id], until=expires_at)
    reminded_at = max(told_at.values()) + timedelta(days=PROPOSAL_REMINDER_DAYS)
    turn.later(RemindOfGroup(group.id), reminded_at)
    turn.later(ExpireGroup(group.id), expires_at)
    return opened


def remind(turn: Turn, chore: RemindOfGroup) -> None:
    """Owe one reminder to whoever has not answered."""
    group = turn.known(GroupProposal, chore.subject)
    if group.state is not GroupProposalState.OPEN or group.expires_at is None:
        return
    asked, until = standing(turn, group), group.expires_at
    for each in asked:
        if each.mentee_accepted is None:
            mentee = turn.known(Participant, each.mentee)
            due = at_work(turn, turn.person_of(mentee))
            turn.owe(mentee.person, REMINDER_TO_MENTEE, each.id, due=due, until=until)
    if not any(each.mentor_accepted for each in asked):
        mentor = turn.known(Participant, group.mentor)
        due = at_work(turn, turn.person_of(mentor))
        turn.owe(mentor.person, REMINDER, group.id, due=due, until=until)


def standing(
    turn: Turn, group: GroupProposal, state: ProposalState = ProposalState.OPEN
) -> list[Proposal]:
    """Return the proposals of a group in this state, the highest degree first."""
    return [each for each in turn.store.proposals_for(group.id) if each.state is state]
