"""The diagrams in docs/states.md are the tables of allowed moves."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pytest

from bot import model
from bot.model import Moves
from tests.house.tree import ROOT

DOCUMENT = (ROOT / "docs" / "states.md").read_text("utf-8")
TABLES: Mapping[str, Moves[Any]] = {
    each.noun: each for each in vars(model).values() if isinstance(each, Moves)
}
SECTION = re.compile(
    r"^## (?P<noun>\w+)\n(?:(?!^## ).)*?^```mermaid\nstateDiagram-v2\n(?P<drawn>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
ARROW = re.compile(r"    (?P<origin>\[\*\]|\w+) --> (?P<target>\[\*\]|\w+)(?:: .+)?")
OUTSIDE = "[*]"

Arrow = tuple[str, str]


class Unreadable(ValueError):
    """A line of a diagram that is no arrow: the test would look past it."""


@dataclass(frozen=True)
class Diagram:
    """A state machine as it is drawn."""

    noun: str
    arrows: frozenset[Arrow]


def diagrams(document: str) -> dict[str, Diagram]:
    """Return the drawn state machines by their noun; raises Unreadable for a line that is no arrow."""
    found = {}
    for section in SECTION.finditer(document):
        arrows = [_arrow(line) for line in section["drawn"].splitlines()]
        if len(set(arrows)) != len(arrows):
            raise Unreadable(f"{section['noun']} draws an arrow twice")
        found[section["noun"]] = Diagram(section["noun"], frozenset(arrows))
    return found


def arrows_of(moves: Moves[Any]) -> frozenset[Arrow]:
    """Return a table of moves as arrows: into the first state, between states, out of the last."""
    return frozenset(
        {
            (OUTSIDE, str(moves.first)),
            *(
                (str(state), str(following))
                for state in moves.allowed
                for following in moves.allowed[state]
            ),
            *((str(state), OUTSIDE) for state in moves.last()),
        }
    )


def _arrow(line: str) -> Arrow:
    match = ARROW.fullmatch(line)
    if match is None:
        raise Unreadable(line)
    return match["origin"], match["target"]


@pytest.mark.parametrize("noun", TABLES)
def test_a_diagram_draws_exactly_the_allowed_moves(noun: str) -> None:
    assert diagrams(DOCUMENT)[noun].arrows == arrows_of(TABLES[noun])


def test_every_diagram_has_its_table_and_none_is_missed() -> None:
    assert diagrams(DOCUMENT).keys() == TABLES.keys()
    assert DOCUMENT.count("```mermaid") == len(TABLES)


@pytest.mark.parametrize("noun", TABLES)
def test_a_table_knows_what_follows_every_state(noun: str) -> None:
    moves = TABLES[noun]
    assert set(moves.allowed) == set(type(moves.first).__members__.values())


# The controls: a diagram that differs, and one that cannot be read.


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"


DOOR = Moves("Door", Door.OPEN, {Door.OPEN: frozenset({Door.SHUT}), Door.SHUT: frozenset()})
DRAWN = """
## Door

It opens once.

```mermaid
stateDiagram-v2
    [*] --> open
    open --> shut: with a bang
    shut --> [*]
```
"""


def test_the_same_machine_is_recognised() -> None:
    assert diagrams(DRAWN)["Door"].arrows == arrows_of(DOOR)


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("    shut --> [*]\n", ""),
        ("    open --> shut", "    shut --> open"),
        ("[*] --> open", "[*] --> shut"),
    ],
)
def test_a_diagram_that_differs_is_noticed(line: str, changed: str) -> None:
    assert diagrams(DRAWN.replace(line, changed))["Door"].arrows != arrows_of(DOOR)


def test_a_line_that_is_no_arrow_is_noticed() -> None:
    with pytest.raises(Unreadable, match="open -> shut"):
        diagrams(DRAWN.replace("open -->", "open ->"))
