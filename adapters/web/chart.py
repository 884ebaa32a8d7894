"""Draws a figure for the page: where every bar, line and label stands, in the units of an SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.said import Figure, FigureKind

WIDTH = 440  # about the width of a card, so that 12 units of text are read as 12 pixels
PLOT_TOP, PLOT_HEIGHT = 14, 168
LABEL_ROOM = 26
LETTER = 6.3  # average width of a letter at 11 units
ROW_LABEL, ROW_BAR, ROW_GAP = 18, 13, 13
VALUE_ROOM = 52
UNKNOWN_LENGTH = 34
TICKS = 4
SMALLEST_SPAN = 1e-6  # less is nothing to be seen


@dataclass(frozen=True)
class Bar:
    """A rectangle of a series; `known` is False where a value is not known or may not be shown."""

    x: float
    y: float
    width: float
    height: float
    series: int
    value: str
    name: str
    known: bool


@dataclass(frozen=True)
class Dot:
    """A point of a series' line."""

    x: float
    y: float
    series: int
    name: str


@dataclass(frozen=True)
class Stroke:
    """A stretch of a series' line without a gap, as SVG coordinates."""

    points: str
    series: int


@dataclass(frozen=True)
class Label:
    """A word at a place: a category, or a value of the scale."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Drawing:
    """A figure, ready to be drawn. `lying` says that its bars lie, each under its category's name."""

    height: float
    lying: bool = False
    scale: tuple[Label, ...] = ()
    names: tuple[Label, ...] = ()
    bars: tuple[Bar, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    dots: tuple[Dot, ...] = ()
    left: float = 0
    zero: float = 0


def drawing(figure: Figure) -> Drawing:
    """Return where everything of the figure stands."""
    if figure.kind is FigureKind.BARS and not _names_fit(figure):
        return _lying(figure)
    return _standing(figure)


def steps(least: float, most: float, *, whole: bool = False) -> list[float]:
    """Return about five round values from at most `least` (or 0) to at least `most`.

    `whole` asks for whole numbers, where what is counted comes in no halves.
    """
    low, high = min(0.0, least), max(0.0, most)
    span = high - low if high - low > SMALLEST_SPAN else 1.0
    size = 10 ** math.floor(math.log10(span / TICKS))
    rounds = (1, 2, 5, 10) if whole else (1, 2, 2.5, 5, 10)
    step = next(size * n for n in rounds if size * n * TICKS >= span * 0.999)
    step = max(step, 1.0) if whole else step
    first, last = math.floor(low / step), math.ceil(high / step)
    return [n * step for n in range(first, max(last, first + 1) + 1)]


def _values(figure: Figure) -> list[float]:
    return [value for row in figure.series for value in row.values if value is not None]


def _names_fit(figure: Figure) -> bool:
    slot = (WIDTH - 40) / max(1, len(figure.categories))
    return all(len(name.plain) * LETTER <= slot - 4 for name in figure.categories)


def _name(figure: Figure, series: int, category: int, value: float | None) -> str:
    words = [figure.categories[category].plain, figure.spoken(value)]
    if len(figure.series) > 1:
        words.insert(0, figure.series[series].label.plain)
    return " · ".join(words)


def _lying(figure: Figure) -> Drawing:
    most = max([*(abs(value) for value in _values(figure)), 0.0]) or 1.0
    names, bars = [], []
    y = 0.0
    for category, label in enumerate(figure.categories):
        names.append(Label(0, y + 12, label.plain))
        y += ROW_LABEL
        for series, row in enumerate(figure.series):
            value = _at(row.values, category)
            length = UNKNOWN_LENGTH if value is None else abs(value) / most * (WIDTH - VALUE_ROOM)
            said, name = figure.spoken(value), _name(figure, series, category, value)
            bars.append(
                Bar(0, y, max(length, 2), ROW_BAR, series, said, name, known=value is not None)
            )
            y += ROW_BAR + 3
        y += ROW_GAP - 3
    return Drawing(height=max(y - ROW_GAP + 4, 1), lying=True, names=tuple(names), bars=tuple(bars))


def _standing(figure: Figure) -> Drawing:
    values = _values(figure)
    whole = all(float(value).is_integer() for value in values)
    marks = steps(min(values, default=0), max(values, default=0), whole=whole)
    plot = _Plot(
        low=marks[0],
        high=marks[-1],
        left=12 + LETTER * max(len(figure.spoken(mark)) for mark in marks),
        slots=max(1, len(figure.categories)),
    )
    every = max(1, math.ceil(_widest(figure) / (plot.slot - 2)))
    names = tuple(
        Label(plot.middle(n), PLOT_TOP + PLOT_HEIGHT + 18, label.plain)
        for n, label in enumerate(figure.categories)
        if n % every == 0
    )
    lines = figure.kind is FigureKind.LINES
    return Drawing(
        height=PLOT_TOP + PLOT_HEIGHT + LABEL_ROOM,
        scale=tuple(Label(plot.left - 8, plot.y(m), figure.spoken(m)) for m in marks),
        names=names,
        bars=() if lines else _standing_bars(figure, plot),
        strokes=_strokes(figure, plot) if lines else (),
        dots=_dots(figure, plot) if lines else (),
        left=plot.left,
        zero=plot.y(0),
    )


@dataclass(frozen=True)
class _Plot:
    low: float
    high: float
    left: float
    slots: int

    @property
    def slot(self) -> float:
        return (WIDTH - self.left) / self.slots

    def middle(self, category: int) -> float:
        return round(self.left + self.slot * (category + 0.5), 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return round(PLOT_TOP + PLOT_HEIGHT * (1 - share), 1)


def _widest(figure: Figure) -> float:
    return max((len(name.plain) * LETTER for name in figure.categories), default=0)


def _at(values: Sequence[float | None], category: int) -> float | None:
    return values[category] if category < len(values) else None


def _standing_bars(figure: Figure, plot: _Plot) -> tuple[Bar, ...]:
    width = min(40.0 * max(1, len(figure.series)), plot.slot * 0.76) / max(1, len(figure.series))
    bars = []
    for category in range(len(figure.categories)):
        start = plot.middle(category) - width * len(figure.series) / 2
        for series, row in enumerate(figure.series):
            value = _at(row.values, category)
            top = plot.y(0) - UNKNOWN_LENGTH if value is None else min(plot.y(value), plot.y(0))
            height = UNKNOWN_LENGTH if value is None else abs(plot.y(value) - plot.y(0))
            bars.append(
                Bar(
                    x=round(start + series * width + 1, 1),
                    y=round(top, 1),
                    width=round(width - 2, 1),
                    height=round(max(height, 1.5), 1),
                    series=series,
                    value=_fitting(value, figure, width),
                    name=_name(figure, series, category, value),
                    known=value is not None,
                )
            )
    return tuple(bars)


def _fitting(value: float | None, figure: Figure, width: float) -> str:
    """Return the value with its unit, without it, or nothing, whatever fits above a bar."""
    for words in (figure.spoken(value), replace(figure, unit="").spoken(value)):
        if len(words) * LETTER <= width + 1:
            return words
    return ""


def _strokes(figure: Figure, plot: _Plot) -> tuple[Stroke, ...]:
    strokes = []
    for series, row in enumerate(figure.series):
        run: list[str] = []
        for category, value in enumerate([*row.values, None]):
            if value is not None:
                run.append(f"{plot.middle(category)},{plot.y(value)}")
                continue
            if len(run) > 1:
                strokes.append(Stroke(" ".join(run), series))
            run = []
    return tuple(strokes)


def _dots(figure: Figure, plot: _Plot) -> tuple[Dot, ...]:
    return tuple(
        Dot(plot.middle(n), plot.y(value), series, _name(figure, series, n, value))
        for series, row in enumerate(figure.series)
        for n, value in enumerate(row.values)
        if value is not None and n < len(figure.categories)
    )
