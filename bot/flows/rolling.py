"""Between rounds: who joins late or is free again gets the next good partner, alone or from a list."""

from dataclasses import dataclass

from bot.commands import JoinLate, SeekPartner, ShowHome, SolveRound, SolveWaiting
from bot.flows import group_drafts, group_joining, partners, proposals, sending
from bot.flows.entrants import Field, field_of
from bot.flows.list_days import list_day
from bot.flows.prospects import first_round_is_out
from bot.flows.seats import Seats
from bot.flows.working_hours import at_work
from bot.matching import GroupRound, RoundResult, match_group_round, match_round
from bot.model import Notice, Participant, Programme, ProposalState, Round, RoundState
from bot.said import Button, Message, Moment, MomentStyle, Paragraph, text
from bot.turn import WORTH_A_WEEK, Seat, Turn

ON_THE_LIST = "rolling.waiting"


@dataclass(frozen=True)
class Solution:
    """What the matcher found for everybody who waits."""

    result: RoundResult | GroupRound


def expect_partner(turn: Turn, participant: Participant) -> None:
    """Let somebody who joins after the first round have the next good partner."""
    if first_round_is_out(turn, participant.programme):
        turn.later(JoinLate(participant.id), turn.now)


def join_late(turn: Turn, chore: JoinLate) -> None:
    """Find a partner at once; where mentors are scarce, put the person on the short list."""
    participant, programme = _of(turn, chore.subject)
    if programme.ended(turn.now):
        return
    field = field_of(turn, programme)
    if programme.in_groups:
        _seek_group(turn, participant, field)
    elif programme.reviews_rolling or _scarce(field):
        _wait(turn, participant, programme)
    else:
        partners.seek(turn, SeekPartner(participant.id))


def seek(turn: Turn, chore: SeekPartner) -> None:
    """Find the next best for whoever is free again; HR looks first where the programme says so."""
    participant, programme = _of(turn, chore.subject)
    if programme.ended(turn.now):
        return
    if programme.in_groups:
        _seek_group(turn, participant, field_of(turn, programme))
    elif programme.reviews_rolling:
        _wait(turn, participant, programme)
    else:
        partners.seek(turn, chore)


def study(turn: Turn, chore: SolveWaiting) -> Solution | None:
    """Solve the list without holding up anybody: reads only, may take seconds."""
    programme = turn.known(Programme, chore.subject)
    if programme.ended(turn.now):
        return None
    turn = turn.within(programme.id)
    field = field_of(turn, programme, for_round=programme.reviews_rolling)
    weights = partners.weights_of(programme)
    if programme.in_groups:
        return Solution(
            match_group_round(
                field.entrants,
                field.chart,
                turn.catalogue,
                least=programme.group_least,
                most=programme.group_most,
                threshold=programme.threshold,
                weights=weights,
            )
        )
    return Solution(
        match_round(
            field.entrants,
            field.chart,
            turn.catalogue,
            threshold=programme.threshold,
            weights=weights,
        )
    )


def solve_waiting(turn: Turn, chore: SolveWaiting) -> None:
    """Put the list's proposals to the people, or lay them before HR as a draft round."""
    programme = turn.known(Programme, chore.subject)
    if programme.ended(turn.now) or not isinstance(turn.finding, Solution):
        return
    result = turn.finding.result
    if programme.reviews_rolling:
        if result.groups if isinstance(result, GroupRound) else result.matches:
            _draft(turn, programme)
        return
    seats = Seats(field_of(turn, programme))
    if isinstance(result, GroupRound):
        _put_groups(turn, result, seats)
        return
    for match in result.matches:
        proposal = partners.draft(match, programme)
        if seats.take(proposal):
            proposals.put(turn, turn.store.add(proposal), programme)


def waiting_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say that the person is on a short list, why, and until when at the latest.

    Not while something is proposed to her: that may fill the very seat for which she waits.
    """
    participant, programme = _of(turn, notice.subject)
    if turn.store.proposals_with(participant.id, (ProposalState.OPEN,)):
        return None
    if field_of(turn, programme).entrant(participant.id) is None:
        return None
    why = "review" if programme.reviews_rolling else "scarce"
    if programme.in_groups and not programme.reviews_rolling:
        why = "group"
    day = Moment(list_day(turn, programme), MomentStyle.DAY)
    return Message(
        text("rolling.waiting.title"),
        (Paragraph(text(f"rolling.waiting.{why}", group=programme.in_groups, day=day)),),
        (Button(text("home.button.home"), ShowHome()),),
        partners.about(participant),
    )


def _of(turn: Turn, participant_id: int) -> tuple[Participant, Programme]:
    participant = turn.known(Participant, participant_id)
    return participant, turn.known(Programme, participant.programme)


def _seek_group(turn: Turn, participant: Participant, field: Field) -> None:
    """Propose a place in a group that runs, else let somebody wait until enough are together.

    Where HR looks at everything first, nobody is asked past it.
    """
    programme = field.programme
    if programme.reviews_rolling or not group_joining.propose_place(turn, participant, field):
        _wait(turn, participant, programme)


def _put_groups(turn: Turn, found: GroupRound, seats: Seats) -> None:
    """Put the groups that those who wait can form to them, and places that are free to the others."""
    programme = seats.field.programme
    for match in found.groups:
        group = group_drafts.draft(turn, match, programme)
        sending.put_if_possible(turn, seats, turn.store.proposals_for(group.id), programme)
    for each in found.unmatched:
        waits = seats.free(int(each.entrant), Seat.MENTEE)
        if waits and each.seat.value == Seat.MENTEE:
            part = turn.known(Participant, int(each.entrant))
            group_joining.propose_place(turn, part, seats.field)


def _scarce(field: Field) -> bool:
    """Tell whether more people wait to learn than there are seats beside a mentor.

    Then one match after the other falls behind one for all (bot/matching/rolling.py: 86 %).
    """
    seats = sum(each.capacity for each in field.entrants if each.mentor)
    return sum(each.mentee for each in field.entrants) > seats > 0


def _wait(turn: Turn, participant: Participant, programme: Programme) -> None:
    if field_of(turn, programme).entrant(participant.id) is None:
        return
    turn.later(SolveWaiting(programme.id), list_day(turn, programme))
    if partners.knows_already(turn, participant, ON_THE_LIST):
        return
    turn.store.no_longer_owe(ON_THE_LIST, participant.id)  # what still waits says the same
    turn.owe(
        participant.person,
        ON_THE_LIST,
        participant.id,
        due=at_work(turn, turn.person_of(participant)),
        until=turn.now + WORTH_A_WEEK,
        once=turn.now.isoformat(),
    )


def _draft(turn: Turn, programme: Programme) -> None:
    """Lay everybody who waits before HR: a round of its own, or the one that is under review."""
    draft = turn.store.draft_round(programme.id)
    if draft is None:
        if not programme.hr_leads:
            return
        lead = programme.hr_leads[0]
        draft = turn.store.add(Round(programme.id, RoundState.DRAFT, lead, turn.now))
        turn.note_down("round.prepare", draft.id)
    asked = turn.store.people_by_id([draft.opened_by]).get(draft.opened_by)
    turn.later(SolveRound(draft.id), at_work(turn, asked) if asked else turn.now)
