"""The matcher's reasons as texts: the facts that made a proposal, and why somebody has none."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache

from bot.matching import Catalogue, Topic
from bot.matching import Reason as MatchedReason
from bot.model import Language, Reason, Weights
from bot.said import Spoken, Text, Value, text

COUNTED = ("hours", "minutes", "steps")  # facts whose number chooses the plural
TOPICS = ("wanted", "offered", "topic")  # facts that may be a topic
TOPIC_DEGREES = ("topic.met", "topic.similar", "topic.related")


def kept(reason: MatchedReason) -> Reason:
    """Return a matcher's reason as the noun that proposals and rounds keep."""
    return Reason(reason.key, dict(reason.facts))


def said(reason: Reason, catalogue: Catalogue, language: Language, *, to_hr: bool = False) -> Text:
    """Return a reason as a text, its topics and languages by their names.

    HR reads topics of the catalogue only: what somebody wrote in own words stays hers.
    """
    values: dict[str, Value] = {}
    for name, fact in reason.facts.items():
        values[name] = _value(name, fact, catalogue, language)
        if to_hr and name in TOPICS and not _is_known(fact, catalogue):
            values[name] = text("reason.own_topic")
        if name in COUNTED:
            values["count"] = fact
    if reason.key in TOPIC_DEGREES:
        values["degree"] = text(f"reason.degree.{reason.facts['level']}")
        if reason.facts["wanted"] == reason.facts["offered"]:
            return Text("reason.topic.same", values)
        if reason.key == "topic.met" and values["topic"] not in (
            values["wanted"],
            values["offered"],
        ):
            return Text("reason.topic.read_as", values)
    return Text(f"reason.{reason.key}", values)


def all_said(
    reasons: Iterable[Reason], catalogue: Catalogue, language: Language, *, to_hr: bool = False
) -> tuple[Text, ...]:
    """Return several reasons as texts, in their order."""
    return tuple(said(reason, catalogue, language, to_hr=to_hr) for reason in reasons)


def how_reckoned(weights: Weights) -> Text:
    """Return what counts how much in the compatibility degree."""
    return text("reason.weights", **asdict(weights))


def _value(name: str, fact: str | int, catalogue: Catalogue, language: Language) -> Value:
    if name == "language":
        return Spoken(tuple(str(fact).split(",")))
    if name == "topic" and fact in catalogue:
        return catalogue.topic(str(fact)).name(language)
    if name in TOPICS and fact in _names(catalogue):
        return _names(catalogue)[str(fact)].name(language)
    return fact


def _is_known(fact: str | int, catalogue: Catalogue) -> bool:
    return fact in catalogue or fact in _names(catalogue)


@cache
def _names(catalogue: Catalogue) -> Mapping[str, Topic]:
    """Return the topics by each of their names: a confirmed topic stands there by its name."""
    return {topic.name(each): topic for topic in catalogue.topics for each in Language}
