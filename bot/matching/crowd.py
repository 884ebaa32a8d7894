"""Everybody on one side of a round as columns of numbers, so that rules are array operations."""

from collections.abc import Hashable, Iterable, Sequence
from copy import copy

import numpy as np
import numpy.typing as npt

from bot.matching.entrant import Entrant, Hours, Terms
from bot.matching.hierarchy import Hierarchy
from bot.matching.rules import plain, rank, spoken_by, usable
from bot.matching.score import FARTHEST_STEPS

Numbers = npt.NDArray[np.int32]
NONE = -1
_COLUMNS = (
    "person", "level", "organisation", "team", "site", "wants_site", "manager", "group", "enters",
    "leaves", "hours_kind", "language_kind", "line_kind",
)  # fmt: skip


class Numbering:
    """Gives every distinct value a number from 0 on; both sides of a round share one."""

    def __init__(self) -> None:
        self.values: dict[Hashable, int] = {}

    def number(self, value: Hashable) -> int:
        """The value's number."""
        return self.values.setdefault(value, len(self.values))

    def column(self, values: Iterable[Hashable | None]) -> Numbers:
        """A number for each value, NONE for None."""
        return np.array(
            [NONE if value is None else self.number(value) for value in values], np.int32
        )


class Codes:
    """The numberings of one round."""

    def __init__(self) -> None:
        self.teams, self.managers, self.groups = Numbering(), Numbering(), Numbering()
        self.organisations, self.sites, self.people = Numbering(), Numbering(), Numbering()


class Crowd:
    """One side of a round, in the order of ids. Only people whom no rule bars altogether."""

    def __init__(
        self, entrants: Sequence[Entrant], hierarchy: Hierarchy, codes: Codes, terms: Terms
    ) -> None:
        self.entrants = tuple(entrants)
        organisations = [plain(each.organisation) for each in entrants]
        self.person = codes.people.column(each.id for each in entrants)
        self.level = np.array([each.level or 0 for each in entrants], np.int16)
        self.organisation = codes.organisations.column(organisations)
        self.team = codes.teams.column(
            (plain(each.team), where) for each, where in zip(entrants, organisations, strict=True)
        )
        self.site = codes.sites.column(
            (plain(each.site), where) if plain(each.site) else None
            for each, where in zip(entrants, organisations, strict=True)
        )
        self.wants_site = np.array([each.meeting == "same_site" for each in entrants], bool)
        self.manager = codes.managers.column(hierarchy.manager(each.id) for each in entrants)
        self.group = codes.groups.column(plain(each.competes_in) or None for each in entrants)
        places = [hierarchy.place(each.id) for each in entrants]
        self.enters = np.array([place.enters if place else NONE for place in places], np.int32)
        self.leaves = np.array([place.leaves if place else NONE for place in places], np.int32)
        self._kinds(hierarchy, terms)

    def __len__(self) -> int:
        return len(self.entrants)

    def only(self, places: Numbers) -> "Crowd":
        """Some of these people, in that order, with the same numbers."""
        some = copy(self)
        some.entrants = tuple(self.entrants[place] for place in places)
        for column in _COLUMNS:
            setattr(some, column, getattr(self, column)[places])
        return some

    def _kinds(self, hierarchy: Hierarchy, terms: Terms) -> None:
        """Working hours, languages and upward lines: few distinct ones, compared once each."""
        least = rank(terms.language_level)
        hours, languages, lines = Numbering(), Numbering(), Numbering()
        self.hours_kind = hours.column(
            each.hours if usable(each.hours) else None for each in self.entrants
        )
        self.language_kind = languages.column(
            tuple(pair for pair in spoken_by(each) if pair[1] >= least) for each in self.entrants
        )
        self.line_kind = lines.column(
            hierarchy.managers_above(each.id, FARTHEST_STEPS) for each in self.entrants
        )
        self.hours: list[Hours] = [value for value in hours.values if isinstance(value, Hours)]
        self.languages: list[dict[str, int]] = [dict(value) for value in languages.values]  # type: ignore[call-overload]
        self.lines: list[tuple[str, ...]] = [tuple(value) for value in lines.values]  # type: ignore[arg-type]
