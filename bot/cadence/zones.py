"""Time zones: from a wall clock on a calendar day to the one instant that is meant."""

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

# "Factory" is the placeholder of a clock nobody has set; "localtime" means whatever the
# machine means, so the same row would be a different hour on another server.
NOT_A_PLACE = frozenset({"Factory", "localtime"})


@cache
def zone_names() -> frozenset[str]:
    """All IANA names that a person or a rule may have, links such as "Asia/Calcutta" included."""
    return frozenset(available_timezones()) - NOT_A_PLACE


def known_zone(name: str) -> bool:
    """Whether `name` is an IANA time zone we can reckon with; upper and lower case matter."""
    return name in zone_names()


@cache
def _found_zone(name: str) -> ZoneInfo:
    # Asked through the list, never by opening a file named by a user.
    if not known_zone(name):
        raise ValueError(
            f"unknown time zone {name!r}: expected an IANA name such as 'Europe/Berlin'"
        )
    return ZoneInfo(name)


def zone_named(name: str) -> ZoneInfo:
    """The zone of that IANA name. ValueError, naming the value, when there is none."""
    return _found_zone(name)


def aware(moment: datetime) -> datetime:
    """The moment itself, in UTC. ValueError when it is naive: it would mean any hour."""
    if moment.utcoffset() is None:
        raise ValueError(f"naive datetime {moment.isoformat()}: expected one with a time zone")
    return moment.astimezone(UTC)


def instant(day: date, at: time, zone: str) -> datetime:
    """The UTC instant at which a clock in `zone` shows `at` on `day`.

    A wall time that is skipped (clocks put forward) moves forward by the gap: 02:30 becomes
    03:30. One that comes twice (clocks put back) is the first. ValueError: unknown zone.
    """
    # fold=0 says both: in a gap it reckons with the offset before, in an overlap it is the
    # first. A fold that came with a stored time is never trusted.
    wall = datetime.combine(day, at.replace(fold=0), tzinfo=zone_named(zone))
    return wall.astimezone(UTC)
