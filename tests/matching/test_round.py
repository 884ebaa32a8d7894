"""A round for a handful of people: who meets whom, why, and what HR can ask of it."""

from dataclasses import replace

import pytest

from bot.matching import Entrant, OrgChart, RoundResult, Weights, difference, match_round
from tests.benchmarks.matching.seeds import searched
from tests.matching.cast import NOBODY_REPORTS, catalogue, mentee, mentor, topics


def solved(*people: Entrant, **wishes: object) -> RoundResult:
    return match_round(people, NOBODY_REPORTS, catalogue(), **wishes)  # type: ignore[arg-type]


def pairs(result: RoundResult) -> set[tuple[str, str]]:
    return {(match.mentor, match.mentee) for match in result.matches}


def test_a_pair_is_told_which_topic_meets_which() -> None:
    result = solved(mentor("max", "ChatGPT im Alltag"), mentee("mia", "KI-Assistenten", "Segeln"))
    (match,) = result.matches
    reasons = {reason.key: reason.facts for reason in match.reasons}
    assert reasons["topic.met"] == {
        "wanted": "KI-Assistenten",
        "offered": "ChatGPT im Alltag",
        "topic": "ai_assistants",
        "level": 2,
    }
    assert reasons["topic.open"] == {"wanted": "Segeln"}
    assert reasons["language.shared"] == {"language": "de,en", "level": "B2"}
    assert reasons["hours.common"] == {"hours": 40}
    assert reasons["place.same_site"] == {"site": "Kiel"}


def test_as_many_as_possible_come_before_the_best_single_pair() -> None:
    both = mentor("both", "Instagram", "Excel")
    only = mentor("only", "Instagram")
    result = solved(both, only, mentee("a", "Instagram"), mentee("b", "Excel"))
    assert pairs(result) == {("only", "a"), ("both", "b")}


def test_a_related_topic_alone_makes_no_pair() -> None:
    result = solved(mentor("max", "TikTok"), mentee("mia", "Instagram"))
    assert result.matches == ()
    (mia,) = (each for each in result.unmatched if each.entrant == "mia")
    assert mia.reason.key == "unmatched.not_offered"
    assert mia.advice.facts == {"topic": "tiktok"}


def test_a_mentor_takes_as_many_as_she_has_places() -> None:
    wanting = [mentee(f"mentee{n}", "Excel") for n in range(4)]
    result = solved(mentor("max", "Excel", capacity=3), *wanting)
    assert len(result.matches) == 3
    (left,) = result.unmatched
    assert left.reason.key == "unmatched.mentors_full"


def test_hr_can_keep_a_pair_and_take_one_out() -> None:
    people = (
        mentor("a", "Excel"),
        mentor("b", "Excel"),
        mentee("x", "Excel"),
        mentee("y", "Excel"),
    )
    kept = solved(*people, keep=[("b", "x")])
    assert ("b", "x") in pairs(kept)
    assert len(kept.matches) == 2
    without = solved(*people, without=[("a", "x"), ("b", "x")])
    assert {mentee for _, mentee in pairs(without)} == {"y"}
    (gone,) = (each for each in without.unmatched if each.entrant == "x")
    assert gone.reason.key == "no_suitable_partner"


def test_a_kept_pair_still_obeys_the_rules() -> None:
    blocked = mentee("x", "Excel", not_with=frozenset({"a"}))
    assert solved(mentor("a", "Excel"), blocked, keep=[("a", "x")]).matches == ()


def test_what_if_shows_what_changes() -> None:
    people = (mentor("a", "Excel"), mentee("x", "Excel"))
    change = difference(solved(*people), solved(*people, without=[("a", "x")]))
    assert (change.gained, change.lost) == ((), (("a", "x"),))


def test_the_threshold_is_named_when_it_stands_in_the_way() -> None:
    result = solved(mentor("max", "Excel"), mentee("mia", "Excel", "Podcasts"), threshold=90)
    assert {each.reason.key for each in result.unmatched} == {"unmatched.below_threshold"}


def test_topics_without_anybody_say_whom_to_recruit() -> None:
    result = solved(
        mentor("max", "Excel", "Rust"), mentee("a", "Excel", "Scrum"), mentee("b", "scrum")
    )
    assert result.wanted_not_offered == (("scrum", 2),)
    assert result.offered_not_wanted == (("rust", 1),)


def test_two_people_with_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="'a'"):
        solved(mentor("a", "Excel"), mentee("a", "Excel"))


def test_weights_must_make_a_hundred() -> None:
    with pytest.raises(ValueError, match="sum to 100"):
        Weights(topics=80)


def test_someone_who_mentors_and_learns_is_told_about_both_seats() -> None:
    both = replace(mentor("both", "Excel"), mentee=True, wants=topics("Scrum"), level=4)
    result = solved(both, mentee("mia", "Excel"))
    assert pairs(result) == {("both", "mia")}
    assert [(each.entrant, each.seat) for each in result.unmatched] == [("both", "mentee")]


def test_progress_runs_from_start_to_end() -> None:
    seen: list[float] = []
    solved(mentor("a", "Excel"), mentee("b", "Excel"), progress=lambda _, share: seen.append(share))
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("ours", "theirs", "reason"),
    [
        ({"team": "T"}, {"team": "T"}, "unmatched.same_team"),
        ({"level": 9}, {}, "unmatched.level"),
        ({"languages": {"fr": "C1"}}, {}, "unmatched.language"),
        ({"languages": {"de": "A1"}}, {}, "no_suitable_partner"),
        ({"competes_in": "x"}, {"competes_in": "x"}, "unmatched.competition"),
        ({"earlier_partners": frozenset({"mia"})}, {}, "unmatched.earlier_partners"),
        ({"site": "Ulm", "hours": None}, {}, "unmatched.hours"),
        ({}, {"site": "Ulm", "hours": None}, "unmatched.hours_missing"),
        ({"organisation": "O"}, {}, "unmatched.organisation"),
        ({"not_with": frozenset({"mia"})}, {}, "no_suitable_partner"),
        ({}, {"level": None}, "unmatched.level_missing"),
        ({}, {"team": ""}, "unmatched.team_missing"),
        ({}, {"paused": True}, "unmatched.paused"),
        ({}, {"wants": ()}, "unmatched.no_wants"),
        ({}, {"languages": {}}, "unmatched.no_language"),
    ],
)
def test_a_mentee_is_told_what_stands_in_the_way(
    ours: dict[str, object], theirs: dict[str, object], reason: str
) -> None:
    result = solved(mentor("max", "Excel", **ours), mentee("mia", "Excel", **theirs))
    (mia,) = (each for each in result.unmatched if each.entrant == "mia")
    if reason == "no_suitable_partner" and "languages" in ours:
        reason = "unmatched.no_mentors"  # her only mentor cannot take part at all
    assert mia.reason.key == reason


def test_the_reporting_line_is_named() -> None:
    people = (mentor("max", "Excel"), mentee("mia", "Excel"))
    result = match_round(people, OrgChart({"max": "lea", "lea": "mia"}), catalogue())
    assert {each.reason.key for each in result.unmatched} == {"unmatched.reporting_line"}


def test_companies_full_of_conflicts_leave_nothing_wrong() -> None:
    faults = searched(4, catalogue(), size=30)
    assert faults.pairs > 20
    assert faults.total == 0, faults.row()
