"""A bot that remembers everything it said."""

from datetime import datetime

from bot.core import Bot
from bot.heard import Heard
from bot.model import Notice
from bot.ports import Store
from bot.said import Message, Reply

HEARD: list[Reply] = []


class Remembering(Bot):
    """The bot of every test: what it says is collected (`tests.said.plugin`)."""

    def hear(self, heard: Heard, now: datetime) -> Reply:
        """Answer, and remember it."""
        reply = super().hear(heard, now)
        HEARD.append(reply)
        return reply

    def compose(self, store: Store, notice: Notice, now: datetime) -> Message | None:
        """Word a notice, and remember it."""
        message = super().compose(store, notice, now)
        HEARD.extend([message] if message else [])
        return message
