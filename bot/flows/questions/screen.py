"""One screen of the questionnaire: what it asks, and what becomes of the answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.model import Participant, Person, Role
from bot.said import AnyAsk, Part, Text
from bot.turn import Turn


@dataclass(frozen=True)
class Draft:
    """What somebody answered so far: some answers belong to her part, some to the person."""

    participant: Participant
    person: Person

    @property
    def role(self) -> Role | None:
        """Return the role, None before it was chosen."""
        return self.participant.role


@dataclass(frozen=True)
class Taken:
    """A draft with a screen's answers in it, and what is wrong with them: then it is not kept."""

    draft: Draft
    problems: Mapping[str, Text] = field(default_factory=dict)


def for_everybody(_role: Role | None) -> bool:
    """Ask everybody."""
    return True


def nothing_first(_turn: Turn, _draft: Draft) -> tuple[Part, ...]:
    """Say nothing above the questions."""
    return ()


@dataclass(frozen=True)
class Screen:
    """A screen by its key; `asks` and `intro` fill it from a draft, `take` reads the answers.

    `needed` tells for which role it is asked.
    """

    key: str
    asks: Callable[[Turn, Draft], tuple[AnyAsk, ...]]
    take: Callable[[Turn, Draft], Taken]
    needed: Callable[[Role | None], bool] = for_everybody
    intro: Callable[[Turn, Draft], tuple[Part, ...]] = nothing_first
