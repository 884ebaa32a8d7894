"""Where the tables of allowed moves lead."""

from enum import StrEnum
from typing import TypeVar

from bot.model import Moves

State = TypeVar("State", bound=StrEnum)


def reachable(moves: Moves[State], origin: State) -> set[State]:
    """Return the states to which allowed moves lead, in any number of steps or none."""
    seen, todo = {origin}, [origin]
    while todo:
        for following in moves.allowed[todo.pop()] - seen:
            seen.add(following)
            todo.append(following)
    return seen
