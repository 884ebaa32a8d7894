"""The nights in which the clocks change: every reminder at its right instant, once."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from whenever import PlainDateTime

from bot.cadence import Every, MeetingRule, Week, occurrence
from storage.shelves.owed import NOTICE
from tests.databases import sqlite_url
from tests.faults.audit import ENDED, note_moves
from tests.faults.ledger import Ledger
from tests.faults.sizes import holds
from tests.faults.world import World

BERLIN = "Europe/Berlin"
NIGHTS = {
    "autumn": datetime(2026, 10, 25, tzinfo=UTC),  # 03:00 becomes 02:00 at 01:00 UTC
    "spring": datetime(2027, 3, 28, tzinfo=UTC),  # 02:00 becomes 03:00 at 01:00 UTC
}
WALL = (time(0, 30), time(1, 30), time(1, 59), time(2), time(2, 30), time(3), time(3, 30))
BEFORE, AFTER = timedelta(hours=2), timedelta(hours=3)
STEP = timedelta(minutes=15)
NEAR = timedelta(
    minutes=45
)  # a step and half an hour of a busy machine's; less than an hour's error
SUNDAY = 6
EACH = 4
Reckoned = Callable[[MeetingRule, Week], datetime]


def truly(at: time, night: datetime) -> datetime:
    """Return when a clock in Berlin shows that time, by another library than ours."""
    wall = PlainDateTime(night.year, night.month, night.day, at.hour, at.minute)
    moment = wall.assume_tz(BERLIN, disambiguation="compatible")  # the first, or after the gap
    return moment.to_instant().to_stdlib()


def with_the_offset_of_the_day_before(rule: MeetingRule, week: Week) -> datetime:
    """Return the instant as somebody reckons who does not know that clocks change."""
    day = week.day(rule.weekday)
    offset = datetime.combine(day - timedelta(days=1), rule.at, ZoneInfo(rule.zone)).utcoffset()
    assert offset is not None
    return datetime.combine(day, rule.at, UTC) - offset


def spend(world: World, night: datetime, reckoned: Reckoned) -> dict[int, time]:
    """Owe reminders on their wall times, let the night pass, and return whose was which.

    It passes in steps, and none begins before all that is due by then has ended: however busy the
    machine is, the workers' clock shows only what it takes them longer than a step.
    """
    note_moves(world.books)
    week = Week.of(night + timedelta(hours=12), BERLIN)
    times = [at for at in WALL for _ in range(EACH)]
    rules = [MeetingRule(SUNDAY, at, BERLIN, Every.WEEK) for at in times]
    world.owes((number, reckoned(rule, week)) for number, rule in enumerate(rules))
    world.works(2)
    for step in range((BEFORE + AFTER) // STEP + 1):
        moment = night - BEFORE + step * STEP
        world.shows(moment)
        world.until(lambda moment=moment: not due(world, moment))  # type: ignore[misc]
    return dict(enumerate(times))


def due(world: World, moment: datetime) -> int:
    """Return how many notices are due by a moment and have not ended."""
    with world.books.database.reading() as session:
        rows = session.execute(select(NOTICE.c.state).where(NOTICE.c.due <= moment)).scalars()
        return sum(state not in ENDED for state in rows)


def wrong(world: World, times: dict[int, time], night: datetime) -> list[str]:
    """Return the reminders that were not said near the instant that their wall time means."""
    with world.books.database.reading() as session:
        rows = session.execute(select(NOTICE.c.settled_at).order_by(NOTICE.c.id)).scalars().all()
    return [
        f"{at} at {said}"
        for at, said in zip(times.values(), rows, strict=True)
        if not timedelta() <= said - truly(at, night) < NEAR
    ]


def built(database: str, folder: Path, night: datetime) -> World:
    """Build a world whose clock has never shown anything but that night."""
    world = World(database, folder)
    world.shows(night - BEFORE)
    return world


@pytest.mark.parametrize("season", NIGHTS)
def test_every_reminder_comes_at_its_instant(
    database: str, tmp_path: Path, ledger: Ledger, season: str
) -> None:
    night = NIGHTS[season]
    world = built(database, tmp_path, night)
    try:
        times = spend(world, night, occurrence)
        holds(world, ledger, f"clocks change in {season}")
        assert wrong(world, times, night) == []
    finally:
        world.ends()


@pytest.mark.parametrize("season", NIGHTS)
def test_without_knowing_the_change_reminders_are_an_hour_off(
    tmp_path: Path, ledger: Ledger, season: str
) -> None:
    night = NIGHTS[season]
    world = built(sqlite_url(tmp_path), tmp_path, night)
    try:
        times = spend(world, night, with_the_offset_of_the_day_before)
        world.drains()
        assert wrong(world, times, night)
        ledger.broke(f"clocks change in {season}", "an hour off")
    finally:
        world.ends()


def test_what_is_true_is_reckoned_by_another_library() -> None:
    reckoned = {
        season: [str(truly(at, night).time()) for at in (time(2, 30), time(3))]
        for season, night in NIGHTS.items()
    }
    assert reckoned == {"autumn": ["00:30:00", "02:00:00"], "spring": ["01:30:00", "01:00:00"]}
