"""A round of groups: who sits with whom for which topic, with reasons, and why others do not yet."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.matching.catalogue import Catalogue
from bot.matching.entrant import Entrant, OrgChart, Terms
from bot.matching.groups import LEAST_LEARNERS, MOST_LEARNERS, Group, match_groups
from bot.matching.hierarchy import Hierarchy
from bot.matching.reasons import Reason
from bot.matching.result import Match, RoundResult, Unmatched
from bot.matching.round import described, left_over
from bot.matching.score import Criteria, Weights
from bot.matching.together import in_common

# With a partner in reach, what was missing is a group: enough others for the same topic.
_IN_REACH = {"unmatched.mentors_full", "unmatched.not_needed", "unmatched.below_threshold"}


@dataclass(frozen=True)
class GroupMatch:
    """A proposed group: its topic, and the mentor with each mentee as a match with its reasons.

    `score` is the mean degree of the matches, 0 to 100; `topic` a key of the catalogue; `shared`
    what all of them have in common.
    """

    mentor: str
    topic: str
    matches: tuple[Match, ...]
    score: int
    shared: tuple[Reason, ...] = ()

    @property
    def mentees(self) -> tuple[str, ...]:
        """Those who learn, best fitting first."""
        return tuple(each.mentee for each in self.matches)


@dataclass(frozen=True)
class GroupRound:
    """All groups of a round, by mentor, and everybody else with a reason and what would help."""

    groups: tuple[GroupMatch, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()

    @property
    def pairs(self) -> RoundResult:
        """The same round as pairs, mentor with each mentee: for whatever shows or stores pairs."""
        matches = tuple(match for group in self.groups for match in group.matches)
        return RoundResult(matches, self.unmatched)


def match_group_round(
    entrants: Iterable[Entrant],
    chart: OrgChart,
    catalogue: Catalogue,
    *,
    least: int = LEAST_LEARNERS,
    most: int = MOST_LEARNERS,
    threshold: int = 0,
    weights: Weights | None = None,
    terms: Terms | None = None,
    without: Collection[tuple[str, str]] = (),
) -> GroupRound:
    """Groups of one mentor and `least` to `most` mentees for one topic, explained.

    Every rule of a pair holds between the mentor and each mentee, whose degree is `threshold` (0 to
    100) at least; `without` takes pairs (mentor, mentee) out. Found by search, see match_groups,
    which also raises ValueError for sizes that make no sense. The same people in any order give the
    same groups.
    """
    people = sorted(entrants, key=lambda each: each.id)
    weights, terms = weights or Weights(), terms or Terms()
    found = match_groups(
        people,
        chart,
        catalogue,
        least=least,
        most=most,
        threshold=threshold,
        weights=weights,
        terms=terms,
        without=frozenset(without),
    )
    criteria = Criteria(Hierarchy(chart, people), catalogue, weights, terms)
    by_id = {each.id: each for each in people}
    groups = tuple(_described(group, by_id, criteria) for group in found)
    pairs = [(group.mentor, mentee) for group in found for mentee in group.mentees]
    others = left_over(people, chart, catalogue, pairs, weights=weights, terms=terms)
    return GroupRound(groups, tuple(map(_without_group, others)))


def _described(group: Group, by_id: Mapping[str, Entrant], criteria: Criteria) -> GroupMatch:
    mentor, mentees = by_id[group.mentor], [by_id[each] for each in group.mentees]
    return GroupMatch(
        group.mentor,
        group.topic,
        tuple(described(mentor, each, criteria) for each in mentees),
        group.score,
        in_common([mentor, *mentees], criteria.terms),
    )


def _without_group(each: Unmatched) -> Unmatched:
    if each.reason.key not in _IN_REACH:
        return each
    reason = Reason("unmatched.no_group", {"topic": each.reason.facts["topic"]})
    return Unmatched(each.entrant, each.seat, reason, Reason("advice.next_round"))
