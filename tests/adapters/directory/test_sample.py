"""The invented company: the same for the same seed, whole at every size, with the cast in place."""

import io
from collections import Counter
from itertools import pairwise

import pytest

from adapters.directory import sample
from adapters.directory.csv_file import PersonRow, write_people
from adapters.directory.csv_read import read_people
from adapters.directory.sample import sample_company
from adapters.directory.sample_topics import THEMES
from bot.model import Cefr, LanguageSkill, Role

SIZES = (30, 31, 45, 60, 250, 2000)


def as_file(rows: tuple[PersonRow, ...]) -> str:
    stream = io.StringIO()
    write_people(rows, stream)
    return stream.getvalue()


def by_email(rows: tuple[PersonRow, ...]) -> dict[str, PersonRow]:
    return {row.email: row for row in rows}


def line_of(person: PersonRow, people: dict[str, PersonRow]) -> list[str]:
    """Everybody above a person, the nearest first."""
    above = []
    while person.manager_email:
        person = people[person.manager_email]
        above.append(person.email)
    return above


def meets(mentor: PersonRow, mentee: PersonRow) -> set[int]:
    """The numbers of the themes that one offers and the other wants."""

    def themes(texts: tuple[tuple[str, int], ...]) -> set[int]:
        words = {text.casefold() for text, _ in texts}
        return {
            number
            for number, theme in enumerate(THEMES)
            if words & {text.casefold() for text in (*theme.german, *theme.english)}
        }

    return themes(mentor.offers) & themes(mentee.wants)


def test_the_same_seed_gives_the_same_bytes_and_another_one_does_not() -> None:
    assert as_file(sample_company()) == as_file(sample_company(7, 60))
    assert as_file(sample_company(7)) != as_file(sample_company(8))


@pytest.mark.parametrize("people", SIZES)
@pytest.mark.parametrize("seed", [1, 7])
def test_the_company_is_a_people_file_without_a_problem(seed: int, people: int) -> None:
    rows = sample_company(seed, people)
    read = read_people(as_file(rows))
    assert read.problems == ()
    assert read.rows == rows
    assert len(rows) == people


@pytest.mark.parametrize("people", SIZES)
def test_everybody_reports_upwards_to_one_top(people: int) -> None:
    rows = sample_company(people=people)
    known = by_email(rows)
    assert [row.manager_email for row in rows].count("") == 1
    for row in rows:
        levels = [row.level, *(known[email].level for email in line_of(row, known))]
        assert all((low or 0) < (high or 0) for low, high in pairwise(levels))


@pytest.mark.parametrize("people", SIZES)
def test_a_third_are_mentors_and_a_good_quarter_mentees(people: int) -> None:
    rows = sample_company(people=people)
    roles = Counter(row.role for row in rows)
    assert 0.29 <= roles[Role.MENTOR] / people <= 0.36
    assert 0.25 <= roles[Role.MENTEE] / people <= 0.34
    assert all(row.level in {1, 2, 3} for row in rows if row.role is Role.MENTOR)
    assert all((row.level or 0) >= 5 for row in rows if row.role is Role.MENTEE)
    assert all(bool(row.offers) == (row.role is not None and row.role.mentors) for row in rows)
    assert all(bool(row.wants) == (row.role is not None and row.role.learns) for row in rows)


@pytest.mark.parametrize("people", [60, 2000])
def test_the_company_is_as_varied_as_a_real_one(people: int) -> None:
    rows = sample_company(people=people)
    assert {row.country for row in rows} == {"DE", "IN", "PL", "US"}
    assert sum(row.country == "DE" for row in rows) > people / 2
    assert {row.level for row in rows} == set(range(1, 10))
    assert Role.BOTH in {row.role for row in rows}
    languages = [{skill.code for skill in row.languages} for row in rows]
    assert 0 < sum("de" not in spoken for spoken in languages) < people / 2
    assert any("en" not in spoken for spoken in languages)
    assert any(row.not_with for row in rows)
    assert any(row.earlier_partners for row in rows)
    assert any(len(row.offers) > 2 for row in rows)
    groups = Counter(row.competes_in for row in rows if row.competes_in)
    assert groups
    assert min(groups.values()) > 1
    assert any(row.work_end < row.work_start for row in rows) or people < 1000


@pytest.mark.parametrize("people", SIZES)
@pytest.mark.parametrize("seed", [1, 2, 7])
def test_the_cast_is_always_in_its_places(seed: int, people: int) -> None:
    known = by_email(sample_company(seed, people))
    asha, bernd = known[sample.ASHA], known[sample.BERND]
    carla, hana = known[sample.CARLA], known[sample.HANA]
    assert (asha.role, bernd.role, carla.role, hana.role) == (Role.MENTOR, Role.MENTEE, None, None)
    assert (asha.level, bernd.level, hana.name) == (2, 8, "Hana Yılmaz")
    assert LanguageSkill("de", Cefr.B2) in asha.languages
    assert LanguageSkill("en", Cefr.B2) in bernd.languages
    assert {row.site for row in (asha, bernd, carla, hana)} == {"Esslingen"}
    assert hana.team == "Leitung Finanzen & Personal"


@pytest.mark.parametrize("people", SIZES)
@pytest.mark.parametrize("seed", [1, 2, 7])
def test_asha_and_bernd_could_be_a_pair_and_both_have_another_choice(
    seed: int, people: int
) -> None:
    known = by_email(sample_company(seed, people))
    for mentor, mentee in (
        (sample.ASHA, sample.BERND),
        (sample.ASHA, sample.SABINE),
        (sample.JONAS, sample.BERND),
    ):
        junior, senior = known[mentor], known[mentee]
        assert meets(junior, senior), (mentor, mentee)
        assert junior.team != senior.team
        assert junior.manager_email != senior.manager_email
        assert mentee not in line_of(junior, known)
        assert mentor not in line_of(senior, known)
        assert junior.time_zone == senior.time_zone
        assert (junior.not_with, junior.earlier_partners, junior.competes_in) == ((), (), "")


def test_a_company_of_a_few_people_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 30"):
        sample_company(people=29)


def test_ten_thousand_people_are_all_different() -> None:
    rows = sample_company(people=10_000)
    assert len({row.email for row in rows}) == 10_000
    assert len({row.team for row in rows}) > 1000
    assert all(row.email.isascii() and row.email.endswith("@lindenhof.example") for row in rows)
