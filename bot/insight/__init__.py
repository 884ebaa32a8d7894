"""Insight: from what happened to figures that HR may see; small groups stay hidden."""

from bot.insight.agreed import as_counted, hour_counts, proposal_counts
from bot.insight.definition import Unit
from bot.insight.figures import TARGETS
from bot.insight.freezing import (
    Published,
    PublishedFigures,
    PublishedWeek,
    freeze,
    last_freeze,
    next_freeze,
    read_published,
    week_ended,
)
from bot.insight.ledger import Ledger
from bot.insight.privacy import Standing, comments_group, smallest_group

__all__ = [
    "TARGETS",
    "Ledger",
    "Published",
    "PublishedFigures",
    "PublishedWeek",
    "Standing",
    "Unit",
    "as_counted",
    "comments_group",
    "freeze",
    "hour_counts",
    "last_freeze",
    "next_freeze",
    "proposal_counts",
    "read_published",
    "smallest_group",
    "week_ended",
]
