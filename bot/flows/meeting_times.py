"""The hour of a pairing: which one to propose, when it is in a week, where else it could be."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.cadence import (
    Every,
    MeetingRule,
    Planned,
    Week,
    WorkingTime,
    free_slots,
    instant,
    is_working,
    known_country,
    move_choices,
    next_working_moment,
    occurrence,
    planned,
    propose_rule,
    weeks_of,
)
from bot.model import (
    MEETING_MINUTES,
    Cadence,
    CheckIn,
    CheckInState,
    MeetingHour,
    Pairing,
    PairingState,
    Participant,
    Person,
    Programme,
)
from bot.turn import Turn

LIVING = (PairingState.ACTIVE, PairingState.SUSPENDED)
MEETING = timedelta(minutes=MEETING_MINUTES)
TIME_TO_READ = timedelta(hours=1)  # of working time, between hearing of an hour and its beginning
WIDEN_MINUTES = 60
DAY_MINUTES = 24 * 60
EVERY_DAY = frozenset(range(7))
A_LONG_WAIT_WEEKS = 3  # a monthly pairing that would wait so long for its first hour meets before
ALL_CHOICES = 500  # more than a week has half hours
FEW_CHOICES = 8


@dataclass(frozen=True)
class Tandem:
    """A pairing with what its hour depends on: the rule and both people."""

    pairing: Pairing
    rule: MeetingRule
    mentor: Person
    mentee: Person

    @property
    def people(self) -> tuple[Person, Person]:
        """Both, the mentor first."""
        return self.mentor, self.mentee

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the rule."""
        return ZoneInfo(self.rule.zone)

    def week_of(self, moment: datetime) -> Week:
        """The ISO week of a moment, in the zone of the rule."""
        return Week.of(moment, self.rule.zone)

    def share_an_hour(self, week: Week) -> bool:
        """Whether both work at some hour of that week; public holidays do not count here."""
        a, b = (any_day(working_time(each)) for each in self.people)
        return _share_an_hour(week, a, b, self.rule.zone)

    def hours_in(self, week: Week) -> tuple[WorkingTime, WorkingTime]:
        """Both people's working time; where they share no hour that week, as wide as theirs needs."""
        a, b = working_time(self.mentor), working_time(self.mentee)
        if self.share_an_hour(week):
            return a, b
        own = occurrence(self.rule, week)
        for wide in _widened(a, b):
            if all(is_working(own, MEETING_MINUTES, any_day(each)) for each in wide):
                return wide
        return a, b


@lru_cache(maxsize=4096)  # few kinds of working hours meet in a company, and always again
def _share_an_hour(week: Week, a: WorkingTime, b: WorkingTime, zone: str) -> bool:
    return bool(free_slots(week, a, b, zone=zone, limit=1))


def tandem_of(turn: Turn, pairing: Pairing) -> Tandem:
    """Return a pairing with its rule and its people."""
    mentor = turn.known(Participant, pairing.mentor)
    mentee = turn.known(Participant, pairing.mentee)
    return Tandem(pairing, rule_of(pairing.hour), turn.person_of(mentor), turn.person_of(mentee))


def rule_of(hour: MeetingHour) -> MeetingRule:
    """Return a pairing's hour as a rule to reckon with."""
    return MeetingRule(hour.weekday, hour.at, hour.time_zone, Every(hour.cadence.value))


def hour_of(rule: MeetingRule) -> MeetingHour:
    """Return a rule as the hour that a pairing keeps."""
    return MeetingHour(rule.weekday, rule.at, rule.zone, Cadence(rule.every.value))


def working_time(person: Person) -> WorkingTime:
    """Return when a person works; a country or region whose holidays nobody knows has none."""
    country = person.country if known_country(person.country) else ""
    subdivision = person.subdivision if known_country(country, person.subdivision) else ""
    hours = person.hours
    return WorkingTime(
        hours.time_zone, hours.start, hours.end, hours.weekdays, country, subdivision
    )


def any_day(working: WorkingTime) -> WorkingTime:
    """Return somebody's working time as if there were no public holidays."""
    return replace(working, country="", subdivision="")


def propose_hour(
    turn: Turn, programme: Programme, mentor: Person, mentee: Person
) -> tuple[MeetingRule, bool]:
    """Return the hour to propose to two people, and whether it lies in both people's hours.

    Where they share no hour it is the one for which both have to reach out least.
    """
    a, b = working_time(mentor), working_time(mentee)
    first = Week.of(earliest_start(programme, (mentor, mentee), turn.now), a.zone)
    for count, (one, other) in enumerate([(a, b), *_widened(a, b)]):
        rule = propose_rule(
            one,
            other,
            first,
            programme.weeks,
            Every(programme.cadence.value),
            busy_rules=_other_rules(turn, mentor, mentee),
            # The mentor prepares the hour, so it stays the same on her clock all year round.
            owner_zone=a.zone,
        )
        if rule is not None:
            return rule, count == 0
    raise LookupError(f"no hour at all for people {mentor.id} and {mentee.id}")


def earliest_start(programme: Programme, people: tuple[Person, Person], now: datetime) -> datetime:
    """Return the moment from which two people can meet: the next day, told in working hours.

    Not before the programme starts, and not on the day of `now` in either's zone.
    """
    start = instant(programme.starts_on, time(), programme.time_zone)
    return max(start, *(_told_the_day_before(working_time(each), now) for each in people))


def weeks_to_meet(tandem: Tandem, first: Week, last: Week) -> Iterator[Week]:
    """Return the weeks in which a pairing meets, from its first week to `last`."""
    if tandem.rule.every is Every.MONTH:
        soon = weeks_of(tandem.rule, first, first.plus(A_LONG_WAIT_WEEKS - 1))
        if first <= last and next(soon, None) is None:
            yield first
    yield from weeks_of(tandem.rule, first, last)


def first_week(tandem: Tandem, earliest: datetime) -> Week:
    """Return the first week in which the rule's hour is not before `earliest`."""
    week = tandem.week_of(earliest)
    return week if occurrence(tandem.rule, week) >= earliest else week.next()


def plan_week(turn: Turn, tandem: Tandem, week: Week, earliest: datetime) -> Planned:
    """Return that week's hour: the rule's own, moved within the week, or none."""
    return planned(
        tandem.rule,
        week,
        *tandem.hours_in(week),
        after=earliest - timedelta(seconds=1),
        busy=_taken(turn, tandem),
    )


def choices(
    turn: Turn, tandem: Tandem, check_in: CheckIn, partner: Person, limit: int
) -> tuple[datetime, ...]:
    """Return to when in its ISO week a check-in can move, in order; at most `limit`, the kindest.

    Only to hours of which the partner can hear in working hours before they begin.
    """
    skipped = check_in.state is CheckInState.SKIPPED
    week = Week.parse(check_in.week)
    heard = next_working_moment(turn.now, working_time(partner)) + TIME_TO_READ
    return move_choices(
        week,
        *tandem.hours_in(week),
        now=heard - timedelta(seconds=1),
        # An hour that was skipped may be taken back as it was.
        current=turn.now if skipped else check_in.starts_at,
        limit=limit,
        busy=_taken(turn, tandem),
        zone=tandem.rule.zone,
    )


def _told_the_day_before(working: WorkingTime, now: datetime) -> datetime:
    tomorrow = now.astimezone(ZoneInfo(working.zone)).date() + timedelta(days=1)
    told = next_working_moment(now, working) + TIME_TO_READ
    return max(instant(tomorrow, time(), working.zone), told)


def _other_pairings(turn: Turn, *people: Person) -> dict[int, Pairing]:
    """Return the living pairings of these people in all programmes, by id."""
    return {
        pairing.id: pairing
        for person in people
        for participant in turn.store.participations(person.id)
        for pairing in turn.store.pairings_with(participant.id, LIVING)
    }


def _other_rules(turn: Turn, *people: Person) -> tuple[MeetingRule, ...]:
    return tuple(rule_of(each.hour) for each in _other_pairings(turn, *people).values())


def _taken(turn: Turn, tandem: Tandem) -> tuple[datetime, ...]:
    """Return the hours that both have promised to other partners."""
    others = _other_pairings(turn, *tandem.people)
    others.pop(tandem.pairing.id, None)
    return tuple(
        check_in.starts_at
        for pairing in others.values()
        for check_in in turn.store.check_ins_of(pairing.id)
        if check_in.state is CheckInState.PLANNED
    )


def _widened(a: WorkingTime, b: WorkingTime) -> Iterator[tuple[WorkingTime, WorkingTime]]:
    """Return both people's working time, wider and wider, until it is round the clock."""
    days = a.weekdays & b.weekdays or a.weekdays | b.weekdays
    for minutes in range(WIDEN_MINUTES, DAY_MINUTES + 1, WIDEN_MINUTES):
        yield _wider(a, minutes, days), _wider(b, minutes, days)
    yield _wider(a, DAY_MINUTES, EVERY_DAY), _wider(b, DAY_MINUTES, EVERY_DAY)


def _wider(working: WorkingTime, minutes: int, weekdays: frozenset[int]) -> WorkingTime:
    """Return somebody's working time, earlier and later by so much but within its own day."""
    start, end = _minute(working.start), _minute(working.end)
    overnight = end <= start
    latest = start + DAY_MINUTES if overnight else DAY_MINUTES
    start = max(0, start - minutes)
    end = min(latest, end + minutes + (DAY_MINUTES if overnight else 0))
    if end - start >= DAY_MINUTES:
        start = end = 0
    return replace(working, start=_clock(start), end=_clock(end), weekdays=weekdays)


def _minute(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _clock(minute: int) -> time:
    return time(minute // 60 % 24, minute % 60)
