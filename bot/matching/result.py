"""What a round gives back: pairs with reasons, and for everybody else why not and what would help."""

from dataclasses import dataclass, field

from bot.matching.assign import Certificate
from bot.matching.entrant import Seat
from bot.matching.reasons import Reason


@dataclass(frozen=True)
class Match:
    """A proposed pair; score is the compatibility degree, 0 to 100.

    `parts` says what each part adds to it, in points to two decimals, in the order of the weights.
    """

    mentor: str
    mentee: str
    score: int
    reasons: tuple[Reason, ...]
    parts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Unmatched:
    """Somebody without a partner on one of her seats. Blocks and declines never show in it."""

    entrant: str
    seat: Seat
    reason: Reason
    advice: Reason


@dataclass(frozen=True)
class RoundResult:
    """The best whole assignment and everything HR needs to explain it.

    The two topic lists say whom to recruit: catalogue topic and number of people, most first.
    """

    matches: tuple[Match, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    wanted_not_offered: tuple[tuple[str, int], ...] = ()
    offered_not_wanted: tuple[tuple[str, int], ...] = ()
    certificate: Certificate = field(default_factory=Certificate)

    def reason_counts(self) -> tuple[tuple[Seat, str, int], ...]:
        """How many are unmatched for which reason, by seat, most first."""
        counts: dict[tuple[Seat, str], int] = {}
        for each in self.unmatched:
            counts[each.seat, each.reason.key] = counts.get((each.seat, each.reason.key), 0) + 1
        ordered = sorted(counts.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
        return tuple((seat, key, count) for (seat, key), count in ordered)


@dataclass(frozen=True)
class Difference:
    """What another way of solving changes: pairs (mentor, mentee) that come and that go."""

    gained: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]


def difference(before: RoundResult, after: RoundResult) -> Difference:
    """The pairs in which two results of a round differ, for HR's what-if."""
    old = {(match.mentor, match.mentee) for match in before.matches}
    new = {(match.mentor, match.mentee) for match in after.matches}
    return Difference(tuple(sorted(new - old)), tuple(sorted(old - new)))
