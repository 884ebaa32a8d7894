"""Allowed moves of a noun's state, as a table that code, diagram and tests share."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)


class IllegalMove(Exception):
    """A noun was asked to change into a state that cannot follow its own: a defect or a late event."""


@dataclass(frozen=True)
class Moves(Generic[State]):
    """The states a noun may take next, for each of its states; `first` is the state it is born in."""

    noun: str
    first: State
    allowed: Mapping[State, frozenset[State]]

    def check(self, now: State, then: State) -> State:
        """Return `then`, or raise IllegalMove when it cannot follow `now`."""
        if then not in self.allowed[now]:
            raise IllegalMove(f"{self.noun}: {now} cannot become {then}")
        return then

    def last(self) -> frozenset[State]:
        """Return the states from which no move leads on."""
        return frozenset(state for state, following in self.allowed.items() if not following)
