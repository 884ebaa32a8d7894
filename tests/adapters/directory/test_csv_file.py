"""The people file as people really save it: encodings, separators, slips, and all of them at once.

Long because every kind of bad cell has its own report, and each report is tried.
"""

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.directory.csv_file import (
    CsvDirectory,
    PersonRow,
    check_file,
    save_people,
    write_people,
)
from adapters.directory.csv_read import read_people
from adapters.directory.person_row import COLUMNS, PeopleFile
from bot.model import Language, Role

from . import strategies

HEADER = "email,name,manager_email,level,time_zone,country,work_start,work_end,offers"
THREE = """email;name;manager_email;role;offers
jürgen@x.example;Jürgen Groß;;mentee;
asha@x.example;Asha Rao;JÜRGEN@x.example;mentor;"Künstliche
Intelligenz:3|Straße; Platz:1"
"""


def written(tmp_path: Path, content: bytes | str) -> Path:
    path = tmp_path / "people.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def problems_of(*lines: str) -> list[str]:
    return [str(problem) for problem in read_people("\n".join([HEADER, *lines])).problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_file_reads_the_same_however_it_was_saved(
    tmp_path: Path, encoding: str, line_end: str
) -> None:
    text = (THREE + ";;;;\n\n  ;;;;\n").replace("\n", line_end)
    people = check_file(written(tmp_path, text.encode(encoding)))
    assert people.problems == ()
    assert [row.name for row in people.rows] == ["Jürgen Groß", "Asha Rao"]
    assert people.rows[1].offers == (("Künstliche Intelligenz", 3), ("Straße; Platz", 1))
    assert people.rows[1].role is Role.MENTOR
    assert [row.line for row in people.rows] == [2, 3]


def test_references_are_spelled_as_in_the_email_column() -> None:
    people = read_people(THREE)
    assert people.rows[1].manager_email == "jürgen@x.example"
    assert people.managers == {"asha@x.example": "jürgen@x.example"}


def test_commas_inside_a_semicolon_file_do_not_mislead() -> None:
    people = read_people('name;"team, or group";email\n"A, B, C";x;a@x.example\n')
    assert people.rows[0].name == "A, B, C"
    assert people.unknown_columns == ("team, or group",)


def test_headers_forgive_case_spaces_and_hyphens() -> None:
    people = read_people(" E_MAIL,Name , Manager-Email,Work Start\n,x,,\n")
    assert people.unknown_columns == ("E_MAIL",)
    people = read_people(" EMAIL,Name , Manager-Email,Work Start\na@x.example,A,,8:00\n")
    assert people.unknown_columns == ()
    assert people.rows[0].work_start.hour == 8


def test_excels_own_first_line_is_passed_over() -> None:
    people = read_people("sep=;\r\nemail;name\r\na@x.example;A\r\nbad;B\r\n")
    assert [row.line for row in people.rows] == [3]
    assert [problem.line for problem in people.problems] == [4]


def test_missing_columns_are_named_and_nothing_is_read() -> None:
    people = read_people("mail;full name\na@x.example;A\n")
    assert [problem.column for problem in people.problems] == ["email", "name"]
    assert people.rows == ()
    assert people.unknown_columns == ("mail", "full name")


def test_a_column_that_stands_twice_is_reported() -> None:
    people = read_people("email,name,Name\na@x.example,A,B\n")
    assert [problem.expected for problem in people.problems] == ["every column once"]


def test_everything_wrong_is_reported_at_once_by_line_and_column() -> None:
    problems = problems_of(
        "a@x.example,A,nobody@x.example,0,Europe/Berln,,,,KI:3",
        "no address,B,,5,Europe/Berlin,,17:00,09:00,KI",
        "c@x.example,,,x,,US,,,",
        "A@X.EXAMPLE,D,,3,,,,,,too many",
        "e@x.example",
    )
    assert [problem.split(":")[0] for problem in problems] == [
        "line 2, manager_email",
        "line 2, time_zone",
        "line 2, level",
        "line 3, email",
        "line 3, work_end",
        "line 3, offers",
        "line 4, name",
        "line 4, time_zone",
        "line 4, level",
        "line 5, email",
        "line 5",
        "line 6, name",
    ]


def test_a_problem_says_value_and_expectation_in_one_line() -> None:
    [zone, level] = problems_of('a@x.example,A,,"1\n2",Europe/Berln,,,,')
    assert zone == (
        'line 2, time_zone: "Europe/Berln" found, expected an IANA time zone like Europe/Berlin; '
        "did you mean Europe/Berlin?"
    )
    assert level == r"line 2, level: '1\n2' found, expected a whole number from 1 to 9"


def test_a_bad_row_leaves_the_good_ones() -> None:
    people = read_people(f"{HEADER}\na@x.example,A,,,,,,,\nb@x.example,B,a@x.example,77,,,,,\n")
    assert [row.email for row in people.rows] == ["a@x.example"]
    assert people.managers == {"b@x.example": "a@x.example"}


def test_a_night_shift_is_read_and_swapped_hours_are_not() -> None:
    assert problems_of("a@x.example,A,,,,,22:00,06:00,") == []
    for hours in ("17:00,09:00", "09:00,09:00", "09:00,08:59"):
        assert "work_end" in problems_of(f"a@x.example,A,,,,,{hours},")[0]


def test_circles_are_named_once_whoever_hangs_below_them() -> None:
    problems = problems_of(
        "below@x.example,X,a@x.example,,,,,,",
        "a@x.example,A,b@x.example,,,,,,",
        "b@x.example,B,c@x.example,,,,,,",
        "c@x.example,C,a@x.example,,,,,,",
        "self@x.example,S,self@x.example,,,,,,",
    )
    assert [problem.split(": ")[-1] for problem in problems] == [
        "a@x.example → b@x.example → c@x.example → a@x.example",
        "self@x.example → self@x.example",
    ]
    assert [problem[:6] for problem in problems] == ["line 3", "line 6"]


def test_a_manager_may_be_known_from_elsewhere() -> None:
    text = "email,name,manager_email\na@x.example,A,Boss@x.example\n"
    assert len(read_people(text).problems) == 1
    assert read_people(text, {"boss@X.example"}).problems == ()


def test_an_empty_zone_is_that_of_the_country_and_never_one_of_several() -> None:
    people = read_people(
        f"{HEADER}\na@x.example,A,,,,IN,,,\nb@x.example,B,,,,DE-BY,,,\nc@x.example,C,,,,,,,\n"
    )
    zones = [row.time_zone for row in people.rows]
    assert zones == ["Asia/Kolkata", "Europe/Berlin", "Europe/Berlin"]
    assert "US has several" in problems_of("a@x.example,A,,,,US,,,")[0]


def test_an_unclosed_quote_is_one_problem_where_it_begins() -> None:
    people = read_people('email,name\na@x.example,A\nb@x.example,"B\nc@x.example,C\n')
    assert [str(problem) for problem in people.problems] == [
        "line 3: nothing found, expected closed quotes: from here on the file cannot be read"
    ]
    assert [row.name for row in people.rows] == ["A"]


def test_a_header_without_people_is_a_problem() -> None:
    assert "at least one person" in str(read_people("email,name\n,,\n\n").problems[-1])


@given(strategies.companies())
@settings(max_examples=60)
def test_what_is_exported_is_imported_as_it_was(rows: tuple[PersonRow, ...]) -> None:
    for separator in (",", ";"):
        stream = io.StringIO()
        write_people(rows, stream, separator)
        assert read_people(stream.getvalue()) == PeopleFile(rows, managers=lines_of(rows))


def lines_of(rows: tuple[PersonRow, ...]) -> dict[str, str]:
    return {row.email: row.manager_email for row in rows if row.manager_email}


def test_nothing_is_exported_that_begins_like_a_formula(tmp_path: Path) -> None:
    row = PersonRow("+49@x.example", '=HYPERLINK("http://x")', team="-1+1", site="@x")
    for for_excel in (False, True):
        path = tmp_path / "out.csv"
        save_people([row], path, for_excel=for_excel)
        assert check_file(path).rows == (row,)
        table = path.read_text("utf-8-sig")
        assert "'=HYPERLINK" in table
        assert "'+49@" in table
        assert "'-1+1" in table


def test_a_new_file_about_people_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    save_people([PersonRow("a@x.example", "A")], tmp_path / "out.csv")
    assert (tmp_path / "out.csv").stat().st_mode & 0o077 == 0


def test_a_file_for_excel_has_its_mark_and_semicolons(tmp_path: Path) -> None:
    save_people([PersonRow("a@x.example", "Ä")], tmp_path / "out.csv", for_excel=True)
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfemail;name;")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n  \r\n", "is empty"),
        (b"PK\x03\x04...", "is an Excel workbook"),
        (b"\xff\xfee\0m\0", "UTF-16"),
        (b"email,name\n\0\0\0", "not a text file"),
        ("email,name\na@x.example,Jürgen Groß".encode() + b"\nb@x.example,\xff\n", "in line 3"),
        (b"email,name\na@x.example,\x81\n", "in line 2"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, complaint: str
) -> None:
    path = written(tmp_path, content)
    with pytest.raises(ValueError, match=complaint) as refusal:
        check_file(path)
    assert "\n" not in str(refusal.value)
    assert str(path) in str(refusal.value)


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        check_file(tmp_path / "none.csv")
    with pytest.raises(ValueError, match="is a folder"):
        check_file(tmp_path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024 + 1)
    with pytest.raises(ValueError, match="at most 50 MB"):
        check_file(path)


def test_a_directory_yields_people_with_what_pre_fills_their_forms(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "email,name,manager_email,languages,role,offers,not_with,country\n"
        "b@x.example,Bernd,,de:C2|en:B2,,,,DE-BW\n"
        "a@x.example,Asha,b@x.example,en:C1|de:B2,mentor,KI:3,c@x.example,IN\n"
        "h@x.example,Hana,,tr:C2,,,,\n",
    )
    bernd, asha, hana = CsvDirectory(path, organisation=4).entries()
    assert (bernd.person.language, bernd.suggestion) == (Language.DE, None)
    assert (bernd.person.country, bernd.person.subdivision) == ("DE", "BW")
    assert (asha.person.language, asha.manager_email) == (Language.EN, "b@x.example")
    assert asha.not_with_emails == ("c@x.example",)
    assert asha.suggestion is not None
    assert (asha.suggestion.role, asha.suggestion.offers) == ("mentor", (("KI", 3),))
    assert hana.person.language is Language.DE
    assert all(entry.person.organisation == 4 for entry in (bernd, asha, hana))


def test_a_directory_refuses_bad_rows_unless_they_are_to_be_skipped(tmp_path: Path) -> None:
    path = written(tmp_path, "email,name\na@x.example,A\nb,B\nc,C\n")
    with pytest.raises(ValueError, match=r"line 3.*\nline 4"):
        list(CsvDirectory(path, 1).entries())
    [only] = CsvDirectory(path, 1, skip_bad=True).entries()
    assert only.person.email == "a@x.example"


def test_ten_thousand_lines_are_read(tmp_path: Path) -> None:
    line = (
        "p{0}@x.example,Person {0},p{1}@x.example,Team {2},Esslingen,DE-BW,Europe/Berlin,09:00,"
        "17:00,de:C2|en:B2,{3},mentor,2,Thema {0}:3|KI:2,Excel {2}:1,any,p{1}@x.example,,"
    )
    rows = [line.format(n, n // 7, n // 9, n % 9 + 1) for n in range(1, 10_001)]
    top = "p0@x.example,Top" + "," * 17
    path = written(tmp_path, "\n".join([",".join(COLUMNS), top, *rows]))
    people = check_file(path)
    assert len(people.rows) == 10_001
    assert people.problems == ()


def noise() -> st.SearchStrategy[str]:
    pieces = ["email", "name", "level", ",", ";", "\n", "\r\n", '"', "'", "a@x.example", "=", "\\"]
    return st.lists(st.sampled_from(pieces) | st.text(max_size=5), max_size=40).map("".join)


@given(noise())
def test_no_text_breaks_the_reader(text: str) -> None:
    people = read_people(text)
    assert people.rows or people.problems
    assert all("\n" not in str(problem) for problem in people.problems)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    try:
        check_file(path)
    except ValueError as refusal:
        assert str(refusal).startswith(str(path))  # noqa: PT017 - some bytes are a fine file
