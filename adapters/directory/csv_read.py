"""From the text of a people file to its rows and all its problems at once."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from itertools import zip_longest
from typing import TypeVar
from zoneinfo import ZoneInfo

from adapters.directory import between_rows, columns
from adapters.directory.columns import Unreadable
from adapters.directory.person_row import (
    COLUMNS,
    DEFAULT_CAPACITY,
    DEFAULT_TIME_ZONE,
    DEFAULT_WORK_END,
    DEFAULT_WORK_START,
    REQUIRED_COLUMNS,
    PeopleFile,
    PersonRow,
    Problem,
)
from adapters.formulas import unguarded
from bot.model import LONGEST_NIGHT_SHIFT, Meeting

SEPARATORS = (";", ",")
# One day in each half of a year: zones that agree on both keep the same clock.
TWO_DAYS = (datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC))
EVERY_COLUMN_ONCE = "every column once"

Value = TypeVar("Value")


@dataclass(frozen=True)
class _Record:
    """A line of the table as it was cut into cells, and where it begins in the file."""

    line: int
    cells: list[str]


@dataclass
class _Cells:
    """The cells of one row by column, and what is wrong with them so far."""

    line: int
    cells: dict[str, str]
    problems: list[Problem]

    def read(self, column: str, parse: Callable[[str], Value], default: Value) -> Value:
        """Return what the cell says, the default for an empty or unreadable one."""
        cell = unguarded(self.cells.get(column, "").strip())
        if not cell:
            return default
        try:
            return parse(cell)
        except Unreadable as unreadable:
            self.report(column, cell, str(unreadable))
            return default

    def report(self, column: str, value: str, expected: str) -> None:
        """Note a problem in this row."""
        self.problems.append(Problem(self.line, column, value, expected))


def read_people(text: str, known_emails: Collection[str] = ()) -> PeopleFile:
    """Return the rows of a people file without a problem, and all problems.

    `known_emails` are people outside the file whom it may name as managers.
    """
    problems: list[Problem] = []
    records = _records(text, problems)
    header = next(records, _Record(1, []))
    names = [_column_name(cell) for cell in header.cells]
    problems += _header_problems(header, names)
    rows = [_person(record, names, problems) for record in records]
    if not rows and not problems:
        problems.append(Problem(header.line + 1, "", "", "at least one person below the header"))
    return _checked(header, rows, problems, known_emails)


def _checked(
    header: _Record,
    rows: list[PersonRow],
    problems: list[Problem],
    known_emails: Collection[str],
) -> PeopleFile:
    spelling: dict[str, str] = {}
    for row in rows:
        spelling.setdefault(row.email.lower(), row.email)
    managers = between_rows.reporting_lines(rows)
    known = {email.lower() for email in known_emails} | (spelling.keys() - {""})
    problems += between_rows.doubles(rows)
    problems += between_rows.unknown_managers(rows, known)
    problems += between_rows.circles(rows, managers)
    problems.sort(key=_place)
    bad = {problem.line for problem in problems}
    unusable = header.line in bad
    good = [] if unusable else [row for row in rows if row.line not in bad]
    return PeopleFile(
        tuple(between_rows.spelled_alike(good, spelling)),
        tuple(problems),
        _unknown(header),
        {spelling[email]: spelling.get(manager, manager) for email, manager in managers.items()},
    )


def _place(problem: Problem) -> tuple[int, int]:
    column = problem.column
    return problem.line, COLUMNS.index(column) if column in COLUMNS else len(COLUMNS)


def _records(text: str, problems: list[Problem]) -> Iterator[_Record]:
    """Cut the text into cells; blank lines are left out, a broken quote ends the reading."""
    lines, skipped = _without_separator_line(text)
    separator = _separator(lines)
    table = csv.reader(io.StringIO(lines, newline=""), delimiter=separator, strict=True)
    line = skipped + 1
    try:
        for cells in table:
            if any(cell.strip() for cell in cells):
                yield _Record(line, cells)
            line = table.line_num + skipped + 1
    except csv.Error:
        expected = "closed quotes: from here on the file cannot be read"
        problems.append(Problem(line, "", "", expected))


def _without_separator_line(text: str) -> tuple[str, int]:
    """Drop Excel's own first line "sep=;"; return the rest and how many lines were dropped."""
    first, _, rest = text.partition("\n")
    return (rest, 1) if first.strip().lower() in {"sep=;", "sep=,"} else (text, 0)


def _separator(text: str) -> str:
    """The separator under which the header has the most columns that we know, or any columns."""

    def columns_found(separator: str) -> tuple[int, int]:
        lines = io.StringIO(text, newline="")
        for cells in csv.reader(lines, delimiter=separator):
            if any(cell.strip() for cell in cells):
                known = {_column_name(cell) for cell in cells} & set(COLUMNS)
                return len(known), len(cells)
        return 0, 0

    return max(SEPARATORS, key=columns_found)


def _column_name(cell: str) -> str:
    return "_".join(cell.casefold().replace("-", " ").replace("_", " ").split())


def _header_problems(header: _Record, names: list[str]) -> list[Problem]:
    missing = [
        Problem(header.line, column, "", f"a column {column} in the header, between ; or ,")
        for column in REQUIRED_COLUMNS
        if column not in names
    ]
    twice = [
        Problem(header.line, column, column, EVERY_COLUMN_ONCE)
        for column, count in Counter(names).items()
        if count > 1 and column in COLUMNS
    ]
    return missing + twice


def _unknown(header: _Record) -> tuple[str, ...]:
    return tuple(
        columns.one_line(cell) for cell in header.cells if _column_name(cell) not in ("", *COLUMNS)
    )


def _person(record: _Record, names: list[str], problems: list[Problem]) -> PersonRow:
    """Read one row; cells that cannot be read become problems and keep their default."""
    by_column = dict(zip_longest(names, record.cells[: len(names)], fillvalue=""))
    row = _Cells(record.line, by_column, problems)
    _must_fit(row, record, names)
    start, end = _hours(row)
    country, subdivision = row.read("country", columns.parse_country, ("", ""))
    return PersonRow(
        email=_required(row, "email", columns.parse_email, "an e-mail address"),
        name=_required(row, "name", columns.parse_name, "a name"),
        manager_email=row.read("manager_email", columns.parse_email, ""),
        team=row.read("team", columns.parse_name, ""),
        site=row.read("site", columns.parse_name, ""),
        country=country,
        subdivision=subdivision,
        time_zone=_zone(row, country),
        work_start=start,
        work_end=end,
        languages=row.read("languages", columns.parse_languages, ()),
        level=row.read("level", columns.parse_level, None),
        role=row.read("role", columns.parse_role, None),
        capacity=row.read("capacity", columns.parse_capacity, DEFAULT_CAPACITY),
        offers=row.read("offers", columns.parse_topics, ()),
        wants=row.read("wants", columns.parse_topics, ()),
        meeting=row.read("meeting", columns.parse_meeting, Meeting.ANY),
        not_with=row.read("not_with", columns.parse_emails, ()),
        earlier_partners=row.read("earlier_partners", columns.parse_emails, ()),
        competes_in=row.read("competes_in", columns.parse_name, ""),
        line=record.line,
    )


def _must_fit(row: _Cells, record: _Record, names: list[str]) -> None:
    beyond = [cell for cell in record.cells[len(names) :] if cell.strip()]
    if beyond:
        row.report("", beyond[0], f"at most {len(names)} cells, as many as the header has columns")


def _required(row: _Cells, column: str, parse: Callable[[str], str], expected: str) -> str:
    # A column that is missing altogether is one problem of the header, not one of every row.
    if column in row.cells and not row.cells[column].strip():
        row.report(column, "", expected)
    return row.read(column, parse, "")


def _hours(row: _Cells) -> tuple[time, time]:
    """Begin and end of the working day; an end before the begin is a night shift."""
    start = row.read("work_start", columns.parse_hour, DEFAULT_WORK_START)
    end = row.read("work_end", columns.parse_hour, DEFAULT_WORK_END)
    minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
    if minutes == 0 or (minutes < 0 and minutes + 24 * 60 > LONGEST_NIGHT_SHIFT * 60):
        row.report(
            "work_end",
            columns.format_hour(end),
            f"a time after work_start ({columns.format_hour(start)}), "
            f"or a night shift of at most {LONGEST_NIGHT_SHIFT} hours",
        )
    return start, end


def _zone(row: _Cells, country: str) -> str:
    """The zone in the cell, else the country's only one: never one of several."""
    zone = row.read("time_zone", columns.parse_zone, "")
    zones = columns.zones_of(country)
    if zone or not zones:
        return zone or DEFAULT_TIME_ZONE
    if len({_clock(zone) for zone in zones}) > 1 and not row.cells.get("time_zone", "").strip():
        row.report("time_zone", "", f"an IANA time zone, because {country} has several")
    return zones[0]


@cache
def _clock(zone: str) -> tuple[object, ...]:
    return tuple(day.astimezone(ZoneInfo(zone)).utcoffset() for day in TWO_DAYS)
