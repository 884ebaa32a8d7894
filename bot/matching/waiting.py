"""Why somebody has no partner yet, and what would help her; blocks and declines never show."""

from collections.abc import Collection

import numpy as np

from bot.matching.board import Board
from bot.matching.entrant import Entrant, Seat, TopicChoice
from bot.matching.explain import topic_of
from bot.matching.findings import TAKEN_OUT, Side, findings
from bot.matching.hours import common_time
from bot.matching.meaning import meaning_of
from bot.matching.reasons import Fact, Reason
from bot.matching.result import Unmatched
from bot.matching.rules import PRIVATE_RULES, usable
from bot.matching.score import topic_facts

_PRIVATE = PRIVATE_RULES | {TAKEN_OUT, "rule.same_person"}
NO_SUITABLE_PARTNER = (Reason("no_suitable_partner"), Reason("advice.next_round"))


def unmatched(
    board: Board, seat: Seat, paired: Collection[str], offered: frozenset[str]
) -> list[Unmatched]:
    """Everybody of a board without a partner on that seat, each with a reason and advice.

    `offered` are the topics of the catalogue that somebody in the round offers.
    """
    ours, theirs = board.mentees, board.mentors
    people = ours if seat is Seat.MENTEE else theirs
    idle = [place for place, each in enumerate(people.entrants) if each.id not in paired]
    left = np.array(idle, np.int32)
    if seat is Seat.MENTEE:
        part = board.only(left, np.arange(len(theirs), dtype=np.int32))
        side, _ = findings(part)
    else:
        part = board.only(np.arange(len(ours), dtype=np.int32), left)
        _, side = findings(part)
    waiting = _Waiting(part, seat, side, offered)
    return [waiting.explained(number, people.entrants[place]) for number, place in enumerate(idle)]


class _Waiting:
    """Explains everybody on one side of a board of people who found no partner."""

    def __init__(self, board: Board, seat: Seat, side: Side, offered: frozenset[str]) -> None:
        self._seat, self._side, self._offered = seat, side, offered
        self._criteria, self._threshold = board.criteria, board.round_terms.threshold
        self._catalogue, self._terms = board.criteria.catalogue, board.criteria.terms
        mentees, mentors = board.mentees.entrants, board.mentors.entrants
        self._others = mentors if seat is Seat.MENTEE else mentees

    def explained(self, place: int, entrant: Entrant) -> Unmatched:
        """Reason and advice for the person at that place of the side."""
        reason, advice = self._why(place, entrant)
        return Unmatched(entrant.id, self._seat, reason, advice)

    def _why(self, place: int, entrant: Entrant) -> tuple[Reason, Reason]:
        side = self._side
        if not self._others:
            mentee = self._seat is Seat.MENTEE
            key = "unmatched.no_mentors" if mentee else "unmatched.no_mentees"
            return Reason(key), Reason("advice.next_round")
        if not side.meets[place]:
            return self._no_topic(entrant)
        if side.possible[place]:
            topic = self._topic(entrant, int(side.someone[place]))
            if self._seat is Seat.MENTEE:
                full = Reason("unmatched.mentors_full", {"topic": topic})
                return full, Reason("advice.recruit_mentors", {"topic": topic})
            return Reason("unmatched.not_needed", {"topic": topic}), Reason("advice.next_round")
        if side.allowed[place]:
            topic = self._topic(entrant, int(side.someone[place]))
            facts: dict[str, Fact] = {"topic": topic, "threshold": self._threshold}
            return Reason("unmatched.below_threshold", facts), Reason("advice.widen_topics")
        return self._refused(place, entrant)

    def _no_topic(self, entrant: Entrant) -> tuple[Reason, Reason]:
        if self._seat is Seat.MENTOR:
            offered = _foremost(entrant.offers).text
            return (
                Reason("unmatched.not_wanted", {"offered": offered}),
                Reason("advice.widen_topics"),
            )
        wanted = _foremost(entrant.wants).text
        reason = Reason("unmatched.not_offered", {"wanted": wanted})
        near = {
            neighbour
            for choice in entrant.wants
            for topic in meaning_of(choice.text, self._catalogue).topics
            for neighbour in self._catalogue.related[topic]
        }
        if available := sorted(near & self._offered):
            return reason, Reason("advice.related_topic", {"topic": available[0]})
        topic = topic_of(wanted, self._catalogue)
        return reason, Reason("advice.recruit_mentors", {"topic": topic})

    def _refused(self, place: int, entrant: Entrant) -> tuple[Reason, Reason]:
        """The one rule that keeps most fitting people away, if it may be told."""
        alone = {key: int(counts[place]) for key, counts in self._side.alone.items()}
        binding = max(alone, key=lambda key: (alone[key], key not in _PRIVATE))
        if not alone[binding] or binding in _PRIVATE:
            return NO_SUITABLE_PARTNER
        if binding == "rule.hours" and not usable(entrant.hours):
            return Reason("unmatched.hours_missing"), Reason("advice.add_hours")
        witness = int(self._side.witness[binding][place])
        topic = self._topic(entrant, witness)
        key = _KEYS[binding]
        return Reason(key, {"topic": topic}), self._advice(binding, entrant, witness)

    def _advice(self, binding: str, entrant: Entrant, witness: int) -> Reason:
        if binding == "rule.hours":
            common = common_time(entrant.hours, self._others[witness].hours, self._terms.weeks)
            lacking = self._terms.common_minutes - common.longest_minutes
            return Reason("advice.widen_hours", {"minutes": lacking})
        if binding == "rule.language":
            return Reason("advice.add_language", {"level": self._terms.language_level})
        return Reason("advice.widen_topics")

    def _topic(self, entrant: Entrant, other: int) -> str:
        """The catalogue's topic, or the wanted text, on which the two would meet."""
        partner = self._others[other]
        mentee, mentor = (entrant, partner) if self._seat is Seat.MENTEE else (partner, entrant)
        facts = topic_facts(mentor, mentee, self._criteria)
        best = max(facts, key=lambda fact: (fact.met, fact.wanted.strength, fact.likeness))
        return topic_of(best.wanted.text, self._catalogue)


_KEYS = {
    "rule.organisation": "unmatched.organisation",
    "rule.level": "unmatched.level",
    "rule.same_team": "unmatched.same_team",
    "rule.reporting_line": "unmatched.reporting_line",
    "rule.same_manager": "unmatched.same_team",
    "rule.competition": "unmatched.competition",
    "rule.language": "unmatched.language",
    "rule.hours": "unmatched.hours",
    "rule.earlier_partners": "unmatched.earlier_partners",
}


def _foremost(choices: tuple[TopicChoice, ...]) -> TopicChoice:
    return max(choices, key=lambda choice: choice.strength)
