"""Logs: one JSON object a line, with ids and counts, never names, topics or notes."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from storage.trouble import trouble_with

# PostgreSQL names the row it complains about: "DETAIL:  Key (email)=(...) already exists."
ROW_VALUES = re.compile(r"^\s*(DETAIL|CONTEXT|HINT):.*$", re.MULTILINE)

# A database that is away or full fails every tick: said this often, it is heard and fills no disk.
SAID_AGAIN_SECONDS = 10.0

NO_REQUEST = "what came in is no request"  # aiohttp's own words quote it

# At every start, of nothing to an operator; Slack's quote what comes in, whoever sent it.
TALKATIVE = ("alembic", "procrastinate.blueprints", "slack_bolt", "slack_sdk")


def write_logs(level: str) -> None:
    """Write everything that is logged to standard error from now on."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_row_values,
    ]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(), foreign_pre_chain=shared
        )
    )
    handler.addFilter(_worth_saying)
    handler.addFilter(KnownTrouble())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def _worth_saying(record: logging.LogRecord) -> bool:
    """Tell whether a talkative library warns; Bolt gives each of its loggers a level of its own."""
    return record.levelno >= logging.WARNING or not record.name.startswith(TALKATIVE)


class KnownTrouble(logging.Filter):
    """Lets what a database cannot do, or a stranger sends, be said in a sentence, once in a while.

    What is logged with a `trouble` of its own is said as seldom.
    """

    def __init__(self) -> None:
        super().__init__()
        self._said: dict[tuple[str, object, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the sentence where the traceback would stand; False where it was just said."""
        problem = record.exc_info[1] if record.exc_info else None
        trouble = trouble_with(problem) if problem else getattr(record, "trouble", None)
        if isinstance(problem, HttpProcessingError | web.RequestPayloadError):
            trouble = NO_REQUEST
            record.levelno, record.levelname = logging.WARNING, "WARNING"
        if trouble is None:
            return True
        record.exc_info = None
        record.trouble = trouble
        what = (record.name, record.msg, trouble)
        if record.created - self._said.get(what, -SAID_AGAIN_SECONDS) < SAID_AGAIN_SECONDS:
            return False
        self._said[what] = record.created
        return True


def without_row_values(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Take out the lines in which a database quotes the row that it complains about."""
    for key in ("event", "exception"):
        if isinstance(event.get(key), str):
            event[key] = ROW_VALUES.sub("", event[key])
    return event
