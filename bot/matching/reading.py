"""One text while it is being read: which topics it may mean, how surely, and what to do about it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.matching.fold import fold

STRONG_FROM = 0.93  # may be ticked before the person confirms it; tests/matching holds the measure
CERTAIN_FROM = 0.85
A_QUESTION = 0.8  # likely, but only the person knows
ASK_FROM = 0.5
MARGIN = 0.08  # a runner-up this close makes even a good score a question
_SHOWN_RUNNERS_UP = 4
# "YouTube SEO" is one topic, "YouTube, SEO" are two.
_LIST = re.compile(r"[,;/&+|]|\b(?:und|and|sowie|oder|or|plus)\b", re.IGNORECASE)


class Typed(NamedTuple):
    """A text as the catalogue looks it up: folded, and whether it was written as a list."""

    folded: str
    listed: bool

    @staticmethod
    def of(text: str) -> "Typed":
        """The text as typed by somebody."""
        return Typed(fold(text), bool(_LIST.search(text)))


class Decision(StrEnum):
    """What to do with a recognised text: take it, ask the person, or keep it as it is."""

    CERTAIN = "certain"
    ASK = "ask"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Recognition:
    """The catalogue's reading of one text; scores are 0.0 to 1.0, best first."""

    decision: Decision
    topic: str | None
    score: float
    runners_up: tuple[tuple[str, float], ...] = ()
    # A text may name several topics at once: "Instagram und TikTok".
    topics: tuple[tuple[str, float], ...] = ()

    @property
    def strong(self) -> bool:
        """Whether it may be ticked already where the person is asked: a label, or nearly one."""
        return self.decision is Decision.CERTAIN and self.score >= STRONG_FROM


NOTHING_RECOGNISED = Recognition(Decision.UNKNOWN, None, 0.0)


@dataclass
class Reading:
    """Scores of topics for one text while it is being read."""

    scores: dict[str, float]
    beside: bool = False  # the topics stand side by side in the text, they do not compete

    def add(self, topic: str, score: float) -> None:
        """Keeps the better score of a topic."""
        self.scores[topic] = max(score, self.scores.get(topic, 0.0))

    def best(self) -> float:
        """The best score so far, 0.0 without any."""
        return max(self.scores.values(), default=0.0)

    def sure(self) -> bool:
        """Whether a label says it already: nothing else needs to be looked at."""
        return self.best() >= CERTAIN_FROM

    def decided(self) -> Recognition:
        """The topic it means, how surely, and what else it may mean."""
        ranked = sorted(self.scores.items(), key=lambda pair: (-pair[1], pair[0]))
        if not ranked:
            return NOTHING_RECOGNISED
        topic, score = ranked[0]
        clear = self.beside or all(score - other >= MARGIN for _, other in ranked[1:])
        if score >= CERTAIN_FROM and clear:
            decision = Decision.CERTAIN
            meant = [pair for pair in ranked if self.beside and pair[1] >= CERTAIN_FROM]
        else:
            decision = Decision.ASK if score >= ASK_FROM else Decision.UNKNOWN
            meant = ranked[: _SHOWN_RUNNERS_UP + 1]
        runners_up = tuple(ranked[1 : _SHOWN_RUNNERS_UP + 1])
        return Recognition(decision, topic, score, runners_up, tuple(meant or ranked[:1]))
