"""Working times of people around the world, for tables."""

from datetime import UTC, datetime, time

from bot.cadence import WorkingTime

OFFICE_DAYS = frozenset({0, 1, 2, 3, 4})
LONG_AGO = datetime(2019, 1, 1, tzinfo=UTC)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def office(
    zone: str,
    country: str = "",
    subdivision: str = "",
    *,
    start: time = time(9),
    end: time = time(17),
    weekdays: frozenset[int] = OFFICE_DAYS,
) -> WorkingTime:
    return WorkingTime(zone, start, end, weekdays, country, subdivision)


MUNICH = office("Europe/Berlin", "DE", "BY")
BERLIN = office("Europe/Berlin", "DE", "BE")
NEW_YORK = office("America/New_York", "US", "NY", start=time(8))
KOLKATA = office("Asia/Kolkata", "IN", start=time(10), end=time(19))
HONOLULU = office("Pacific/Honolulu")
KIRITIMATI = office("Pacific/Kiritimati")
NIGHT = office("Europe/Berlin", "DE", "BY", start=time(22), end=time(6))
