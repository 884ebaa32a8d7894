"""A company of ten thousand on Slack: half of them in tandems, some waiting, the rest outside."""

from datetime import datetime, time, timedelta
from itertools import pairwise

from bot.cadence import Week
from bot.model import (
    Address,
    Cadence,
    CheckIn,
    CheckInState,
    MeetingHour,
    Notice,
    Organisation,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Platform,
    Programme,
    Proposal,
    ProposalState,
    Role,
    TopicChoice,
)
from bot.ports import Store
from storage.books import SqlBooks
from tests.musterwerk import MAIL, SLACK, colleague

ORGANISATION = "Musterwerk"
ZONE = "Europe/Berlin"
IN_TANDEMS = 0.5  # of all people
WAITING = 0.1
REMINDER = "checkin.reminder"
AT_ONCE = 20  # check-ins in one transaction
MONTH = timedelta(weeks=4)
IN_TWO_DAYS = timedelta(days=2)
AI = TopicChoice("AI", "ai", 2)


def user_of(number: int) -> str:
    """Return the Slack id of one of the company's people."""
    return f"U{number:06}"


def found(books: SqlBooks, people: int, now: datetime) -> None:
    """Fill empty books with so many people, one programme and its tandems."""
    with books.turn() as store:
        organisation = store.add(Organisation(ORGANISATION, (MAIL,)))
        store.allow(organisation.id, Platform.SLACK, SLACK)
        ids = []
        for number in range(people):
            person = store.add(colleague(organisation.id, f"Person {number}"))
            store.link(person.id, Address(Platform.SLACK, SLACK, user_of(number)), now - MONTH)
            ids.append(person.id)
        programme = store.add(
            Programme(
                organisation.id,
                "Reverse Mentoring",
                (now - MONTH).date(),
                hr_leads=(ids[-1],),
                contact=ids[-2],
                time_zone=ZONE,
            )
        )
        parts = [
            _takes_part(store, programme, person, Role.MENTEE if number % 2 else Role.MENTOR, now)
            for number, person in enumerate(ids[: round(people * (IN_TANDEMS + WAITING))])
        ]
        for mentor, mentee in list(pairwise(parts[: round(people * IN_TANDEMS)]))[::2]:
            _pair(store, mentor, mentee, now)


def owe_reminders(books: SqlBooks, people: int, now: datetime) -> int:
    """Owe everybody in a tandem the reminder of the coming hour, due now; return how many.

    In short transactions, as the product owes them: a long one would keep the database from it.
    """
    with books.read() as store:
        (organisation,) = store.organisations()
        (programme,) = store.programmes_of(organisation.id)
        coming = store.check_ins_in(programme.id, (CheckInState.PLANNED,))
    week = str(Week.of(now + IN_TWO_DAYS, ZONE))
    reminded = [each for each in coming if each.week == week]
    for start in range(0, len(reminded), AT_ONCE):
        with books.turn() as store:
            for check_in in reminded[start : start + AT_ONCE]:
                _remind_both(store, check_in, now)
    return 2 * len(reminded)


def _remind_both(store: Store, check_in: CheckIn, now: datetime) -> None:
    pairing = store.get(Pairing, check_in.pairing)
    assert pairing is not None
    for seat in pairing.members:
        participant = store.get(Participant, seat)
        assert participant is not None
        once = f"{REMINDER}:{check_in.id}:{seat}:{check_in.starts_at.isoformat()}"
        until = check_in.starts_at
        owed = Notice(participant.person, REMINDER, check_in.id, once, now, until, at_latest=now)
        store.owe(owed)


def _takes_part(
    store: Store, programme: Programme, person: int, role: Role, now: datetime
) -> Participant:
    return store.add(
        Participant(
            programme.id,
            person,
            ParticipantState.ACTIVE,
            now - MONTH,
            role=role,
            offers=(AI,) if role is Role.MENTOR else (),
            wants=(AI,) if role is Role.MENTEE else (),
            completed_at=now - MONTH,
            ready=(role.value,),
        )
    )


def _pair(store: Store, mentor: Participant, mentee: Participant, now: datetime) -> None:
    proposal = store.add(
        Proposal(
            mentor.programme, mentor.id, mentee.id, 80, (), ProposalState.ACCEPTED, closed_at=now
        )
    )
    pairing = store.add(
        Pairing(
            mentor.programme,
            proposal.id,
            mentor.id,
            (mentee.id,),
            PairingState.ACTIVE,
            MeetingHour(2, time(10), ZONE, Cadence.WEEKLY),
            now - MONTH,
            (now + 2 * MONTH).date(),
        )
    )
    for weeks in range(-3, 2):
        starts_at = now + IN_TWO_DAYS + timedelta(weeks=weeks)
        state = CheckInState.MET if weeks < 0 else CheckInState.PLANNED
        store.add(CheckIn(pairing.id, str(Week.of(starts_at, ZONE)), starts_at, state))
