"""The hard rules once more, for thousands of pairs at a time; a property test holds them to rules."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

import numpy as np

from bot.matching import kinds
from bot.matching.crowd import NONE, Crowd
from bot.matching.entrant import Terms
from bot.matching.kinds import Flags

Refused = Callable[[slice], Flags]


class Masks:
    """For a stretch of mentees (rows) and all mentors (columns): who may not meet, and why."""

    def __init__(
        self,
        mentees: Crowd,
        mentors: Crowd,
        terms: Terms,
        without: Collection[tuple[str, str]] = (),
    ) -> None:
        self._mentees, self._mentors, self._terms = mentees, mentors, terms
        self.ranks = kinds.language_ranks(mentees, mentors)
        self._enough_hours, self.hours_share = kinds.hours_tables(mentees, mentors, terms)
        columns = {each.id: column for column, each in enumerate(mentors.entrants)}
        self._not_with = _pairs(mentees, mentors, columns, "not_with")
        self._earlier = _pairs(mentees, mentors, columns, "earlier_partners")
        rows = {each.id: row for row, each in enumerate(mentees.entrants)}
        self._without: dict[int, list[int]] = defaultdict(list)
        for mentor, mentee in without:
            if mentor in columns and mentee in rows:
                self._without[rows[mentee]].append(columns[mentor])
        self.rules: Mapping[str, Refused] = {
            "rule.same_person": lambda rows: self._equal("person", rows),
            "rule.organisation": self._organisation,
            "rule.level": self._level,
            "rule.same_team": lambda rows: self._equal("team", rows),
            "rule.reporting_line": self._reporting_line,
            "rule.same_manager": lambda rows: self._equal("manager", rows),
            "rule.competition": lambda rows: self._equal("group", rows),
            "rule.language": self._language,
            "rule.hours": self._hours,
            "rule.earlier_partners": lambda rows: self._listed(self._earlier, rows),
            "rule.not_with": lambda rows: self._listed(self._not_with, rows),
        }

    def allowed(self, rows: slice) -> Flags:
        """Whom the rules let meet: a row for each mentee, a column for each mentor."""
        refused = self.taken_out(rows)
        for refuses in self.rules.values():
            refused |= refuses(rows)
        return ~refused

    def taken_out(self, rows: slice) -> Flags:
        """The pairs HR has taken out of this round."""
        return self._listed(self._without, rows)

    def same_site(self, rows: slice) -> Flags:
        """Who works at one site."""
        return self._equal("site", rows)

    def _shape(self, rows: slice) -> tuple[int, int]:
        return len(range(*rows.indices(len(self._mentees)))), len(self._mentors)

    def _equal(self, column: str, rows: slice) -> Flags:
        ours = getattr(self._mentees, column)[rows][:, None]
        theirs = getattr(self._mentors, column)[None, :]
        # A mentee without the fact gets a number that no mentor has: one comparison, not two.
        equal: Flags = np.where(ours == NONE, NONE - 1, ours) == theirs
        return equal

    def _organisation(self, rows: slice) -> Flags:
        if self._terms.across_organisations:
            return np.zeros(self._shape(rows), bool)
        return ~self._equal("organisation", rows)

    def _level(self, rows: slice) -> Flags:
        return self._mentors.level[None, :] >= self._mentees.level[rows][:, None]

    def _reporting_line(self, rows: slice) -> Flags:
        enters, leaves = self._mentees.enters[rows][:, None], self._mentees.leaves[rows][:, None]
        other_enters, other_leaves = self._mentors.enters[None, :], self._mentors.leaves[None, :]
        above = (enters <= other_enters) & (other_enters < leaves)
        return above | ((other_enters <= enters) & (enters < other_leaves))

    def _language(self, rows: slice) -> Flags:
        ranks = self.ranks[self._mentees.language_kind[rows]][:, self._mentors.language_kind]
        return ranks < 0

    def _hours(self, rows: slice) -> Flags:
        kinds_here = self._mentees.hours_kind[rows]
        enough = self._enough_hours[kinds_here][:, self._mentors.hours_kind]
        return ~(enough | self.same_site(rows))

    def _listed(self, listed: Mapping[int, Collection[int]], rows: slice) -> Flags:
        flags = np.zeros(self._shape(rows), bool)
        for place, row in enumerate(range(*rows.indices(len(self._mentees)))):
            if row in listed:
                flags[place, list(listed[row])] = True
        return flags


def _pairs(
    mentees: Crowd, mentors: Crowd, columns: Mapping[str, int], wish: str
) -> dict[int, set[int]]:
    """Columns that each row names, or that name it."""
    rows = {each.id: row for row, each in enumerate(mentees.entrants)}
    pairs: dict[int, set[int]] = defaultdict(set)
    for row, mentee in enumerate(mentees.entrants):
        named = columns.keys() & getattr(mentee, wish)
        if named:
            pairs[row].update(columns[name] for name in named)
    for column, mentor in enumerate(mentors.entrants):
        for name in rows.keys() & getattr(mentor, wish):
            pairs[rows[name]].add(column)
    return dict(pairs)
