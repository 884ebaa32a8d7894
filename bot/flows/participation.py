"""Taking part, or not for a while, or no longer: pause, come back, leave."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.commands import (
    AskLeave,
    AskPause,
    EndPause,
    Join,
    Leave,
    Pause,
    PausePart,
    Resume,
    ShowHome,
)
from bot.flows import consent, groups, home, pairings, proposals
from bot.flows.working_hours import work_begins
from bot.grammar import day_in
from bot.model import (
    PARTICIPANT_MOVES,
    Notice,
    Participant,
    ParticipantState,
    Programme,
)
from bot.said import (
    Aside,
    Bullets,
    Button,
    Day,
    Form,
    Message,
    Paragraph,
    Part,
    Reply,
    Text,
    Weight,
    text,
)
from bot.turn import WORTH_A_WEEK, NotAllowed, Turn

LONGEST_PAUSE = timedelta(days=365)
LEAVING = ("matching", "data", "again")


def ask_pause(turn: Turn, _request: AskPause) -> Reply:
    """Ask until when; without a day the pause lasts until the person comes back."""
    return _pause_form(turn, _pausable(turn))


def pause(turn: Turn, request: Pause) -> Reply:
    """Pause the part that the person means until a day that she typed."""
    participant, day = _pausable(turn), day_in(request.until)
    problem = _problem(turn, request.until, day)
    if problem is None:
        return _pause(turn, participant, day)
    ask = Button(text("home.button.pause"), AskPause(), Weight.PRIMARY)
    return Message(problem, (), (ask,), f"participant:{participant.id}")


def pause_part(turn: Turn, request: PausePart) -> Reply:
    """Open the form of one part, or pause that until the day in it."""
    participant = _checked(turn, turn.my_participant(request.participant))
    if turn.answers is None:
        return _pause_form(turn, participant)
    wanted = str(turn.answers.get("until", ""))
    day = day_in(wanted)
    problem = _problem(turn, wanted, day)
    if problem is not None:
        return replace(_pause_form(turn, participant), problems={"until": problem})
    return _pause(turn, participant, day)


def _pause(turn: Turn, participant: Participant, day: date | None) -> Reply:
    """Pause a part, or change until when; the partner learns that, but not why."""
    until = work_begins(day, turn.person) if day else None
    rest(turn, participant, until)
    return home.show(turn, ShowHome())


def rest(turn: Turn, participant: Participant, until: datetime | None) -> Participant:
    """Pause somebody's part, or change until when; None: until she comes back."""
    if participant.state is not ParticipantState.PAUSED:
        PARTICIPANT_MOVES.check(participant.state, ParticipantState.PAUSED)
    paused = turn.store.save(
        replace(participant, state=ParticipantState.PAUSED, paused_until=until, unanswered=0)
    )
    turn.store.never_mind(EndPause(paused.id))
    if until is not None:
        turn.later(EndPause(paused.id), until)
    turn.note_down("participant.pause", paused.id)
    if participant.state is ParticipantState.ACTIVE:
        proposals.withdraw_for(turn, paused)
        pairings.suspend_for(turn, paused)
    return paused


def resume(turn: Turn, _request: Resume) -> Reply:
    """Come back before the pause is over, or from one without an end."""
    participant = _mine_in(turn, ParticipantState.PAUSED) or turn.my_current()
    if participant.state is not ParticipantState.PAUSED:
        raise NotAllowed("participation.not_paused")
    come_back(turn, participant)
    return home.show(turn, ShowHome())


def end_pause(turn: Turn, chore: EndPause) -> None:
    """Let somebody come back by herself on the day that she named."""
    participant = turn.known(Participant, chore.subject)
    if participant.state is not ParticipantState.PAUSED:
        return
    turn.owe(  # first of all: what she was not told on the break comes after it
        participant.person,
        "participation.welcome_back",
        participant.id,
        until=turn.now + WORTH_A_WEEK,
        once=turn.now.isoformat(),
    )
    come_back(turn, participant)


def welcome_back(turn: Turn, notice: Notice) -> Message | None:
    """Say that the pause is over and what comes next; None when that is not so (any more)."""
    participant = turn.known(Participant, notice.subject)
    if participant.state is not ParticipantState.ACTIVE or not home.goes_on(turn, participant):
        return None
    return Message(
        text("participation.back.title"),
        (Paragraph(text("participation.back.body")),),
        (
            Button(text("home.button.home"), ShowHome(), Weight.PRIMARY),
            Button(text("participation.back.longer"), AskPause()),
        ),
        f"participant:{participant.id}",
    )


def ask_leave(turn: Turn, _request: AskLeave) -> Reply:
    """Say what leaving means before it happens."""
    participant = turn.my_current()
    programme = turn.known(Programme, participant.programme)
    partners = [
        text(f"participation.leave.{each.key}", group=each.group)
        for each in groups.without(turn, participant)
    ]
    buttons = [Button(text("participation.leave.stay"), ShowHome(), Weight.PRIMARY)]
    if participant.state is ParticipantState.ACTIVE:
        buttons.append(Button(text("participation.leave.pause"), AskPause()))
    leave_button = Button(text("participation.leave.do"), Leave(participant.id), Weight.DANGER)
    return Message(
        text("participation.leave.title", programme=programme.name),
        (
            Paragraph(text("participation.leave.body")),
            Bullets((*partners, *(text(f"participation.leave.{each}") for each in LEAVING))),
        ),
        (*buttons, leave_button),
        f"participant:{participant.id}",
    )


def leave(turn: Turn, request: Leave) -> Reply:
    """Leave for good: consent is withdrawn, the partner is freed, the answers stay until forgotten."""
    participant = turn.my_participant(request.participant)
    programme = turn.known(Programme, participant.programme)
    left = end(turn, participant)
    return Message(
        text("participation.left.title", programme=programme.name),
        (Paragraph(text("participation.left.body")),),
        (
            Button(text("home.button.home"), ShowHome()),
            Button(text("home.button.join_again"), Join(programme.id)),
        ),
        f"participant:{left.id}",
    )


def end(turn: Turn, participant: Participant) -> Participant:
    """End somebody's part: what is proposed is taken back, her partner is free again."""
    left = turn.store.save(
        replace(
            participant,
            state=PARTICIPANT_MOVES.check(participant.state, ParticipantState.LEFT),
            paused_until=None,
            left_at=turn.now,
        )
    )
    turn.store.never_mind(EndPause(left.id))
    consent.settle(turn, left, ())
    turn.note_down("participant.leave", left.id)
    proposals.withdraw_for(turn, left)
    pairings.end_for(turn, left)
    return left


def come_back(turn: Turn, participant: Participant) -> None:
    """End somebody's pause: she can be matched again, and her tandems go on."""
    active = turn.store.save(
        replace(
            participant,
            state=PARTICIPANT_MOVES.check(participant.state, ParticipantState.ACTIVE),
            paused_until=None,
        )
    )
    turn.store.never_mind(EndPause(active.id))
    turn.note_down("participant.resume", active.id)
    pairings.resume_for(turn, active)


def _pausable(turn: Turn) -> Participant:
    """Return the part that she means if it can be paused, else another that can."""
    found = _mine_in(turn, ParticipantState.ACTIVE, ParticipantState.PAUSED)
    return _checked(turn, found or turn.my_current())


def _checked(turn: Turn, participant: Participant) -> Participant:
    """Return a part that can be paused; refuses politely before it began and when it is over."""
    if participant.state is ParticipantState.ANSWERING:
        raise NotAllowed("participation.finish_first")
    if not home.goes_on(turn, participant):
        raise NotAllowed("participation.over")
    if participant.state is ParticipantState.LEFT:
        raise NotAllowed("refusal.no_longer")
    return participant


def _mine_in(turn: Turn, *states: ParticipantState) -> Participant | None:
    """Return her part in one of these states: in the programme that she means, else the newest.

    An earlier state goes before a newer part.
    """
    parts = turn.store.participations(turn.person.id)
    going_on = [each for each in parts if each.state in states and home.goes_on(turn, each)]
    found = sorted(going_on, key=lambda each: states.index(each.state))
    meant = (each for each in found if each.programme == turn.person.programme)
    return next(meant, next(iter(found), None))


def _pause_form(turn: Turn, participant: Participant) -> Form:
    today = _today(turn)
    known = participant.paused_until
    zone = ZoneInfo(turn.person.hours.time_zone)
    programme = turn.known(Programme, participant.programme)
    parts: list[Part] = [Paragraph(text("participation.pause.body", programme=programme.name))]
    parts += [
        Aside(text(f"participation.pause.{each.key}", group=each.group))
        for each in groups.meanwhile(turn, participant)
    ]
    return Form(
        title=text("participation.pause.title"),
        request=PausePart(participant.id),
        intro=tuple(parts),
        asks=(
            Day(
                "until",
                text("participation.pause.until"),
                hint=text("participation.pause.until_hint"),
                required=False,
                value=known.astimezone(zone).date() if known else None,
                first=today + timedelta(days=1),
            ),
        ),
        submit=text("participation.pause.submit"),
    )


def _problem(turn: Turn, wanted: str, day: date | None) -> Text | None:
    """Return what is wrong with the day until which somebody wants to pause."""
    if day is None:
        return text("participation.problem.no_day") if wanted.strip() else None
    if day <= _today(turn):
        return text("participation.problem.past", day=day)
    if day > _today(turn) + LONGEST_PAUSE:
        return text("participation.problem.too_long", day=day)
    return None


def _today(turn: Turn) -> date:
    return turn.now.astimezone(ZoneInfo(turn.person.hours.time_zone)).date()
