"""What only a group can do: meet without one of its mentees, and go on when one leaves it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.commands import KeepRhythm, ShowPair, SolveWaiting
from bot.flows import fit_question, goals, meeting_plan, pair_answers
from bot.flows.absence import skip_if_nobody_comes, with_her, without_her
from bot.flows.list_days import list_day
from bot.flows.meeting_plan import leave_in_peace
from bot.flows.meeting_times import tandem_of
from bot.flows.working_hours import at_work
from bot.model import (
    LIVING,
    CheckIn,
    CheckInState,
    Leaver,
    Notice,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Programme,
)
from bot.said import Button, Message, Paragraph, Weight, text
from bot.turn import WORTH_A_WEEK, Half, Turn

LEFT, RESTS, RETURNED = "pairing.left", "pairing.rests", "pairing.returned"


@dataclass(frozen=True)
class Fate:
    """What becomes of a tandem or a group without somebody, as the end of a text's key."""

    key: str
    group: bool


GOES_ON = Fate("goes_on", group=True)


def goes_on_without(pairing: Pairing, participant: Participant) -> bool:
    """Tell whether this is a group in which others stay with the mentor when somebody leaves."""
    others = [each for each in pairing.mentees if each != participant.id]
    return pairing.is_group and participant.id != pairing.mentor and bool(others)


def meets_without(turn: Turn, pairing: Pairing, participant: Participant) -> bool:
    """Tell whether a group goes on meeting while somebody is on a break: a mentee, not the last."""
    if not goes_on_without(pairing, participant):
        return False
    others = (each for each in turn.members(pairing)[1:] if each.id != participant.id)
    return any(each.state is ParticipantState.ACTIVE for each in others)


def without(turn: Turn, participant: Participant) -> list[Fate]:
    """Return what becomes of somebody's tandems and groups when she leaves, each told once."""
    living = turn.store.pairings_with(participant.id, LIVING)
    return _told_once(living, (goes_on_without(each, participant) for each in living))


def meanwhile(turn: Turn, participant: Participant) -> list[Fate]:
    """Return what becomes of somebody's tandems and groups while she is on a break."""
    living = turn.store.pairings_with(participant.id, LIVING)
    return _told_once(living, (meets_without(turn, each, participant) for each in living))


def leave(turn: Turn, pairing: Pairing, participant: Participant) -> Pairing:
    """Take a mentee off a group; the others hear that much and meet as before."""
    leave_in_peace(turn, pairing, participant)
    pair_answers.forget_hers(turn, pairing, participant)
    staying = tuple(each for each in pairing.mentees if each != participant.id)
    left = (*pairing.left, Leaver(participant.id, turn.now))
    smaller = turn.store.save(replace(pairing, mentees=staying, left=left))
    turn.note_down("pairing.leave", smaller.id)
    for each in turn.members(smaller):
        _owe(turn, each, LEFT, smaller, turn.now.isoformat())
    goals.settle(turn, smaller)
    skip_if_nobody_comes(turn, smaller)
    programme = turn.known(Programme, smaller.programme)
    if programme.in_groups and not programme.ended(turn.now):
        turn.later(SolveWaiting(programme.id), list_day(turn, programme))  # for whoever waits
    return smaller


def rest(turn: Turn, pairing: Pairing, participant: Participant) -> None:
    """Leave a mentee in peace who takes a break; only the mentor, who prepares, hears of it."""
    leave_in_peace(turn, pairing, participant)
    for check_in in _coming(turn, pairing):
        turn.store.save(without_her(check_in, participant))
    goals.settle(turn, pairing)
    mentor = turn.members(pairing)[0]
    _owe(turn, mentor, RESTS, pairing, f"{turn.now.isoformat()}:{participant.id}")
    skip_if_nobody_comes(turn, pairing)


def take_back(turn: Turn, pairing: Pairing, participant: Participant) -> None:
    """Expect a mentee again who was on a break while her group went on; the mentor hears of it."""
    tandem, person = tandem_of(turn, pairing), turn.person_of(participant)
    for check_in in _coming(turn, pairing):
        kept = turn.store.save(with_her(check_in, participant))
        meeting_plan.expect(turn, tandem, person, kept, just_told=True)
    mentor = turn.members(pairing)[0]
    _owe(turn, mentor, RETURNED, pairing, f"{turn.now.isoformat()}:{participant.id}")


def left_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say who has left the group, without a reason; without a name where she was forgotten since."""
    pairing = turn.known(Pairing, notice.subject)
    if pairing.state not in LIVING:
        return None
    half = turn.half_of(pairing)
    if half.me.state is ParticipantState.PAUSED:
        return None
    gone = [each.mentee for each in pairing.left if each.at.isoformat() in notice.once]
    people = [found for each in gone if (found := turn.store.get(Participant, each))]
    title = text("pairing.left.title", person=turn.names(people))
    body, buttons = text("pairing.left.body"), _show(half)
    if not half.in_group:
        body = text("pairing.left.two", partner=turn.names(half.others))
        go_on = Button(text("pairing.left.go_on"), KeepRhythm(pairing.id), Weight.PRIMARY)
        buttons = (go_on, fit_question.parting(pairing, half, text("pairing.left.stop")))
    return Message(
        title if people else text("pairing.left.somebody"),
        (Paragraph(body),),
        buttons,
        f"pairing:{pairing.id}",
    )


def rests_notice(turn: Turn, notice: Notice) -> Message | None:
    """Tell the mentor that a mentee is on a break; None when she is back, or the group rests too."""
    return _word(turn, notice, ParticipantState.PAUSED)


def returned_notice(turn: Turn, notice: Notice) -> Message | None:
    """Tell the mentor that a mentee is back from a break; None when she has gone again."""
    return _word(turn, notice, ParticipantState.ACTIVE)


def _word(turn: Turn, notice: Notice, state: ParticipantState) -> Message | None:
    pairing = turn.known(Pairing, notice.subject)
    half = turn.half_of(pairing)
    of = int(notice.once.rpartition(":")[2])
    about = [each for each in half.others if each.id == of and each.state is state]
    if not about or pairing.state is not PairingState.ACTIVE:
        return None
    back = state is ParticipantState.ACTIVE
    person = turn.names(about)
    return Message(
        text("pairing.returned.title" if back else "pairing.rests.title", person=person),
        (Paragraph(text("pairing.returned.body" if back else "pairing.rests.body")),),
        _show(half),
        f"pairing:{pairing.id}",
    )


def _coming(turn: Turn, pairing: Pairing) -> list[CheckIn]:
    return [
        each
        for each in turn.store.check_ins_of(pairing.id)
        if each.state is CheckInState.PLANNED and each.starts_at > turn.now
    ]


def _show(half: Half) -> tuple[Button, ...]:
    return (Button(half.text("pairing.button.show"), ShowPair()),)


def _told_once(pairings: Iterable[Pairing], going_on: Iterable[bool]) -> list[Fate]:
    found = (
        GOES_ON if goes_on else Fate("partner", group=pairing.is_group_now)
        for pairing, goes_on in zip(pairings, going_on, strict=True)
    )
    return list(dict.fromkeys(found))


def _owe(turn: Turn, reader: Participant, kind: str, pairing: Pairing, once: str) -> None:
    if reader.state is ParticipantState.PAUSED:
        return
    due = at_work(turn, turn.person_of(reader))
    turn.owe(reader.person, kind, pairing.id, due=due, until=due + WORTH_A_WEEK, once=once)
