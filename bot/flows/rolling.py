"""Between rounds: who joins late or is free again gets the next good partner, alone or from a list."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cadence import instant
from bot.commands import JoinLate, SeekPartner, ShowHome, SolveRound, SolveWaiting
from bot.flows import partners, proposals
from bot.flows.entrants import Field, field_of
from bot.flows.seats import Seats
from bot.flows.working_hours import at_work
from bot.matching import RoundResult, match_round
from bot.model import Notice, Participant, Programme, Round, RoundState
from bot.said import Button, Message, Moment, MomentStyle, Paragraph, text
from bot.turn import WORTH_A_WEEK, Turn

LIST_DAYS = (1, 3)  # Tuesday and Thursday: a list that grows for two days or three, never longer
LIST_AT = time(9)
ON_THE_LIST = "rolling.waiting"


@dataclass(frozen=True)
class Solution:
    """What the matcher found for everybody who waits."""

    result: RoundResult


def expect_partner(turn: Turn, participant: Participant) -> None:
    """Let somebody who joins after the first round have the next good partner."""
    rounds = turn.store.rounds_of(participant.programme)
    if any(each.state is RoundState.SENT for each in rounds):
        turn.later(JoinLate(participant.id), turn.now)


def join_late(turn: Turn, chore: JoinLate) -> None:
    """Find a partner at once; where mentors are scarce, put the person on the short list."""
    participant, programme = _of(turn, chore.subject)
    if programme.ended(turn.now):
        return
    field = field_of(turn, programme)
    if programme.reviews_rolling or _scarce(field):
        _wait(turn, participant, programme)
        return
    partners.seek(turn, SeekPartner(participant.id))


def seek(turn: Turn, chore: SeekPartner) -> None:
    """Find the next best for whoever is free again; HR looks first where the programme says so."""
    participant, programme = _of(turn, chore.subject)
    if programme.reviews_rolling and not programme.ended(turn.now):
        _wait(turn, participant, programme)
        return
    partners.seek(turn, chore)


def study(turn: Turn, chore: SolveWaiting) -> Solution | None:
    """Solve the list without holding up anybody: reads only, may take seconds."""
    programme = turn.known(Programme, chore.subject)
    if programme.reviews_rolling or programme.ended(turn.now):
        return None
    turn = turn.within(programme.id)
    field = field_of(turn, programme)
    return Solution(
        match_round(
            field.entrants,
            field.chart,
            turn.catalogue,
            threshold=programme.threshold,
            weights=partners.weights_of(programme),
        )
    )


def solve_waiting(turn: Turn, chore: SolveWaiting) -> None:
    """Put the list's proposals to the people, or lay them before HR as a draft round."""
    programme = turn.known(Programme, chore.subject)
    if programme.ended(turn.now):
        return
    if programme.reviews_rolling:
        _draft(turn, programme)
        return
    if not isinstance(turn.finding, Solution):
        return
    seats = Seats(field_of(turn, programme))
    for match in turn.finding.result.matches:
        proposal = partners.draft(match, programme)
        if seats.take(proposal):
            proposals.put(turn, turn.store.add(proposal), programme)


def waiting_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say that the person is on a short list, why, and until when at the latest."""
    participant, programme = _of(turn, notice.subject)
    if field_of(turn, programme).entrant(participant.id) is None:
        return None
    why = "review" if programme.reviews_rolling else "scarce"
    day = Moment(_list_day(turn, programme), MomentStyle.DAY)
    return Message(
        text("rolling.waiting.title"),
        (Paragraph(text(f"rolling.waiting.{why}", day=day)),),
        (Button(text("home.button.home"), ShowHome()),),
        f"waiting:{participant.id}",
    )


def _of(turn: Turn, participant_id: int) -> tuple[Participant, Programme]:
    participant = turn.known(Participant, participant_id)
    return participant, turn.known(Programme, participant.programme)


def _scarce(field: Field) -> bool:
    """Tell whether more people wait to learn than there are seats beside a mentor.

    Then one match after the other falls behind one for all (bot/matching/rolling.py: 86 %).
    """
    seats = sum(each.capacity for each in field.entrants if each.mentor)
    return sum(each.mentee for each in field.entrants) > seats > 0


def _wait(turn: Turn, participant: Participant, programme: Programme) -> None:
    if field_of(turn, programme).entrant(participant.id) is None:
        return
    turn.later(SolveWaiting(programme.id), _list_day(turn, programme))
    turn.owe(
        participant.person,
        ON_THE_LIST,
        participant.id,
        due=at_work(turn, turn.person_of(participant)),
        until=turn.now + WORTH_A_WEEK,
        once=_list_day(turn, programme).isoformat(),
    )


def _list_day(turn: Turn, programme: Programme) -> datetime:
    """Return when the list is solved next; the same moment for everybody who joins it before."""
    today = turn.now.astimezone(ZoneInfo(programme.time_zone)).date()
    days = (today + timedelta(days=ahead) for ahead in range(8))
    moments = (
        instant(day, LIST_AT, programme.time_zone) for day in days if day.weekday() in LIST_DAYS
    )
    return next(each for each in moments if each > turn.now)


def _draft(turn: Turn, programme: Programme) -> None:
    """Lay everybody who waits before HR: a round of its own, or the one that is under review."""
    draft = turn.store.draft_round(programme.id)
    if draft is None:
        if not programme.hr_leads or not field_of(turn, programme, for_round=True).entrants:
            return
        lead = programme.hr_leads[0]
        draft = turn.store.add(Round(programme.id, RoundState.DRAFT, lead, turn.now))
        turn.note_down("round.prepare", draft.id)
    asked = turn.store.people_by_id([draft.opened_by]).get(draft.opened_by)
    turn.later(SolveRound(draft.id), at_work(turn, asked) if asked else turn.now)
