"""When the short list of those who wait is solved: twice a week, for all together."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cadence import instant
from bot.model import Programme
from bot.turn import Turn

LIST_DAYS = (1, 3)  # Tuesday and Thursday: a list that grows for two days or three, never longer
LIST_AT = time(9)


def list_day(turn: Turn, programme: Programme) -> datetime:
    """Return when the list is solved next; the same moment for everybody who joins it before."""
    today = turn.now.astimezone(ZoneInfo(programme.time_zone)).date()
    days = (today + timedelta(days=ahead) for ahead in range(8))
    moments = (
        instant(day, LIST_AT, programme.time_zone) for day in days if day.weekday() in LIST_DAYS
    )
    return next(each for each in moments if each > turn.now)
