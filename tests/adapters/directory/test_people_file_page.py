"""The page about the people file says what the code does: its table and its examples are read."""

import re
from pathlib import Path

import pytest

from adapters.directory.csv_read import read_people
from adapters.directory.person_row import COLUMNS
from bot.model import Role

PAGE = (Path(__file__).parents[3] / "docs" / "people-file.md").read_text("utf-8")
GOOD, BAD = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)
[TOLD] = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
TABLE = re.findall(r"^\| `(\w+)` \| `(.+?)` \|", PAGE, re.MULTILINE)


def test_the_whole_file_on_the_page_reads_without_a_problem() -> None:
    people = read_people(GOOD)
    assert people.problems == ()
    assert people.unknown_columns == ()
    assert [row.role for row in people.rows] == [None, Role.MENTEE, Role.BOTH, Role.MENTOR, None]
    assert people.rows[2].wants == (("ISO 9001: Audits", 1),)
    assert people.rows[3].offers[1] == ("1:1-Gespräche", 2)
    assert people.rows[4].time_zone == "Europe/Berlin"


def test_the_bad_file_on_the_page_is_told_exactly_that() -> None:
    assert TOLD.splitlines() == [str(problem) for problem in read_people(BAD).problems]


def test_the_page_names_every_column_in_its_order() -> None:
    assert tuple(column for column, _ in TABLE) == COLUMNS
    assert GOOD.splitlines()[0] == ",".join(COLUMNS)


@pytest.mark.parametrize(("column", "cell"), TABLE)
def test_every_example_in_the_table_is_read(column: str, cell: str) -> None:
    everybody = {"email": "a@lindenhof.example", "name": "A", "country": "DE"}
    row = everybody | {column: cell.replace("\\|", "|")}
    text = f"{','.join(row)}\n{','.join(row.values())}\n"
    assert read_people(text, {"maya.iyer@lindenhof.example"}).problems == ()
