"""Asks whether a notice can wait, and until when, for a day on which nothing else reaches the person."""

from datetime import datetime

from bot.core import Bot
from bot.flows import quiet
from bot.model import Notice
from bot.turn import Turn


def waits(bot: Bot, notice: Notice, now: datetime) -> datetime | None:
    """Return until when a notice waits; None when it goes now."""
    with bot.books.read() as store:
        return quiet.later(Turn(now, store, bot.catalogue), notice)
