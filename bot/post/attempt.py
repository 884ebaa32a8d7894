"""An attempt to deliver a notice, and why none is made."""

from dataclasses import dataclass
from datetime import datetime

from bot.model import Address, Notice
from bot.said import Message


@dataclass(frozen=True)
class Attempt:
    """A claimed notice on its way to one address; `doubted` where it may have arrived there before."""

    notice: Notice
    address: Address
    message: Message
    doubted: bool = False


class Moot(Exception):
    """An edit of something that was never said."""


class Quieter(Exception):
    """A notice that waits for a quieter moment of its person's, `until` then."""

    def __init__(self, until: datetime) -> None:
        super().__init__()
        self.until = until
