"""Reporting lines and distances in an organisation, even where its chart runs in a circle."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.matching.entrant import Entrant, OrgChart

FAR = 99  # steps between two people whom no common manager connects


@dataclass(frozen=True)
class Place:
    """Where someone stands: the interval of the walk down the chart that covers her reports."""

    enters: int
    leaves: int


class Hierarchy:
    """The whole chart, numbered once, so that a reporting line is two comparisons.

    People who manage each other in a circle count as one place: each stands in the line of every
    other, and everybody below them is below all of them. `circles` lists them for HR.
    """

    def __init__(self, chart: OrgChart, entrants: Iterable[Entrant] = ()) -> None:
        self._manager: dict[str, str | None] = dict(chart.managers)
        for entrant in entrants:
            if self._manager.get(entrant.id) is None:
                self._manager[entrant.id] = entrant.manager
        for manager in [manager for manager in self._manager.values() if manager is not None]:
            self._manager.setdefault(manager, None)
        self._circle_of, self.circles = _circles(self._manager)
        self._places = self._walk()

    def manager(self, person: str) -> str | None:
        """The person's manager, if the chart or her own entry names one; nobody is her own."""
        manager = self._manager.get(person)
        return None if manager == person else manager

    def place(self, person: str) -> Place | None:
        """Where the person stands, or None for somebody the chart has never heard of."""
        return self._places.get(person)

    def in_line(self, one: str, other: str) -> bool:
        """Whether one reports to the other, at any depth, in either direction."""
        a, b = self._places.get(one), self._places.get(other)
        if a is None or b is None:
            return False
        return a.enters <= b.enters < a.leaves or b.enters <= a.enters < b.leaves

    def distance(self, one: str, other: str) -> int:
        """Steps from one to the other through their nearest common manager; FAR without one."""
        up = {place: steps for steps, place in enumerate(self._upwards(one))}
        for steps, place in enumerate(self._upwards(other)):
            if place in up:
                return min(FAR, steps + up[place])
        return FAR

    def managers_above(self, person: str, limit: int) -> tuple[str, ...]:
        """The person's managers from the nearest upwards, at most `limit`; none inside a circle."""
        return tuple(self._upwards(person, limit + 1)[1:])

    def _upwards(self, person: str, limit: int = 1_000_000) -> list[str]:
        steps: list[str] = []
        current: str | None = self._head(person)
        while current is not None and len(steps) < limit:
            steps.append(current)
            current = self._above.get(current)
        return steps

    def _head(self, person: str) -> str:
        circle = self._circle_of.get(person)
        return person if circle is None else self.circles[circle][0]

    @cached_property
    def _above(self) -> dict[str, str | None]:
        above: dict[str, str | None] = {}
        for person, manager in self._manager.items():
            if person in self._circle_of:
                above[self._head(person)] = None
            else:
                above[person] = None if manager is None else self._head(manager)
        return above

    def _walk(self) -> dict[str, Place]:
        below: dict[str | None, list[str]] = defaultdict(list)
        for person, manager in self._above.items():
            below[manager].append(person)
        enters: dict[str, int] = {}
        leaves: dict[str, int] = {}
        # An explicit stack: a chain of 10,000 managers must not end in a RecursionError.
        stack = sorted(below[None], reverse=True)
        while stack:
            person = stack.pop()
            if person in enters:
                leaves[person] = len(enters)
                continue
            enters[person] = len(enters)
            stack.append(person)
            stack.extend(sorted(below[person], reverse=True))
        heads = {person: self._head(person) for person in self._manager}
        return {person: Place(enters[head], leaves[head]) for person, head in heads.items()}


def _circles(
    manager: Mapping[str, str | None],
) -> tuple[dict[str, int], tuple[tuple[str, ...], ...]]:
    """The circles of the chart, each sorted by id, and who sits in which; alone is no circle."""
    circle_of: dict[str, int] = {}
    circles: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for start in manager:
        path: list[str] = []
        current: str | None = start
        while current is not None and current not in seen:
            seen.add(current)
            path.append(current)
            current = manager.get(current)
        if current in path and current is not None:
            circle = tuple(sorted(path[path.index(current) :]))
            circle_of.update(dict.fromkeys(circle, len(circles)))
            circles.append(circle)
    return circle_of, tuple(circles)
