"""Figures as sheets to reckon with: each number in a column of its own, hidden ones left empty."""

from collections.abc import Mapping

from bot.flows import figures_shown
from bot.flows.figures_shown import Before, Shown
from bot.insight import Published, PublishedWeek, Standing, Unit
from bot.said import Cell, Number, Sheet, Text, text, verbatim

# How a number of a unit is shown: a whole percent, a tenth of a point, whole days and people.
DECIMALS: Mapping[Unit, int] = {
    Unit.SHARE: 0,
    Unit.DAYS: 0,
    Unit.POINTS: 1,
    Unit.PEOPLE: 0,
    Unit.TANDEMS: 0,
    Unit.CHANGE: 1,
    Unit.SCORE: 0,
}
FIGURE_HEADS = ("figure", "value", "unit", "low", "high", "people", "week", "goal", "reached")
BEFORE_HEADS = ("value", "low", "high", "people")


def apart(shown: Shown) -> tuple[Sheet, ...]:
    """Return the figures in one sheet and the weeks, if there are any, in another."""
    weeks = shown.figures.weeks
    return (_figures(shown), *((_weeks(weeks),) if weeks else ()))


def in_one(shown: Shown) -> tuple[Sheet, ...]:
    """Return all in one sheet, a row for each number: after the figures the hours of each week."""
    figures = _figures(shown)
    rows = [
        _row_of_a_week(name, each, hours, len(figures.heads))
        for each in shown.figures.weeks
        for name, hours in (("planned", each.planned), ("met", each.met))
    ]
    return (Sheet(figures.title, figures.heads, (*figures.rows, *rows)),)


def _figures(shown: Shown) -> Sheet:
    before = shown.before
    heads = [text(f"export.head.{head}") for head in (*FIGURE_HEADS, "remark")]
    if before:
        heads += [
            text(
                "export.head.before",
                programme=before.programme.name,
                head=text(f"export.head.{head}"),
            )
            for head in BEFORE_HEADS
        ]
    rows = [
        (*_row(shown, each), *(_row_before(before, each) if before else ()))
        for each in shown.figures.told
    ]
    return Sheet(text("export.sheet.figures"), tuple(heads), tuple(rows))


def _row(shown: Shown, figure: Published) -> tuple[Cell, ...]:
    wanted = shown.target(figure)
    reached = None if wanted is None else figures_shown.is_reached(figure, wanted)
    is_shown = figure.standing is Standing.SHOWN
    return (
        figures_shown.name(figure.key, shown.programme),
        *_numbers(figure, group=shown.programme.in_groups),
        verbatim(figure.week) if is_shown else None,
        _number(figure.unit, wanted),
        None if reached is None else text(f"export.reached.{'yes' if reached else 'no'}"),
        _remark(shown, figure),
    )


def _numbers(figure: Published, *, group: bool) -> tuple[Cell, ...]:
    """Return value, unit, interval and people; the value of a wait that is still open is left out."""
    value, low, high = _known(figure)
    return (
        _number(figure.unit, value),
        text(f"export.unit.{figure.unit.value}", group=group),
        _number(figure.unit, low),
        _number(figure.unit, high),
        _number(Unit.PEOPLE, figure.n),
    )


def _known(figure: Published) -> tuple[float | None, float | None, float | None]:
    """Return a figure's value and interval, all None where status tells none of them."""
    if figure.unit is Unit.DAYS and (figure.value is None or figure.low is None):
        return None, None, None
    return figure.value, figure.low, figure.high


def _remark(shown: Shown, figure: Published) -> Text | None:
    """Say why a number is missing, or how large a change is beside its spread."""
    value, low, high = _known(figure)
    if value is None:
        return figures_shown.value(figure, shown)
    if low is not None and high is None:
        return text("export.open_ended")
    if figure.effect is not None:
        return text("export.effect", effect=figure.effect)
    return None


def _row_before(before: Before, figure: Published) -> tuple[Cell, ...]:
    """Return value, interval and people of the same figure in the last programme."""
    found = next((each for each in before.figures.figures if each.key == figure.key), None)
    if found is None:
        return (None,) * len(BEFORE_HEADS)
    value, low, high = _known(found)
    numbers = tuple(_number(found.unit, each) for each in (value, low, high))
    return (*numbers, _number(Unit.PEOPLE, found.n))


def _weeks(weeks: tuple[PublishedWeek, ...]) -> Sheet:
    """Return the hours of each week; a week that would tell too much is empty."""
    heads = (text("export.head.week"), text("status.trend.planned"), text("status.trend.met"))
    rows = tuple(
        (verbatim(each.week), _number(Unit.PEOPLE, each.planned), _number(Unit.PEOPLE, each.met))
        for each in weeks
    )
    return Sheet(text("status.trend.title"), heads, rows, drawn=True)


def _row_of_a_week(
    name: str, week: PublishedWeek, hours: int | None, columns: int
) -> tuple[Cell, ...]:
    remark = None if hours is not None else text("export.gap")
    row: dict[str, Cell] = {
        "figure": text(f"export.weekly.{name}"),
        "value": _number(Unit.PEOPLE, hours),
        "unit": text("export.unit.hours"),
        "week": verbatim(week.week),
        "remark": remark,
    }
    cells = tuple(row.get(head) for head in (*FIGURE_HEADS, "remark"))
    return (*cells, *(None,) * (columns - len(cells)))


def _number(unit: Unit, value: float | None) -> Number | None:
    if value is None:
        return None
    return Number(value, DECIMALS[unit], percent=unit is Unit.SHARE)
