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
    """The chart: climbed for a single pair, numbered once for a round.

    Nothing is reckoned before it is asked for, so that one newcomer costs a few climbs and not a
    walk through the company. People who manage each other in a circle count as one place: each
    stands in the line of every other, and everybody below them is below all of them.
    """

    def __init__(self, chart: OrgChart, entrants: Iterable[Entrant] = ()) -> None:
        self._named = chart.managers
        self._own = {entrant.id: entrant.manager for entrant in entrants}
        self._heads: dict[str, str] = {}
        self._heads_above: dict[str, str | None] = {}

    def manager(self, person: str) -> str | None:
        """The person's manager, if the chart or her own entry names one; nobody is her own."""
        manager = self._above_her(person)
        return None if manager == person else manager

    def place(self, person: str) -> Place | None:
        """Where the person stands, or None for somebody the chart has never heard of."""
        return self._places.get(person)

    def in_line(self, one: str, other: str) -> bool:
        """Whether one reports to the other, at any depth, in either direction."""
        return self._head(one) in self._upwards(other) or self._head(other) in self._upwards(one)

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

    @cached_property
    def circles(self) -> tuple[tuple[str, ...], ...]:
        """People who manage each other, circle by circle, each sorted by id; alone is no circle."""
        members: dict[str, list[str]] = defaultdict(list)
        for person in self._everybody:
            if self._head(person) != person or self._is_circle(person):
                members[self._head(person)].append(person)
        return tuple(tuple(sorted(each)) for each in members.values())

    def _above_her(self, person: str) -> str | None:
        manager = self._named.get(person)
        return self._own.get(person) if manager is None else manager

    def _upwards(self, person: str, limit: int = 1_000_000) -> list[str]:
        steps: list[str] = []
        current: str | None = self._head(person)
        known = self._heads_above
        while current is not None and len(steps) < limit:
            steps.append(current)
            current = known[current] if current in known else self._above(current)
        return steps

    def _above(self, head: str) -> str | None:
        """The head above a head; nobody stands above a circle."""
        if head not in self._heads_above:
            manager = self._above_her(head)
            above = None if manager is None else self._head(manager)
            self._heads_above[head] = None if above == head else above
        return self._heads_above[head]

    def _head(self, person: str) -> str:
        """The person herself, or who stands for her circle: the first of it by id."""
        if person not in self._heads:
            self._climb(person)
        return self._heads[person]

    def _is_circle(self, head: str) -> bool:
        manager = self._above_her(head)
        return manager is not None and self._head(manager) == head

    def _climb(self, start: str) -> None:
        """Finds the heads of everybody from here upwards, as far as they are not yet known."""
        path: dict[str, None] = {}
        current: str | None = start
        while current is not None and current not in path and current not in self._heads:
            path[current] = None
            current = self._above_her(current)
        self._heads.update(zip(path, path, strict=True))
        if current in path:
            steps = list(path)
            circle = steps[steps.index(current) :]
            self._heads.update(dict.fromkeys(circle, min(circle)))

    @cached_property
    def _everybody(self) -> dict[str, None]:
        managers = (manager for manager in self._named.values() if manager is not None)
        own = (manager for manager in self._own.values() if manager is not None)
        return dict.fromkeys([*self._named, *self._own, *managers, *own])

    @cached_property
    def _places(self) -> Mapping[str, Place]:
        heads = {person: self._head(person) for person in self._everybody}
        below: dict[str | None, list[str]] = defaultdict(list)
        for head in dict.fromkeys(heads.values()):
            below[self._above(head)].append(head)
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
        return {person: Place(enters[head], leaves[head]) for person, head in heads.items()}
