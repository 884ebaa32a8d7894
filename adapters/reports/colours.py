"""The colours of a report, those of the pictures in it."""

from adapters.pictures.colours import COLOURS, INK, PAPER, RULE, SOFT

__all__ = ["ACCENT", "INK", "PAPER", "RULE", "SERIES", "SOFT", "TINT"]

ACCENT = COLOURS[0]
SERIES = COLOURS
TINT = "#f4f1ea"  # behind what is to be seen first
