"""The life of a pairing: begun by those who said yes, suspended, taken up again, completed, ended."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cadence import instant
from bot.commands import CompletePairing, LookAfter, PlanCheckIns, SeekPartner
from bot.flows import coaching, groups, pair_answers, readiness, sentences, survey_times
from bot.flows.beginning import BEGUN
from bot.flows.meeting_plan import (
    ENDED,
    leave_in_peace,
    next_check_in,
    plan_ahead,
    skip_coming,
)
from bot.flows.meeting_times import hour_of, propose_hour, tandem_of
from bot.flows.pairing_news import (
    COMPLETED,
    ENDED_EARLY,
    PARTED,
    RESUMED,
    SUSPENDED,
    knows_that_it_rests,
    tell_of_ends,
)
from bot.flows.prospects import first_round_is_out
from bot.flows.working_hours import at_work, before_the_hour, next_working_day
from bot.model import (
    LIVING,
    LONG_AT_LEAST,
    PAIRING_MOVES,
    SKIPPED_BY_BREAK,
    CheckIn,
    GroupProposal,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Person,
    Priority,
    Programme,
    Proposal,
)
from bot.turn import WORTH_A_WEEK, Turn

TIME_TO_BE_TOLD = timedelta(minutes=1)  # what is due at one moment goes out in any order
OF_THE_HOUR = (BEGUN, SUSPENDED, RESUMED)


def begin(turn: Turn, proposal: Proposal) -> Pairing:
    """Make a tandem of two who both said yes: its hour, its first check-in, a word to both."""
    members = (proposal.mentor, proposal.mentee)
    return _begin(turn, proposal.programme, members, proposal=proposal.id)


def begin_group(turn: Turn, put: GroupProposal, mentees: tuple[int, ...]) -> Pairing:
    """Make a group of its mentor and those (participants' ids) who said yes, as `begin` does."""
    return _begin(turn, put.programme, (put.mentor, *mentees), topic=put.topic)


def _begin(
    turn: Turn,
    programme_id: int,
    members: tuple[int, ...],
    *,
    proposal: int | None = None,
    topic: str = "",
) -> Pairing:
    programme = turn.known(Programme, programme_id)
    parts = [turn.known(Participant, each) for each in members]
    rule, _ = propose_hour(turn, programme, tuple(map(turn.person_of, parts)))
    today = turn.now.astimezone(ZoneInfo(rule.zone)).date()
    mentor, *mentees = members
    pairing = turn.store.add(
        Pairing(
            programme=programme.id,
            proposal=proposal,
            mentor=mentor,
            mentees=tuple(mentees),
            state=PAIRING_MOVES.first,
            hour=hour_of(rule),
            started_at=turn.now,
            ends_on=max(today, programme.starts_on) + timedelta(weeks=programme.weeks, days=-1),
            topic=topic,
        )
    )
    turn.note_down("pairing.begin", pairing.id)
    _welcome(turn, pairing)
    for each in parts:
        survey_times.expect(turn, each)
    return pairing


def _welcome(turn: Turn, pairing: Pairing) -> None:
    """Plan a new pairing's hours and what goes with them, and tell everybody of the first."""
    tandem = tandem_of(turn, pairing)
    plan_ahead(turn, tandem, just_told=True)
    turn.later(CompletePairing(pairing.id), _over_at(pairing))
    turn.later(LookAfter(pairing.id), turn.now + LONG_AT_LEAST)
    coaching.expect_notes(turn, pairing)
    first = next_check_in(turn.store, pairing)
    worth_until = first.starts_at if first else turn.now + WORTH_A_WEEK
    if first:
        readiness.remind_in_time(turn, tandem, first)
    for person in tandem.people:
        _tell(turn, person, BEGUN, pairing, until=worth_until)


def suspend_for(turn: Turn, participant: Participant) -> None:
    """Suspend somebody's pairings: the coming weeks are taken out, the partner hears that much.

    A group goes on meeting while a mentee is on a break, as long as there is another one.
    """
    sentences.hold(turn, participant)
    for pairing in turn.store.pairings_with(participant.id, (PairingState.ACTIVE,)):
        if groups.meets_without(turn, pairing, participant):
            for kind in OF_THE_HOUR:
                turn.store.no_longer_owe(kind, pairing.id, participant.person)
            groups.rest(turn, pairing, participant)
            continue
        coming = next_check_in(turn.store, pairing, turn.now)
        suspended = _moved(turn, pairing, PairingState.SUSPENDED)
        skip_coming(turn, suspended, SKIPPED_BY_BREAK)
        leave_in_peace(turn, suspended, participant)
        for each in _not_resting(_others(turn, pairing, participant)):
            if not knows_that_it_rests(turn, pairing, each):
                _tell(turn, turn.person_of(each), SUSPENDED, pairing, coming)


def resume_for(turn: Turn, participant: Participant) -> None:
    """Take up somebody's suspended pairings, where the other seat is not on a break of its own.

    Who has none any more is told so, and the next good partner is looked for.
    """
    sentences.hand_over_held(turn, participant)
    for pairing in turn.store.pairings_with(participant.id, (PairingState.ACTIVE,)):
        if pairing.is_group and participant.id != pairing.mentor:
            groups.take_back(turn, pairing, participant)
    for pairing in turn.store.pairings_with(participant.id, (PairingState.SUSPENDED,)):
        others = _others(turn, pairing, participant)
        mentor, *mentees = turn.members(pairing)
        if not _not_resting([mentor]) or not _not_resting(mentees):
            continue
        resumed = _moved(turn, pairing, PairingState.ACTIVE)
        plan_ahead(turn, tandem_of(turn, resumed), just_told=True)
        coming = next_check_in(turn.store, resumed, turn.now)
        for each in _not_resting(others):
            _tell(turn, turn.person_of(each), RESUMED, resumed, coming)
    tell_of_ends(turn, participant)
    alone = not turn.store.pairings_with(participant.id, LIVING)
    if alone and first_round_is_out(turn, participant.programme):
        told = at_work(turn, turn.person_of(participant))
        turn.later(SeekPartner(participant.id), told + TIME_TO_BE_TOLD)


def end_for(turn: Turn, participant: Participant) -> None:
    """End somebody's pairings early; the partner hears that much and is free for another one.

    A group goes on when a mentee leaves it.
    """
    sentences.hold(turn, participant)
    for pairing in turn.store.pairings_with(participant.id, LIVING):
        if groups.goes_on_without(pairing, participant):
            leave_group(turn, pairing, participant)
            continue
        coming = next_check_in(turn.store, pairing, turn.now)
        ended = _moved(turn, pairing, PairingState.ENDED)
        skip_coming(turn, ended, ENDED)
        leave_in_peace(turn, ended, participant)
        turn.store.never_mind(CompletePairing(pairing.id))
        for each in _others(turn, pairing, participant):
            told = _tell(turn, turn.person_of(each), ENDED_EARLY, ended, coming)
            # Who reads of a new partner first would wonder what became of the old one.
            turn.later(SeekPartner(each.id), told + TIME_TO_BE_TOLD)


def leave_group(turn: Turn, pairing: Pairing, participant: Participant) -> None:
    """Let a mentee leave a group that goes on; it rests while all who are left are on a break."""
    smaller = groups.leave(turn, pairing, participant)
    _, *mentees = turn.members(smaller)
    if smaller.state is PairingState.ACTIVE and not _not_resting(mentees):
        skip_coming(turn, _moved(turn, smaller, PairingState.SUSPENDED), SKIPPED_BY_BREAK)


def part(turn: Turn, pairing: Pairing) -> None:
    """End a pairing because it does not fit: nobody learns who said so, both are free again."""
    coming = next_check_in(turn.store, pairing, turn.now)
    ended = _moved(turn, pairing, PairingState.ENDED)
    skip_coming(turn, ended, ENDED)
    turn.store.never_mind(CompletePairing(pairing.id))
    for participant in turn.members(pairing):
        person = turn.person_of(participant)
        leave_in_peace(turn, ended, participant)
        seek = next_working_day(turn, person)
        if turn.acting is None or turn.acting.id != person.id:
            seek = max(seek, _tell(turn, person, PARTED, ended, coming) + TIME_TO_BE_TOLD)
        turn.later(SeekPartner(participant.id), seek)


def complete(turn: Turn, chore: CompletePairing) -> None:
    """Complete a pairing after its last week, once its last hour is over; thank both."""
    pairing = turn.known(Pairing, chore.subject)
    if pairing.state not in LIVING:
        return
    last = next_check_in(turn.store, pairing, turn.now)
    if last is not None:
        # The last hour was moved within its week, beyond the pairing's last day.
        turn.later(chore, last.starts_at + timedelta(days=1))
        return
    completed = _moved(turn, pairing, PairingState.COMPLETED)
    turn.store.never_mind(PlanCheckIns(pairing.id))
    for participant in turn.members(pairing):
        if participant.state is ParticipantState.ACTIVE:  # who is on a break was promised silence
            _tell(turn, turn.person_of(participant), COMPLETED, completed)
        survey_times.expect(turn, participant)


def _moved(turn: Turn, pairing: Pairing, state: PairingState) -> Pairing:
    """Move a pairing on, and take back what was to be said about the state it had."""
    PAIRING_MOVES.check(pairing.state, state)
    for kind in OF_THE_HOUR:
        turn.store.no_longer_owe(kind, pairing.id)
    over = state not in LIVING
    if over:
        pair_answers.forget(turn, pairing)
    turn.note_down(f"pairing.{state.value}", pairing.id)
    return turn.store.save(
        replace(pairing, state=state, ended_at=turn.now if over else pairing.ended_at)
    )


def _tell(
    turn: Turn,
    person: Person,
    kind: str,
    pairing: Pairing,
    coming: CheckIn | None = None,
    *,
    until: datetime | None = None,
) -> datetime:
    """Owe somebody a word, and return when: at once who acts just now, others in working hours.

    A word that changes a `coming` hour comes before it.
    """
    acting = turn.acting is not None and turn.acting.id == person.id
    due = turn.now if acting else at_work(turn, person)
    turn.owe(
        person.id,
        kind,
        pairing.id,
        due=due,
        until=until or due + WORTH_A_WEEK,
        at_latest=before_the_hour(coming.starts_at, person) if coming else None,
        once=turn.now.isoformat(),
        # Both have said yes, and wait to hear what came of it.
        priority=Priority.ANSWER if acting or kind == BEGUN else Priority.REMINDER,
    )
    return due


def _not_resting(people: Iterable[Participant]) -> list[Participant]:
    return [each for each in people if each.state is ParticipantState.ACTIVE]


def _over_at(pairing: Pairing) -> datetime:
    day_after = pairing.ends_on + timedelta(days=1)
    return instant(day_after, time(), pairing.hour.time_zone)


def _others(turn: Turn, pairing: Pairing, participant: Participant) -> tuple[Participant, ...]:
    return tuple(each for each in turn.members(pairing) if each.id != participant.id)
