"""Pictures: quick, sharp, the same every time, and never stopped by what a label says."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.pictures import png
from bot.said import Figure, FigureKind, Series
from tests.adapters.web.samples import FUNNEL, SATISFACTION, WEEKS, words

MARK = b"\x89PNG\r\n\x1a\n"
UNUSUAL = ("$\\frac{1}{x$", "_hidden", "Größe & Überblick", "日本", "", "a\nb", "%d {x} <b>")


def size(picture: bytes) -> tuple[int, int]:
    """Return a PNG's width and height in pixels."""
    width, height = struct.unpack(">II", picture[16:24])
    return int(width), int(height)


@pytest.mark.parametrize("figure", [WEEKS, FUNNEL, SATISFACTION])
def test_a_figure_is_drawn_sharply(figure: Figure) -> None:
    picture = png(figure)
    assert picture.startswith(MARK)
    width, height = size(picture)
    assert width == 1200
    assert 400 <= height <= 1600


@pytest.mark.parametrize("figure", [WEEKS, FUNNEL, SATISFACTION])
def test_the_same_figure_is_the_same_bytes(figure: Figure) -> None:
    assert png(figure) == png(figure)


def test_bars_that_stand_keep_their_size_however_many_they_are() -> None:
    names = tuple(words(f"week {number}") for number in range(26))
    many = Figure(FigureKind.BARS, words("t"), words("c"), names, (Series(words("s"), (5,) * 26),))
    assert size(png(many))[1] > 2000
    assert size(png(many, upright=True)) == size(png(WEEKS, upright=True))


def test_a_missing_value_looks_different_from_a_zero() -> None:
    def drawn(value: float | None) -> bytes:
        names = tuple(map(words, ("a", "b")))
        return png(
            Figure(
                FigureKind.BARS, words("t"), words("c"), names, (Series(words("s"), (5, value)),)
            )
        )

    assert drawn(None) != drawn(0)


@pytest.mark.filterwarnings("ignore:Glyph")  # a letter the font lacks is drawn as a box
@settings(max_examples=25)
@given(
    kind=st.sampled_from(FigureKind),
    names=st.lists(st.sampled_from(UNUSUAL) | st.text("aäß$ ", max_size=40), max_size=14),
    many=st.integers(0, 3),
    data=st.data(),
)
def test_no_figure_is_too_odd_to_draw(
    kind: FigureKind, names: list[str], many: int, data: st.DataObject
) -> None:
    value = st.none() | st.floats(-1e6, 1e6, allow_nan=False)
    series = tuple(
        Series(
            words(data.draw(st.sampled_from(UNUSUAL))), tuple(data.draw(value) for _name in names)
        )
        for _row in range(many)
    )
    categories = tuple(words(name) for name in names)
    assert png(Figure(kind, words(*names[:1]), words("caption"), categories, series)).startswith(
        MARK
    )
