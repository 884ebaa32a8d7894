"""The figures of the surveys and of the end: how each is reckoned, and of how many people at least."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from bot.insight import survey_facts as facts
from bot.insight.contributions import Contributions
from bot.insight.definition import Definition, Protection, Unit, points, share
from bot.insight.estimates import Estimate, mean_of_people, paired_change
from bot.insight.survey_facts import DETRACTOR, PASSIVE, PROMOTER
from bot.model import LEAST_POINTS as LOWEST
from bot.model import MOST_POINTS, SKILL, TOPIC, SurveyTime

PEOPLE_FOR_A_CHANGE = 20  # product promise: a change of competence of fewer says nothing
PEOPLE_FOR_RECOMMENDING = 30  # product promise: below it a score jumps with each answer
WORTH = {PROMOTER: 100.0, PASSIVE: 0.0, DETRACTOR: -100.0}
SEATS = {"mentees": TOPIC, "mentors": SKILL}  # who rates herself in what


def _score(gathered: Contributions, _as_of: datetime) -> Estimate:
    """Share of promoters less that of detractors, -100 to 100, as a mean over people."""
    worth = ((each.people, WORTH[each.said]) for each in gathered)
    return mean_of_people(worth, WORTH[DETRACTOR], WORTH[PROMOTER])


def _change(gathered: Contributions, _as_of: datetime) -> Estimate:
    """Mean difference in points with its interval, and the effect size d_z."""
    widest = MOST_POINTS - LOWEST
    return paired_change((float(each.said) for each in gathered), widest)


def _definitions() -> Iterator[Definition]:
    for time in SurveyTime:
        asked = partial(facts.responses, time=time)
        yield Definition(f"response_{time}", Unit.SHARE, Protection.ALL_MAY, asked, share)
    for time in (SurveyTime.DAY30, SurveyTime.END, SurveyTime.LATER):
        said = partial(facts.satisfaction, time=time)
        yield Definition(f"satisfaction_{time}", Unit.POINTS, Protection.VARIED, said, points)
    for time in (SurveyTime.DAY30, SurveyTime.END):
        said = partial(facts.relationship, time=time)
        yield Definition(f"relationship_{time}", Unit.POINTS, Protection.VARIED, said, points)
    for time in (SurveyTime.END, SurveyTime.LATER):
        said = partial(facts.project, time=time)
        yield Definition(f"project_{time}", Unit.SHARE, Protection.BOTH, said, share)
    yield Definition(
        "recommend",
        Unit.SCORE,
        Protection.PARTS,
        facts.recommending,
        _score,
        least=PEOPLE_FOR_RECOMMENDING,
    )
    yield Definition("again", Unit.SHARE, Protection.BOTH, facts.again, share)
    for seat, kind in SEATS.items():
        for time in (SurveyTime.END, SurveyTime.LATER):
            gained = partial(facts.change, kind=kind, until=time)
            yield _of_change(f"competence_{seat}_{time}", gained)
        yield _of_change(f"looking_back_{seat}", partial(facts.looking_back, kind=kind))


def _of_change(key: str, gather: partial[Contributions]) -> Definition:
    return Definition(
        key, Unit.CHANGE, Protection.VARIED, gather, _change, least=PEOPLE_FOR_A_CHANGE
    )


SURVEY_FIGURES = tuple(_definitions())
