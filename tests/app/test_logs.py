"""Logs name nobody."""

import json
import logging
from collections.abc import Iterator

import pytest

from app.logs import write_logs


@pytest.fixture(autouse=True)
def _logs_as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    yield
    root.handlers[:], root.level = before


def test_a_line_is_json_with_its_ids(capsys: pytest.CaptureFixture[str]) -> None:
    write_logs("info")
    logging.getLogger("a room").info("sent", extra={"notice": 17})
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["notice"], line["level"]) == ("sent", 17, "info")


def test_what_a_database_quotes_of_a_row_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    write_logs("info")
    complaint = "duplicate key\nDETAIL:  Key (email)=(asha@musterwerk.example) already exists."
    logging.getLogger("a room").error("turn failed", exc_info=RuntimeError(complaint))
    logged = capsys.readouterr().err
    assert "duplicate key" in logged
    assert "asha@" not in logged


def test_libraries_tell_nothing_of_every_start(capsys: pytest.CaptureFixture[str]) -> None:
    write_logs("info")
    for library in ("alembic.runtime.migration", "procrastinate.blueprints"):
        logging.getLogger(library).info("as at every start")
        logging.getLogger(library).warning("as it should not be")
    logged = capsys.readouterr().err
    assert "as at every start" not in logged
    assert logged.count("as it should not be") == 2
