"""More people find a place than where the fullest table is simply laid first."""

from dataclasses import replace

from hypothesis import given, settings

from bot.matching import Hierarchy, OrgChart, Terms, Weights, match_groups
from bot.matching.entrant import Entrant
from bot.matching.score import Criteria
from bot.matching.seating import Hall, seated, worth
from bot.matching.tables import Limits, Offer, offers_among
from tests.matching.cast import NOBODY_REPORTS, catalogue, mentee, mentor
from tests.matching.strategies import Company, companies, willing_companies

LIMITS = Limits(least=2, most=4, threshold=0, without=())


def criteria_of(entrants: tuple[Entrant, ...], chart: OrgChart) -> Criteria:
    return Criteria(Hierarchy(chart, entrants), catalogue(), Weights(), Terms())


def offers_of(entrants: tuple[Entrant, ...], criteria: Criteria) -> list[Offer]:
    return list(offers_among(sorted(entrants, key=lambda each: each.id), criteria, LIMITS))


def test_a_full_table_lends_somebody_without_whom_another_could_not_begin() -> None:
    people = [mentor("max", "Excel"), mentor("ute", "Python")]
    people += [mentee(name, "Excel") for name in "abc"]
    people += [mentee("d", "Excel", "Python"), mentee("e", "Python")]
    groups = match_groups(people, NOBODY_REPORTS, catalogue())
    assert [set(group.mentees) for group in groups] == [{"a", "b", "c"}, {"d", "e"}]


def test_whoever_keeps_others_away_from_a_table_sits_at_another() -> None:
    """Two do not want to meet her, who is asked first and would have a place elsewhere."""
    only_max, only_ute = frozenset({"ute"}), frozenset({"max"})
    people = [mentor("max", "Excel"), mentor("ute", "Excel"), mentee("best", "Excel")]
    people += [mentee(name, "Excel", not_with=only_max) for name in "cd"]
    people += [mentee(name, "Excel", not_with=only_max | {"best"}) for name in "xy"]
    people += [mentee("e", "Excel", not_with=only_ute)]
    groups = match_groups(people, NOBODY_REPORTS, catalogue())
    assert {group.mentor: set(group.mentees) for group in groups} == {
        "max": {"c", "d", "x", "y"},
        "ute": {"best", "e"},
    }


def test_a_mentor_teaches_the_topic_that_finds_more_people_places() -> None:
    people = [mentor("max", "Excel", "Python"), mentor("ute", "Excel")]
    people += [mentee(name, "Excel") for name in "abc"]
    people += [mentee(name, "Python") for name in "de"]
    groups = match_groups(people, NOBODY_REPORTS, catalogue())
    assert [(group.mentor, group.topic) for group in groups] == [
        ("max", "python"),
        ("ute", "excel"),
    ]


def test_among_as_many_people_fewer_and_fuller_groups_are_better() -> None:
    people = [mentor("max", "Excel"), mentor("ute", "Excel")]
    people += [mentee(name, "Excel") for name in "abcd"]
    (group,) = match_groups(people, NOBODY_REPORTS, catalogue())
    assert len(group.mentees) == 4


@settings(max_examples=60)
@given(companies() | willing_companies())
def test_never_fewer_find_a_place_than_with_the_fullest_first(company: Company) -> None:
    criteria = criteria_of(company.entrants, company.chart)
    offers = offers_of(company.entrants, criteria)
    simple = Hall(offers, LIMITS, criteria).fullest_first()
    found = {each.offer.mentor.id: each for each in seated(offers, LIMITS, criteria)}
    assert worth(found) >= worth(simple)


@settings(max_examples=60)
@given(willing_companies())
def test_nobody_who_could_join_a_table_with_room_is_left_over(company: Company) -> None:
    criteria = criteria_of(company.entrants, company.chart)
    offers = offers_of(company.entrants, criteria)
    found = {each.offer.mentor.id: each for each in seated(offers, LIMITS, criteria)}
    places = worth(found)[0]
    for changed in Hall(offers, LIMITS, criteria).changes(found):
        assert worth(changed)[0] <= places
        everybody = [person for each in changed.values() for person in each.people]
        assert len(everybody) == len(set(everybody))
        assert all(2 <= len(each.learners) <= 4 for each in changed.values())


def test_of_a_mentor_who_would_also_learn_one_seat_is_taken() -> None:
    both = replace(mentor("both", "Excel"), mentee=True, wants=mentee("x", "Python").wants, level=3)
    people = [both, mentor("ute", "Python")]
    people += [mentee(name, "Excel", level=8) for name in "abc"]
    people += [mentee("d", "Python", level=8)]
    groups = match_groups(people, NOBODY_REPORTS, catalogue())
    everybody = [who for group in groups for who in (group.mentor, *group.mentees)]
    assert len(everybody) == len(set(everybody))
