"""After three unanswered matters: a break that nobody asked for, and three ways on from it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.commands import AskLeave, ComeLater, RestSilent, ShowHome, StayIn
from bot.flows import care, groups, home, participation, silence
from bot.flows.pairing_news import SUSPENDED
from bot.flows.working_hours import at_work, work_begins
from bot.model import LIVING, Notice, Participant, ParticipantState, Programme
from bot.said import Button, Message, Paragraph, Part, Reply, Weight, text
from bot.turn import NotAllowed, Turn

TOLD = "resting.told"
WORTH_TELLING = timedelta(days=7)
LATER = timedelta(weeks=4)


def rest(turn: Turn, chore: RestSilent) -> None:
    """Give somebody a break who was silent for long, and tell her; her tandem was asked before."""
    participant = turn.known(Participant, chore.subject)
    tandems = turn.store.pairings_with(participant.id, LIVING)
    # A group that goes on without her needs nobody to be asked.
    asked_first = all(
        groups.meets_without(turn, each, participant)
        or care.had_time_to_answer(turn, each, participant)
        for each in tandems
    )
    silent = participant.unanswered >= silence.ENOUGH
    active = participant.state is ParticipantState.ACTIVE and home.goes_on(turn, participant)
    if not (silent and active and asked_first):
        return
    rests = participation.rest(turn, participant, None)
    for tandem in tandems:  # where both are silent, neither hears of the other's break
        turn.store.no_longer_owe(SUSPENDED, tandem.id, rests.person)
    due = at_work(turn, turn.person_of(rests))
    once = turn.now.isoformat()
    turn.owe(rests.person, TOLD, rests.id, due=due, until=due + WORTH_TELLING, once=once)


def told_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say that it is quiet from now on, and ask what would suit; None when she chose meanwhile."""
    participant = turn.known(Participant, notice.subject)
    chose = participant.state is not ParticipantState.PAUSED or participant.paused_until is not None
    if chose or not home.goes_on(turn, participant):
        return None
    programme = turn.known(Programme, participant.programme)
    parts: list[Part] = [Paragraph(text("resting.told.body", programme=programme.name))]
    parts += [
        Paragraph(text(f"home.paused.{each.key}", group=each.group))
        for each in groups.meanwhile(turn, participant)
    ]
    return Message(
        text("resting.told.title"),
        (*parts, Paragraph(text("resting.told.ask"))),
        (
            Button(text("resting.button.stay"), StayIn(participant.id), Weight.PRIMARY),
            Button(text("resting.button.later"), ComeLater(participant.id)),
            Button(text("resting.button.stop"), AskLeave()),
        ),
        f"participant:{participant.id}",
    )


def stay(turn: Turn, request: StayIn) -> Reply:
    """Take part again at once."""
    participation.come_back(turn, _mine_at_rest(turn, request.participant))
    return home.show(turn, ShowHome())


def come_later(turn: Turn, request: ComeLater) -> Reply:
    """Stay on the break for four weeks from now, and be called back then."""
    participant = _mine_at_rest(turn, request.participant)
    zone = ZoneInfo(turn.person.hours.time_zone)
    day = (turn.now + LATER).astimezone(zone).date()
    participation.rest(turn, participant, work_begins(day, turn.person))
    return home.show(turn, ShowHome())


def _mine_at_rest(turn: Turn, participant_id: int) -> Participant:
    participant = turn.my_participant(participant_id)
    if participant.state is not ParticipantState.PAUSED:
        raise NotAllowed("participation.not_paused")
    if not home.goes_on(turn, participant):
        raise NotAllowed("participation.over")
    return participant
