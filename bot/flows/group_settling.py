"""Whether a group begins, waits for answers, or comes to nothing."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.commands import ExpireGroup, RemindOfGroup, SeekPartner
from bot.flows import group_cards, group_entering, pairings, silence
from bot.flows.group_putting import (
    PUT,
    PUT_TO_MENTEE,
    REMINDER,
    REMINDER_TO_MENTEE,
    standing,
)
from bot.flows.working_hours import next_working_day
from bot.model import (
    GROUP_PROPOSAL_MOVES,
    LIVING,
    PROPOSAL_MOVES,
    GroupProposal,
    GroupProposalState,
    Pairing,
    Participant,
    ParticipantState,
    Proposal,
    ProposalState,
)
from bot.turn import Turn

CLOSED, CLOSED_TO_MENTEE = "forming.closed", "proposal.closed"
WORTH_EDITING = timedelta(days=1)


def settle(turn: Turn, group: GroupProposal, *, over: bool = False) -> None:
    """Begin the group when all have answered, or when its time is `over`; end it when it cannot."""
    asked = standing(turn, group)
    mentor_in = any(each.mentor_accepted for each in asked)
    agreed = [each for each in asked if each.mentee_accepted]
    if len(asked) >= group.least and not over and (not mentor_in or len(agreed) < len(asked)):
        return
    seated = _who_may(turn, group, agreed) if mentor_in else []
    if len(seated) >= group.least and _begun(turn, group, seated):
        _leave_out(turn, [each for each in asked if each not in seated])
        return
    _come_to_nothing(turn, group, asked, over=over)


def decline(turn: Turn, group: GroupProposal, mentor: Participant) -> None:
    """End a group to which its mentor said no: at once for all, and nobody learns who it was."""
    for each in standing(turn, group):
        close(turn, replace(each, declined_by=mentor.id), ProposalState.DECLINED)
        turn.later(SeekPartner(each.mentee), turn.now)
    _end(turn, group, GroupProposalState.CLOSED)
    # Who said no gets time to breathe, and does not turn down one after another in a minute.
    turn.later(SeekPartner(mentor.id), next_working_day(turn, turn.person_of(mentor)))


def withdraw(turn: Turn, group: GroupProposal) -> None:
    """Take a whole group back, because its mentor is not there for it any more."""
    for each in standing(turn, group):
        close(turn, each, ProposalState.WITHDRAWN)
        turn.later(SeekPartner(each.mentee), turn.now)
    _end(turn, group, GroupProposalState.CLOSED)


def close(turn: Turn, proposal: Proposal, state: ProposalState) -> Proposal:
    """Close a mentee's proposal, and mend her card quietly."""
    closed = turn.store.save(
        replace(proposal, state=PROPOSAL_MOVES.check(proposal.state, state), closed_at=turn.now)
    )
    person = turn.known(Participant, proposal.mentee).person
    turn.owe(person, CLOSED_TO_MENTEE, proposal.id, until=turn.now + WORTH_EDITING, edits=True)
    return closed


def _who_may(turn: Turn, group: GroupProposal, agreed: list[Proposal]) -> list[Proposal]:
    """Return those who said yes and may still sit together, the best fitting first."""
    there = _there(turn, group)
    seated: list[Proposal] = []
    for each in agreed:
        mentee = turn.known(Participant, each.mentee)
        if _is_free(turn, mentee) and all(_may_meet(mentee, other) for other in there):
            there.append(mentee)
            seated.append(each)
    return seated


def _there(turn: Turn, group: GroupProposal) -> list[Participant]:
    """Return who sits in a group that runs already, and its mentor."""
    running = turn.store.get(Pairing, group.pairing) if group.pairing else None
    members = running.members if running else (group.mentor,)
    return [turn.known(Participant, each) for each in members]


def _is_free(turn: Turn, mentee: Participant) -> bool:
    if mentee.state is not ParticipantState.ACTIVE or not turn.person_of(mentee).employed:
        return False
    return not any(
        mentee.id in each.mentees for each in turn.store.pairings_with(mentee.id, LIVING)
    )


def _may_meet(one: Participant, other: Participant) -> bool:
    return other.person not in one.not_with and one.person not in other.not_with


def _begun(turn: Turn, group: GroupProposal, seated: list[Proposal]) -> bool:
    """Let the group begin, or one more into one that runs; False where that has no room any more."""
    mentees = tuple(each.mentee for each in seated)
    if group.pairing is None:
        pairing = pairings.begin_group(turn, group, mentees)
    else:
        running = turn.store.get(Pairing, group.pairing)
        if running is None or not group_entering.has_room(turn, running):
            return False
        pairing = group_entering.enter(turn, running, mentees)
    for each in seated:
        close(turn, each, ProposalState.ACCEPTED)
    _end(turn, replace(group, pairing=pairing.id), GroupProposalState.BEGUN)
    return True


def _leave_out(turn: Turn, others: Iterable[Proposal]) -> None:
    """Close the proposals of those without whom a group has begun."""
    for each in others:
        silent = each.mentee_accepted is None
        close(turn, each, ProposalState.EXPIRED if silent else ProposalState.WITHDRAWN)
        _after_nothing(turn, each, silent=silent)


def _come_to_nothing(
    turn: Turn, group: GroupProposal, asked: list[Proposal], *, over: bool
) -> None:
    """End a group that cannot begin; whoever did not let it pass in silence is sought for again."""
    mentor_in = any(each.mentor_accepted for each in asked)
    for each in asked:
        silent = over and each.mentee_accepted is None
        ran_out = silent or (over and not mentor_in)
        close(turn, each, ProposalState.EXPIRED if ran_out else ProposalState.WITHDRAWN)
        _after_nothing(turn, each, silent=silent)
    _end(turn, group, GroupProposalState.CLOSED)
    mentor = turn.known(Participant, group.mentor)
    if over and asked and not mentor_in:
        silence.passed_over(turn, mentor, group_cards.about(group.id), {PUT, REMINDER})
    else:
        turn.later(SeekPartner(mentor.id), turn.now)


def _after_nothing(turn: Turn, proposal: Proposal, *, silent: bool) -> None:
    mentee = turn.known(Participant, proposal.mentee)
    if silent:
        matter = group_cards.about_mentees(proposal.id)
        silence.passed_over(turn, mentee, matter, {PUT_TO_MENTEE, REMINDER_TO_MENTEE})
    else:
        turn.later(SeekPartner(mentee.id), turn.now)


def _end(turn: Turn, group: GroupProposal, state: GroupProposalState) -> None:
    """End what was put to people, forget what was still to be done for it, mend the mentor's card."""
    GROUP_PROPOSAL_MOVES.check(group.state, state)
    turn.store.save(replace(group, state=state, closed_at=turn.now))
    turn.store.never_mind(RemindOfGroup(group.id))
    turn.store.never_mind(ExpireGroup(group.id))
    if group.state is GroupProposalState.OPEN:
        mentor = turn.known(Participant, group.mentor).person
        turn.owe(mentor, CLOSED, group.id, until=turn.now + WORTH_EDITING, edits=True)
