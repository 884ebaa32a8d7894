"""A round goes out: its proposals to the people, and to whoever has no partner the reason."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import SeekPartner
from bot.flows import group_drafts, group_putting, proposals, review
from bot.flows.entrants import field_of
from bot.flows.seats import Seats
from bot.flows.working_hours import at_work
from bot.model import (
    ROUND_MOVES,
    GroupProposal,
    Notice,
    Participant,
    Programme,
    Proposal,
    ProposalState,
    Round,
    RoundState,
    Unmatched,
)
from bot.said import Message, Moment, Paragraph, Text, text
from bot.turn import WORTH_A_WEEK, Turn


def put_all(turn: Turn, draft: Round, programme: Programme) -> int:
    """Put a solved draft's tandems and groups to the people, and return how many they are."""
    seats = Seats(field_of(turn, programme, for_round=True))
    units = group_drafts.together(group_drafts.drafts_in(turn, draft))
    sent = sum(put_if_possible(turn, seats, unit, programme) for unit in units)
    for unmatched in draft.unmatched:
        if seats.free(unmatched.participant, unmatched.seat):
            _tell_unmatched(turn, draft, unmatched)
    group_drafts.close_empty(turn, draft)
    turn.store.save(
        replace(draft, state=ROUND_MOVES.check(draft.state, RoundState.SENT), sent_at=turn.now)
    )
    turn.note_down("round.send", draft.id)
    return sent


def put_if_possible(
    turn: Turn, seats: Seats, unit: tuple[Proposal, ...], programme: Programme
) -> bool:
    """Put the drafts of a tandem or a group to people, as far as their seats are still free.

    Somebody may have paused, left, found a partner or changed a wish while HR was reviewing.
    """
    group = turn.known(GroupProposal, unit[0].group) if unit[0].group is not None else None
    if group is None:
        staying = unit if seats.take(unit[0]) else ()
    else:
        staying = seats.take_group(unit, group.least)
    left_out = [each for each in unit if each not in staying]
    for each in left_out:
        group_drafts.withdraw(turn, each)
        turn.later(SeekPartner(each.mentee), turn.now)
    if left_out and not staying:
        turn.later(SeekPartner(unit[0].mentor), turn.now)
    if group is not None and not staying:
        group_drafts.close(turn, group)
    elif group is not None:
        group_putting.put(turn, group, programme)
    elif staying:
        proposals.put(turn, unit[0], programme)
    return bool(staying)


def sent(turn: Turn, draft: Round, programme: Programme, number: int) -> Message:
    """Return how many proposals went out, when they arrive, and until when they can be answered."""
    proposals = turn.store.proposals_in(draft.id)
    grouped = any(each.group is not None for each in proposals)
    return Message(
        text("forming.sent.title" if grouped else "round.sent.title", count=number),
        (*_arrival(turn, proposals), Paragraph(_answer_time(programme, grouped=grouped))),
        review.way_on(),
        f"round:{draft.id}",
    )


def no_partner_notice(turn: Turn, notice: Notice) -> Message | None:
    """Tell somebody why this round had no partner for her, and what would help."""
    found = turn.known(Round, notice.subject)
    field = field_of(turn, turn.known(Programme, found.programme))
    for unmatched in found.unmatched:
        if turn.known(Participant, unmatched.participant).person != turn.person.id:
            continue
        if Seats(field).free(unmatched.participant, unmatched.seat):
            return review.no_partner(turn, found, unmatched)
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


def _arrival(turn: Turn, proposals: Sequence[Proposal]) -> tuple[Paragraph, ...]:
    """Return from when on proposals reach people, nothing where all of them are at work now."""
    asked = {
        member
        for each in proposals
        if each.state is ProposalState.OPEN
        for member in (each.mentor, each.mentee)
    }
    told_at = [
        at_work(turn, turn.person_of(turn.known(Participant, member))) for member in sorted(asked)
    ]
    if not told_at or max(told_at) <= turn.now:
        return ()
    if min(told_at) <= turn.now:
        return (Paragraph(text("round.sent.some_later")),)
    return (Paragraph(text("round.sent.later", at=Moment(min(told_at)))),)


def _answer_time(programme: Programme, *, grouped: bool) -> Text:
    days = programme.proposal_days
    return text("forming.sent.body" if grouped else "round.sent.body", count=days, days=days)
