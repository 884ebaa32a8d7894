"""What an adversary sees: the frozen weeks of companies in which anything may happen."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from hypothesis import strategies as st

from bot.insight import Standing, freeze, read_published
from bot.model import CheckInState, FrozenFigures, ProposalState, Role
from tests.insight.companies import (
    MET,
    MISSED,
    SKIPPED,
    UNKNOWN,
    Company,
    freezing,
    moment,
    paired,
    week_name,
)

K = 5
STATES = st.sampled_from((MET, MET, MET, MISSED, SKIPPED, UNKNOWN))


def frozen(
    company: Company, week: int, previous: FrozenFigures | None, k: int = K
) -> FrozenFigures:
    """Freeze a week, through JSON as the store keeps it."""
    content = json.loads(json.dumps(freeze(company.ledger(freezing(week)), k, previous)))
    return FrozenFigures(1, week_name(week), freezing(week), content)


def lived(company: Company, weeks: Iterable[int], k: int = K) -> list[FrozenFigures]:
    """Freeze week after week."""
    found: list[FrozenFigures] = []
    for week in weeks:
        found.append(frozen(company, week, found[-1] if found else None, k))
    return found


def standing(figures: FrozenFigures, key: str) -> Standing:
    return {each.key: each.standing for each in read_published(figures.content).figures}[key]


@dataclass(frozen=True)
class Acts:
    """What a pair does in a week: its hour, its answers to it, its ratings."""

    state: CheckInState
    answers: tuple[bool | None, bool | None]
    useful: tuple[int, int]
    exchanged: tuple[bool | None, bool | None]


HALVES = st.tuples(st.none() | st.booleans(), st.none() | st.booleans())
ACTS = st.builds(Acts, STATES, HALVES, st.tuples(st.integers(1, 5), st.integers(1, 5)), HALVES)


def act(company: Company, pairing: int, week: int, acts: Acts) -> None:
    hour = company.plans(pairing, week, acts.state, answers=acts.answers)
    for half, person in enumerate((pairing, 100 + pairing)):
        company.rates(hour, person, acts.useful[half], exchanged=acts.exchanged[half])


@st.composite
def busy_companies(draw: st.DrawFn) -> Company:
    """Eight to twelve pairs that met for two weeks, after proposals of every outcome."""
    pairs = draw(st.integers(8, 12))
    company = paired(pairs)
    for pairing in range(1, pairs + 1):
        closing = draw(st.sampled_from((ProposalState.ACCEPTED, ProposalState.DECLINED)))
        company.proposes(pairing, 100 + pairing, closing, closed=moment(0), declined_by=pairing)
        for week in range(2):
            act(company, pairing, week, draw(ACTS))
    return company


@st.composite
def long_companies(draw: st.DrawFn) -> Company:
    """A few pairs that meet for seven weeks and rate as they like, and newcomers."""
    pairs = draw(st.integers(3, 14))
    company = paired(pairs)
    for week in range(7):
        for pairing in range(1, pairs + 1):
            act(company, pairing, week, draw(ACTS))
        newcomer = 200 + week
        done = moment(week, 2) if draw(st.booleans()) else None
        company.joins(newcomer, Role.MENTEE, joined=moment(week, 1), completed=done)
    return company


def blocks(figures: FrozenFigures) -> object:
    return cast("Mapping[str, object]", figures.content["hours"])["blocks"]
