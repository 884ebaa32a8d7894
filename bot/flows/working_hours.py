"""When somebody may be disturbed: unasked messages wait for her working hours."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cadence import instant, next_working_moment
from bot.flows.meeting_times import working_time
from bot.model import Person
from bot.turn import Turn


def at_work(turn: Turn, person: Person) -> datetime:
    """Return this moment if the person works now, else when she works next."""
    return next_working_moment(turn.now, working_time(person))


def work_begins(day: date, person: Person) -> datetime:
    """Return the start of the person's work on this day, or on her first working day after it."""
    midnight = instant(day, time(0), person.hours.time_zone)
    return next_working_moment(midnight, working_time(person))


def next_working_day(turn: Turn, person: Person) -> datetime:
    """Return when the person begins to work on a later day than today."""
    today = turn.now.astimezone(ZoneInfo(person.hours.time_zone)).date()
    return work_begins(today + timedelta(days=1), person)
