"""Each hard rule alone keeps two people apart who would otherwise be a pair."""

import datetime as dt

import pytest

from bot.matching import Hours, OrgChart, Terms, refusals
from bot.matching.rules import RULES
from tests.matching.cast import NOBODY_REPORTS, mentee, mentor

AUCKLAND = Hours("Pacific/Auckland", dt.time(9), dt.time(17))
CASES: dict[str, tuple[dict[str, object], dict[str, object], OrgChart]] = {
    "rule.seat": ({"mentor": False}, {}, NOBODY_REPORTS),
    "rule.paused": ({}, {"paused": True}, NOBODY_REPORTS),
    "rule.capacity": ({"capacity": 0}, {}, NOBODY_REPORTS),
    "rule.organisation": ({"organisation": "Other", "site": "Kiel"}, {}, NOBODY_REPORTS),
    "rule.level_missing": ({"level": None}, {}, NOBODY_REPORTS),
    "rule.level": ({"level": 7}, {}, NOBODY_REPORTS),
    "rule.team_missing": ({}, {"team": " "}, NOBODY_REPORTS),
    "rule.same_team": ({"team": "One"}, {"team": " one"}, NOBODY_REPORTS),
    "rule.reporting_line": ({"manager": "x"}, {}, OrgChart({"x": "mia"})),
    "rule.same_manager": ({"manager": "x"}, {"manager": "x"}, NOBODY_REPORTS),
    "rule.competition": ({"competes_in": "Bonus"}, {"competes_in": "bonus"}, NOBODY_REPORTS),
    "rule.language": ({"languages": {"de": "A2", "fr": "C2"}}, {}, NOBODY_REPORTS),
    "rule.hours": ({"hours": AUCKLAND, "site": "Auckland"}, {}, NOBODY_REPORTS),
    "rule.earlier_partners": ({"earlier_partners": frozenset({"mia"})}, {}, NOBODY_REPORTS),
    "rule.not_with": ({}, {"not_with": frozenset({"max"})}, NOBODY_REPORTS),
}


def test_two_strangers_who_fit_may_meet() -> None:
    assert refusals(mentor("max", "KI"), mentee("mia", "KI"), NOBODY_REPORTS) == ()


@pytest.mark.parametrize("rule", CASES)
def test_one_rule_alone_refuses(rule: str) -> None:
    ours, theirs, chart = CASES[rule]
    found = refusals(mentor("max", "KI", **ours), mentee("mia", "KI", **theirs), chart)
    assert set(found) - {"rule.hours"} == {rule} - {"rule.hours"}
    assert rule in found


def test_every_rule_has_its_case() -> None:
    assert {rule.key for rule in RULES} - {"rule.same_person"} == set(CASES)


def test_one_site_makes_up_for_different_hours() -> None:
    night = Hours("Europe/Berlin", dt.time(22), dt.time(6))
    assert refusals(mentor("max", "KI", hours=night), mentee("mia", "KI"), NOBODY_REPORTS) == ()


def test_a_programme_may_span_organisations() -> None:
    terms = Terms(across_organisations=True)
    other = mentor("max", "KI", organisation="Other")
    assert refusals(other, mentee("mia", "KI"), NOBODY_REPORTS, terms) == ()
