"""The timetable's page names everything that recurs or is due: no chore and no tick is left out."""

from collections.abc import Collection

from bot import commands
from bot.commands import Chore
from scheduling import timetable
from scheduling.timetable import Recurring


def missing(page: str, names: Collection[str]) -> list[str]:
    """Return the names that no row of the page speaks of."""
    rows = [row.split("|")[2] for row in page.splitlines() if row.startswith("| ")]
    told = {name.strip() for row in rows for name in row.split(",")}
    return sorted(set(names) - told)


CHORES = [
    kind.name
    for kind in vars(commands).values()
    if isinstance(kind, type) and issubclass(kind, Chore) and kind is not Chore
]
TICKS = [
    each.name
    for name, each in vars(timetable).items()
    if isinstance(each, Recurring) and name != "DEMO_TICK"
]


def test_every_chore_and_every_tick_stands_on_the_page() -> None:
    assert missing(timetable.__doc__ or "", [*CHORES, *TICKS]) == []
    assert CHORES
    assert TICKS


def test_one_that_was_forgotten_is_noticed() -> None:
    page = "| a | proposal.remind, proposal.expire | once |"
    assert missing(page, ["proposal.expire", "proposal.remind", "round.solve"]) == ["round.solve"]
