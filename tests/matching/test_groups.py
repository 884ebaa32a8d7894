"""Groups of one mentor and several mentees who want the same topic."""

from collections import Counter
from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import Hierarchy, Hours, Seat, Terms, match_group_round, match_groups, refusals
from bot.matching.hours import common_time
from bot.matching.together import common_languages, common_to_all
from tests.matching.cast import NOBODY_REPORTS, catalogue, mentee, mentor
from tests.matching.strategies import Company, companies, willing_companies

quick = settings(max_examples=60)


def test_those_who_want_the_same_topic_sit_with_one_mentor() -> None:
    people = [mentor("max", "ChatGPT"), *(mentee(f"p{n}", "KI-Assistenten") for n in range(3))]
    (group,) = match_groups([*people, mentee("q", "Excel")], NOBODY_REPORTS, catalogue())
    assert (group.mentor, group.topic) == ("max", "ai_assistants")
    assert group.mentees == ("p0", "p1", "p2")
    assert 0 < group.score <= 100


def test_a_group_has_room_for_so_many_and_no_more() -> None:
    people = [mentor("max", "Excel"), mentor("ute", "Excel")]
    people += [mentee(f"p{n}", "Excel") for n in range(7)]
    groups = match_groups(people, NOBODY_REPORTS, catalogue(), most=4)
    assert sorted(len(group.mentees) for group in groups) == [3, 4]
    assert match_groups(people[:3], NOBODY_REPORTS, catalogue()) == ()  # one alone is no group
    with pytest.raises(ValueError, match="at least 1"):
        match_groups(people, NOBODY_REPORTS, catalogue(), least=0)


def test_nobody_sits_with_her_own_report_or_somebody_she_does_not_want_to_meet() -> None:
    chief, below = mentee("a", "Excel"), mentee("b", "Excel", manager="a")
    shy = mentee("c", "Excel", not_with=frozenset({"a"}))
    groups = match_groups(
        [mentor("max", "Excel"), chief, below, shy, mentee("d", "Excel")],
        NOBODY_REPORTS,
        catalogue(),
    )
    for group in groups:
        assert not {"a", "b"} <= set(group.mentees)
        assert not {"a", "c"} <= set(group.mentees)


def test_all_of_a_group_share_a_language_and_an_hour() -> None:
    german = {"de": "C2"}
    both = {"de": "C2", "en": "C1"}
    berlin, auckland = (
        Hours("Europe/Berlin", time(8), time(20)),
        Hours("Pacific/Auckland", time(8), time(20)),
    )
    night = Hours("Europe/Berlin", time(20), time(8))
    max_ = replace(mentor("max", "Excel"), languages=both, hours=berlin, site="")
    for one, other, sit in (
        ({"languages": german}, {"languages": german}, True),
        ({"languages": german}, {"languages": {"en": "C1"}}, False),
        ({"hours": berlin}, {"hours": berlin}, True),
        ({"hours": auckland}, {"hours": replace(berlin, start=time(12))}, False),
        (
            {"hours": replace(berlin, end=time(10))},
            {"hours": replace(berlin, start=time(10))},
            False,
        ),
        ({"hours": berlin}, {"hours": night}, False),
    ):
        usual = {"languages": both, "hours": berlin, "site": ""}
        people = [
            replace(mentee(name, "Excel"), **{**usual, **facts})  # type: ignore[arg-type]
            for name, facts in (("a", one), ("b", other))
        ]
        groups = match_groups([max_, *people], NOBODY_REPORTS, catalogue())
        assert bool(groups) is sit, (one, other)


def test_those_who_share_nothing_with_the_best_may_share_it_with_each_other() -> None:
    best = replace(mentee("a", "Excel"), languages={"fr": "C2"})
    others = [replace(mentee(name, "Excel"), languages={"de": "C2"}, level=6) for name in "bc"]
    everything = {"fr": "C2", "de": "C2"}
    max_ = replace(mentor("max", "Excel"), languages=everything)
    (group,) = match_groups([max_, best, *others], NOBODY_REPORTS, catalogue())
    assert group.mentees == ("b", "c")


def test_hr_takes_a_person_out_and_asks_for_a_least_degree() -> None:
    people = [mentor("max", "Excel"), *(mentee(name, "Excel") for name in "abc")]
    (group,) = match_groups(people, NOBODY_REPORTS, catalogue(), without=[("max", "b")])
    assert group.mentees == ("a", "c")
    assert match_groups(people, NOBODY_REPORTS, catalogue(), threshold=group.score)
    assert not match_groups(people, NOBODY_REPORTS, catalogue(), threshold=group.score + 1)


@quick
@given(companies() | willing_companies())
def test_whoever_sits_together_can_speak_and_meet(company: Company) -> None:
    people = {each.id: each for each in company.entrants}
    for group in match_groups(company.entrants, company.chart, catalogue()):
        seated = [people[each] for each in (group.mentor, *group.mentees)]
        assert common_languages(seated, Terms())
        if len({(each.site, each.organisation) for each in seated}) > 1:
            assert common_to_all(each.hours for each in seated).longest_minutes >= 60


QUARTERS = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 45)))
ZONES = ("Europe/Berlin", "Asia/Kathmandu", "America/Los_Angeles", "Pacific/Auckland")
DAYS = st.frozensets(st.integers(0, 6), min_size=1)
WORKED = st.builds(Hours, st.sampled_from(ZONES), QUARTERS, QUARTERS, DAYS)


@quick
@given(WORKED, WORKED, WORKED)
def test_what_two_share_is_what_a_group_of_two_shares(one: Hours, two: Hours, more: Hours) -> None:
    common = common_to_all([one, two])
    assert common.minutes_a_week == common_time(one, two).minutes_a_week
    assert common.longest_minutes >= common_time(one, two).longest_minutes
    assert common_to_all([one, two, more]).minutes_a_week <= common.minutes_a_week
    assert common_to_all([one, two, None]).minutes_a_week == 0


@quick
@given(companies() | willing_companies(), st.randoms(use_true_random=False))
def test_groups_keep_every_rule_whatever_the_order(company: Company, chance: object) -> None:
    groups = match_groups(company.entrants, company.chart, catalogue(), most=3)
    people = {each.id: each for each in company.entrants}
    hierarchy = Hierarchy(company.chart, company.entrants)
    seats = Counter(who for group in groups for who in (group.mentor, *group.mentees))
    assert all(count == 1 for count in seats.values())
    for group in groups:
        assert 2 <= len(group.mentees) <= 3
        for each in group.mentees:
            assert refusals(people[group.mentor], people[each], hierarchy) == ()
    shuffled = list(company.entrants)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert match_groups(shuffled, company.chart, catalogue(), most=3) == groups


@quick
@given(willing_companies())
def test_one_more_who_wants_the_topic_never_empties_the_groups(company: Company) -> None:
    groups = match_groups(company.entrants, company.chart, catalogue())
    pattern = next(each for each in company.entrants if each.mentee)
    more = (*company.entrants, replace(pattern, id="zz", team="its own", not_with=frozenset()))
    assert bool(match_groups(more, company.chart, catalogue())) >= bool(groups)


def test_a_round_of_groups_says_why_to_everybody() -> None:
    people = [mentor("max", "ChatGPT", "Excel"), mentor("ute", "Segeln")]
    people += [mentee("p0", "KI-Assistenten"), mentee("p1", "ChatGPT"), mentee("q", "Excel")]
    people += [mentee("r", "Drachenbootfahren")]
    found = match_group_round(people, NOBODY_REPORTS, catalogue())
    (group,) = found.groups
    assert (group.mentor, group.mentees) == ("max", ("p0", "p1"))
    assert all(match.reasons[0].key in {"topic.met", "topic.same"} for match in group.matches)
    assert round(sum(match.score for match in group.matches) / 2) == group.score
    why = {(each.entrant, each.seat): each.reason for each in found.unmatched}
    assert set(why) == {("q", Seat.MENTEE), ("r", Seat.MENTEE), ("ute", Seat.MENTOR)}
    assert why["q", Seat.MENTEE].key == "unmatched.no_group"
    assert why["q", Seat.MENTEE].facts == {"topic": "excel"}
    assert why["r", Seat.MENTEE].key == "unmatched.not_offered"
    assert {each.mentee for each in found.pairs.matches} == {"p0", "p1"}


@quick
@given(companies(), st.randoms(use_true_random=False))
def test_in_a_round_of_groups_everybody_sits_or_is_told(company: Company, chance: object) -> None:
    found = match_group_round(company.entrants, company.chart, catalogue(), most=3)
    told = {(each.entrant, each.seat) for each in found.unmatched}
    seated = {(group.mentor, Seat.MENTOR) for group in found.groups}
    seated |= {(mentee, Seat.MENTEE) for group in found.groups for mentee in group.mentees}
    seats = {(each.id, Seat.MENTOR) for each in company.entrants if each.mentor}
    seats |= {(each.id, Seat.MENTEE) for each in company.entrants if each.mentee}
    assert seated | told == seats
    assert not seated & told
    shuffled = list(company.entrants)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert match_group_round(shuffled, company.chart, catalogue(), most=3) == found
