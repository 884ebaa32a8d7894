"""What the matcher found as drafts: groups to be put to people, kept while they stay the same."""

from collections.abc import Iterable
from dataclasses import replace

from bot.flows import partners, reasons
from bot.matching import GroupMatch, GroupRound
from bot.model import (
    GROUP_PROPOSAL_MOVES,
    PROPOSAL_MOVES,
    GroupProposal,
    GroupProposalState,
    Programme,
    Proposal,
    ProposalState,
    Round,
)
from bot.turn import Turn

Mark = tuple[int, str, frozenset[int]]  # mentor, topic, mentees: what makes a group the same


def draft(
    turn: Turn, match: GroupMatch, programme: Programme, round_id: int | None = None
) -> GroupProposal:
    """Keep a group that was found as a draft, with a proposal to each mentee."""
    group = turn.store.add(
        GroupProposal(
            programme=programme.id,
            mentor=int(match.mentor),
            topic=match.topic,
            state=GROUP_PROPOSAL_MOVES.first,
            least=programme.group_least,
            most=programme.group_most,
            reasons=tuple(map(reasons.kept, match.shared)),
            round=round_id,
        )
    )
    for each in match.matches:
        turn.store.add(replace(partners.draft(each, programme, round_id), group=group.id))
    return group


def replace_drafts(turn: Turn, drafted: Round, programme: Programme, found: GroupRound) -> None:
    """Keep the drafts that are still in the solution, withdraw the others, add the new ones."""
    wanted: dict[Mark, GroupMatch] = {
        (int(each.mentor), each.topic, frozenset(map(int, each.mentees))): each
        for each in found.groups
    }
    for several in together(drafts_in(turn, drafted)):
        mark = _mark(turn, several)
        if mark is None or wanted.pop(mark, None) is None:
            for each in several:
                withdraw(turn, each)
    for match in wanted.values():
        draft(turn, match, programme, drafted.id)
    close_empty(turn, drafted)


def drafts_in(turn: Turn, drafted: Round) -> list[Proposal]:
    """Return the draft proposals of a round, the highest degree first."""
    proposals = turn.store.proposals_in(drafted.id)
    return [each for each in proposals if each.state is ProposalState.DRAFT]


def together(proposals: Iterable[Proposal]) -> list[tuple[Proposal, ...]]:
    """Return proposals as HR thinks of them: a tandem's alone, those of one group together."""
    found: dict[tuple[str, int], list[Proposal]] = {}
    for each in proposals:
        mark = ("tandem", each.id) if each.group is None else ("group", each.group)
        found.setdefault(mark, []).append(each)
    return [tuple(each) for each in found.values()]


def withdraw(turn: Turn, proposal: Proposal) -> None:
    """Take a draft proposal back that nobody was told of."""
    state = PROPOSAL_MOVES.check(proposal.state, ProposalState.WITHDRAWN)
    turn.store.save(replace(proposal, state=state, closed_at=turn.now))


def close_empty(turn: Turn, drafted: Round) -> None:
    """Close the drafted groups of a round in which nobody is left."""
    asked = {each.group for each in drafts_in(turn, drafted)}
    for group in turn.store.group_proposals_of(drafted.programme):
        if group.round != drafted.id or group.state is not GroupProposalState.DRAFT:
            continue
        if group.id not in asked:
            close(turn, group)


def close(turn: Turn, group: GroupProposal) -> None:
    """Close a drafted group that nobody was told of."""
    state = GROUP_PROPOSAL_MOVES.check(group.state, GroupProposalState.CLOSED)
    turn.store.save(replace(group, state=state, closed_at=turn.now))


def _mark(turn: Turn, several: tuple[Proposal, ...]) -> Mark | None:
    first = several[0]
    if first.group is None:
        return None
    topic = turn.known(GroupProposal, first.group).topic
    return first.mentor, topic, frozenset(each.mentee for each in several)
