"""A figure counted again: its value, and how many people stand behind it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """A figure counted again: its value, and how many people stand behind it.

    The value is None where it lies beyond what can be known yet: half had found nobody so far.
    `at_most` is the same with everything in it that may count and that nobody sees from outside.
    """

    value: float | None
    people: int
    at_most: "Tally | None" = None


def share(said: Collection[bool | float], people: Iterable[str]) -> Tally | None:
    """Return the share of yes; of nothing there is none."""
    return Tally(sum(map(bool, said)) / len(said), len(set(people))) if said else None


def mean_of_people(said: Mapping[tuple[str, int], float]) -> Tally | None:
    """Return the mean of each person's own mean of what she said about several matters."""
    by_person: dict[str, list[float]] = defaultdict(list)
    for (user, _), value in said.items():
        by_person[user].append(value)
    if not by_person:
        return None
    means = [sum(values) / len(values) for values in by_person.values()]
    return Tally(sum(means) / len(means), len(means))
