"""When somebody may be disturbed: unasked messages wait for her working hours."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cadence import next_working_moment
from bot.flows.meeting_times import working_time
from bot.model import Participant
from bot.turn import Turn


def at_work(turn: Turn, participant: Participant) -> datetime:
    """Return this moment if the participant works now, else when she works next."""
    return next_working_moment(turn.now, working_time(turn.person_of(participant)))


def next_working_day(turn: Turn, participant: Participant) -> datetime:
    """Return when the participant begins to work on a later day than today."""
    person = turn.person_of(participant)
    today = turn.now.astimezone(ZoneInfo(person.hours.time_zone))
    midnight = (today + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return next_working_moment(midnight.astimezone(turn.now.tzinfo), working_time(person))
