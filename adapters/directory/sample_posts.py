"""The invented company's chart: every post with its level, team, site and line, still without a name."""

from dataclasses import dataclass
from random import Random

from adapters.directory.sample_words import BOARD, DIVISIONS, HEADQUARTERS, REGIONS, SITES, Site

BOARD_LEVEL, DIVISION_LEVEL, DEPARTMENT_LEVEL, TEAM_LEVEL = 9, 8, 7, 6
EXPERT_LEVEL, SKILLED_LEVEL = 5, 4
PRODUCTION, SALES, ENGINEERING, FINANCE_AND_PEOPLE = range(4)  # as DIVISIONS has them
JUNIOR_LEVELS, JUNIOR_LEVEL_SHARES = (1, 2, 3), (3, 5, 5)
JUNIOR_SHARE, SKILLED_SHARE = 0.46, 0.12  # of all people; experts are the rest
PEOPLE_PER_REGION = 1500
ELSEWHERE_SHARE = 0.12  # of a team's members, not at the team's own site


@dataclass(frozen=True)
class Post:
    """A place in the chart; `manager` is the number of another post, None at the very top."""

    level: int
    team: str
    division: int
    site: Site
    manager: int | None = None


def posts(people: int, rng: Random) -> list[Post]:
    """Return a chart of that many posts: board, divisions, departments, teams, then their members.

    A manager stands before her reports.
    """
    chart = [Post(BOARD_LEVEL, BOARD, -1, HEADQUARTERS)]
    divisions = _divisions(chart, people)
    team_count = max(6, round(people * 0.12) + 3)
    department_count = max(min(8, people // 7), round(team_count * 0.25))
    departments = _departments(chart, divisions, department_count)
    teams = _teams(chart, departments, team_count)
    levels = _member_levels(people, people - len(chart), rng)
    for number, level in enumerate(levels):
        lead = teams[number % len(teams)]
        chart.append(_member(chart[lead], lead, level, rng))
    return chart


def _divisions(chart: list[Post], people: int) -> list[int]:
    regions = max(1, min(len(REGIONS), people // PEOPLE_PER_REGION))
    kinds = [*range(len(DIVISIONS))] * regions
    chart += [Post(DIVISION_LEVEL, BOARD, kind, HEADQUARTERS, 0) for kind in kinds]
    return list(range(1, len(chart)))


def _departments(chart: list[Post], divisions: list[int], count: int) -> list[tuple[int, str]]:
    found = []
    for number in range(count):
        head = divisions[number % len(divisions)]
        kind = chart[head].division
        founded, region = number // len(divisions), (number % len(divisions)) // len(DIVISIONS)
        where = f" {REGIONS[region]}" if len(divisions) > len(DIVISIONS) else ""
        division, names = DIVISIONS[kind]
        again = f" {founded // len(names) + 1}" if founded >= len(names) else ""
        site = SITES[number % len(SITES)]
        chart.append(Post(DEPARTMENT_LEVEL, f"Leitung {division}{where}", kind, site, head))
        found.append((len(chart) - 1, f"{names[founded % len(names)]}{where}{again}"))
    return found


def _teams(chart: list[Post], departments: list[tuple[int, str]], count: int) -> list[int]:
    first = len(chart)
    for number in range(count):
        head, name = departments[number % len(departments)]
        letter = number // len(departments) + 1
        above = chart[head]
        chart.append(Post(TEAM_LEVEL, f"{name} {letter}", above.division, above.site, head))
    return list(range(first, len(chart)))


def _member_levels(people: int, members: int, rng: Random) -> list[int]:
    juniors = min(members, round(people * JUNIOR_SHARE))
    skilled = min(members - juniors, round(people * SKILLED_SHARE))
    levels = rng.choices(JUNIOR_LEVELS, JUNIOR_LEVEL_SHARES, k=juniors)
    levels += [SKILLED_LEVEL] * skilled
    levels += [EXPERT_LEVEL] * (members - len(levels))
    rng.shuffle(levels)
    return levels


def _member(lead: Post, lead_number: int, level: int, rng: Random) -> Post:
    # Nobody works on a machine from another town.
    elsewhere = lead.division != PRODUCTION and rng.random() < ELSEWHERE_SHARE
    site = rng.choice(SITES) if elsewhere else lead.site
    return Post(level, lead.team, lead.division, site, lead_number)
