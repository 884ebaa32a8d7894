"""What HR sets about matching: what it looks at first, languages, the minimum score and the weights."""

from dataclasses import fields, replace
from enum import StrEnum

from bot.flows.questions.given import Given
from bot.flows.questions.hours import LANGUAGES, languages
from bot.flows.setting_fields import Taken, line, number
from bot.model import Programme, Weights
from bot.said import AnyAsk, OneOf, Option, SomeOf, Spoken, text
from bot.turn import Turn

DEGREE = (0, 100)
RELATED = (0, 49)  # per cent: the matcher refuses more, a related topic is no wanted one
PARTS = tuple(each.name for each in fields(Weights) if each.name != "related_percent")
WHOLE = 100  # points


class Reviews(StrEnum):
    """What HR looks at before it goes out: all matches, rounds only, nothing."""

    ALL = "all"
    ROUNDS = "rounds"
    NOTHING = "nothing"


def reviews(programme: Programme) -> Reviews:
    """Return what HR looks at before it goes out."""
    if not programme.reviews_rounds:
        return Reviews.NOTHING
    return Reviews.ALL if programme.reviews_rolling else Reviews.ROUNDS


def asks(turn: Turn, programme: Programme) -> tuple[AnyAsk, ...]:
    """Return the questions, beginning with what is set."""
    together = text("settings.matching.weights_hint")
    return (
        OneOf(
            "reviews",
            text("settings.ask.reviews"),
            hint=text("settings.matching.reviews_hint"),
            options=tuple(Option(each, text(f"settings.matching.{each}")) for each in Reviews),
            value=reviews(programme),
        ),
        SomeOf(
            "languages",
            text("settings.ask.languages"),
            hint=text("settings.matching.languages_hint"),
            required=False,
            options=tuple(
                Option(code, text("join.hours.language", language=Spoken((code,))))
                for code in languages(turn)
            ),
            values=programme.languages,
        ),
        line("threshold", programme.threshold, text("settings.matching.threshold_hint")),
        *(
            line(each, getattr(programme.weights, each), together if each == PARTS[0] else None)
            for each in PARTS
        ),
        line("related", programme.weights.related_percent, text("settings.matching.related_hint")),
    )


def take(turn: Turn, programme: Programme) -> Taken:
    """Return the programme as the answers would have it; the five weights make 100."""
    given = Given(turn)
    weights = replace(
        programme.weights,
        **{each: number(given, each, getattr(programme.weights, each), DEGREE) for each in PARTS},
        related_percent=number(given, "related", programme.weights.related_percent, RELATED),
    )
    reviewed = Reviews(given.choice("reviews", tuple(Reviews), reviews(programme)))
    total = sum(getattr(weights, each) for each in PARTS)
    if total != WHOLE:
        given.problems.setdefault(PARTS[0], text("settings.problem.sum", total=total))
    changed = replace(
        programme,
        reviews_rounds=reviewed is not Reviews.NOTHING,
        reviews_rolling=reviewed is Reviews.ALL,
        languages=given.choices("languages", LANGUAGES),
        threshold=number(given, "threshold", programme.threshold, DEGREE),
        weights=weights,
    )
    return Taken(changed, given.problems)
