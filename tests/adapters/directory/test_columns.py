"""Every column of the people file: what it reads, what it refuses, and the way back."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.directory import columns
from adapters.directory.columns import Unreadable
from adapters.formulas import guarded, unguarded
from bot.model import Cefr, LanguageSkill, Meeting, Role

from . import strategies


@given(strategies.topics)
def test_topics_survive_writing_and_reading(topics: tuple[tuple[str, int], ...]) -> None:
    assert columns.parse_topics(columns.format_topics(topics)) == topics


@given(strategies.languages)
def test_languages_survive_writing_and_reading(skills: tuple[LanguageSkill, ...]) -> None:
    assert columns.parse_languages(columns.format_languages(skills)) == skills


@given(strategies.hours)
def test_hours_survive_writing_and_reading(hour: time) -> None:
    assert columns.parse_hour(columns.format_hour(hour)) == hour


@given(st.lists(strategies.emails, unique_by=str.lower).map(tuple))
def test_emails_survive_writing_and_reading(emails: tuple[str, ...]) -> None:
    assert columns.parse_emails(columns.format_emails(emails)) == emails


@pytest.mark.parametrize("place", [("DE", "BY"), ("DE", ""), ("IN", "MH"), ("US", "SC")])
def test_places_survive_writing_and_reading(place: tuple[str, str]) -> None:
    assert columns.parse_country(columns.format_country(*place)) == place


@given(st.text())
def test_the_guard_against_formulas_comes_off_again(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(st.sampled_from("=+-@\t\r＝＋－＠'"), st.text())
def test_nothing_guarded_begins_like_a_formula(start: str, rest: str) -> None:
    assert guarded(start + rest)[0] not in "=+-@\t\r＝＋－＠"


@given(st.text())
def test_no_cell_breaks_the_reader_of_topics(cell: str) -> None:
    try:
        topics = columns.parse_topics(cell)
    except Unreadable:
        return
    assert columns.parse_topics(columns.format_topics(topics)) == topics


@pytest.mark.parametrize(
    ("cell", "topics"),
    [
        ("KI:3|Social Media:2", (("KI", 3), ("Social Media", 2))),
        ("ISO 9001: Audit:1", (("ISO 9001: Audit", 1),)),
        (r"Ratio 1\:2:2", (("Ratio 1:2", 2),)),
        (r"Ein\|Aus:1|C\\:3", (("Ein|Aus", 1), ("C\\", 3))),
        (r"AC\DC:1", (("AC\\DC", 1),)),
        (" KI : 3 | | ", (("KI", 3),)),
        ("KI:3, Excel:2", (("KI:3, Excel", 2),)),
        ("C++:3|C#:2|.NET:1", (("C++", 3), ("C#", 2), (".NET", 1))),
        ("x" * 200 + ":1", (("x" * 200, 1),)),
    ],
)
def test_topics_are_read_as_written(cell: str, topics: tuple[tuple[str, int], ...]) -> None:
    assert columns.parse_topics(cell) == topics


@pytest.mark.parametrize(
    "cell", ["KI", "KI:", "KI:0", "KI:4", "KI:²", ":3", r"KI\:3", "x" * 201 + ":1"]
)
def test_topics_without_text_or_number_are_refused(cell: str) -> None:
    with pytest.raises(Unreadable, match="topics"):
        columns.parse_topics(cell)


@pytest.mark.parametrize(
    ("cell", "hour"),
    [("09:00", time(9)), ("9:00", time(9)), ("09:30:00", time(9, 30)), ("23:59", time(23, 59))],
)
def test_hours_are_read_as_excel_writes_them(cell: str, hour: time) -> None:
    assert columns.parse_hour(cell) == hour


@pytest.mark.parametrize("cell", ["24:00", "9", "9:5", "9 Uhr", "09:00:30", "-1:00", "٠٩:٠٠"])
def test_other_hours_are_refused(cell: str) -> None:
    with pytest.raises(Unreadable, match="00:00 to 23:59"):
        columns.parse_hour(cell)


@pytest.mark.parametrize("cell", ["0", "10", "-1", "1.5", "five", "٣", "9999999999999"])
def test_levels_go_from_one_to_nine(cell: str) -> None:
    with pytest.raises(Unreadable, match="from 1 to 9"):
        columns.parse_level(cell)


@pytest.mark.parametrize("cell", ["21", "-1", "viele"])
def test_capacities_go_from_none_to_twenty(cell: str) -> None:
    with pytest.raises(Unreadable, match="from 0 to 20"):
        columns.parse_capacity(cell)


def test_the_ends_of_the_ranges_are_in_them() -> None:
    assert (columns.parse_level("1"), columns.parse_level("9")) == (1, 9)
    assert (columns.parse_capacity("0"), columns.parse_capacity("20")) == (0, 20)


@pytest.mark.parametrize("cell", ["de", "de:C3", "de:", "xx:B2", "de:C2|de:B1", "German:C2"])
def test_languages_without_code_or_level_are_refused(cell: str) -> None:
    with pytest.raises(Unreadable, match="ISO 639-1"):
        columns.parse_languages(cell)


def test_languages_forgive_case_and_spaces() -> None:
    assert columns.parse_languages(" DE : c2 | en:B2|") == (
        LanguageSkill("de", Cefr.C2),
        LanguageSkill("en", Cefr.B2),
    )


@pytest.mark.parametrize(
    ("cell", "place"), [("de", ("DE", "")), ("DE-BY", ("DE", "BY")), ("us-sc", ("US", "SC"))]
)
def test_countries_are_read(cell: str, place: tuple[str, str]) -> None:
    assert columns.parse_country(cell) == place


@pytest.mark.parametrize("cell", ["Germany", "DEU", "XX", "DE-Bayern", "DE-XX", "DE-", "D"])
def test_other_countries_are_refused(cell: str) -> None:
    with pytest.raises(Unreadable):
        columns.parse_country(cell)


@pytest.mark.parametrize(
    ("cell", "near"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("Asia/Calcuta", "Asia/Calcutta"),
        ("america/new yorck", "America/New_York"),
    ],
)
def test_an_unknown_zone_brings_the_nearest(cell: str, near: str) -> None:
    with pytest.raises(Unreadable, match=f"did you mean {near}"):
        columns.parse_zone(cell)


def test_a_zone_is_found_whatever_its_case() -> None:
    assert columns.parse_zone("america/new york") == "America/New_York"


@pytest.mark.parametrize("cell", ["../../etc/passwd", "/etc/localtime", "Factory", "MESZ" * 50])
def test_a_zone_is_never_a_file(cell: str) -> None:
    with pytest.raises(Unreadable, match="IANA"):
        columns.parse_zone(cell)


@pytest.mark.parametrize("cell", ["asha", "asha@", "@x.example", "a b@x.example", "a@b", "a@@b.c"])
def test_what_is_no_address_is_refused(cell: str) -> None:
    with pytest.raises(Unreadable, match="e-mail"):
        columns.parse_email(cell)


def test_addresses_in_a_list_stand_once() -> None:
    assert columns.parse_emails("a@x.de| B@x.de |A@X.de|") == ("a@x.de", "B@x.de")


def test_words_of_a_list_forgive_case_and_hyphens() -> None:
    assert columns.parse_role("Mentor") is Role.MENTOR
    assert columns.parse_meeting("Same-Site") is Meeting.SAME_SITE
    with pytest.raises(Unreadable, match="mentor, mentee or both"):
        columns.parse_role("boss")
