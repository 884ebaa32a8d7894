"""How a figure is drawn, with matplotlib."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from textwrap import fill

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Picture
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from adapters.pictures.colours import COLOURS, INK, PAPER, RULE, SOFT
from bot.said import Figure, FigureKind

# Whoever runs this may have a matplotlibrc; the pictures look the same everywhere.
mpl.rcdefaults()

WIDTH, HEIGHT = 6.0, 3.6  # inches
ROW_HEIGHT, ROWS_EXTRA = 0.62, 1.1  # inches for each lying bar, and for title and legend
FONT = "DejaVu Sans"  # comes with matplotlib, and knows every European letter
LETTERS, TITLE_LETTERS = 12.5, 15  # points
TITLE_LENGTH = 44  # letters in a line
LETTER_INCHES = 0.105  # average width of a letter of that size
DASHES, MARKS = ("-", "--", ":", "-."), ("o", "s", "^", "D")
ROOM_ABOVE = 1.12  # of the highest bar, for its value
UNKNOWN_SHARE = 0.14  # of the axis: how far the hatched place of a missing value reaches
MOST_VALUES_SHOWN = 16  # bars; with more of them their values would overlap


def drawn(figure: Figure, pixels_per_inch: int, *, upright: bool) -> bytes:
    """Return the picture of a worded figure as PNG bytes, as `adapters.pictures.png` promises."""
    lying = figure.kind is FigureKind.BARS and not (upright or _names_fit(figure))
    rows = len(figure.categories) * max(1, len(figure.series)) ** 0.5
    height = max(2.2, ROWS_EXTRA + ROW_HEIGHT * rows) if lying else HEIGHT
    picture = Picture(figsize=(WIDTH, height), dpi=pixels_per_inch, facecolor=PAPER)
    FigureCanvasAgg(picture)
    picture.set_layout_engine("constrained", w_pad=0.12, h_pad=0.12)
    axes = picture.add_subplot()
    if figure.kind is FigureKind.LINES:
        _lines(axes, figure)
    else:
        _bars(axes, figure, lying=lying)
    _dress(axes, figure, lying=lying)
    _title(picture, axes, figure)
    buffer = BytesIO()
    picture.savefig(buffer, format="png", facecolor=PAPER, metadata={"Software": None})
    return buffer.getvalue()


def letters() -> tuple[Path, Path]:
    """Return the files of the pictures' letters, plain and bold, for who sets words beside them."""
    folder = Path(mpl.get_data_path(), "fonts", "ttf")
    return folder / "DejaVuSans.ttf", folder / "DejaVuSans-Bold.ttf"


def _names_fit(figure: Figure) -> bool:
    slot = (WIDTH - 0.9) / max(1, len(figure.categories))
    return all(len(name.plain) * LETTER_INCHES <= slot for name in figure.categories)


def _lines(axes: Axes, figure: Figure) -> None:
    for n, row in enumerate(figure.series):
        places = range(len(row.values))
        # matplotlib leaves a gap at a value that is not a number.
        values = [float("nan") if value is None else value for value in row.values]
        axes.plot(
            places,
            values,
            color=COLOURS[n % len(COLOURS)],
            linestyle=DASHES[n % len(DASHES)],
            marker=MARKS[n % len(MARKS)],
            linewidth=2.4,
            markersize=6.5,
            markerfacecolor=PAPER,
            markeredgewidth=1.8,
        )
    low, high = min([*_known(figure), 0.0]), max([*_known(figure), 0.0])
    axes.set_ylim(low, (high or 1.0) * ROOM_ABOVE)


def _bars(axes: Axes, figure: Figure, *, lying: bool) -> None:
    many = max(1, len(figure.series))
    thickness = 0.76 / many
    most = max([*map(abs, _known(figure)), 0.0]) or 1.0
    draw = axes.barh if lying else axes.bar
    shown = len(figure.categories) * many <= MOST_VALUES_SHOWN
    for n, row in enumerate(figure.series):
        colour = COLOURS[n % len(COLOURS)]
        places = [place + (n - (many - 1) / 2) * thickness for place in range(len(row.values))]
        for place, value in zip(places, row.values, strict=True):
            length = most * UNKNOWN_SHARE if value is None else value
            bar = draw([place], [length], thickness * 0.94, color=colour)
            if value is None:
                bar[0].set(facecolor=PAPER, edgecolor=SOFT, hatch="////", linewidth=0.8)
            if shown:
                _value(axes, place, length, figure.spoken(value), lying=lying)
    low, high = min([*_known(figure), 0.0]), max([*_known(figure), 0.0])
    room = most * (ROOM_ABOVE - 1) * (1.6 if lying else 1)
    limits = (low - room if low < 0 else 0, (high + room) if high > 0 else room)
    (axes.set_xlim if lying else axes.set_ylim)(*limits)


def _value(axes: Axes, place: float, length: float, words: str, *, lying: bool) -> None:
    before = length < 0
    axes.annotate(
        words,
        (length, place) if lying else (place, length),
        (-5 if before else 5, 0) if lying else (0, -4 if before else 4),
        textcoords="offset points",
        ha=("right" if before else "left") if lying else "center",
        va="center" if lying else ("top" if before else "bottom"),
        fontsize=LETTERS - 1.5,
        fontfamily=FONT,
        color=INK,
        parse_math=False,
    )


def _dress(axes: Axes, figure: Figure, *, lying: bool) -> None:
    names = [name.plain for name in figure.categories]
    axis, scale = (axes.yaxis, axes.xaxis) if lying else (axes.xaxis, axes.yaxis)
    every = 1 if lying else _every(names)
    axis.set_ticks(
        range(0, len(names), every),
        names[::every],
        fontsize=LETTERS,
        fontfamily=FONT,
        color=INK if lying else SOFT,
        parse_math=False,
    )
    # What is counted comes in no halves.
    whole = all(float(value).is_integer() for value in _known(figure))
    scale.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], integer=whole))
    scale.set_major_formatter(FuncFormatter(lambda value, _place: figure.spoken(value)))
    for label in scale.get_ticklabels():
        label.set(fontfamily=FONT, fontsize=LETTERS - 1, color=SOFT, parse_math=False)
    scale.grid(visible=True, color=RULE, linewidth=1)
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    if lying:
        axes.invert_yaxis()
        axes.xaxis.set_visible(False)


def _every(names: Sequence[str]) -> int:
    """Return that every n-th name is shown, so that they do not run into each other."""
    widest = max((len(name) for name in names), default=0) * LETTER_INCHES + 0.1
    slot = (WIDTH - 0.9) / max(1, len(names))
    return max(1, -(-widest // slot).__int__())


def _title(picture: Picture, axes: Axes, figure: Figure) -> None:
    picture.suptitle(
        # matplotlib's own wrapping would read a $ as mathematics.
        fill(figure.title.plain, TITLE_LENGTH),
        x=0.02,
        ha="left",
        fontsize=TITLE_LETTERS,
        fontweight="bold",
        fontfamily=FONT,
        color=INK,
        parse_math=False,
    )
    many = len(figure.series)
    if many <= 1:
        return
    drawn = axes.lines or [Patch(color=COLOURS[n % len(COLOURS)]) for n in range(many)]
    legend = axes.legend(
        drawn,
        [row.label.plain for row in figure.series],
        loc="upper left",
        bbox_to_anchor=(0, -0.1),
        ncols=3,
        frameon=False,
        borderaxespad=0.2,
        prop={"family": FONT, "size": LETTERS - 0.5},
        labelcolor=INK,
    )
    for words in legend.get_texts():
        words.set_parse_math(False)


def _known(figure: Figure) -> list[float]:
    return [value for row in figure.series for value in row.values if value is not None]
