"""Logs: one JSON object a line, with ids and counts, never names, topics or notes."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

# PostgreSQL names the row it complains about: "DETAIL:  Key (email)=(...) already exists."
ROW_VALUES = re.compile(r"^\s*(DETAIL|CONTEXT|HINT):.*$", re.MULTILINE)

TALKATIVE = ("alembic", "procrastinate.blueprints")  # at every start, of nothing to an operator


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
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for library in TALKATIVE:
        logging.getLogger(library).setLevel(max(logging.WARNING, logging.getLogger().level))


def without_row_values(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Take out the lines in which a database quotes the row that it complains about."""
    for key in ("event", "exception"):
        if isinstance(event.get(key), str):
            event[key] = ROW_VALUES.sub("", event[key])
    return event
