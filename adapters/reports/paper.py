"""A report as a PDF on A4: a page to be read at a glance, then the whole table."""

from collections.abc import Iterator
from datetime import UTC
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Image,
    KeepTogether,
    LongTable,
    PageBreak,
    SimpleDocTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Words
from reportlab.platypus import Table as Grid

from adapters.pictures import png
from adapters.pictures.drawing import letters
from adapters.reports.colours import ACCENT, INK, RULE, SOFT, TINT
from bot.model import Language
from bot.said import Aside, Bold, Facts, Figure, Highlight, Paragraph, Part, Report, Table, Text

MARGIN = 18 * mm
AROUND = 6  # points that the library leaves inside a margin
WIDTH = A4[0] - 2 * MARGIN
PICTURE_WIDTH = 0.8 * WIDTH  # its letters are then as large as the words around it
PIXELS_PER_INCH = 300  # sharp on paper
PLAIN, BOLD = "Letters", "Letters-Bold"
WIDEST = 200  # points of a cell; beyond, it gets no further share of the table's width
PADDING = 4.0  # points around what stands in a cell

for _name, _file in zip((PLAIN, BOLD), letters(), strict=True):
    registerFont(TTFont(_name, str(_file)))
registerFontFamily(PLAIN, PLAIN, BOLD, PLAIN, BOLD)


def _style(size: float, *, colour: str = INK, bold: bool = False, after: float = 0) -> Any:
    return ParagraphStyle(
        f"{size}{colour}{bold}{after}",
        fontName=BOLD if bold else PLAIN,
        fontSize=size,
        leading=size * 1.4,
        textColor=HexColor(colour),
        spaceAfter=after,
    )


TITLE = _style(19, bold=True, after=3)
SUBTITLE = _style(9.5, colour=SOFT, after=8)
HEADING = _style(11.5, bold=True, after=4)
BODY = _style(9, after=4)
CELL = _style(9)
LABEL = _style(9, colour=SOFT)
SMALL = _style(8, colour=SOFT, after=4)
HEAD = _style(8.5, colour=SOFT, bold=True)
LARGE = _style(20, colour=ACCENT, bold=True)


def written(report: Report, language: Language) -> bytes:
    """Return the report as PDF; its letters come with it, whatever the language of a name."""
    stream = BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=MARGIN - AROUND,
        rightMargin=MARGIN - AROUND,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=report.title.plain,
        lang=language.value,
        author="Kehrwert",
        creator="Kehrwert",
        subject=report.title.plain,
        displayDocTitle=True,
        invariant=1,
    )

    dated = f"{report.made_at.astimezone(UTC):D:%Y%m%d%H%M%SZ}"

    def finish(canvas: Canvas, page: Any) -> None:
        canvas.setDateFormatter(lambda *_present: dated)
        _foot(canvas, report.title.plain, page.page)

    document.build(list(_story(report)), onFirstPage=finish, onLaterPages=finish)
    return stream.getvalue()


def _story(report: Report) -> Iterator[Flowable]:
    """Yield a first page up to the first table, and from there on all the tables."""
    tables = [n for n, part in enumerate(report.parts) if isinstance(part, Table)]
    first = tables[0] if tables else len(report.parts)
    yield Words(_markup(report.title), TITLE)
    for part in report.parts[:1]:
        yield from _set(part, SUBTITLE)
    yield from _highlights(report.highlights)
    for part in report.parts[1:first]:
        yield from _set(part, BODY)
    yield from _notes(report)
    if tables:
        yield PageBreak()
        yield Words(_markup(report.sheets[0].title), HEADING)
    for part in report.parts[first:]:
        yield from _set(part, BODY)


def _set(part: Part, style: Any) -> Iterator[Flowable]:
    match part:
        case Paragraph(text=words):
            yield Words(_markup(words), style)
        case Facts():
            yield _facts(part)
        case Figure():
            yield Spacer(1, 10)
            yield _picture(part)
        case Aside(text=words):
            yield Words(_markup(words), SMALL)
        case Table():
            yield _table(part)
            yield Spacer(1, 12)


def _highlights(highlights: tuple[Highlight, ...]) -> Iterator[Flowable]:
    """Yield the large numbers side by side, each on a tinted ground."""
    if not highlights:
        return
    cells = [
        [
            Words(_markup(each.value), LARGE),
            Words(_markup(each.label), CELL),
            Words(_markup(each.remark), SMALL),
        ]
        for each in highlights
    ]
    gap = 3 * mm
    width = (WIDTH - gap * (len(cells) - 1)) / len(cells)
    row: list[object] = [cells[0]]
    widths = [width]
    for cell in cells[1:]:
        row += ["", cell]
        widths += [gap, width]
    tinted = [("BACKGROUND", (n, 0), (n, 0), HexColor(TINT)) for n in range(0, len(row), 2)]
    lines = [("LINEABOVE", (n, 0), (n, 0), 2, HexColor(ACCENT)) for n in range(0, len(row), 2)]
    yield Grid([row], colWidths=widths, style=[*_cells(2 * PADDING), *tinted, *lines])
    yield Spacer(1, 8)


def _facts(facts: Facts) -> Flowable:
    rows = [
        [Words(_markup(label), LABEL), Words(_markup(words), CELL)] for label, words in facts.facts
    ]
    return Grid(rows, colWidths=[WIDTH * 0.3, WIDTH * 0.7], style=_cells(2))


def _picture(figure: Figure) -> Flowable:
    image = Image(BytesIO(png(figure, PIXELS_PER_INCH, upright=True)))
    image.drawHeight *= PICTURE_WIDTH / image.drawWidth
    image.drawWidth = PICTURE_WIDTH
    image.hAlign = "LEFT"
    return image


def _table(table: Table) -> Flowable:
    """Return a table that goes on over pages under its heads."""
    rows = [[Words(_markup(head), HEAD) for head in table.heads]]
    rows += [[Words(_markup(cell), CELL) for cell in row] for row in table.rows]
    ruled = [
        ("LINEBELOW", (0, 0), (-1, 0), 1, HexColor(ACCENT)),
        ("LINEBELOW", (0, 1), (-1, -1), 0.5, HexColor(RULE)),
    ]
    return LongTable(rows, colWidths=_widths(table), repeatRows=1, style=[*_cells(PADDING), *ruled])


def _widths(table: Table) -> list[float]:
    """Return the columns' widths in points: room for the longest word, the rest for long sentences."""
    columns = list(zip(table.heads, *table.rows, strict=True))
    longest = [max(_wide(word) for cell in column for word in _words(cell)) for column in columns]
    least = [min(each, WIDTH / len(columns)) for each in longest]
    spare = WIDTH - sum(least)
    whole = [max(min(_wide(cell.plain), WIDEST) for cell in column) for column in columns]
    more = [max(1.0, full - low) for full, low in zip(whole, least, strict=True)]
    return [low + spare * each / sum(more) for low, each in zip(least, more, strict=True)]


def _words(cell: Text) -> list[str]:
    return cell.plain.split() or [""]


def _wide(words: str) -> float:
    """Return how wide a cell must be for words in one line, in points; heads are the widest."""
    return float(stringWidth(words, HEAD.fontName, HEAD.fontSize)) + 2 * PADDING + 1


def _notes(report: Report) -> Iterator[Flowable]:
    if not report.notes:
        return
    yield Spacer(1, 10)
    words = [Words(_markup(note), SMALL) for note in report.notes]
    heading = Words(_markup(report.notes_title), HEADING)
    yield KeepTogether([heading, *words])


def _cells(padding: float) -> list[tuple[object, ...]]:
    everywhere = ((0, 0), (-1, -1))
    sides = [(side, *everywhere, padding) for side in ("TOPPADDING", "BOTTOMPADDING")]
    flush = [("LEFTPADDING", *everywhere, padding), ("RIGHTPADDING", *everywhere, padding)]
    return [*sides, *flush, ("VALIGN", *everywhere, "TOP")]


def _foot(canvas: Canvas, title: str, page: int) -> None:
    canvas.setFont(PLAIN, 7.5)
    canvas.setFillColor(HexColor(SOFT))
    canvas.drawString(MARGIN, MARGIN * 0.6, title)
    canvas.drawRightString(A4[0] - MARGIN, MARGIN * 0.6, str(page))


def _markup(words: Text) -> str:
    """Return a text in the markup of the library; nothing in a name is taken for some."""
    return "".join(
        f"<b>{escape(span.words)}</b>"
        if isinstance(span, Bold)
        else escape(Text("", spans=(span,)).plain)
        for span in words.spans
    )
