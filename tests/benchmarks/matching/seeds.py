"""Many invented companies in a row: is a rule ever broken, a place overdrawn, a person untold?"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.matching import Catalogue, Entrant, Hierarchy, RoundResult, Seat, match_round, refusals
from tests.benchmarks.matching.company import Company, invented
from tests.benchmarks.matching.labels import seeded

HOSTILE_TEXTS = ("", " ", "🎉🎉", "C++", "=1+1", "x" * 5_000, "\u0000", "KI, Excel und Insta")
HOSTILE_LEVELS = (None, 0, 9, 5, 5)


@dataclass
class Faults:
    """What was found wrong in rounds, by kind, and how much was looked at."""

    rounds: int = 0
    pairs: int = 0
    broken: int = 0  # pairs that break a hard rule
    overdrawn: int = 0  # mentors beyond their places, mentees with two partners
    untold: int = 0  # seats neither taken nor told why not
    unproven: int = 0
    order: int = 0  # rounds that another order of the input changes

    @property
    def total(self) -> int:
        """Return all faults together."""
        return self.broken + self.overdrawn + self.untold + self.unproven + self.order

    def row(self) -> str:
        """The line of the report."""
        return (
            f"{self.rounds} seeds, {self.pairs} pairs: {self.broken} break a rule, "
            f"{self.overdrawn} people overdrawn, {self.untold} untold, {self.unproven} rounds "
            f"unproven, {self.order} changed by the order of the input"
        )


def searched(seeds: int, catalogue: Catalogue, size: int = 60) -> Faults:
    """Faults of that many rounds of `size` mentees and as many mentors, dense with conflicts."""
    faults = Faults()
    for seed in range(seeds):
        company = hostile(seed, size)
        result = match_round(company.entrants, company.chart, catalogue)
        shuffled = list(company.entrants)
        seeded(seed).shuffle(shuffled)
        faults.rounds += 1
        faults.pairs += len(result.matches)
        faults.broken += _broken(company, result)
        faults.overdrawn += _overdrawn(company, result)
        faults.untold += _untold(company, result)
        faults.unproven += not result.certificate.proven
        faults.order += repr(match_round(shuffled, company.chart, catalogue)) != repr(result)
    return faults


def hostile(seed: int, size: int) -> Company:
    """A small company in which everybody stands in everybody's way, and some cells are nonsense."""
    company = invented(people=5 * size, mentees=size, mentors=size, seed=seed)
    chance = seeded(seed)
    ids = [each.id for each in company.entrants]
    return replace(company, entrants=tuple(_worse(each, ids, chance) for each in company.entrants))


def _worse(entrant: Entrant, ids: list[str], chance: random.Random) -> Entrant:
    changes: dict[str, object] = {}
    if chance.random() < 0.3:
        changes["not_with"] = frozenset(chance.sample(ids, 5))
    if chance.random() < 0.3:
        changes["earlier_partners"] = frozenset(chance.sample(ids, 5))
    if chance.random() < 0.2:
        changes["team"] = chance.choice(["A", " a", ""])
    if chance.random() < 0.2:
        changes["level"] = chance.choice(HOSTILE_LEVELS)
    if chance.random() < 0.2:
        changes |= {"mentor": True, "mentee": True, "offers": entrant.wants or entrant.offers}
        changes["wants"] = entrant.offers or entrant.wants
    if chance.random() < 0.1:
        changes["capacity"] = chance.choice([-1, 0, 5])
    if chance.random() < 0.1:
        changes["paused"] = True
    if chance.random() < 0.1:
        changes["hours"] = None
    if chance.random() < 0.1:
        odd = chance.choice(HOSTILE_TEXTS)
        changes["wants"] = tuple(replace(each, text=odd, weight=9) for each in entrant.wants[:1])
    if chance.random() < 0.1:
        changes["manager"] = chance.choice(ids)
    return replace(entrant, **changes)  # type: ignore[arg-type]


def _broken(company: Company, result: RoundResult) -> int:
    people = {each.id: each for each in company.entrants}
    hierarchy = Hierarchy(company.chart, company.entrants)
    return sum(
        bool(refusals(people[match.mentor], people[match.mentee], hierarchy))
        for match in result.matches
    )


def _overdrawn(company: Company, result: RoundResult) -> int:
    taken = Counter(match.mentor for match in result.matches)
    served = Counter(match.mentee for match in result.matches)
    too_many = sum(taken[each.id] > max(0, each.capacity) for each in company.entrants)
    return too_many + sum(count > 1 for count in served.values())


def _untold(company: Company, result: RoundResult) -> int:
    settled = {(match.mentor, Seat.MENTOR) for match in result.matches if match.reasons}
    settled |= {(match.mentee, Seat.MENTEE) for match in result.matches if match.reasons}
    settled |= {(each.entrant, each.seat) for each in result.unmatched}
    return sum(seat not in settled for seat in _seats(company))


def _seats(company: Company) -> Iterator[tuple[str, Seat]]:
    for each in company.entrants:
        if each.mentor:
            yield each.id, Seat.MENTOR
        if each.mentee:
            yield each.id, Seat.MENTEE
