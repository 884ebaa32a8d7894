"""Who did what: the single facts that a figure is made of, each with the people it shows."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.insight.ledger import Ledger
from bot.model import (
    LIVING,
    CheckInState,
    GoalState,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Proposal,
    ProposalState,
    Role,
    last_met,
    last_sign,
    long_from,
)

YES, NO = "yes", "no"
RETENTION = timedelta(days=90)
THE_PAIR_FIRST = timedelta(weeks=1)  # to answer what would help, before HR counts them
ANSWERED = (CheckInState.MET, CheckInState.MISSED)
OVER = (*ANSWERED, CheckInState.UNKNOWN)

Fact = tuple[str | int | datetime | None, ...]


@dataclass(frozen=True)
class Contribution:
    """One fact of a figure: `people` are those it tells something about, `said` what it says.

    `fact` tells it from all others and changes only when somebody does something, never by the mere
    passing of time. `shows` are those whose own doing `said` shows, where they are fewer: who
    declined, not who was declined. `together` is the pairing that did it, where no one person did.
    """

    people: tuple[int, ...]
    fact: Fact
    said: str = ""
    shows: tuple[int, ...] = ()
    together: int | None = None

    @property
    def shown(self) -> tuple[int, ...]:
        """The people who are behind what was said."""
        return self.shows or self.people


Contributions = tuple[Contribution, ...]


def people_in(contributions: Iterable[Contribution]) -> frozenset[int]:
    """Return everybody whom these facts tell something about."""
    return frozenset(person for each in contributions for person in each.people)


def people_behind(contributions: Iterable[Contribution], said: str) -> frozenset[int]:
    """Return everybody who said this."""
    return frozenset(person for each in contributions if each.said == said for person in each.shown)


def difference(before: Contributions, now: Contributions) -> Contributions:
    """Return the facts that only one of two moments knows."""
    return tuple(set(before) ^ set(now))


def activation(ledger: Ledger) -> Contributions:
    """Did those who opted in complete the questionnaire?"""
    return tuple(
        Contribution((each.person,), (each.id,), YES if each.completed_at else NO)
        for each in ledger.participants
    )


def matched_as(ledger: Ledger, seat: Role) -> Contributions:
    """Did those who completed the questionnaire for a seat ever have a pairing in it?"""
    mentors = seat is Role.MENTOR
    seats = ((each.mentor,) if mentors else each.learners for each in ledger.pairings)
    paired = {participant for taken in seats for participant in taken}
    return tuple(
        Contribution((each.person,), (each.id,), YES if each.id in paired else NO)
        for each in ledger.participants
        if each.completed_at and each.role and (each.role.mentors if mentors else each.role.learns)
    )


def matched_mentors(ledger: Ledger) -> Contributions:
    """Return `matched_as` of the mentors' seat."""
    return matched_as(ledger, Role.MENTOR)


def matched_mentees(ledger: Ledger) -> Contributions:
    """Return `matched_as` of the mentees' seat."""
    return matched_as(ledger, Role.MENTEE)


def accepted(ledger: Ledger) -> Contributions:
    """Were decided proposals accepted by both? Expired and withdrawn ones are apart."""
    found = []
    for each in ledger.proposals:
        if each.state is ProposalState.ACCEPTED:
            found.append(_proposed(ledger, each, YES))
        elif each.state is ProposalState.DECLINED:
            no = _proposed(ledger, each, NO)
            decliner = (ledger.person_behind(each.declined_by),) if each.declined_by else no.people
            found.append(replace(no, shows=decliner))
    return tuple(found)


def expired(ledger: Ledger) -> Contributions:
    """Did proposals run out unanswered? Withdrawn ones are apart."""
    found = []
    for each in ledger.proposals:
        if each.state is ProposalState.EXPIRED:
            mentor, mentee = ledger.person_behind(each.mentor), ledger.person_behind(each.mentee)
            answers = ((mentor, each.mentor_accepted), (mentee, each.mentee_accepted))
            silent = tuple(person for person, answer in answers if answer is None)
            found.append(replace(_proposed(ledger, each, YES), shows=silent))
        elif each.state in {ProposalState.ACCEPTED, ProposalState.DECLINED}:
            found.append(_proposed(ledger, each, NO))
    return tuple(found)


def waits(ledger: Ledger) -> Contributions:
    """From when to when did people wait for their first match?

    The fact is (participant, completed, matched or None, left or None).
    """
    first = _first_pairings(ledger)
    return tuple(
        Contribution((each.person,), _wait(each, first.get(each.id)))
        for each in ledger.participants
        if each.completed_at
    )


def held(ledger: Ledger) -> Contributions:
    """Did planned hours that somebody answered about take place? The fact begins with the week."""
    return _hours(ledger, ANSWERED, CheckInState.MET)


def unknown(ledger: Ledger) -> Contributions:
    """Did nobody answer about hours that were planned and not skipped?"""
    return _hours(ledger, OVER, CheckInState.UNKNOWN)


def skipped(ledger: Ledger) -> Contributions:
    """Were planned hours skipped?"""
    return _hours(ledger, (*OVER, CheckInState.SKIPPED), CheckInState.SKIPPED)


def long_apart(ledger: Ledger) -> Contributions:
    """Have running tandems not met for long, and did not when they had been asked what would help?

    The fact is (pairing, last hour that took place or None): only a meeting changes it. A group of
    which only its mentor counts just now tells of nobody else.
    """
    found = []
    for each in ledger.pairings:
        if each.state is PairingState.ACTIVE and each.mentees:
            hours, met = ledger.hours_of(each), last_met(ledger.hours_of(each))
            asked_at = long_from(each, last_sign(each, hours, ledger.as_of))
            said = YES if ledger.as_of >= asked_at + THE_PAIR_FIRST else NO
            people = ledger.people_of(each)
            fact = (each.id, met.id if met else None)
            found.append(Contribution(people, fact, said, together=each.id))
    return tuple(found)


def responses(ledger: Ledger) -> Contributions:
    """Did everybody answer "did you meet?" about each hour that was not skipped?"""
    found = []
    for each in ledger.settled:
        if each.state not in OVER:
            continue
        for participant in ledger.invited_to(each):
            said = YES if participant in {*each.said_met, *each.said_missed} else NO
            person = ledger.person_behind(participant)
            found.append(Contribution((person,), (each.id, participant), said))
    return tuple(found)


def ratings(ledger: Ledger) -> Contributions:
    """How useful did people find their hours, 1 to 5? The fact is (feedback, rating)."""
    return tuple(
        Contribution((each.person,), (each.id, each.useful), str(each.useful))
        for each in ledger.feedback
    )


def exchanged(ledger: Ledger) -> Contributions:
    """Did people teach or learn something in an hour?"""
    return tuple(
        Contribution((each.person,), (each.id,), YES if each.exchanged else NO)
        for each in ledger.feedback
        if each.exchanged is not None
    )


def retained(ledger: Ledger) -> Contributions:
    """Were those who began 90 days ago or earlier still in a pairing that day, or had completed one?

    A suspended pairing runs on: a pause is no end.
    """
    found = []
    by_participant: dict[int, list[Pairing]] = {}
    for pairing in ledger.pairings:
        for participant in (pairing.mentor, *pairing.learners):
            by_participant.setdefault(participant, []).append(pairing)
    for participant, pairings in by_participant.items():
        on_day = min(ledger.in_since(each, participant) for each in pairings) + RETENTION
        if on_day <= ledger.as_of:
            stayed = any(_stayed(ledger, each, participant, on_day) for each in pairings)
            person = ledger.person_behind(participant)
            found.append(Contribution((person,), (participant,), YES if stayed else NO))
    return tuple(found)


def goals_reached(ledger: Ledger) -> Contributions:
    """Were goals that both agreed to, and did not strike out, reached?"""
    found = []
    for each in ledger.goals:
        if each.state in {GoalState.AGREED, GoalState.REACHED}:
            pairing = ledger.pairing_by_id[each.pairing]
            said = YES if each.state is GoalState.REACHED else NO
            people = ledger.people_of(pairing)
            found.append(Contribution(people, (each.id,), said, together=pairing.id))
    return tuple(found)


def waiting(ledger: Ledger) -> Contributions:
    """Who completed the questionnaire, is active, and has neither a pairing nor completed one?"""
    busy = {
        participant
        for each in ledger.pairings
        if each.state in LIVING or each.state is PairingState.COMPLETED
        for participant in each.members
    }
    return tuple(
        Contribution((each.person,), (each.id, each.completed_at))
        for each in ledger.participants
        if each.state is ParticipantState.ACTIVE and each.completed_at and each.id not in busy
    )


def _proposed(ledger: Ledger, proposal: Proposal, said: str) -> Contribution:
    """Name both, whatever the answer: whether something changed must not depend on it."""
    both = (ledger.person_behind(proposal.mentor), ledger.person_behind(proposal.mentee))
    return Contribution(both, (proposal.id,), said)


def _hours(ledger: Ledger, among: tuple[CheckInState, ...], yes: CheckInState) -> Contributions:
    return tuple(
        Contribution(
            tuple(map(ledger.person_behind, ledger.invited_to(each))),
            (each.week, each.id),
            YES if each.state is yes else NO,
            together=each.pairing,
        )
        for each in ledger.settled
        if each.state in among
    )


def _first_pairings(ledger: Ledger) -> dict[int, datetime]:
    first: dict[int, datetime] = {}
    for pairing in ledger.pairings:
        for participant in (pairing.mentor, *pairing.learners):
            since = ledger.in_since(pairing, participant)
            first[participant] = min(first.get(participant, since), since)
    return first


def _wait(participant: Participant, matched: datetime | None) -> Fact:
    left = None if matched else participant.left_at
    return (participant.id, participant.completed_at, matched, left)


def _stayed(ledger: Ledger, pairing: Pairing, participant: int, on_day: datetime) -> bool:
    gone = any(each.mentee == participant and each.at <= on_day for each in pairing.left)
    if ledger.in_since(pairing, participant) > on_day or gone:
        return False
    if pairing.ended_at is None or pairing.ended_at > on_day:
        return True
    return pairing.state is PairingState.COMPLETED
