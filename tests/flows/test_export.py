"""Hana takes the figures along: what status shows her, as files, and nothing that it does not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.reports import written
from bot.commands import ExportFigures
from bot.core import Bot
from bot.flows import status
from bot.flows.export import FORMS
from bot.grammar import payload_of, request_in
from bot.model import Feedback, Language, Target
from bot.said import File, Message, Number, Report, Table, every
from bot.turn import Turn
from tests.insight.test_status import meet_for_weeks
from tests.people import Company, catalogue
from tests.screen import WORDS, plain, words

TARGETS = (Target("completion", 0.7), Target("usefulness", 4.2))


@pytest.fixture(autouse=True)
def frozen_on_mondays(company: Company) -> None:
    with company.turn() as store:
        status.expect_figures(Turn(company.now, store, catalogue()), company.programme)


def file_of(company: Company, form: str) -> File:
    """Return the file that Hana gets when she asks for it in a form."""
    (file,) = every(File, company.hana.says(f"/program export {form}"))
    return file


def report_of(company: Company, form: str) -> Report:
    """Return what goes into that file, before it is written."""
    found: list[Report] = []

    def keep(report: Report, _language: Language) -> bytes:
        found.append(report)
        return b""

    bot = Bot(company.books, WORDS, catalogue(), keep)
    bot.reports(company.programme.id, (form,), Language.EN, company.now)
    return found[0]


def test_hana_chooses_a_form_and_gets_a_file(company: Company) -> None:
    meet_for_weeks(company, 3)
    company.wait(days=28)
    company.hana.says("/program export")
    company.hana.sees("export.which")
    company.hana.presses("export.form.pdf")
    company.hana.sees("export.here")
    (file,) = every(File, company.hana.last)
    assert (file.name, file.media_type) == ("Reverse-Mentoring-2026-2026-W48.pdf", FORMS["pdf"])
    assert "70%" in file.content.decode()
    company.hana.presses("export.form.csv")
    (file,) = every(File, company.hana.last)
    assert file.name.endswith("-2026-W48.csv")


def test_status_leads_to_the_export(company: Company) -> None:
    meet_for_weeks(company, 1)
    company.wait(days=14)
    company.hana.says("/program status")
    company.hana.presses("status.export")
    company.hana.sees("export.which")


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("export", ""),
        ("/program exportieren als Excel", "xlsx"),
        ("Export PDF", "pdf"),
        ("export csv", "csv"),
        ("export als word", ""),
    ],
)
def test_a_form_can_be_named_at_once(typed: str, form: str) -> None:
    assert request_in(typed) == ExportFigures(form=form)


def test_in_german_the_file_speaks_german(company: Company) -> None:
    company.hana.changes(language=Language.DE)
    meet_for_weeks(company, 3)
    company.wait(days=28)
    said = file_of(company, "pdf").content.decode()
    assert "Stunden, die stattfanden" in said
    assert "Zahlen der KW 48, festgehalten am Montag, 30. November 2026." in said


def test_before_the_first_figures_hana_hears_when_they_come(company: Company) -> None:
    company.hana.says("/program export pdf")
    company.hana.sees("status.first.body")
    assert not every(File, company.hana.last)


def test_only_an_hr_lead_gets_figures(company: Company) -> None:
    company.asha.says("/program export pdf")
    company.asha.sees("refusal.hr_only")


def test_another_programme_cannot_be_had_by_forging(company: Company) -> None:
    with company.turn() as store:
        other = store.add(replace(company.programme, id=0, name="Other", hr_leads=()))
    company.hana.forges(payload_of(ExportFigures(other.id, "pdf")))
    company.hana.sees("refusal.hr_only")


def test_a_form_that_there_is_not_is_asked_for_again(company: Company) -> None:
    meet_for_weeks(company, 1)
    company.wait(days=14)
    company.hana.forges(payload_of(ExportFigures(company.programme.id, "exe")))
    company.hana.sees("export.which")
    assert not every(File, company.hana.last)


def test_every_number_in_a_sheet_is_one_that_status_shows(company: Company) -> None:
    company.changes(targets=TARGETS)
    meet_for_weeks(company, 9)
    company.wait(days=75)
    shown = company.hana.says("/program status")
    assert isinstance(shown, Message)
    (table,) = every(Table, shown)
    said = {row[0].key: "\n".join(cell.plain for cell in row[1:]) for row in table.rows}
    for form in ("csv", "xlsx"):
        figures = report_of(company, form).sheets[0]
        rows = {row[0].key: row for row in figures.rows if row[0].key in said}  # type: ignore[union-attr]
        assert rows.keys() == said.keys()
        for key, row in rows.items():
            for number in every(Number, row):
                decimals = f"{number.value:.0%}" if number.percent else f"{number.value:g}"
                assert decimals.removesuffix(".0") in said[key], (key, number)


def test_hidden_figures_are_empty_and_say_why(company: Company) -> None:
    meet_for_weeks(company, 3)
    company.wait(days=28)
    rows = [row for row in report_of(company, "csv").sheets[0].rows if not every(Number, row)]
    told = {row[0].key: row[-1].key for row in rows}  # type: ignore[union-attr]
    assert told["status.figure.acceptance"] == "status.value.protected"
    assert told["status.figure.goals"] == "status.value.too_few"


def test_one_answer_more_changes_no_number(company: Company) -> None:
    meet_for_weeks(company, 3)
    company.wait(days=28)
    before = report_of(company, "csv").sheets
    with company.turn() as store:
        hour = store.check_ins_in(company.programme.id)[0]
        participant = store.participants_of(company.programme.id)[1]
        store.add(Feedback(hour.id, participant.person, 1, company.now, exchanged=False))
    company.wait(days=7)
    usefulness = [
        [row for row in sheet.rows if row[0].key == "status.figure.usefulness"]  # type: ignore[union-attr]
        for (sheet,) in (before, report_of(company, "csv").sheets)
    ]
    assert usefulness[0] == usefulness[1]


def test_the_goals_stand_in_large_letters_first(company: Company) -> None:
    company.changes(targets=TARGETS)
    meet_for_weeks(company, 9)
    company.wait(days=75)
    highlights = report_of(company, "pdf").highlights
    assert [each.value.plain for each in highlights[:2]] == ["70%", "3.9"]
    assert highlights[0].remark.plain == "20 people · reached: at least 70%"
    assert len(highlights) == 4


def test_the_last_programme_stands_beside(company: Company) -> None:
    meet_for_weeks(company, 3)
    company.wait(days=28)
    earlier = company.programme
    with company.turn() as store:
        later = replace(earlier, id=0, name="Next", starts_on=earlier.starts_on + timedelta(days=7))
        company.programme = store.add(later)
        status.expect_figures(Turn(company.now, store, catalogue()), company.programme)
    company.wait(days=7)
    sheet = report_of(company, "xlsx").sheets[0]
    assert sheet.heads[-4].plain == f"{earlier.name}, final figure: Value"
    (row,) = (row for row in sheet.rows if row[0].key == "status.figure.completion")  # type: ignore[union-attr]
    assert row[1] is None
    assert row[-4] == Number(0.7, percent=True)


def test_weeks_of_the_trend_come_along(company: Company) -> None:
    meet_for_weeks(company, 3)
    company.wait(days=28)
    weeks = report_of(company, "xlsx").sheets[1]
    assert [plain(row[0]) for row in weeks.rows] == ["2026-W45", "2026-W46", "2026-W47"]
    assert {row[1:] for row in weeks.rows} == {(Number(10), Number(7))}
    label = words("export.weekly.met")
    hours = [row for row in report_of(company, "csv").sheets[0].rows if plain(row[0]) == label]
    assert [row[1] for row in hours] == [Number(7)] * 3


def test_real_files_are_written_of_it(company: Company) -> None:
    meet_for_weeks(company, 3)
    company.wait(days=28)
    bot = Bot(company.books, WORDS, catalogue(), written)
    files = bot.reports(company.programme.id, FORMS, Language.DE, company.now)
    assert [file.content[:4] for file in files] == [b"%PDF", b"PK\x03\x04", b"\xef\xbb\xbfZ"]
