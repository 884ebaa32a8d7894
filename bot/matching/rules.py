"""The hard rules: what keeps two people apart before any score is looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from bot.matching.entrant import Entrant, Hours, OrgChart, Terms
from bot.matching.hierarchy import Hierarchy
from bot.matching.hours import common_time, hours_usable

# Levels of the Common European Framework of Reference for Languages, weakest first.
CEFR = ("A1", "A2", "B1", "B2", "C1", "C2")


def plain(text: str) -> str:
    """A name of a team, site, group or organisation without case and stray spaces."""
    return " ".join(text.split()).casefold()


def rank(level: str) -> int:
    """Place of a language level, 0 (A1) to 5 (C2, or native); -1 for anything else."""
    written = level.strip().upper()
    if written in ("NATIVE", "C2+"):
        return len(CEFR) - 1
    return CEFR.index(written) if written in CEFR else -1


@lru_cache(maxsize=65536)
def spoken(languages: tuple[tuple[str, str], ...]) -> tuple[tuple[str, int], ...]:
    """Languages as (two-letter code, rank), best rank of each, sorted; de-AT counts as de."""
    best: dict[str, int] = {}
    for code, level in languages:
        short = code.strip().casefold().replace("_", "-").split("-")[0]
        best[short] = max(best.get(short, -1), rank(level))
    return tuple(sorted(best.items()))


def spoken_by(entrant: Entrant) -> tuple[tuple[str, int], ...]:
    """The entrant's languages, see `spoken`."""
    return spoken(tuple(sorted(entrant.languages.items())))


def shared_languages(mentor: Entrant, mentee: Entrant, terms: Terms) -> list[tuple[str, int]]:
    """Languages both speak well enough, with the weaker one's rank, best first."""
    mine = dict(spoken_by(mentor))
    least = rank(terms.language_level)
    both = [(code, min(mine[code], place)) for code, place in spoken_by(mentee) if code in mine]
    return sorted((pair for pair in both if pair[1] >= least), key=lambda pair: (-pair[1], pair[0]))


def same_site(mentor: Entrant, mentee: Entrant) -> bool:
    """Whether both work at one named site of one organisation."""
    site = plain(mentor.site)
    same = site == plain(mentee.site) and _organisation(mentor) == _organisation(mentee)
    return bool(site) and same


def usable(hours: Hours | None) -> bool:
    """Whether hours are known well enough to be compared."""
    return hours_usable(hours)


def _organisation(entrant: Entrant) -> str:
    return plain(entrant.organisation)


@dataclass(frozen=True)
class Rule:
    """One reason that keeps two people apart; a private one is never told to anybody."""

    key: str
    refuses: Callable[[Entrant, Entrant, Hierarchy, Terms], bool]
    private: bool = False


def _same_person(mentor: Entrant, mentee: Entrant, *_: object) -> bool:
    return mentor.id == mentee.id


def _wrong_seat(mentor: Entrant, mentee: Entrant, *_: object) -> bool:
    return not (mentor.mentor and mentee.mentee)


def _paused(mentor: Entrant, mentee: Entrant, *_: object) -> bool:
    return mentor.paused or mentee.paused


def _no_place(mentor: Entrant, *_: object) -> bool:
    return mentor.capacity < 1


def _organisations(mentor: Entrant, mentee: Entrant, _: Hierarchy, terms: Terms) -> bool:
    return not terms.across_organisations and _organisation(mentor) != _organisation(mentee)


def _level_missing(mentor: Entrant, mentee: Entrant, *_: object) -> bool:
    return mentor.level is None or mentee.level is None


def _level(mentor: Entrant, mentee: Entrant, *_: object) -> bool:
    if mentor.level is None or mentee.level is None:
        return False
    return mentor.level >= mentee.level


def _team_missing(mentor: Entrant, mentee: Entrant, *_: object) -> bool:
    return not (plain(mentor.team) and plain(mentee.team))


def _same_team(mentor: Entrant, mentee: Entrant, *_: object) -> bool:
    team = plain(mentor.team)
    same = team == plain(mentee.team) and _organisation(mentor) == _organisation(mentee)
    return bool(team) and same


def _reporting_line(mentor: Entrant, mentee: Entrant, hierarchy: Hierarchy, _: Terms) -> bool:
    return hierarchy.in_line(mentor.id, mentee.id)


def _same_manager(mentor: Entrant, mentee: Entrant, hierarchy: Hierarchy, _: Terms) -> bool:
    manager = hierarchy.manager(mentor.id)
    return manager is not None and manager == hierarchy.manager(mentee.id)


def _competition(mentor: Entrant, mentee: Entrant, *_: object) -> bool:
    group = plain(mentor.competes_in)
    return bool(group) and group == plain(mentee.competes_in)


def _language(mentor: Entrant, mentee: Entrant, _: Hierarchy, terms: Terms) -> bool:
    return not shared_languages(mentor, mentee, terms)


def _hours(mentor: Entrant, mentee: Entrant, _: Hierarchy, terms: Terms) -> bool:
    if same_site(mentor, mentee):
        return False
    common = common_time(mentor.hours, mentee.hours, terms.weeks)
    return common.longest_minutes < terms.common_minutes


def _earlier_partners(mentor: Entrant, mentee: Entrant, *_: object) -> bool:
    return mentor.id in mentee.earlier_partners or mentee.id in mentor.earlier_partners


def _not_with(mentor: Entrant, mentee: Entrant, *_: object) -> bool:
    return mentor.id in mentee.not_with or mentee.id in mentor.not_with


RULES = (
    Rule("rule.same_person", _same_person),
    Rule("rule.seat", _wrong_seat),
    Rule("rule.paused", _paused),
    Rule("rule.capacity", _no_place),
    Rule("rule.organisation", _organisations),
    Rule("rule.level_missing", _level_missing),
    Rule("rule.level", _level),
    Rule("rule.team_missing", _team_missing),
    Rule("rule.same_team", _same_team),
    Rule("rule.reporting_line", _reporting_line),
    Rule("rule.same_manager", _same_manager),
    Rule("rule.competition", _competition),
    Rule("rule.language", _language),
    Rule("rule.hours", _hours),
    Rule("rule.earlier_partners", _earlier_partners),
    Rule("rule.not_with", _not_with, private=True),
)
PRIVATE_RULES = frozenset(rule.key for rule in RULES if rule.private)


def refusals(
    mentor: Entrant,
    mentee: Entrant,
    chart: OrgChart | Hierarchy,
    terms: Terms | None = None,
) -> tuple[str, ...]:
    """The keys of every rule that keeps the two apart; empty if they may be a pair.

    For the matcher and for tests: it names private blocks too, so it is shown to nobody.
    """
    hierarchy = chart if isinstance(chart, Hierarchy) else Hierarchy(chart, (mentor, mentee))
    terms = terms or Terms()
    return tuple(rule.key for rule in RULES if rule.refuses(mentor, mentee, hierarchy, terms))
