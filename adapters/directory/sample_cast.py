"""The people who are in the invented company whatever its seed and size: tests and stories know them."""

from datetime import time

from adapters.directory.person_row import PersonRow
from adapters.directory.sample_posts import (
    DEPARTMENT_LEVEL,
    DIVISION_LEVEL,
    ENGINEERING,
    FINANCE_AND_PEOPLE,
    PRODUCTION,
    SALES,
    TEAM_LEVEL,
    Post,
)
from bot.model import Cefr, LanguageSkill, Role

COMPANY_NAME = "Lindenhof Pumpenwerke AG"
MAIL_DOMAIN = "lindenhof.example"
ASHA = f"asha.rao@{MAIL_DOMAIN}"
BERND = f"bernd.vogel@{MAIL_DOMAIN}"
CARLA = f"carla.neumann@{MAIL_DOMAIN}"
HANA = f"hana.yilmaz@{MAIL_DOMAIN}"
JONAS = f"jonas.petersen@{MAIL_DOMAIN}"  # the next best mentor for Bernd
SABINE = f"sabine.krueger@{MAIL_DOMAIN}"  # the next best mentee for Asha

GERMAN = LanguageSkill("de", Cefr.C2)
GOOD_GERMAN = LanguageSkill("de", Cefr.B2)
FLUENT_ENGLISH = LanguageSkill("en", Cefr.C2)
GOOD_ENGLISH = LanguageSkill("en", Cefr.B2)

CAST = {
    ASHA: PersonRow(
        ASHA,
        "Asha Rao",
        level=2,
        languages=(FLUENT_ENGLISH, GOOD_GERMAN, LanguageSkill("te", Cefr.C2)),
        work_end=time(17, 30),
        role=Role.MENTOR,
        offers=(("AI tools", 3), ("social media", 3), ("agile ways of working", 2)),
    ),
    BERND: PersonRow(
        BERND,
        "Bernd Vogel",
        level=DIVISION_LEVEL,
        languages=(GERMAN, GOOD_ENGLISH),
        work_start=time(8),
        work_end=time(17, 30),
        role=Role.MENTEE,
        wants=(("KI", 3), ("Social Media", 3), ("agiles Arbeiten", 2)),
    ),
    CARLA: PersonRow(
        CARLA,
        "Carla Neumann",
        level=4,
        languages=(GERMAN, GOOD_ENGLISH),
    ),
    HANA: PersonRow(
        HANA,
        "Hana Yılmaz",
        level=DEPARTMENT_LEVEL,
        languages=(GERMAN, LanguageSkill("en", Cefr.C1), LanguageSkill("tr", Cefr.C1)),
        work_start=time(8),
        work_end=time(16, 30),
    ),
    JONAS: PersonRow(
        JONAS,
        "Jonas Petersen",
        level=3,
        languages=(GERMAN, GOOD_ENGLISH),
        role=Role.MENTOR,
        offers=(("KI-Tools im Alltag", 2), ("Insta & TikTok", 3), ("LinkedIn", 2)),
    ),
    SABINE: PersonRow(
        SABINE,
        "Sabine Krüger",
        level=DEPARTMENT_LEVEL,
        languages=(GERMAN, GOOD_ENGLISH),
        role=Role.MENTEE,
        wants=(("künstliche Intelligenz", 3), ("Scrum & Kanban", 2)),
    ),
}


def seats(chart: list[Post]) -> dict[int, PersonRow]:
    """Return the numbers of the posts that the cast fills, all at the headquarters."""
    marketing = _members(chart, SALES)
    return {
        _heads(chart, DIVISION_LEVEL, PRODUCTION)[0]: CAST[BERND],
        _heads(chart, DEPARTMENT_LEVEL, SALES)[0]: CAST[SABINE],
        _heads(chart, DEPARTMENT_LEVEL, FINANCE_AND_PEOPLE)[0]: CAST[HANA],
        _members(chart, ENGINEERING)[0]: CAST[ASHA],
        marketing[0]: CAST[JONAS],
        marketing[1]: CAST[CARLA],
    }


def _heads(chart: list[Post], level: int, division: int) -> list[int]:
    return [
        number
        for number, post in enumerate(chart)
        if post.level == level and post.division == division
    ]


def _members(chart: list[Post], division: int) -> list[int]:
    """The members of a division's first team."""
    members = [
        number
        for number, post in enumerate(chart)
        if post.level < TEAM_LEVEL and post.division == division
    ]
    return [number for number in members if chart[number].team == chart[members[0]].team]
