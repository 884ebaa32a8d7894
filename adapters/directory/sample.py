"""An invented company, the same to the byte for the same seed, from thirty people to ten thousand."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from random import Random

from adapters.directory.person_row import DEFAULT_CAPACITY, PersonRow, Topics
from adapters.directory.sample_cast import (
    ASHA,
    BERND,
    CARLA,
    CAST,
    COMPANY_NAME,
    HANA,
    JONAS,
    MAIL_DOMAIN,
    SABINE,
    seats,
)
from adapters.directory.sample_names import NameGiver
from adapters.directory.sample_posts import (
    EXPERT_LEVEL,
    PRODUCTION,
    SKILLED_LEVEL,
    TEAM_LEVEL,
    Post,
    posts,
)
from adapters.directory.sample_topics import THEMES
from adapters.directory.sample_words import HEADQUARTERS, ORIGINS, RIVALRIES, Origin
from bot.model import Cefr, LanguageSkill, Meeting, Role

__all__ = [
    "ASHA",
    "BERND",
    "CARLA",
    "COMPANY_NAME",
    "HANA",
    "JONAS",
    "MAIL_DOMAIN",
    "SABINE",
    "sample_company",
]

FEWEST_PEOPLE = 30
MENTOR_SHARE, MENTEE_SHARE, BOTH_SHARE = 0.33, 0.28, 0.04
PART_TIME_SHARE, SHIFT_SHARE, OWN_LANGUAGE_SHARE = 0.06, 0.4, 0.75
NOT_WITH_SHARE, EARLIER_SHARE, RIVALRIES_SHARE = 0.04, 0.06, 0.01
RIVALS = 3  # people who compete for the same place
PART_TIME = (time(8, 30), time(13))
SHIFTS = ((time(6), time(14)), (time(14), time(22)), (time(22), time(6)))


def sample_company(seed: int = 7, people: int = 60) -> tuple[PersonRow, ...]:
    """Return the invented company's people, managers before their reports.

    About a third are mentors (levels 1 to 3), a good quarter mentees (levels 5 to 9), a few both;
    the rest has no role. The cast is always among them. ValueError for fewer than 30 people.
    """
    if people < FEWEST_PEOPLE:
        raise ValueError(f"{people} people: expected at least {FEWEST_PEOPLE} for a whole company")
    rng = Random(seed)  # noqa: S311 - an invented company needs no secret numbers
    chart = posts(people, rng)
    cast = seats(chart)
    for number, row in cast.items():
        level = row.level or chart[number].level
        chart[number] = replace(chart[number], level=level, site=HEADQUARTERS)
    roles = _roles(chart, cast, rng)
    rows: list[PersonRow] = []
    names = NameGiver(set(CAST), {row.name for row in CAST.values()})
    for number, post in enumerate(chart):
        row = cast.get(number) or _person(post, roles.get(number), names, rng)
        above = "" if post.manager is None else rows[post.manager].email
        rows.append(_placed(row, post, above))
    return tuple(_with_history(rows, rng))


def _roles(chart: list[Post], cast: dict[int, PersonRow], rng: Random) -> dict[int, Role]:
    """Hand out roles to posts that nobody of the cast holds."""
    free = [number for number in range(len(chart)) if number not in cast]
    juniors = [number for number in free if chart[number].level < SKILLED_LEVEL]
    between = [number for number in free if SKILLED_LEVEL <= chart[number].level < TEAM_LEVEL]
    both = set(rng.sample(between, min(len(between), round(len(chart) * BOTH_SHARE))))
    seniors = [
        number for number in free if chart[number].level >= EXPERT_LEVEL and number not in both
    ]
    in_cast = [row.role for row in cast.values()]

    def drawn(role: Role, numbers: list[int], share: float) -> list[int]:
        wanted = round(len(chart) * share) - in_cast.count(role)
        return rng.sample(numbers, min(len(numbers), wanted))

    return (
        dict.fromkeys(both, Role.BOTH)
        | dict.fromkeys(drawn(Role.MENTOR, juniors, MENTOR_SHARE), Role.MENTOR)
        | dict.fromkeys(drawn(Role.MENTEE, seniors, MENTEE_SHARE), Role.MENTEE)
    )


def _placed(row: PersonRow, post: Post, manager_email: str) -> PersonRow:
    site = post.site
    return replace(
        row,
        manager_email=manager_email,
        team=post.team,
        site=site.name,
        country=site.country,
        subdivision=site.subdivision,
        time_zone=site.time_zone,
        level=post.level,
    )


def _person(post: Post, role: Role | None, names: NameGiver, rng: Random) -> PersonRow:
    origins, shares = zip(*post.site.origins, strict=True)
    origin = ORIGINS[rng.choices(origins, shares)[0]]
    name, email = names.name(origin, rng)
    languages = _languages(post, origin, rng)
    start, end = _hours(post, role, rng)
    offers, wants = _topics(role, languages, rng)
    mentors = role is not None and role.mentors
    return PersonRow(
        email,
        name,
        work_start=start,
        work_end=end,
        languages=languages,
        role=role,
        capacity=rng.choices((1, 2, 3), (7, 2, 1))[0] if mentors else DEFAULT_CAPACITY,
        offers=offers,
        wants=wants,
        meeting=rng.choices(tuple(Meeting), (6, 2, 2))[0] if role else Meeting.ANY,
    )


def _languages(post: Post, origin: Origin, rng: Random) -> tuple[LanguageSkill, ...]:
    """The language of the home, that of the site, and English as well as work asks for it."""
    levels = {origin.language: Cefr.C2}
    in_germany = post.site.country == "DE"
    if in_germany:
        levels.setdefault("de", rng.choice((Cefr.B2, Cefr.C1, Cefr.C1, Cefr.C2)))
    elif rng.random() < 1 / 5:
        levels["de"] = rng.choice((Cefr.A2, Cefr.B1, Cefr.B2))
    in_english = (Cefr.B1, Cefr.B2, Cefr.C1) if in_germany else (Cefr.B2, Cefr.C1, Cefr.C1)
    at_the_machine = in_germany and post.division == PRODUCTION and post.level < EXPERT_LEVEL
    if not at_the_machine or rng.random() < 1 / 2:
        levels.setdefault("en", rng.choice(in_english))
    return tuple(LanguageSkill(code, level) for code, level in levels.items())


def _hours(post: Post, role: Role | None, rng: Random) -> tuple[time, time]:
    at_the_machine = post.division == PRODUCTION and post.level < EXPERT_LEVEL
    if at_the_machine and role is None and rng.random() < SHIFT_SHARE:
        return rng.choice(SHIFTS)
    if post.level < TEAM_LEVEL and rng.random() < PART_TIME_SHARE:
        return PART_TIME
    return rng.choice(post.site.hours)


def _topics(
    role: Role | None, languages: tuple[LanguageSkill, ...], rng: Random
) -> tuple[Topics, Topics]:
    """Topics offered and wanted, none of them both; all in the words that come to mind."""
    if role is None:
        return (), ()
    offered = _drawn([theme.offered for theme in THEMES], 4 if role.mentors else 0, rng)
    shares = [0 if number in offered else theme.wanted for number, theme in enumerate(THEMES)]
    wanted = _drawn(shares, 4 if role.learns else 0, rng)
    return _written(offered, languages, rng), _written(wanted, languages, rng)


def _drawn(shares: Sequence[int], most: int, rng: Random) -> list[int]:
    """Up to `most` different themes, in most cases three."""
    if most == 0:
        return []
    drawn = rng.choices(range(len(shares)), shares, k=rng.choice((2, 3, 3, most)))
    return list(dict.fromkeys(drawn))


def _written(themes: list[int], languages: tuple[LanguageSkill, ...], rng: Random) -> Topics:
    speaks_german = any(
        skill.code == "de" and skill.level.value >= Cefr.B2.value for skill in languages
    )
    written = []
    for number in themes:
        theme = THEMES[number]
        german = speaks_german and rng.random() < OWN_LANGUAGE_SHARE
        text = rng.choice(theme.german if german else theme.english)
        written.append((text, rng.choices((1, 2, 3), (2, 4, 4))[0]))
    return tuple(written)


def _with_history(rows: list[PersonRow], rng: Random) -> list[PersonRow]:
    """Add whom some would rather not meet, whom some know from earlier, and who competes."""
    found = {row.email: row for row in rows}
    others = [row.email for row in rows if row.email not in CAST]
    active = [row.email for row in rows if row.role and row.email not in CAST]

    def some(share: float) -> list[tuple[str, str]]:
        chosen = rng.sample(active, max(2, round(len(rows) * share)))
        met = (rng.choice(others) for _ in chosen)
        return [(one, other) for one, other in zip(chosen, met, strict=True) if one != other]

    for one, other in some(NOT_WITH_SHARE):
        found[one] = replace(found[one], not_with=(other,))
    for one, other in some(EARLIER_SHARE):
        found[one] = replace(found[one], earlier_partners=(other,))
    rivals = rng.sample(active, RIVALS * max(1, round(len(rows) * RIVALRIES_SHARE)))
    for number, one in enumerate(rivals):
        name, round_ = RIVALRIES[number // RIVALS % len(RIVALRIES)], number // RIVALS
        again = f" {round_ // len(RIVALRIES) + 1}" if round_ >= len(RIVALRIES) else ""
        found[one] = replace(found[one], competes_in=f"{name}{again}")
    return list(found.values())
