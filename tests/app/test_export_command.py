"""kehrwert export, as an operator types it: the files an HR lead would get, or one clear sentence."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.refusal import Refusal
from bot.flows import status
from bot.turn import Turn
from tests.databases import sqlite_url
from tests.insight.test_status import meet_for_weeks
from tests.people import Company, catalogue

WEEK = "Reverse-Mentoring-2026-2026-W48"


def runs(*words: str) -> Result:
    return CliRunner().invoke(app, words)


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Company:
    """Return a company of which the settings know, with a programme under way."""
    monkeypatch.chdir(tmp_path)
    url = sqlite_url(tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    company = Company(tmp_path, url)
    with company.turn() as store:
        status.expect_figures(Turn(company.now, store, catalogue()), company.programme)
    return company


def test_all_forms_are_written_into_a_folder(company: Company, tmp_path: Path) -> None:
    meet_for_weeks(company, 3)
    company.wait(days=28)
    company.close()
    result = runs("export", "--programme", company.programme.name, "--out", "figures")
    assert result.exit_code == 0
    written = sorted(path.name for path in (tmp_path / "figures").iterdir())
    assert written == [f"{WEEK}.csv", f"{WEEK}.pdf", f"{WEEK}.xlsx"]
    assert "Stunden" in (tmp_path / "figures" / f"{WEEK}.csv").read_text("utf-8-sig")


def test_one_form_in_english_and_nothing_is_overwritten(company: Company) -> None:
    meet_for_weeks(company, 3)
    company.wait(days=28)
    company.close()
    words = ("export", "--out", ".", "--form", "csv", "--language", "en")
    assert runs(*words).exit_code == 0
    assert Path(f"{WEEK}.csv").read_text("utf-8-sig").startswith("Figure,Value,")
    refused = runs(*words)
    assert isinstance(refused.exception, Refusal)
    assert str(refused.exception) == (
        f"{WEEK}.csv is there already: choose another folder or add --force"
    )
    assert runs(*words, "--force").exit_code == 0


def test_every_export_leaves_a_line_without_a_person_and_a_refused_one_none(
    company: Company,
) -> None:
    meet_for_weeks(company, 3)
    company.wait(days=28)
    words = ("export", "--out", ".", "--form", "csv")
    assert runs(*words).exit_code == 0
    assert isinstance(runs(*words).exception, Refusal)
    assert runs(*words, "--form", "pdf", "--force").exit_code == 0
    told = [each for each in company.audit() if each[1].startswith("figures.export")]
    assert told == [
        (None, f"figures.export.{form}", company.programme.id) for form in ("csv", "csv", "pdf")
    ]
    company.close()


def test_a_programme_without_figures_or_of_another_name_is_refused(company: Company) -> None:
    company.close()
    for words, told in (
        ((), "Reverse Mentoring 2026 has no figures yet: they are frozen on Mondays"),
        (("--programme", "Other"), "name one programme with --programme: Reverse Mentoring 2026"),
    ):
        refused = runs("export", "--out", "figures", *words)
        assert isinstance(refused.exception, Refusal)
        assert str(refused.exception).startswith(told)
    assert not Path("figures").exists()
