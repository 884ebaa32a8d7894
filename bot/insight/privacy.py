"""What may be shown: the only place that decides whether a figure, a change or a week is hidden.

Three rules, in this order. Large enough: a figure needs a group of people, and so does each part
that would tell what its people did. Slow enough: nothing is looked at anew before a group of people
has contributed since the last look, and the difference of two published figures is held to the same
rule as a figure. Nothing by subtraction: a week that has to stay hidden is counted together with
the weeks after it until they are large enough, and totals move only when it is.

What no exact figure can promise: whoever already knows the answers of all others in a group can
reckon the last one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.insight.contributions import (
    NO,
    YES,
    Contribution,
    Contributions,
    difference,
    held,
    people_behind,
    people_in,
)
from bot.insight.definition import Definition, Protection, Unit
from bot.insight.estimates import Estimate, wilson
from bot.insight.figures import COMPLETION
from bot.insight.ledger import Ledger
from bot.model import SMALLEST_GROUP

# Five people in tandems are three tandems at least: who knows of her own learns no other's. Of what
# groups do together as many have to be behind it, as five people can be a single group.
FEWEST_TOGETHER = 3
COMMENTS_GROUP = 10  # people; words are recognised more easily than numbers

# How finely a figure is published, in decimals of its unit: a whole percent, a tenth of a point.
DECIMALS: Mapping[Unit, int] = {
    Unit.SHARE: 2,
    Unit.DAYS: 0,
    Unit.POINTS: 1,
    Unit.PEOPLE: 0,
    Unit.TANDEMS: 0,
    Unit.CHANGE: 1,
    Unit.SCORE: 0,
}
DECIMALS_OF_EFFECT = 1


def smallest_group(people: int) -> int:
    """Return how many people a figure needs; raises ValueError below 5: it is only raised."""
    if people < SMALLEST_GROUP:
        raise ValueError(
            f"figures need at least {SMALLEST_GROUP} people: {people} is too few, "
            "the number can be raised but never lowered"
        )
    return people


def comments_group(people: int) -> int:
    """Return how many people must have commented before comments may be shown."""
    return max(COMMENTS_GROUP, smallest_group(people))


class Standing(StrEnum):
    """What became of a figure: shown, not enough people yet, or a part of it would give one away."""

    SHOWN = "shown"
    TOO_FEW = "too_few"
    PROTECTED = "protected"


@dataclass(frozen=True)
class Decision:
    """What is published of a figure, and since which week.

    `published` is the moment of the ledger that was last shown, `looked` of the one that was last
    looked at. They are all that the next week needs to know who contributed since, so that nobody's
    id has to be kept. Value, interval and `n` (people) are None unless shown.
    """

    standing: Standing
    week: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    published: datetime | None = None
    looked: datetime | None = None
    effect: float | None = None


@dataclass(frozen=True)
class Block:
    """Consecutive weeks whose answered hours are large enough together; one week may be shown."""

    weeks: tuple[str, ...]
    planned: int
    met: int
    n: int


@dataclass(frozen=True)
class Hours:
    """The weeks published so far, in blocks, and the last week that was looked at ("": none)."""

    blocks: tuple[Block, ...] = ()
    looked: str = ""

    @property
    def through(self) -> str:
        """The last week that is published, "" before the first."""
        return self.blocks[-1].weeks[-1] if self.blocks else ""


@dataclass(frozen=True)
class Occasion:
    """A freezing: the ledger, the ISO week it is about, and how many people a figure needs."""

    ledger: Ledger
    week: str
    k: int


def may_show(contributions: Contributions, protection: Protection, k: int) -> bool:
    """Tell whether these facts may be shown together: a figure, a change of one, or a week."""
    if not enough(contributions, k):
        return False
    if protection is Protection.GROUP:
        return True
    if protection is Protection.VARIED:
        return len({each.said for each in contributions}) > 1
    if protection is Protection.PARTS:
        said = {each.said for each in contributions}
        return len(said) > 1 and all(_enough_said(contributions, one, k) for one in said)
    yes, no = (any(each.said == one for each in contributions) for one in (YES, NO))
    return (
        _enough_said(contributions, YES, k) or (not yes and protection is Protection.NONE_MAY)
    ) and (_enough_said(contributions, NO, k) or (not no and protection is Protection.ALL_MAY))


def enough(contributions: Contributions, k: int) -> bool:
    """Tell whether so many people stand behind these facts, and what was done together by several."""
    return len(people_in(contributions)) >= k and _by_several(contributions)


def _enough_said(contributions: Contributions, said: str, k: int) -> bool:
    part = tuple(each for each in contributions if each.said == said)
    return len(people_behind(part, said)) >= k and _by_several(part)


def _by_several(contributions: Contributions) -> bool:
    together = {each.together for each in contributions if each.together is not None}
    return not together or len(together) >= FEWEST_TOGETHER


def decide(figure: Definition, occasion: Occasion, previous: Decision | None) -> Decision:
    """Return what is published of a figure now, given what was published before.

    Whether it is looked at depends on who contributed, never on what they said.
    """
    now = figure.gather(occasion.ledger)
    if previous is None or previous.looked is None:
        if _large_enough(figure, occasion, now):
            return _looked_at(figure, occasion, now, None)
        return previous or Decision(Standing.TOO_FEW, occasion.week)
    previous = under_raised(previous, occasion.k)
    seen = figure.gather(occasion.ledger.at(previous.looked or occasion.ledger.as_of))
    if not enough(difference(seen, now), occasion.k):
        return previous
    return _looked_at(figure, occasion, now, previous)


def close_weeks(occasion: Occasion, hours: Hours) -> Hours:
    """Return the hours with every week that can be published now; the others wait for later ones.

    A hidden week between two shown ones could be found by subtracting them from the total. So it
    is joined with the weeks after it until all of them together may be shown.
    """
    answered = _answered(occasion.ledger)
    open_weeks: tuple[str, ...] = ()
    pool: Contributions = ()
    since_look: Contributions = ()
    for week, contributions in answered.items():
        if week <= hours.through:
            continue
        open_weeks, pool = (*open_weeks, week), pool + contributions
        if week <= hours.looked:
            continue
        since_look += contributions
        if not enough(since_look, occasion.k):
            continue
        since_look, hours = (), replace(hours, looked=week)
        if may_show(pool, COMPLETION.protection, occasion.k):
            hours = replace(hours, blocks=(*hours.blocks, _block(open_weeks, pool)))
            open_weeks, pool = (), ()
    return hours


def decide_completion(
    occasion: Occasion, before: Hours, hours: Hours, previous: Decision | None
) -> Decision:
    """Return what is published of completion: the sum of the published weeks and nothing else.

    A later answer about a published week is left out, as it would stand out alone.
    """
    previous = previous and under_raised(previous, occasion.k)
    if hours.blocks != before.blocks:
        return _summed(occasion, hours)
    if previous is not None and (previous.looked is not None or not hours.looked):
        return previous
    if not hours.looked:
        return Decision(Standing.TOO_FEW, occasion.week)
    return Decision(Standing.PROTECTED, occasion.week, looked=occasion.ledger.as_of)


def _summed(occasion: Occasion, hours: Hours) -> Decision:
    facts = tuple(each for each in held(occasion.ledger) if str(each.fact[0]) <= hours.through)
    share = sum(each.met for each in hours.blocks) / sum(each.planned for each in hours.blocks)
    # The interval takes a pair for one trial, as if its hours all went alike: the widest one. How
    # alike they went is not measured, as that would move with a late answer.
    found = Estimate(share, *wilson(share, len({each.people for each in facts})))
    return _shown(COMPLETION, found, len(people_in(facts)), occasion)


def _answered(ledger: Ledger) -> Mapping[str, Contributions]:
    """Return the answered hours of every week that has any check-in, in the order of weeks."""
    answered: dict[str, list[Contribution]] = {
        week: [] for week in sorted({each.week for each in ledger.settled})
    }
    for each in held(ledger):
        answered[str(each.fact[0])].append(each)
    return {week: tuple(contributions) for week, contributions in answered.items()}


def _looked_at(
    figure: Definition, occasion: Occasion, now: Contributions, previous: Decision | None
) -> Decision:
    ledger, k = occasion.ledger, occasion.k
    published = previous.published if previous else None
    if previous and published:
        change = difference(figure.gather(ledger.at(published)), now)
        if not may_show(change, figure.protection, k):
            return replace(previous, looked=ledger.as_of)
    enough = _large_enough(figure, occasion, now)
    if enough and may_show(now, figure.protection, k):
        found = figure.estimate(now, ledger.as_of)
        return _shown(figure, found, len(people_in(now)), occasion)
    standing = Standing.PROTECTED if enough else Standing.TOO_FEW
    return Decision(standing, occasion.week, published=published, looked=ledger.as_of)


def _large_enough(figure: Definition, occasion: Occasion, now: Contributions) -> bool:
    """Tell whether enough people stand behind a figure: a group, and as many as it takes to say it."""
    return enough(now, max(occasion.k, figure.least))


def under_raised(previous: Decision, k: int) -> Decision:
    """Hide what was shown of fewer people than the threshold asks for since it was raised."""
    if previous.n is None or previous.n >= k:
        return previous
    return Decision(
        Standing.TOO_FEW, previous.week, published=previous.published, looked=previous.looked
    )


def _shown(figure: Definition, found: Estimate, n: int, occasion: Occasion) -> Decision:
    value, low, high = (
        None if each is None else _rounded(each, DECIMALS[figure.unit])
        for each in (found.value, found.low, found.high)
    )
    effect = None if found.effect is None else _rounded(found.effect, DECIMALS_OF_EFFECT)
    return Decision(
        Standing.SHOWN,
        occasion.week,
        value,
        low,
        high,
        n,
        published=occasion.ledger.as_of,
        looked=occasion.ledger.as_of,
        effect=effect,
    )


def _rounded(number: float, decimals: int) -> float:
    """Return a number as it is published; a small loss that rounds to nothing has no sign."""
    return round(float(number), decimals) + 0.0


def _block(weeks: tuple[str, ...], pool: Contributions) -> Block:
    met = sum(each.said == YES for each in pool)
    return Block(weeks, len(pool), met, len(people_in(pool)))
