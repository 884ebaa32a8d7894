"""Reporting lines at any depth, distances, and charts that run in a circle."""

from bot.matching import Hierarchy, OrgChart
from bot.matching.hierarchy import FAR

CHART = OrgChart(
    {"boss": None, "anna": "boss", "ben": "boss", "cem": "anna", "dina": "cem", "eva": "ben"}
)


def test_a_line_runs_up_and_down_at_any_depth() -> None:
    hierarchy = Hierarchy(CHART)
    assert hierarchy.in_line("boss", "dina")
    assert hierarchy.in_line("dina", "anna")
    assert not hierarchy.in_line("dina", "ben")
    assert not hierarchy.in_line("dina", "stranger")


def test_distance_goes_through_the_nearest_common_manager() -> None:
    hierarchy = Hierarchy(CHART)
    assert hierarchy.distance("dina", "eva") == 5
    assert hierarchy.distance("anna", "ben") == 2
    assert hierarchy.distance("anna", "stranger") == FAR


def test_people_in_a_circle_stand_in_each_other_s_line() -> None:
    hierarchy = Hierarchy(OrgChart({"a": "b", "b": "c", "c": "a", "d": "c", "x": None}))
    assert hierarchy.circles == (("a", "b", "c"),)
    assert hierarchy.in_line("a", "c")
    assert hierarchy.in_line("d", "a")
    assert not hierarchy.in_line("x", "a")
    assert hierarchy.distance("d", "x") == FAR


def test_managing_oneself_is_a_circle_of_one() -> None:
    hierarchy = Hierarchy(OrgChart({"a": "a", "b": "a"}))
    assert hierarchy.manager("a") is None
    assert hierarchy.in_line("b", "a")


def test_a_chain_of_ten_thousand_managers_is_walked() -> None:
    chain: dict[str, str | None] = {f"p{n}": f"p{n - 1}" if n else None for n in range(10_000)}
    assert Hierarchy(OrgChart(chain)).in_line("p0", "p9999")
