"""A report as a CSV that a table program opens with a double click."""

import csv
from collections.abc import Mapping
from io import StringIO

from adapters.formulas import guarded
from bot.model import Language
from bot.said import Cell, Number, Report, Text

# What a table program expects where this language is spoken: between cells, and in a number.
SEPARATORS: Mapping[Language, tuple[str, str]] = {Language.DE: (";", ","), Language.EN: (",", ".")}


def written(report: Report, language: Language) -> bytes:
    """Return the report's first sheet as UTF-8 with the mark by which Excel knows it."""
    separator, point = SEPARATORS[language]
    sheet = report.sheets[0]
    stream = StringIO()
    table = csv.writer(stream, delimiter=separator, lineterminator="\r\n")
    table.writerow([guarded(head.plain) for head in sheet.heads])
    for row in sheet.rows:
        table.writerow([_cell(each, point) for each in row])
    return stream.getvalue().encode("utf-8-sig")


def _cell(cell: Cell, point: str) -> str:
    """Return a cell as it is written; a share in percent, since its unit stands beside it."""
    match cell:
        case None:
            return ""
        case Text():
            return guarded(cell.plain)
        case Number(value=value, decimals=decimals, percent=percent):
            return f"{value * (100 if percent else 1):.{decimals}f}".replace(".", point)
