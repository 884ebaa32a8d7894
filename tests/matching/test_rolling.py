"""One newcomer gets the best free partner there is, found without looking at all pairs."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import (
    Criteria,
    Entrant,
    Hierarchy,
    OrgChart,
    best_partners,
    match_one,
    match_round,
    refusals,
    score,
)
from tests.matching.cast import NOBODY_REPORTS, catalogue, mentee, mentor
from tests.matching.strategies import Company, companies, willing_companies

quick = settings(max_examples=60)


def by_looking_at_everybody(
    newcomer: Entrant, others: list[Entrant], chart: OrgChart
) -> list[tuple[int, str]]:
    """Tenths of a point of each pair that may meet, and the partner; the greatest first."""
    hierarchy = Hierarchy(chart, [newcomer, *others])
    criteria = Criteria(hierarchy, catalogue())
    found = []
    for other in others:
        for one, two in ((newcomer, other), (other, newcomer)):
            if other.id != newcomer.id and not refusals(one, two, hierarchy):
                scored = score(one, two, criteria)
                if scored.facts.any_met:
                    found.append((round(scored.total * 10), other.id))
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


@quick
@given(companies(), st.integers(1, 3))
def test_the_best_partners_are_those_found_by_looking_at_everybody(
    company: Company, limit: int
) -> None:
    for newcomer in company.entrants:
        others = list(company.entrants)
        wanted = by_looking_at_everybody(newcomer, others, company.chart)
        found = best_partners(newcomer, others, company.chart, catalogue(), limit=limit)
        partners = [{each.mentor, each.mentee} - {newcomer.id} for each in found]
        assert partners == [{partner} for _, partner in wanted[:limit]]


@quick
@given(companies())
def test_a_round_of_the_two_alone_says_the_same_of_them(company: Company) -> None:
    people = {each.id: each for each in company.entrants}
    for newcomer in company.entrants:
        found = match_one(newcomer, company.entrants, company.chart, catalogue())
        if found is not None:
            two = [people[found.mentor], people[found.mentee]]
            matches = match_round(two, company.chart, catalogue()).matches
            assert found in matches


@quick
@given(willing_companies(), st.integers(0, 100))
def test_no_partner_is_below_the_threshold(company: Company, threshold: int) -> None:
    for newcomer in company.entrants:
        found = match_one(
            newcomer, company.entrants, company.chart, catalogue(), threshold=threshold
        )
        wanted = by_looking_at_everybody(newcomer, list(company.entrants), company.chart)
        assert (found is None) == (not wanted or wanted[0][0] < threshold * 10)


def test_the_order_of_the_others_changes_nothing() -> None:
    free = [mentor(f"m{number}", "KI", "Excel") for number in range(9)]
    newcomer = mentee("new", "KI")
    found = best_partners(newcomer, free, NOBODY_REPORTS, catalogue(), limit=3)
    assert found == best_partners(newcomer, free[::-1], NOBODY_REPORTS, catalogue(), limit=3)
    assert [each.mentor for each in found] == ["m0", "m1", "m2"]


def test_topics_the_catalogue_does_not_know_are_compared_letter_by_letter() -> None:
    free = [mentor("a", "Drachenbootfahren"), mentor("b", "Bienenzucht"), mentor("c", "Imkerei")]
    found = match_one(mentee("new", "Drachenboot fahren"), free, NOBODY_REPORTS, catalogue())
    assert found is not None
    assert found.mentor == "a"
    teacher = replace(free[1], id="new")
    learners = [mentee("x", "Wandern"), mentee("y", "Bienenzucht"), mentee("z", "Segeln")]
    found = match_one(teacher, learners, NOBODY_REPORTS, catalogue())
    assert found is not None
    assert found.mentee == "y"
