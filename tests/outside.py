"""What the bot meets outside: a messenger to the cast, a writer of files, a log that is listened to."""

import logging

from bot.model import Address, Language
from bot.said import Message, Report
from tests.screen import plain


class RecordingMessenger:
    """Delivers into the inboxes of the cast; keeps `bot.ports.Messenger`."""

    def __init__(self, inboxes: dict[Address, dict[str, Message]]) -> None:
        self.inboxes = inboxes
        self.sent = 0

    async def send(self, address: Address, message: Message, key: str) -> str:
        """Put a new message on somebody's screen."""
        self.sent += 1
        self.inboxes[address][key] = message
        return key

    async def update(self, address: Address, provider_id: str, message: Message) -> None:
        """Replace a message on somebody's screen."""
        self.inboxes[address][provider_id] = message

    async def find(self, address: Address, key: str) -> str | None:
        """Return the id of a message that arrived."""
        return key if key in self.inboxes[address] else None


def outline(report: Report, _language: Language) -> bytes:
    """Write a report as its words, one text a line; keeps `bot.ports.Write`."""
    return plain(report).encode()


class Failures(logging.Handler):
    """Collects what the core logs as an error and hides from people behind a polite word."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []
        logging.getLogger("bot").addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error with its trace."""
        formatted = logging.Formatter().format(record)
        self.found.append(formatted)

    def stop(self) -> None:
        """Listen no longer."""
        logging.getLogger("bot").removeHandler(self)
