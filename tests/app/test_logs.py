"""Logs name nobody."""

import json
import logging
import sqlite3
from contextlib import closing

import pytest

from app.logs import write_logs

pytestmark = pytest.mark.usefixtures("logs_as_before")


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


def test_libraries_tell_nothing_of_every_start(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    write_logs("info")
    libraries = ("alembic.runtime.migration", "procrastinate.blueprints", "slack_bolt.middleware")
    caplog.set_level(logging.INFO, logger="slack_bolt.middleware")  # as Bolt does by itself
    for library in libraries:
        logging.getLogger(library).info("as at every start")
        logging.getLogger(library).warning("as it should not be")
    logged = capsys.readouterr().err
    assert "as at every start" not in logged
    assert logged.count("as it should not be") == len(libraries)


def test_what_a_stranger_brings_about_is_not_said_at_every_try(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_logs("debug")
    for _ in range(3):
        logging.getLogger("a room").warning("not taken", extra={"trouble": "nobody signed it"})
    (line,) = (json.loads(each) for each in capsys.readouterr().err.splitlines())
    assert line["trouble"] == "nobody signed it"


def full(connection: sqlite3.Connection) -> Exception:
    """Return what SQLite raises when it has no room for another row."""
    with pytest.raises(sqlite3.OperationalError) as raised:
        connection.execute("INSERT INTO told VALUES (zeroblob(100000))")
    return raised.value


def test_what_a_database_cannot_do_is_one_sentence_and_not_said_at_every_tick(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_logs("info")
    room = logging.getLogger("a room")
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE told (words)")
        connection.execute("PRAGMA max_page_count = 2")
        for _ in range(3):
            room.error("tick failed", exc_info=full(connection))
    room.error("tick failed", exc_info=KeyError("a defect of ours"))
    first, second = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert first["trouble"] == "database or disk is full: make room on the disk of the database"
    assert "exception" not in first
    assert second["exception"] == "KeyError: 'a defect of ours'"
