"""What must hold for every round, whoever takes part."""

import itertools
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from scipy.sparse.csgraph import maximum_bipartite_matching

from bot.matching import (
    REASONS,
    Criteria,
    Hierarchy,
    RoundResult,
    Seat,
    TopicChoice,
    Weights,
    match_round,
    refusals,
    score,
)
from bot.matching.assign import cost, unmatched_cost
from bot.matching.board import Board
from bot.matching.crowd import Codes, Crowd
from bot.matching.entrant import Terms
from bot.matching.fitness import unfit
from bot.matching.masks import Masks
from tests.matching.cast import catalogue
from tests.matching.strategies import Company, companies, willing_companies

quick = settings(max_examples=40)


def solved(company: Company, threshold: int = 0) -> RoundResult:
    return match_round(company.entrants, company.chart, catalogue(), threshold=threshold)


def pairs_allowed(company: Company) -> dict[tuple[str, str], float]:
    """Every pair that may be proposed, with its points, found one by one."""
    hierarchy = Hierarchy(company.chart, company.entrants)
    criteria = Criteria(hierarchy, catalogue())
    found = {}
    for mentor, mentee in itertools.product(company.entrants, repeat=2):
        if not refusals(mentor, mentee, hierarchy):
            scored = score(mentor, mentee, criteria)
            if scored.facts.any_met:
                found[mentor.id, mentee.id] = scored.total
    return found


@quick
@given(companies())
def test_no_rule_is_ever_broken(company: Company) -> None:
    people = {each.id: each for each in company.entrants}
    hierarchy = Hierarchy(company.chart, company.entrants)
    for match in solved(company).matches:
        assert refusals(people[match.mentor], people[match.mentee], hierarchy) == ()


@quick
@given(companies())
def test_nobody_is_used_beyond_her_places(company: Company) -> None:
    result = solved(company)
    mentors = [match.mentor for match in result.matches]
    mentees = [match.mentee for match in result.matches]
    assert len(set(mentees)) == len(mentees)
    for each in company.entrants:
        assert mentors.count(each.id) <= max(0, each.capacity)


@quick
@given(companies())
def test_everybody_is_either_matched_or_told_why_not(company: Company) -> None:
    result = solved(company)
    seats = {(each.id, Seat.MENTOR) for each in company.entrants if each.mentor}
    seats |= {(each.id, Seat.MENTEE) for each in company.entrants if each.mentee}
    matched = {(match.mentor, Seat.MENTOR) for match in result.matches}
    matched |= {(match.mentee, Seat.MENTEE) for match in result.matches}
    told = [(each.entrant, each.seat) for each in result.unmatched]
    assert len(set(told)) == len(told)
    assert set(told) == seats - matched
    assert all(match.reasons and 0 <= match.score <= 100 for match in result.matches)


@quick
@given(companies())
def test_facts_are_those_announced_and_name_nobody(company: Company) -> None:
    result = solved(company)
    reasons = [reason for match in result.matches for reason in match.reasons]
    reasons += [reason for each in result.unmatched for reason in (each.reason, each.advice)]
    for reason in reasons:
        assert set(reason.facts) == REASONS[reason.key]
        assert not any(
            str(fact) in {e.id for e in company.entrants} for fact in reason.facts.values()
        )


@quick
@given(companies(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(company: Company, chance: object) -> None:
    shuffled = list(company.entrants)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert repr(match_round(shuffled, company.chart, catalogue())) == repr(solved(company))


@quick
@given(companies(most=10))
def test_the_number_of_pairs_is_the_greatest_possible(company: Company) -> None:
    assert len(solved(company).matches) == most_pairs(company)


@quick
@given(willing_companies())
def test_the_greatest_number_is_reached_where_many_may_meet(company: Company) -> None:
    assert len(solved(company).matches) == most_pairs(company)


def most_pairs(company: Company) -> int:
    """The maximum matching by Hopcroft and Karp, on pairs found one by one."""
    places = [(each.id, place) for each in company.entrants for place in range(each.capacity)]
    ids = [each.id for each in company.entrants]
    allowed = pairs_allowed(company)
    table = np.array([[(mentor, mentee) in allowed for mentor, _ in places] for mentee in ids])
    if not table.size:
        return 0
    partner = maximum_bipartite_matching(sparse.csr_array(table), perm_type="column")
    return int((partner >= 0).sum())


@quick
@given(willing_companies())
def test_the_misses_are_the_least_of_all_assignments_with_as_many_pairs(company: Company) -> None:
    result = solved(company)
    assert result.certificate.proven
    assert result.certificate.gap == 0
    allowed = {pair: round(points * 10) for pair, points in pairs_allowed(company).items()}
    chosen = [allowed[match.mentor, match.mentee] for match in result.matches]
    left = sum(each.mentee for each in company.entrants) - len(chosen)
    total = float(cost(np.array(chosen, np.int16)).sum()) + left * unmatched_cost(10)
    assert abs(total - cheapest(company, allowed)) <= len(chosen) * 1000  # a tenth may round apart


def cheapest(company: Company, allowed: dict[tuple[str, str], int]) -> float:
    mentors = tuple((each.id, each.capacity) for each in company.entrants if each.mentor)
    mentees = [each.id for each in company.entrants if each.mentee]

    def best(at: int, room: tuple[int, ...]) -> float:
        if at == len(mentees):
            return 0.0
        found = unmatched_cost(10) + best(at + 1, room)
        for place, (person, _) in enumerate(mentors):
            if room[place] and (person, mentees[at]) in allowed:
                less = (*room[:place], room[place] - 1, *room[place + 1 :])
                own = float(cost(np.array([allowed[person, mentees[at]]], np.int16))[0])
                found = min(found, own + best(at + 1, less))
        return found

    return best(0, tuple(capacity for _, capacity in mentors))


@quick
@given(willing_companies(), st.sampled_from(["KI", "Instagram", "Excel"]))
def test_one_more_mentor_never_lowers_the_number_of_pairs(company: Company, text: str) -> None:
    pattern = next(each for each in company.entrants if each.mentor)
    newcomer = replace(
        pattern, id="newcomer", team="new team", offers=(TopicChoice(text, 3),), capacity=1
    )
    more = Company((*company.entrants, newcomer), company.chart)
    assert len(solved(more).matches) >= len(solved(company).matches)


@quick
@given(willing_companies(), st.integers(0, 100))
def test_no_pair_falls_below_the_threshold(company: Company, threshold: int) -> None:
    assert all(match.score >= threshold for match in solved(company, threshold).matches)


@quick
@given(companies())
def test_rules_for_many_pairs_agree_with_rules_for_one(company: Company) -> None:
    terms = Terms()
    hierarchy = Hierarchy(company.chart, company.entrants)
    mentors = [e for e in company.entrants if e.mentor and not unfit(e, Seat.MENTOR, terms)]
    mentees = [e for e in company.entrants if e.mentee and not unfit(e, Seat.MENTEE, terms)]
    if not (mentors and mentees):
        return
    codes = Codes()
    rows, columns = (Crowd(each, hierarchy, codes, terms) for each in (mentees, mentors))
    masks = Masks(rows, columns, terms)
    tables = {key: refuses(slice(0, len(mentees))) for key, refuses in masks.rules.items()}
    for row, column in np.ndindex(len(mentees), len(mentors)):
        many = {key for key, table in tables.items() if table[row, column]}
        assert many == set(refusals(mentors[column], mentees[row], hierarchy, terms))


@quick
@given(companies(), st.sampled_from([Weights(), Weights(20, 20, 20, 20, 20, related_percent=30)]))
def test_points_of_many_pairs_agree_with_points_of_one(company: Company, weights: Weights) -> None:
    criteria = Criteria(Hierarchy(company.chart, company.entrants), catalogue(), weights)
    mentors = [e for e in company.entrants if not unfit(e, Seat.MENTOR, criteria.terms)]
    mentees = [e for e in company.entrants if not unfit(e, Seat.MENTEE, criteria.terms)]
    if not (mentors and mentees):
        return
    board = Board.of(mentees, mentors, criteria)
    points = board.points(slice(0, len(mentees)))
    for row, column in np.ndindex(len(mentees), len(mentors)):
        mentor, mentee = mentors[column], mentees[row]
        if not criteria.hierarchy.in_line(mentor.id, mentee.id):
            assert abs(points[row, column] - score(mentor, mentee, criteria).total) < 0.05


@quick
@given(willing_companies())
def test_a_block_shows_only_as_no_suitable_partner(company: Company) -> None:
    wanted = next(each for each in company.entrants if each.mentee)
    everybody = frozenset(each.id for each in company.entrants if each.mentor)
    blocking = replace(wanted, not_with=everybody)
    others = [each for each in company.entrants if each.id != wanted.id]
    result = match_round([*others, blocking], company.chart, catalogue())
    mine = [each for each in result.unmatched if each.entrant == wanted.id]
    free = dict(
        pairs_allowed(Company((*others, replace(wanted, not_with=frozenset())), company.chart))
    )
    meets_somebody = any(mentee == wanted.id for _, mentee in free)
    assert len(mine) == 1
    assert (mine[0].reason.key == "no_suitable_partner") == meets_somebody
