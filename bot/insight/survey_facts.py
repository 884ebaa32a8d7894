"""Who answered what in the surveys: the single facts behind the figures, never shown by themselves."""

from collections.abc import Iterator

from bot.insight.contributions import NO, YES, Contribution, Contributions
from bot.insight.ledger import Ledger
from bot.model import (
    BEFORE,
    PROJECT,
    RECOMMEND,
    RELATIONSHIP,
    SATISFIED,
    TODAY,
    Survey,
    SurveyTime,
    WhatNext,
)

PROMOTER, PASSIVE, DETRACTOR = "promoter", "passive", "detractor"
# Source of the limits: F. F. Reichheld, The one number you need to grow, HBR 81(12), 2003.
LEAST_OF_PROMOTERS, MOST_OF_DETRACTORS = 9, 6


def responses(ledger: Ledger, time: SurveyTime) -> Contributions:
    """Did those who were asked answer at least one item?"""
    return tuple(
        Contribution((each.person,), (each.id,), YES if each.given_at else NO)
        for each in _put(ledger, time)
    )


def satisfaction(ledger: Ledger, time: SurveyTime) -> Contributions:
    """How satisfied are people, 1 to 5?"""
    return tuple(
        Contribution((each.person,), (each.id,), str(each.answers[SATISFIED]))
        for each in _put(ledger, time)
        if SATISFIED in each.answers
    )


def relationship(ledger: Ledger, time: SurveyTime) -> Contributions:
    """How do people find their tandem, 1 to 5? Each answered item is a fact."""
    return tuple(
        Contribution((each.person,), (each.id, item), str(each.answers[item]))
        for each in _put(ledger, time)
        for item in RELATIONSHIP
        if item in each.answers
    )


def project(ledger: Ledger, time: SurveyTime) -> Contributions:
    """Has an idea reached a project?"""
    return tuple(
        Contribution((each.person,), (each.id,), YES if each.answers[PROJECT] else NO)
        for each in _put(ledger, time)
        if PROJECT in each.answers
    )


def recommending(ledger: Ledger) -> Contributions:
    """Who would recommend the programme at its end, who would not, and who neither?"""
    return tuple(
        Contribution((each.person,), (each.id,), _camp(each.answers[RECOMMEND]))
        for each in _put(ledger, SurveyTime.END)
        if RECOMMEND in each.answers
    )


def change(ledger: Ledger, kind: str, until: SurveyTime) -> Contributions:
    """By how many points does somebody rate herself higher than at entry, in the same items?

    Only competences of this kind (a prefix) that she rated both times count; of several the mean.
    """
    first = {each.participant: each for each in _put(ledger, SurveyTime.ENTRY)}
    found = []
    for last in _put(ledger, until):
        entry = first.get(last.participant)
        steps = [
            points - entry.answers[key]
            for key, points in (last.answers.items() if entry else ())
            if entry and key.startswith(f"{TODAY}{kind}") and key in entry.answers
        ]
        if entry and steps:
            said = str(sum(steps) / len(steps))
            found.append(Contribution((last.person,), (entry.id, last.id), said))
    return tuple(found)


def looking_back(ledger: Ledger, kind: str) -> Contributions:
    """By how many points is it now more than then, as somebody sees both at the end?"""
    found = []
    for each in _put(ledger, SurveyTime.END):
        steps = [
            points - each.answers[then]
            for key, points in each.answers.items()
            if key.startswith(f"{TODAY}{kind}")
            and (then := f"{BEFORE}{key.removeprefix(TODAY)}") in each.answers
        ]
        if steps:
            said = str(sum(steps) / len(steps))
            found.append(Contribution((each.person,), (each.id,), said))
    return tuple(found)


def again(ledger: Ledger) -> Contributions:
    """Would people take part in another programme, of those who said what comes next?"""
    wanted = {WhatNext.AGAIN, WhatNext.SWAP}
    return tuple(
        Contribution((each.person,), (each.id,), YES if each.next in wanted else NO)
        for each in ledger.farewells
        if each.next is not None
    )


def _put(ledger: Ledger, time: SurveyTime) -> Iterator[Survey]:
    return (each for each in ledger.surveys if each.time is time)


def _camp(likelihood: int) -> str:
    if likelihood >= LEAST_OF_PROMOTERS:
        return PROMOTER
    return DETRACTOR if likelihood <= MOST_OF_DETRACTORS else PASSIVE
