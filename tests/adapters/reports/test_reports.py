"""Reports as files, read back by other libraries: numbers stay numbers, words stay words."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from adapters.reports import ROOMS, written
from bot.model import Language
from bot.said import (
    CSV,
    PDF,
    XLSX,
    Aside,
    Facts,
    FigureKind,
    Highlight,
    Number,
    Paragraph,
    Report,
    Series,
    Sheet,
    Table,
    Text,
)
from tests.adapters.web.samples import WEEKS, words

MADE_AT = datetime(2027, 1, 11, 5, tzinfo=UTC)
HOSTILE = '=HYPERLINK("https://evil.example")'
MARKUP = "R&D <b>2026</b> & Größe"


def report(name: str = MARKUP, media_type: str = PDF) -> Report:
    """Return a report in which everything stands that one can hold."""
    heads = tuple(map(words, ("Figure", "Value", "Remark")))
    return Report(
        "figures",
        media_type,
        title=words(name),
        made_at=MADE_AT,
        highlights=(Highlight(words("72 %"), words("took place"), words("20 people")),),
        parts=(
            Paragraph(words("Frozen on Monday")),
            Facts(((words("Goal"), words(name)),)),
            WEEKS,
            Aside(words("a gap")),
            Table(heads, ((words("Hours"), words("72 %"), words(name)),)),
        ),
        sheets=(
            Sheet(
                words("All figures"),
                heads,
                (
                    (words("Hours"), Number(0.72, percent=True), words(name)),
                    (words("Use"), Number(4.2, 1), None),
                    (words("Less"), Number(-3), None),
                ),
            ),
            Sheet(words("Weeks"), heads[:2], ((words("W1"), Number(7)),), drawn=True),
        ),
        notes_title=words("How to read"),
        notes=(words("An interval"),),
    )


def rows(content: bytes, separator: str) -> list[list[str]]:
    """Return the cells of a CSV that begins with Excel's mark."""
    assert content.startswith("\ufeff".encode())
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), ""), delimiter=separator))


def paper(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def test_a_csv_is_written_as_excel_expects_it_in_each_language() -> None:
    made = report(media_type=CSV)
    assert rows(written(made, Language.DE), ";") == [
        ["Figure", "Value", "Remark"],
        ["Hours", "72", MARKUP],
        ["Use", "4,2", ""],
        ["Less", "-3", ""],
    ]
    assert rows(written(made, Language.EN), ",")[2] == ["Use", "4.2", ""]


def test_nothing_in_a_csv_begins_like_a_formula_but_a_number() -> None:
    cells = rows(written(report(HOSTILE, CSV), Language.DE), ";")
    assert cells[1][2] == f"'{HOSTILE}"
    assert cells[3][1] == "-3"


def test_a_workbook_holds_numbers_to_reckon_with() -> None:
    book = load_workbook(BytesIO(written(report(media_type=XLSX), Language.DE)))
    assert book.sheetnames == ["All figures", "Weeks", "How to read"]
    page = book["All figures"]
    assert [cell.value for cell in page[1]] == ["Figure", "Value", "Remark"]
    assert [cell.value for cell in page["B"][1:]] == [0.72, 4.2, -3]
    assert [cell.number_format for cell in page["B"][1:]] == ["0%", "#,##0.0", "#,##0"]
    assert page["C3"].value is None
    assert page.freeze_panes == "B2"
    assert book.properties.title == MARKUP
    assert book.properties.created == MADE_AT.replace(tzinfo=None)


def test_no_word_in_a_workbook_is_a_formula_or_a_link() -> None:
    for name in (HOSTILE, "https://evil.example", "+1", "{=1+1}"):
        page = load_workbook(BytesIO(written(report(name, XLSX), Language.EN)))["All figures"]
        assert (page["C2"].value, page["C2"].data_type) == (name, "s")
        assert page["C2"].hyperlink is None


def test_a_workbook_draws_what_is_worth_seeing_and_says_how_to_read_it() -> None:
    book = load_workbook(BytesIO(written(report(media_type=XLSX), Language.EN)))
    told = [str(cell.value) for cell in chain(*book["How to read"].rows) if cell.value]
    assert told == [MARKUP, "Frozen on Monday", "Goal", MARKUP, "a gap", "An interval"]
    stored = BytesIO(written(report(media_type=XLSX), Language.EN)).getvalue()
    assert b"xl/charts/chart1.xml" in stored


def test_a_pdf_says_everything_and_takes_no_name_for_markup() -> None:
    pages = paper(written(report(), Language.DE)).pages
    said = " ".join(pages[0].extract_text().split())
    for each in (MARKUP, "72 %", "took place", "20 people", "Frozen on Monday", "An interval"):
        assert each in said
    assert "Hours" in pages[1].extract_text()


def test_a_pdf_names_its_title_its_language_and_its_day() -> None:
    reader = paper(written(report(), Language.DE))
    assert reader.metadata is not None
    assert reader.metadata.title == MARKUP
    assert reader.metadata.creation_date == MADE_AT
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "de"


def test_a_pdf_carries_its_letters() -> None:
    reader = paper(written(report("Zażółć gęślą jaźń"), Language.DE))
    assert "Zażółć gęślą jaźń" in reader.pages[0].extract_text()
    resources: Any = reader.pages[0]["/Resources"]
    fonts = [font.get_object()["/BaseFont"] for font in resources["/Font"].values()]
    # Every page of the library's begins with a Helvetica in which nothing is set.
    assert all("DejaVu" in font for font in fonts if font != "/Helvetica")


def test_a_long_table_goes_on_under_its_heads() -> None:
    table = Table((words("A head"), words("Another")), ((words("a cell"), words("x" * 200)),) * 80)
    long = replace(report(), parts=(Paragraph(words("first")), table))
    pages = paper(written(long, Language.EN)).pages
    assert len(pages) > 3
    assert all("A head" in page.extract_text() for page in list(pages)[1:])


def test_many_weeks_still_leave_room_on_the_first_page() -> None:
    weeks = tuple(words(f"KW {number}") for number in range(1, 27))
    hours = tuple(Series(words(label), (5.0,) * 26) for label in ("planned", "met"))
    year = replace(WEEKS, kind=FigureKind.BARS, categories=weeks, series=hours)
    parts = tuple(year if part is WEEKS else part for part in report().parts)
    pages = paper(written(replace(report(), parts=parts), Language.DE)).pages
    assert len(pages) == 2
    assert "An interval" in pages[0].extract_text()


def test_no_word_of_a_table_is_broken() -> None:
    heads = ("Zahl", "Wert (95-%-Intervall)", "Personen", "Ziel", "Am Ende des Programms")
    sentence = "Stunden, die stattfanden, von den beantworteten"
    cells = (sentence, sentence, "20", "mindestens 4,2", sentence)
    table = Table(tuple(map(words, heads)), (tuple(map(words, cells)),))
    wide = replace(report(), parts=(Paragraph(words("first")), table))
    said = paper(written(wide, Language.DE)).pages[1].extract_text()
    assert {"Personen", "mindestens", "stattfanden,"} <= set(said.split())


def test_further_tables_follow_the_first_and_nothing_is_said_twice() -> None:
    more = (Paragraph(words("What the surveys say")), *report().parts[-1:], Aside(words("careful")))
    twice = replace(report(), parts=(*report().parts, *more))
    pages = [page.extract_text() for page in paper(written(twice, Language.EN)).pages]
    assert len(pages) == 2
    assert (" ".join(pages).count("took place"), " ".join(pages).count("An interval")) == (1, 1)
    assert (
        pages[1].index("What the surveys say")
        < pages[1].rindex("Hours")
        < pages[1].index("careful")
    )


@pytest.mark.parametrize("media_type", ROOMS)
def test_the_same_report_is_the_same_bytes(media_type: str) -> None:
    assert written(report(media_type=media_type), Language.DE) == written(
        report(media_type=media_type), Language.DE
    )


@pytest.mark.parametrize("media_type", ROOMS)
@settings(max_examples=15)
@given(name=st.text(max_size=200))
def test_no_word_stops_a_report(media_type: str, name: str) -> None:
    parts = tuple(part for part in report(name).parts if part is not WEEKS)
    assert written(replace(report(name, media_type), parts=parts), Language.EN)


def test_a_report_without_highlights_and_weeks_is_written_too() -> None:
    bare = replace(report(), highlights=(), parts=(), notes=())
    assert len(paper(written(bare, Language.DE)).pages) == 1


def test_the_titles_of_sheets_are_as_short_as_excel_wants_them() -> None:
    title: Text = words("a title of more than thirty-one letters")
    long = replace(report(media_type=XLSX), sheets=(replace(report().sheets[0], title=title),))
    book = load_workbook(BytesIO(written(long, Language.DE)))
    assert book.sheetnames[0] == "a title of more than thirty-one"
