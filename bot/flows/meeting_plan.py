"""The coming hours of a pairing: planned in time, kept in step, and what is owed about each."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cadence import Reason, Week, instant, next_working_moment, occurrence, working_day_before
from bot.commands import CheckReadiness, CloseCheckIn, PlanCheckIns
from bot.flows.meeting_card import HOLIDAY
from bot.flows.meeting_news import CARD, CHANGED, REVIVED, was_told_left_out
from bot.flows.meeting_times import (
    MEETING,
    Tandem,
    earliest_start,
    first_week,
    plan_week,
    tandem_of,
    weeks_to_meet,
    working_time,
)
from bot.flows.working_hours import at_the_hour, day_of
from bot.model import (
    CHECK_IN_MOVES,
    SKIPPED_BY_BREAK,
    CheckIn,
    CheckInState,
    Notice,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Person,
    Programme,
    Role,
)
from bot.ports import Store
from bot.turn import Turn

REMINDER, NOW, ASKED, ASKED_AGAIN = (
    "checkin.reminder",
    "checkin.now",
    "checkin.asked",
    "checkin.asked_again",
)
KINDS = (REMINDER, NOW, ASKED, ASKED_AGAIN, CHANGED, REVIVED, CARD)

WORTH_AFTER_START = timedelta(minutes=30)
WORTH_ASKING = timedelta(days=5)
# Who has just been told of an hour is not told again the same half day.
JUST_TOLD = timedelta(hours=12)
# A first hour that the two put on the next day, or on the same one, leaves less time to prepare.
SHORT_NOTICE = timedelta(hours=1)
TIME_TO_PREPARE = timedelta(hours=3)

NO_HOUR, ENDED = "no_hour", "ended"


def next_check_in(store: Store, pairing: Pairing, after: datetime | None = None) -> CheckIn | None:
    """Return a pairing's next planned check-in; with `after` only one that begins later."""
    planned = [
        each
        for each in store.check_ins_of(pairing.id)
        if each.state is CheckInState.PLANNED and (after is None or each.starts_at > after)
    ]
    return min(planned, key=lambda each: each.starts_at, default=None)


def are_ready(turn: Turn, pairing: Pairing) -> bool:
    """Tell whether mentor and mentee have prepared, each for her seat.

    A mentee who has not does not hold up a group.
    """
    mentor, *mentees = turn.members(pairing)
    prepared = (Role.MENTEE.value in each.ready for each in mentees)
    return Role.MENTOR.value in mentor.ready and (pairing.is_group_now or all(prepared))


def expected(tandem: Tandem, check_in: CheckIn) -> tuple[Person, ...]:
    """Return who is expected at an hour: all but those of a group who cannot come."""
    members = zip(tandem.pairing.members, tandem.people, strict=True)
    return tuple(person for each, person in members if each not in check_in.absent)


def resting(turn: Turn, pairing: Pairing) -> tuple[int, ...]:
    """Return who of a pairing that meets cannot come for now: its participants on a break."""
    paused = ParticipantState.PAUSED
    return tuple(each.id for each in turn.members(pairing) if each.state is paused)


def plan(turn: Turn, chore: PlanCheckIns) -> None:
    """Keep the coming check-ins of a pairing planned, week by week."""
    plan_ahead(turn, tandem_of(turn, turn.known(Pairing, chore.subject)))


def plan_ahead(turn: Turn, tandem: Tandem, *, just_told: bool = False) -> None:
    """Plan this week and the next, and in any case one check-in, as long as the pairing lasts."""
    pairing = tandem.pairing
    if pairing.state is not PairingState.ACTIVE:
        return
    programme = turn.known(Programme, pairing.programme)
    kept = {each.week: each for each in turn.store.check_ins_of(pairing.id)}
    begun = earliest_start(programme, tandem.people, pairing.started_at)
    if not are_ready(turn, pairing):
        begun = max(begun, *(_prepared(each, pairing.started_at) for each in tandem.people))
    first = Week.parse(min(kept)) if kept else first_week(tandem, begun)
    earliest = max(begun, earliest_start(programme, tandem.people, turn.now))
    this_week = tandem.week_of(turn.now)
    for week in weeks_to_meet(tandem, first, Week.of_day(pairing.ends_on)):
        if week > this_week.next() and next_check_in(turn.store, pairing, turn.now):
            break
        if week >= this_week and occurrence(tandem.rule, week) >= earliest:
            _plan_one(turn, tandem, week, kept.get(str(week)), earliest, just_told=just_told)
    turn.later(
        PlanCheckIns(pairing.id),
        instant(this_week.next().monday, tandem.rule.at, tandem.rule.zone),
    )


def announce(turn: Turn, tandem: Tandem, check_in: CheckIn, *, just_told: bool = False) -> None:
    """Owe all who are expected everything about a planned check-in, and look who is ready."""
    for person in expected(tandem, check_in):
        expect(turn, tandem, person, check_in, just_told=just_told)
    _look_who_is_ready(turn, tandem, check_in)
    asked = max(asking_due(person, check_in) for person in tandem.people)
    turn.later(CloseCheckIn(check_in.id), asked + WORTH_ASKING)


def expect(
    turn: Turn, tandem: Tandem, person: Person, check_in: CheckIn, *, just_told: bool = False
) -> None:
    """Owe somebody everything about a planned check-in: before it, at the hour, and after it.

    What lies in the past is left out, as is a reminder for people who have `just_told` of it.
    """
    start = check_in.starts_at
    remind = _reminded_at(turn, tandem, person, start)
    if remind > turn.now + (JUST_TOLD if just_told else timedelta()):
        until = day_of(start, person)  # on the day itself the word at the hour is enough
        _owe(turn, person, REMINDER, check_in, due=remind, until=until)
    due = at_the_hour(start, person)
    if due > turn.now:
        until = start + WORTH_AFTER_START
        _owe(turn, person, NOW, check_in, due=due, until=until, at_latest=due)
    ask = asking_due(person, check_in)
    _owe(turn, person, ASKED, check_in, due=ask, until=ask + WORTH_ASKING)


def put_back(
    turn: Turn, tandem: Tandem, before: CheckIn, check_in: CheckIn, readers: Iterable[Participant]
) -> tuple[CheckIn, tuple[Participant, ...]]:
    """Return an hour that is back at its time after it was left out, and to whom that is news.

    Whoever never heard that it was left out is on as before, and is reminded as ever.
    """
    told = []
    for each in readers:
        if was_told_left_out(turn, each, check_in):
            told.append(each)
            continue
        expect(turn, tandem, turn.person_of(each), check_in)
        if each.id in before.confirmed:
            check_in = replace(check_in, confirmed=(*check_in.confirmed, each.id))
    return turn.store.save(check_in), tuple(told)


def _reminded_at(turn: Turn, tandem: Tandem, person: Person, start: datetime) -> datetime:
    """Return when to remind somebody: as many working days before as the programme says."""
    moment = start
    for _ in range(turn.known(Programme, tandem.pairing.programme).reminder_days):
        moment = working_day_before(moment, working_time(person))
    return moment


def silence(turn: Turn, check_in: CheckIn) -> None:
    """Owe nobody anything more about a check-in as it was."""
    for kind in KINDS:
        turn.store.no_longer_owe(kind, check_in.id)
    turn.store.never_mind(CloseCheckIn(check_in.id))
    turn.store.never_mind(CheckReadiness(check_in.id))


def expect_no_more(turn: Turn, check_in: CheckIn, participant: Participant) -> None:
    """Owe somebody nothing more about an hour."""
    for kind in KINDS:
        turn.store.no_longer_owe(kind, check_in.id, participant.person)


def skip(turn: Turn, check_in: CheckIn, reason: str) -> CheckIn:
    """Leave a planned check-in out, and say nothing more about it."""
    silence(turn, check_in)
    state = CHECK_IN_MOVES.check(check_in.state, CheckInState.SKIPPED)
    return turn.store.save(replace(check_in, state=state, skip_reason=reason))


def skip_coming(turn: Turn, pairing: Pairing, reason: str) -> None:
    """Leave out every check-in that has not begun."""
    for check_in in turn.store.check_ins_of(pairing.id):
        if check_in.state is CheckInState.PLANNED and check_in.starts_at > turn.now:
            skip(turn, check_in, reason)
    turn.store.never_mind(PlanCheckIns(pairing.id))


def leave_in_peace(turn: Turn, pairing: Pairing, participant: Participant) -> None:
    """Owe somebody who takes a break, or leaves, nothing more about any hour, past ones included."""
    for check_in in turn.store.check_ins_of(pairing.id):
        expect_no_more(turn, check_in, participant)


def asking_due(person: Person, check_in: CheckIn) -> datetime:
    """Return when to ask somebody whether the hour took place: at its end, in working hours."""
    return next_working_moment(check_in.starts_at + MEETING, working_time(person))


def is_about(notice: Notice, check_in: CheckIn) -> bool:
    """Tell whether a notice speaks of the check-in's present hour, not of one it had before."""
    return check_in.starts_at.isoformat() in notice.once


def spoken_of(turn: Turn, notice: Notice) -> tuple[CheckIn, Tandem]:
    """Return the check-in of which a notice speaks, and its tandem."""
    check_in = turn.known(CheckIn, notice.subject)
    return check_in, tandem_of(turn, turn.known(Pairing, check_in.pairing))


def _plan_one(
    turn: Turn,
    tandem: Tandem,
    week: Week,
    kept: CheckIn | None,
    earliest: datetime,
    *,
    just_told: bool,
) -> None:
    """Plan one week that has no check-in yet, or one that a pause took out."""
    if kept and (kept.state is not CheckInState.SKIPPED or kept.skip_reason != SKIPPED_BY_BREAK):
        return
    found = plan_week(turn, tandem, week, earliest)
    starts_at = found.starts_at or occurrence(tandem.rule, week)
    if starts_at.astimezone(tandem.zone).date() > tandem.pairing.ends_on:
        return
    left_out = HOLIDAY if found.reason is Reason.HOLIDAY else NO_HOUR
    new = CheckIn(
        pairing=tandem.pairing.id,
        week=str(week),
        starts_at=starts_at,
        state=CheckInState.PLANNED if found.starts_at else CheckInState.SKIPPED,
        skip_reason="" if found.starts_at else left_out,
        moved=kept.moved if kept else 0,
        absent=resting(turn, tandem.pairing),
        id=kept.id if kept else 0,
    )
    check_in = turn.store.save(new) if kept else turn.store.add(new)
    if check_in.state is CheckInState.PLANNED:
        announce(turn, tandem, check_in, just_told=just_told)
    else:
        _tell_left_out(turn, tandem, check_in)


def _prepared(person: Person, told: datetime) -> datetime:
    """Return the moment from which a first hour leaves time to prepare before the day before."""
    working = working_time(person)
    read = next_working_moment(next_working_moment(told, working) + TIME_TO_PREPARE, working)
    zone = ZoneInfo(working.zone)
    midnight = instant(read.astimezone(zone).date() + timedelta(days=1), time(), working.zone)
    day = next_working_moment(midnight, working).astimezone(zone).date()
    return instant(day, read.astimezone(zone).time(), working.zone)


def _look_who_is_ready(turn: Turn, tandem: Tandem, check_in: CheckIn) -> None:
    """Look the working day before, in time for a first hour to wait for who has not prepared."""
    pairing = tandem.pairing
    if are_ready(turn, pairing):
        return
    before = (working_day_before(check_in.starts_at, working_time(each)) for each in tandem.people)
    due = max(min(before), min(turn.now + SHORT_NOTICE, check_in.starts_at - SHORT_NOTICE))
    turn.later(CheckReadiness(check_in.id), due)


def _tell_left_out(turn: Turn, tandem: Tandem, check_in: CheckIn) -> None:
    """Owe all a word in the reminder's place about a week without an hour."""
    for person in expected(tandem, check_in):
        due = working_day_before(check_in.starts_at, working_time(person))
        if due > turn.now:
            _owe(turn, person, REMINDER, check_in, due=due, until=check_in.starts_at)


def _owe(
    turn: Turn,
    person: Person,
    kind: str,
    check_in: CheckIn,
    *,
    due: datetime,
    until: datetime,
    at_latest: datetime | None = None,
) -> None:
    # Moved away and back, the same hour is owed anew: only the moment of planning is unique.
    once = f"{check_in.starts_at.isoformat()} {turn.now.isoformat()}"
    turn.owe(person.id, kind, check_in.id, due=due, until=until, at_latest=at_latest, once=once)
