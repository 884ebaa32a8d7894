"""Figures as pictures, for platforms that cannot draw; matplotlib is imported with the first one."""

from importlib import import_module

from bot.said import Figure

PIXELS_PER_INCH = 200  # 1200 pixels wide: sharp at 600, and letters of 11 pixels at 360


def png(figure: Figure, pixels_per_inch: int = PIXELS_PER_INCH, *, upright: bool = False) -> bytes:
    """Return the picture of a worded figure as PNG bytes, the same for the same figure.

    Bars whose names do not fit side by side lie below each other; `upright` ones never do, and only
    some are named.
    """
    # Half a second and thirty megabytes, which a server needs only once somebody looks at figures.
    drawing = import_module(f"{__name__}.drawing")
    content: bytes = drawing.drawn(figure, pixels_per_inch, upright=upright)
    return content
