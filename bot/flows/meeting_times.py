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
    LIVING,
    MEETING_MINUTES,
    Cadence,
    CheckIn,
    CheckInState,
    MeetingHour,
    Pairing,
    Person,
    Programme,
)
from bot.turn import Turn

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
    """A pairing with what its hour depends on: the rule and the people, the mentor first."""

    pairing: Pairing
    rule: MeetingRule
    people: tuple[Person, ...]

    @property
    def mentees(self) -> tuple[Person, ...]:
        """Everybody but the mentor."""
        return self.people[1:]

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the rule."""
        return ZoneInfo(self.rule.zone)

    def week_of(self, moment: datetime) -> Week:
        """The ISO week of a moment, in the zone of the rule."""
        return Week.of(moment, self.rule.zone)

    def share_an_hour(self, week: Week) -> bool:
        """Whether all work at some hour of that week; public holidays do not count here."""
        everybody = tuple(any_day(working_time(each)) for each in self.people)
        return _share_an_hour(week, everybody, self.rule.zone)

    def hours_in(self, week: Week) -> tuple[WorkingTime, ...]:
        """Everybody's working time; where they share no hour that week, as wide as theirs needs."""
        hours = tuple(map(working_time, self.people))
        if self.share_an_hour(week):
            return hours
        own = occurrence(self.rule, week)
        for wide in _widened(hours):
            if all(is_working(own, MEETING_MINUTES, any_day(each)) for each in wide):
                return wide
        return hours


@lru_cache(maxsize=4096)  # few kinds of working hours meet in a company, and always again
def _share_an_hour(week: Week, people: tuple[WorkingTime, ...], zone: str) -> bool:
    return bool(free_slots(week, *people, zone=zone, limit=1))


def tandem_of(turn: Turn, pairing: Pairing) -> Tandem:
    """Return a pairing with its rule and its people."""
    people = tuple(map(turn.person_of, turn.members(pairing)))
    return Tandem(pairing, rule_of(pairing.hour), people)


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
    turn: Turn, programme: Programme, people: tuple[Person, ...]
) -> tuple[MeetingRule, bool]:
    """Return the hour to propose to people, the mentor first, and whether it lies in all their hours.

    Where they share no hour it is the one for which all have to reach out least.
    """
    hours = tuple(map(working_time, people))
    # The mentor prepares the hour, so it stays the same on her clock all year round.
    zone = hours[0].zone
    first = Week.of(earliest_start(programme, people, turn.now), zone)
    for count, wide in enumerate([hours, *_widened(hours)]):
        rule = propose_rule(
            wide,
            first,
            programme.weeks,
            Every(programme.cadence.value),
            busy_rules=_other_rules(turn, *people),
            owner_zone=zone,
        )
        if rule is not None:
            return rule, count == 0
    raise LookupError(f"no hour at all for people {', '.join(str(each.id) for each in people)}")


def earliest_start(programme: Programme, people: tuple[Person, ...], now: datetime) -> datetime:
    """Return the moment from which people can meet: the next day, told in working hours.

    Not before the programme starts, and not on the day of `now` in anybody's zone.
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
    turn: Turn, tandem: Tandem, check_in: CheckIn, others: tuple[Person, ...], limit: int
) -> tuple[datetime, ...]:
    """Return to when in its ISO week a check-in can move, in order; at most `limit`, the kindest.

    Only to hours of which the others can hear in working hours before they begin.
    """
    skipped = check_in.state is CheckInState.SKIPPED
    week = Week.parse(check_in.week)
    heard = max(next_working_moment(turn.now, working_time(each)) for each in others) + TIME_TO_READ
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
    """Return the hours that they have promised to other partners."""
    others = _other_pairings(turn, *tandem.people)
    others.pop(tandem.pairing.id, None)
    return tuple(
        check_in.starts_at
        for pairing in others.values()
        for check_in in turn.store.check_ins_of(pairing.id)
        if check_in.state is CheckInState.PLANNED
    )


def _widened(hours: tuple[WorkingTime, ...]) -> Iterator[tuple[WorkingTime, ...]]:
    """Return people's working time, wider and wider, until it is round the clock."""
    all_days = [each.weekdays for each in hours]
    days = frozenset.intersection(*all_days) or frozenset.union(*all_days)
    for minutes in range(WIDEN_MINUTES, DAY_MINUTES + 1, WIDEN_MINUTES):
        yield tuple(_wider(each, minutes, days) for each in hours)
    yield tuple(_wider(each, DAY_MINUTES, EVERY_DAY) for each in hours)


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
