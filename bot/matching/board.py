"""Every mentee against every mentor: who may meet, and how many points it would be worth."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.matching import kinds
from bot.matching.assign import NO_PAIR, Possible
from bot.matching.crowd import Codes, Crowd, Numbers
from bot.matching.entrant import Entrant
from bot.matching.masks import Masks
from bot.matching.score import WHOLE, Criteria
from bot.matching.teaching import Teaching

Points = npt.NDArray[np.float32]
Tenths = npt.NDArray[np.int16]

TENTHS = 10  # points are compared in tenths: whole numbers make every sum exact
BEST = WHOLE * TENTHS
PAIRS_AT_ONCE = 500_000
MOST_REMEMBERED = 10_000_000  # possible pairs kept (40 MB); beyond, they are reckoned again


@dataclass(frozen=True)
class RoundTerms:
    """What HR sets for one round: the least score in points, and pairs (mentor, mentee) left out."""

    threshold: int = 0
    without: Collection[tuple[str, str]] = ()


class Board:
    """The pairs of a round, reckoned in stretches of mentees so that memory stays small."""

    def __init__(
        self,
        mentees: Crowd,
        mentors: Crowd,
        teaching: Teaching,
        criteria: Criteria,
        round_terms: RoundTerms,
    ) -> None:
        self.mentees, self.mentors, self.teaching = mentees, mentors, teaching
        self.criteria, self.round_terms = criteria, round_terms
        self.masks = Masks(mentees, mentors, criteria.terms, round_terms.without)
        weights = criteria.weights
        self._language = kinds.language_shares(self.masks.ranks) * np.float32(weights.language)
        self._distance = kinds.distance_shares(mentees, mentors)
        self._distance *= np.float32(weights.distance)
        self._hours = self.masks.hours_share * np.float32(weights.hours)
        self._remembered: dict[int, Possible] = {}
        self._room = MOST_REMEMBERED

    @classmethod
    def of(
        cls,
        mentees: Sequence[Entrant],
        mentors: Sequence[Entrant],
        criteria: Criteria,
        round_terms: RoundTerms | None = None,
    ) -> "Board":
        """The board of these people, whom nothing bars from their seats."""
        codes = Codes()
        ours = Crowd(mentees, criteria.hierarchy, codes, criteria.terms)
        theirs = Crowd(mentors, criteria.hierarchy, codes, criteria.terms)
        teaching = Teaching.of(ours, theirs, criteria)
        return cls(ours, theirs, teaching, criteria, round_terms or RoundTerms())

    def only(self, mentees: Numbers, mentors: Numbers) -> "Board":
        """The board of some of these people."""
        return Board(
            self.mentees.only(mentees),
            self.mentors.only(mentors),
            self.teaching.only(mentees, mentors),
            self.criteria,
            self.round_terms,
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Number of mentees and of mentors."""
        return len(self.mentees), len(self.mentors)

    def stretches(self) -> list[slice]:
        """Rows in stretches that fit into the processor's cache."""
        rows, columns = self.shape
        step = max(8, min(1024, PAIRS_AT_ONCE // max(1, columns)))
        return [slice(start, min(rows, start + step)) for start in range(0, rows, step)]

    def tenths(self, rows: slice) -> Tenths:
        """Tenths of a point for each possible pair, NO_PAIR for all others."""
        tenths: Tenths = np.rint(self.points(rows) * np.float32(TENTHS)).astype(np.int16)
        np.clip(tenths, 0, BEST, out=tenths)
        possible = self.masks.allowed(rows) & self.teaching.meets(rows)
        possible &= tenths >= self.round_terms.threshold * TENTHS
        tenths[~possible] = NO_PAIR
        return tenths

    def possible(self, rows: slice) -> Possible:
        """The possible pairs only; remembered as long as there is room."""
        known = self._remembered.get(rows.start)
        if known is not None:
            return known
        found = Possible.among(self.tenths(rows), rows.start)
        if self._room >= len(found.tenths):
            self._room -= len(found.tenths)
            self._remembered[rows.start] = found
        return found

    def forget(self) -> None:
        """Lets go of the remembered pairs, once they are solved."""
        self._remembered.clear()
        self._room = MOST_REMEMBERED

    def points(self, rows: slice) -> Points:
        """Points of every pair, whether it may meet or not."""
        ours, theirs = self.mentees, self.mentors
        points = self.teaching.coverage(rows)
        points *= np.float32(self.criteria.weights.topics)
        points += self._language[ours.language_kind[rows]][:, theirs.language_kind]
        points += self._hours[ours.hours_kind[rows]][:, theirs.hours_kind]
        points += self._distance[ours.line_kind[rows]][:, theirs.line_kind]
        points += np.float32(self.criteria.weights.place)
        # Only somebody who wishes for the same site, and is not there, costs half of the place.
        wishes = ours.wants_site[rows][:, None].astype(np.float32) + theirs.wants_site[None, :]
        points -= wishes * ~self.masks.same_site(rows) * np.float32(self.criteria.weights.place / 2)
        return points
