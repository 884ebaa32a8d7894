"""From rows to a people file that reads back as the same rows."""

import csv
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TextIO

from adapters.directory import columns
from adapters.directory.person_row import COLUMNS, PersonRow
from adapters.formulas import guarded

CELLS: Mapping[str, Callable[[PersonRow], str]] = {
    "email": lambda row: row.email,
    "name": lambda row: row.name,
    "manager_email": lambda row: row.manager_email,
    "team": lambda row: row.team,
    "site": lambda row: row.site,
    "country": lambda row: columns.format_country(row.country, row.subdivision),
    "time_zone": lambda row: row.time_zone,
    "work_start": lambda row: columns.format_hour(row.work_start),
    "work_end": lambda row: columns.format_hour(row.work_end),
    "languages": lambda row: columns.format_languages(row.languages),
    "level": lambda row: "" if row.level is None else str(row.level),
    "role": lambda row: row.role.value if row.role else "",
    "capacity": lambda row: str(row.capacity),
    "offers": lambda row: columns.format_topics(row.offers),
    "wants": lambda row: columns.format_topics(row.wants),
    "meeting": lambda row: row.meeting.value,
    "not_with": lambda row: columns.format_emails(row.not_with),
    "earlier_partners": lambda row: columns.format_emails(row.earlier_partners),
    "competes_in": lambda row: row.competes_in,
}


def write_people(rows: Iterable[PersonRow], stream: TextIO, separator: str = ",") -> None:
    """Write a people file: header and one line a person; nothing begins like a formula."""
    table = csv.writer(stream, delimiter=separator, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        table.writerow([guarded(CELLS[column](row)) for column in COLUMNS])


def for_its_owner(path: str, flags: int) -> int:
    """Open a file about people: a new one can be read by its owner only."""
    return os.open(path, flags, 0o600)


def save_people(rows: Iterable[PersonRow], path: Path, *, for_excel: bool = False) -> None:
    """Write a people file in UTF-8; for Excel with `;` and BOM, as it needs in German settings."""
    encoding, separator = ("utf-8-sig", ";") if for_excel else ("utf-8", ",")
    with open(path, "w", encoding=encoding, newline="", opener=for_its_owner) as stream:
        write_people(rows, stream, separator)
