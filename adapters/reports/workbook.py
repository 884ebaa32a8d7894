"""A report as a workbook: its sheets to reckon with, and one that says what they mean."""

from collections.abc import Iterator
from datetime import UTC
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from adapters.reports.colours import ACCENT, INK, PAPER, RULE, SERIES, SOFT
from bot.model import Language
from bot.said import Aside, Cell, Facts, Number, Paragraph, Report, Sheet, Text

FONT = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}
NARROW, WIDE, READING = 11, 46, 100  # widths of columns, in letters
HEAD_HEIGHT = 32  # points: two lines
A4 = 9  # Excel's number for it
LONGEST_TITLE = 31  # letters; more Excel does not take for a sheet's name


def written(report: Report, _language: Language) -> bytes:
    """Return the report as XLSX; numbers are numbers, and no word is taken for a formula or a link."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(stream, options) as book:
        made_at = report.made_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": report.title.plain, "created": made_at})
        looks = Looks(book)
        for sheet in report.sheets:
            _fill(book.add_worksheet(sheet.title.plain[:LONGEST_TITLE]), sheet, looks, book)
        _explain(book.add_worksheet(report.notes_title.plain[:LONGEST_TITLE]), report, looks)
    return stream.getvalue()


class Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._numbers: dict[tuple[int, bool], Format] = {}
        self.words: Format = book.add_format({**FONT, "text_wrap": True})
        self.title: Format = book.add_format({**FONT, "bold": True, "font_size": 14})
        self.label: Format = book.add_format({**FONT, "bold": True, "font_color": SOFT})
        self.head: Format = book.add_format(
            {**FONT, "bold": True, "font_color": PAPER, "bg_color": ACCENT, "text_wrap": True}
        )

    def number(self, number: Number) -> Format:
        """Return how a number looks: with its decimals, a share in percent."""
        kind = (number.decimals, number.percent)
        if kind not in self._numbers:
            places = "." + "0" * number.decimals if number.decimals else ""
            shown = f"0{places}%" if number.percent else f"#,##0{places}"
            self._numbers[kind] = self._book.add_format({**FONT, "num_format": shown})
        return self._numbers[kind]


def _fill(page: Worksheet, sheet: Sheet, looks: Looks, book: Workbook) -> None:
    """Write the heads, which stay in view and can be filtered, and the rows."""
    for column, head in enumerate(sheet.heads):
        page.write_string(0, column, head.plain, looks.head)
        page.set_column(column, column, WIDE if _has_sentences(sheet, column) else NARROW)
    for row, cells in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(cells):
            _write(page, row, column, cell, looks)
    page.set_row(0, HEAD_HEIGHT)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(sheet.rows), len(sheet.heads) - 1)
    _print_well(page)
    if sheet.drawn:
        _draw(page, sheet, book)


def _write(page: Worksheet, row: int, column: int, cell: Cell, looks: Looks) -> None:
    match cell:
        case Text():
            page.write_string(row, column, cell.plain, looks.words)
        case Number():
            page.write_number(row, column, cell.value, looks.number(cell))
        case None:
            pass


def _has_sentences(sheet: Sheet, column: int) -> bool:
    cells = (row[column] for row in sheet.rows)
    return any(isinstance(cell, Text) and len(cell.plain) > NARROW * 2 for cell in cells)


def _draw(page: Worksheet, sheet: Sheet, book: Workbook) -> None:
    """Draw the columns after the first, a group of bars for each row; an empty cell is a gap."""
    chart = book.add_chart({"type": "column"})
    name, last = sheet.title.plain[:LONGEST_TITLE], len(sheet.rows)
    for column in range(1, len(sheet.heads)):
        chart.add_series(
            {
                "name": [name, 0, column],
                "categories": [name, 1, 0, last, 0],
                "values": [name, 1, column, last, column],
                "fill": {"color": SERIES[(column - 1) % len(SERIES)]},
            }
        )
    chart.set_title({"name": sheet.title.plain, "name_font": {"size": 12, "color": INK}})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": RULE}}})
    chart.set_size({"width": 720, "height": 360})
    page.insert_chart(1, len(sheet.heads) + 1, chart)


def _explain(page: Worksheet, report: Report, looks: Looks) -> None:
    page.set_column(0, 0, NARROW * 2)
    page.set_column(1, 1, READING)
    page.write_string(0, 0, report.title.plain, looks.title)
    for row, (label, words) in enumerate(_explained(report), start=2):
        page.write_string(row, 0, label, looks.label)
        page.write_string(row, 1, words, looks.words)
    _print_well(page)


def _explained(report: Report) -> Iterator[tuple[str, str]]:
    """Yield what there is to know beside the numbers, as label and words."""
    for part in report.parts:
        if isinstance(part, Facts):
            yield from ((label.plain, words.plain) for label, words in part.facts)
        elif isinstance(part, Paragraph | Aside):
            yield "", part.text.plain
    yield from (("", note.plain) for note in report.notes)


def _print_well(page: Worksheet) -> None:
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.hide_gridlines(2)
