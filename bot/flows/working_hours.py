"""When somebody may be disturbed: unasked messages wait for her working hours."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cadence import instant, next_working_moment
from bot.flows.meeting_times import working_time
from bot.model import Person
from bot.turn import Turn

SHORTLY = timedelta(minutes=10)


def at_work(turn: Turn, person: Person) -> datetime:
    """Return this moment if the person works now, else when she works next."""
    return next_working_moment(turn.now, working_time(person))


def work_begins(day: date, person: Person) -> datetime:
    """Return the start of the person's work on this day, or on her first working day after it."""
    midnight = instant(day, time(0), person.hours.time_zone)
    return next_working_moment(midnight, working_time(person))


def at_the_hour(start: datetime, person: Person) -> datetime:
    """Return when somebody is told that an hour begins: shortly before, but not before her work."""
    shortly = start - SHORTLY
    at = next_working_moment(shortly, working_time(person))
    return at if at <= start else shortly


def day_of(start: datetime, person: Person) -> datetime:
    """Return the midnight with which the day of an hour begins for somebody."""
    zone = person.hours.time_zone
    return instant(start.astimezone(ZoneInfo(zone)).date(), time(), zone)


def before_the_hour(start: datetime, person: Person) -> datetime:
    """Return by when somebody has to know of an hour: an hour before it, at work if she is by then."""
    hour_before = start - timedelta(hours=1)
    at = next_working_moment(hour_before, working_time(person))
    return at if at < start else hour_before


def before_both(turn: Turn, known: datetime, new: datetime, person: Person) -> datetime:
    """Return by when somebody has to know that an hour is another one: before either of them.

    One that has passed, having been left out, is nothing to be in time for.
    """
    ahead = [each for each in (known, new) if each > turn.now]
    return before_the_hour(min(ahead, default=new), person)


def next_working_day(turn: Turn, person: Person) -> datetime:
    """Return when the person begins to work on a later day than today."""
    today = turn.now.astimezone(ZoneInfo(person.hours.time_zone)).date()
    return work_begins(today + timedelta(days=1), person)
