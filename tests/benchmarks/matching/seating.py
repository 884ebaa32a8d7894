"""Groups: how many find a place, beside the fullest table first and the greatest number there is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import lil_matrix

from adapters.directory.sample import sample_company
from app.commands.matching import entrant_of
from bot.matching import Catalogue, Hierarchy, OrgChart, Terms, Weights
from bot.matching.entrant import Entrant
from bot.matching.score import Criteria
from bot.matching.seating import Hall, seated, worth
from bot.matching.tables import Limits, Offer, offers_among
from bot.matching.together import may_sit_together

COMPANIES, PEOPLE = 40, 60
LIMITS = Limits(least=2, most=6, threshold=0, without=())

Row = dict[int, int]  # of a linear constraint: variable to coefficient


@dataclass(frozen=True)
class Places:
    """Mentees with a place in all companies together."""

    fullest_first: int = 0
    ours: int = 0
    most: int = 0

    def __add__(self, other: "Places") -> "Places":
        return Places(
            self.fullest_first + other.fullest_first, self.ours + other.ours, self.most + other.most
        )

    def row(self) -> str:
        """A line of the report."""
        before, now = self.fullest_first / self.most, self.ours / self.most
        return (
            f"groups, {COMPANIES} companies of {PEOPLE}: {self.ours} mentees with a place of "
            f"{self.most} at most ({now:.3f}); fullest table first alone {self.fullest_first} "
            f"({before:.3f})"
        )


def places(catalogue: Catalogue) -> Places:
    """Return who finds a place in invented companies, seeds 1 and up."""
    return sum((_places(seed, catalogue) for seed in range(1, COMPANIES + 1)), Places())


def _places(seed: int, catalogue: Catalogue) -> Places:
    rows = sample_company(seed, PEOPLE)
    people = sorted((entrant_of(row) for row in rows if row.role), key=lambda each: each.id)
    chart = OrgChart({row.email: row.manager_email or None for row in rows})
    criteria = Criteria(Hierarchy(chart, people), catalogue, Weights(), Terms())
    offers = [
        each
        for each in offers_among(people, criteria, LIMITS)
        if len(each.learners) >= LIMITS.least
    ]
    simple = Hall(offers, LIMITS, criteria).fullest_first()
    ours = seated(offers, LIMITS, criteria)
    return Places(
        worth(simple)[0], sum(len(each.learners) for each in ours), _most(offers, criteria)
    )


def _most(offers: Sequence[Offer], criteria: Criteria) -> int:
    """Return the greatest number of places, by integer programming.

    Who may not sit together is forbidden once a solution has seated them so.
    """
    places = [(table, one) for table, each in enumerate(offers) for _, one in each.learners]
    rows = _rows(offers, places)
    goal = np.array([0] * len(offers) + [-1] * len(places))
    while True:
        solution = milp(
            goal,
            constraints=_constraint(rows, len(goal)),
            integrality=np.ones(len(goal)),
            bounds=Bounds(0, 1),
        )
        taken = [
            number for number in range(len(places)) if solution.x[len(offers) + number] > 1 / 2
        ]
        faults = [
            fault
            for table, offer in enumerate(offers)
            if (
                fault := _fault(
                    offer, [at for at in taken if places[at][0] == table], places, criteria
                )
            )
        ]
        if not faults:
            return len(taken)
        rows += [({len(offers) + at: 1 for at in each}, len(each) - 1) for each in faults]


def _rows(offers: Sequence[Offer], places: Sequence[tuple[int, Entrant]]) -> list[tuple[Row, int]]:
    """Return constraints "sum at most": one place a person, a table's size, a place at open tables."""
    rows: list[tuple[Row, int]] = []
    by_person: dict[str, Row] = {}
    for table, offer in enumerate(offers):
        by_person.setdefault(offer.mentor.id, {})[table] = 1
    for number, (_, learner) in enumerate(places, len(offers)):
        by_person.setdefault(learner.id, {})[number] = 1
    rows += [(row, 1) for row in by_person.values()]
    for table in range(len(offers)):
        here = [at for at, (where, _) in enumerate(places, len(offers)) if where == table]
        rows.append(({table: -LIMITS.most, **dict.fromkeys(here, 1)}, 0))
        rows.append(({table: LIMITS.least, **dict.fromkeys(here, -1)}, 0))
        rows += [({table: -1, at: 1}, 0) for at in here]
    return rows


def _constraint(rows: Sequence[tuple[Row, int]], width: int) -> LinearConstraint:
    matrix = lil_matrix((len(rows), width))
    for number, (row, _) in enumerate(rows):
        for at, value in row.items():
            matrix[number, at] = value
    return LinearConstraint(matrix.tocsr(), ub=[most for _, most in rows])


def _fault(
    offer: Offer,
    taken: Sequence[int],
    places: Sequence[tuple[int, Entrant]],
    criteria: Criteria,
) -> list[int]:
    """Return as few of those at a table as may not sit together, nobody where all may."""
    fault = list(taken)
    if _may(offer, fault, places, criteria):
        return []
    for one in taken:
        fewer = [each for each in fault if each != one]
        if not _may(offer, fewer, places, criteria):
            fault = fewer
    return fault


def _may(
    offer: Offer,
    taken: Sequence[int],
    places: Sequence[tuple[int, Entrant]],
    criteria: Criteria,
) -> bool:
    learners = [places[at][1] for at in taken]
    return all(
        may_sit_together(offer.mentor, learners[:number], one, criteria.hierarchy, criteria.terms)
        for number, one in enumerate(learners)
    )
