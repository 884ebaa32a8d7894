"""Every mentee against every mentor: who may meet, and how many points it would be worth."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from bot.matching import kinds
from bot.matching.crowd import Codes, Crowd
from bot.matching.entrant import Entrant
from bot.matching.masks import Masks
from bot.matching.score import WHOLE, Criteria
from bot.matching.teaching import Teaching

Points = npt.NDArray[np.float32]
Tenths = npt.NDArray[np.int16]

TENTHS = 10  # points are compared in tenths: whole numbers make every sum exact
BEST = WHOLE * TENTHS
NO_PAIR = -1
MOST_REMEMBERED = 30_000_000  # pairs kept in memory (60 MB); beyond, they are reckoned again


class Board:
    """The pairs of a round, reckoned in stretches of mentees so that memory stays small."""

    def __init__(
        self,
        mentees: Sequence[Entrant],
        mentors: Sequence[Entrant],
        criteria: Criteria,
        *,
        threshold: int = 0,
        without: Collection[tuple[str, str]] = (),
    ) -> None:
        codes, hierarchy, terms = Codes(), criteria.hierarchy, criteria.terms
        weights = criteria.weights
        self.mentees = Crowd(mentees, hierarchy, codes, terms)
        self.mentors = Crowd(mentors, hierarchy, codes, terms)
        self.masks = Masks(self.mentees, self.mentors, terms, without)
        self.teaching = Teaching(self.mentees, self.mentors, criteria)
        self.threshold = threshold
        self.criteria = criteria
        self._weights = weights
        self._language = kinds.language_shares(self.masks.ranks) * np.float32(weights.language)
        self._distance = kinds.distance_shares(self.mentees, self.mentors) * np.float32(
            weights.distance
        )
        self._hours = self.masks.hours_share * np.float32(weights.hours)
        self._remembered: dict[tuple[int, int], Tenths] = {}

    @property
    def shape(self) -> tuple[int, int]:
        """Number of mentees and of mentors."""
        return len(self.mentees), len(self.mentors)

    def stretches(self) -> list[slice]:
        """Rows in stretches of about two million pairs."""
        rows, columns = self.shape
        step = max(16, min(1024, 2_000_000 // max(1, columns)))
        return [slice(start, min(rows, start + step)) for start in range(0, rows, step)]

    def tenths(self, rows: slice) -> Tenths:
        """Tenths of a point for each possible pair, NO_PAIR for all others."""
        key = (rows.start, rows.stop)
        known = self._remembered.get(key)
        if known is not None:
            return known
        found = self._reckon(rows)
        if self.shape[0] * self.shape[1] <= MOST_REMEMBERED:
            self._remembered[key] = found
        return found

    def points(self, rows: slice) -> Points:
        """Points of every pair, whether it may meet or not."""
        ours, theirs = self.mentees, self.mentors
        points = self.teaching.coverage(rows)
        points *= np.float32(self._weights.topics)
        points += self._language[ours.language_kind[rows]][:, theirs.language_kind]
        points += self._hours[ours.hours_kind[rows]][:, theirs.hours_kind]
        points += self._distance[ours.line_kind[rows]][:, theirs.line_kind]
        points += np.float32(self._weights.place)
        # Only somebody who wishes for the same site, and is not there, costs half of the place.
        wishes = ours.wants_site[rows][:, None].astype(np.float32) + theirs.wants_site[None, :]
        points -= wishes * ~self.masks.same_site(rows) * np.float32(self._weights.place / 2)
        return points

    def _reckon(self, rows: slice) -> Tenths:
        tenths = np.rint(self.points(rows) * TENTHS).astype(np.int16)
        possible = self.masks.allowed(rows) & self.teaching.meets(rows)
        possible &= tenths >= self.threshold * TENTHS
        return np.where(possible, np.clip(tenths, 0, BEST), np.int16(NO_PAIR)).astype(np.int16)
