"""One's own company in the try-out: what is missing in the file is said in a sentence."""

from pathlib import Path

import pytest

from app.demo import plot
from app.refusal import Refusal

HEAD = "email,name,role,level\n"
MENTOR = "asha@musterwerk.example,Asha Rao,mentor,2\n"
MENTEE = "Bernd@musterwerk.example,Bernd Vogel,mentee,7\n"
LEAD = "Hana@musterwerk.example,Hana Weiss,,5\n"


def file_of(folder: Path, *lines: str) -> Path:
    file = folder / "people.csv"
    file.write_text(HEAD + "".join(lines), "utf-8")
    return file


def test_the_first_mentor_and_mentee_sit_in_the_panes(tmp_path: Path) -> None:
    own = plot.own(file_of(tmp_path, MENTOR, MENTEE, LEAD), None)
    assert own.seats == ("asha@musterwerk.example", "bernd@musterwerk.example")
    assert own.hr_lead == "hana@musterwerk.example"


def test_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="does not exist"):
        plot.own(tmp_path / "nowhere.csv", None)


def test_every_bad_cell_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="line 3, level"):
        plot.own(file_of(tmp_path, MENTOR, "b@musterwerk.example,Bo,mentee,12\n"), None)


@pytest.mark.parametrize("lines", [(MENTOR, LEAD), (MENTEE, LEAD)])
def test_both_halves_of_a_pair_are_needed(tmp_path: Path, lines: tuple[str, ...]) -> None:
    with pytest.raises(Refusal, match="one mentor and one mentee"):
        plot.own(file_of(tmp_path, *lines), None)


@pytest.mark.parametrize("lead", [None, "nobody@musterwerk.example", "asha@musterwerk.example"])
def test_an_hr_lead_is_needed_who_is_somebody_else(tmp_path: Path, lead: str | None) -> None:
    with pytest.raises(Refusal, match="--hr-lead"):
        plot.own(file_of(tmp_path, MENTOR, MENTEE), lead)
