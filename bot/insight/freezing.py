"""A week's figures become plain JSON that may be shown, and are read back from it.

Beside what is shown, only moments are kept: when each figure was last looked at and last published.
Who contributed since is found by taking the ledger back to that moment; the frozen figures name
nobody, so that there is nothing in them to erase.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from bot.insight.definition import Definition, Unit
from bot.insight.figures import COMPLETION, FIGURES, FROM_SURVEYS
from bot.insight.ledger import Ledger, monday_of, week_of
from bot.insight.privacy import (
    Block,
    Decision,
    Hours,
    Occasion,
    Standing,
    close_weeks,
    decide,
    decide_completion,
    smallest_group,
    under_raised,
)
from bot.model import SMALLEST_GROUP, FrozenFigures, Programme

FORMAT = 1
FREEZE_AT = time(6)  # on Mondays, before anybody looks
ONE_WEEK = timedelta(weeks=1)

Content = Mapping[str, object]


@dataclass(frozen=True)
class Published:
    """A figure as HR sees it; `week` is the ISO week it was frozen in, `n` counts people.

    `least` is of how many people it has to be made at least; `effect` is d_z of a change.
    """

    key: str
    unit: Unit
    standing: Standing
    week: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    least: int = 0
    effect: float | None = None

    @property
    def from_survey(self) -> bool:
        """Whether people were asked for it in a survey or at the end."""
        return self.key in FROM_SURVEYS


@dataclass(frozen=True)
class PublishedWeek:
    """A week of the trend: hours that somebody answered about, and met; None where hidden."""

    week: str
    planned: int | None
    met: int | None


@dataclass(frozen=True)
class PublishedFigures:
    """The figures of a frozen week, in their order, and the weeks of the trend without a hole."""

    week: str
    smallest_group: int
    figures: tuple[Published, ...]
    weeks: tuple[PublishedWeek, ...]

    @property
    def told(self) -> tuple[Published, ...]:
        """The figures without those of surveys that too few have answered so far."""
        return tuple(
            each
            for each in self.figures
            if not each.from_survey or each.standing is not Standing.TOO_FEW
        )


def freeze(ledger: Ledger, k: int, previous: FrozenFigures | None) -> Content:
    """Return what may be shown of the ISO week that ended before the ledger's moment, as JSON.

    `previous` are the figures frozen before. Raises ValueError when k is below 5 or `previous` is
    later than the ledger.
    """
    week = week_ended(ledger.programme, ledger.as_of)
    occasion = Occasion(ledger, week, smallest_group(k))
    old = previous.content if previous else {}
    decided, before = _decisions(old), _hours(old)
    hours = close_weeks(occasion, before)
    now = {
        figure.key: decide_completion(occasion, before, hours, decided.get(figure.key))
        if figure is COMPLETION
        else decide(figure, occasion, decided.get(figure.key))
        for figure in FIGURES
    }
    return {
        "format": FORMAT,
        "week": week,
        "as_of": ledger.as_of.isoformat(),
        "smallest_group": k,
        "figures": {figure.key: _written(now[figure.key]) for figure in FIGURES},
        "hours": {
            "until": ledger.settled_week,
            "looked": hours.looked,
            "blocks": [
                {"weeks": list(each.weeks), "planned": each.planned, "met": each.met, "n": each.n}
                for each in hours.blocks
            ],
        },
    }


def read_published(content: Content, k: int = SMALLEST_GROUP) -> PublishedFigures:
    """Return frozen figures as they may be shown; figures of an older version may be missing.

    `k` is how many people a figure needs by now: raised since the freezing, it hides at once.
    """
    group = max(k, cast("int", content["smallest_group"]))
    decided = {key: under_raised(each, group) for key, each in _decisions(content).items()}
    return PublishedFigures(
        str(content["week"]),
        group,
        tuple(
            _published(figure, decided[figure.key], group)
            for figure in FIGURES
            if figure.key in decided
        ),
        _trend(_hours(content).blocks, _hours_until(content), group),
    )


def week_ended(programme: Programme, now: datetime) -> str:
    """Return the ISO week that ended last, on the programme's calendar."""
    return week_of(now.astimezone(ZoneInfo(programme.time_zone)).date() - ONE_WEEK)


def next_freeze(programme: Programme, now: datetime) -> datetime:
    """Return the next Monday 06:00 in the programme's zone, later than now, in UTC."""
    this_week = _freeze_in(programme, now, weeks=0)
    return this_week if this_week > now else _freeze_in(programme, now, weeks=1)


def last_freeze(programme: Programme, now: datetime) -> datetime:
    """Return the last Monday 06:00 in the programme's zone, not later than now, in UTC."""
    this_week = _freeze_in(programme, now, weeks=0)
    return this_week if this_week <= now else _freeze_in(programme, now, weeks=-1)


def _freeze_in(programme: Programme, now: datetime, *, weeks: int) -> datetime:
    """Return Monday 06:00 of the week so many weeks after the present one, by the wall clock."""
    zone = ZoneInfo(programme.time_zone)
    monday = monday_of(week_of(now.astimezone(zone).date())) + weeks * ONE_WEEK
    return datetime.combine(monday, FREEZE_AT, zone).astimezone(UTC)


def _published(figure: Definition, decision: Decision, group: int) -> Published:
    return Published(
        figure.key,
        figure.unit,
        decision.standing,
        decision.week,
        decision.value,
        decision.low,
        decision.high,
        decision.n,
        max(group, figure.least),
        decision.effect,
    )


def _trend(blocks: Sequence[Block], until: str, group: int) -> tuple[PublishedWeek, ...]:
    """Return all weeks since the first published one; a week that is hidden is a gap."""
    if not blocks:
        return ()
    shown = {each.weeks[0]: each for each in blocks if len(each.weeks) == 1 and each.n >= group}
    weeks: list[PublishedWeek] = []
    monday = monday_of(blocks[0].weeks[0])
    while monday <= monday_of(until):
        week = week_of(monday)
        block = shown.get(week)
        weeks.append(
            PublishedWeek(week, block.planned, block.met)
            if block
            else PublishedWeek(week, None, None)
        )
        monday += ONE_WEEK
    return tuple(weeks)


def _written(decision: Decision) -> dict[str, object]:
    return {
        "standing": decision.standing.value,
        "week": decision.week,
        "value": decision.value,
        "low": decision.low,
        "high": decision.high,
        "n": decision.n,
        "published": decision.published and decision.published.isoformat(),
        "looked": decision.looked and decision.looked.isoformat(),
        "effect": decision.effect,
    }


def _decisions(content: Content) -> dict[str, Decision]:
    written = cast("Mapping[str, Mapping[str, object]]", content.get("figures", {}))
    return {
        key: Decision(
            Standing(str(each["standing"])),
            str(each["week"]),
            cast("float | None", each["value"]),
            cast("float | None", each["low"]),
            cast("float | None", each["high"]),
            cast("int | None", each["n"]),
            _moment(each["published"]),
            _moment(each["looked"]),
            cast("float | None", each.get("effect")),
        )
        for key, each in written.items()
    }


def _moment(written: object) -> datetime | None:
    return datetime.fromisoformat(str(written)) if written else None


def _hours_until(content: Content) -> str:
    return str(cast("Mapping[str, object]", content["hours"])["until"])


def _hours(content: Content) -> Hours:
    written = cast("Mapping[str, object]", content.get("hours", {}))
    blocks = cast("Sequence[Mapping[str, object]]", written.get("blocks", ()))
    return Hours(
        tuple(
            Block(
                tuple(cast("Sequence[str]", each["weeks"])),
                cast("int", each["planned"]),
                cast("int", each["met"]),
                cast("int", each["n"]),
            )
            for each in blocks
        ),
        str(written.get("looked", "")),
    )
