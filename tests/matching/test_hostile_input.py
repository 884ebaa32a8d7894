"""Whatever a file may hold, the matcher gives a clear answer."""

import datetime as dt

import pytest

from bot.matching import Entrant, Hours, OrgChart, TopicChoice, match_one, match_round
from tests.matching.cast import NOBODY_REPORTS, catalogue, mentee, mentor


def test_nobody_at_all() -> None:
    result = match_round([], NOBODY_REPORTS, catalogue())
    assert (result.matches, result.unmatched, result.certificate.proven) == ((), (), True)


def test_one_person() -> None:
    result = match_round([mentee("mia", "KI")], NOBODY_REPORTS, catalogue())
    assert [each.reason.key for each in result.unmatched] == ["unmatched.no_mentors"]


def test_everybody_in_one_team() -> None:
    people = [mentor(f"a{n}", "KI", team="T") for n in range(5)]
    people += [mentee(f"b{n}", "KI", team="T") for n in range(5)]
    result = match_round(people, NOBODY_REPORTS, catalogue())
    assert {each.reason.key for each in result.unmatched} == {"unmatched.same_team"}


@pytest.mark.parametrize("capacity", [0, -3])
def test_no_capacity(capacity: int) -> None:
    people = [mentor("max", "KI", capacity=capacity), mentee("mia", "KI")]
    result = match_round(people, NOBODY_REPORTS, catalogue())
    assert [each.reason.key for each in result.unmatched] == [
        "unmatched.no_places",
        "unmatched.no_mentors",
    ]


def test_an_absurd_capacity_is_held_to_what_a_mentor_can_do() -> None:
    people = [mentor("max", "KI", capacity=10**9), *(mentee(f"m{n}", "KI") for n in range(30))]
    assert len(match_round(people, NOBODY_REPORTS, catalogue()).matches) == 20


def test_a_circle_in_the_chart() -> None:
    people = [mentor("a", "KI"), mentee("b", "KI"), mentor("c", "KI")]
    result = match_round(people, OrgChart({"a": "b", "b": "a"}), catalogue())
    assert [(match.mentor, match.mentee) for match in result.matches] == [("c", "b")]


def test_an_unknown_zone_needs_the_same_site() -> None:
    mars = Hours("Mars/Olympus", dt.time(9), dt.time(17))
    near, far = mentor("near", "KI", hours=mars), mentee("far", "KI", hours=mars, site="Ulm")
    result = match_round([near, mentee("here", "KI"), far], NOBODY_REPORTS, catalogue())
    assert [(match.mentor, match.mentee) for match in result.matches] == [("near", "here")]


def test_emoji_topics_meet_each_other_and_nothing_else() -> None:
    people = [mentor("a", "🎉🎉"), mentor("b", "🙈"), mentee("c", "🎉 🎉")]
    result = match_round(people, NOBODY_REPORTS, catalogue())
    assert [(match.mentor, match.mentee) for match in result.matches] == [("a", "c")]


def test_a_topic_of_five_thousand_letters() -> None:
    people = [mentor("a", "KI " * 1_700), mentee("b", "x" * 5_000), mentee("c", "")]
    assert len(match_round(people, NOBODY_REPORTS, catalogue()).unmatched) == 3


def test_weights_out_of_range_are_held_to_one_to_three() -> None:
    people = [
        mentor("a", offers=(TopicChoice("KI", 99),)),
        mentee("b", wants=(TopicChoice("KI", -5), TopicChoice("KI", 0))),
    ]
    assert match_round(people, NOBODY_REPORTS, catalogue()).matches[0].score <= 100


def test_hundreds_who_want_the_same_topic_all_get_somebody() -> None:
    people = [mentor(f"a{n}", "KI") for n in range(300)]
    people += [mentee(f"b{n}", "KI") for n in range(300)]
    result = match_round(people, NOBODY_REPORTS, catalogue())
    assert len(result.matches) == 300
    assert result.certificate.proven


def test_a_newcomer_gets_the_best_free_partner_or_nobody() -> None:
    free = [mentor("poor", "KI", "Excel", site="Ulm", languages={"de": "B1"}), mentor("rich", "KI")]
    found = match_one(mentee("new", "KI"), free, NOBODY_REPORTS, catalogue())
    assert found is not None
    assert found.mentor == "rich"
    assert match_one(mentee("new", "Segeln"), free, NOBODY_REPORTS, catalogue()) is None
    assert match_one(Entrant(id="none"), free, NOBODY_REPORTS, catalogue()) is None
    learner = match_one(mentor("new", "KI"), [mentee("old", "KI")], NOBODY_REPORTS, catalogue())
    assert learner is not None
    assert learner.mentee == "old"
