"""The matcher's reasons as texts: the facts that made a proposal, and why somebody has none."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache, reduce

from bot.matching import Catalogue, Topic
from bot.matching import Reason as MatchedReason
from bot.matching.reasons import PAIR_REASONS
from bot.model import Language, Reason, Weights
from bot.said import Spoken, Text, Value, text

COUNTED = ("hours", "minutes", "steps")  # facts whose number chooses the plural
TOPICS = ("wanted", "offered", "topic")  # facts that may be a topic
AROUND = frozenset(each for each in PAIR_REASONS if not each.startswith("topic."))
TOPIC_DEGREES = ("topic.met", "topic.similar", "topic.related")


def kept(reason: MatchedReason) -> Reason:
    """Return a matcher's reason as the noun that proposals and rounds keep."""
    return Reason(reason.key, dict(reason.facts))


def said(reason: Reason, catalogue: Catalogue, language: Language, *, to_hr: bool = False) -> Text:
    """Return a reason as a text, its topics and languages by their names.

    HR reads topics of the catalogue only, by their present names: what somebody wrote in own words
    stays hers.
    """
    values: dict[str, Value] = {}
    for name, fact in reason.facts.items():
        values[name] = _value(name, fact, catalogue, language)
        if to_hr and name in TOPICS:
            values[name] = _to_hr(values[name], catalogue, language)
        if name in COUNTED:
            values["count"] = fact
    if reason.key in TOPIC_DEGREES:
        values["degree"] = text(f"reason.degree.{reason.facts['level']}")
        if reason.facts["wanted"] == reason.facts["offered"] or _are_one(values, catalogue):
            return Text("reason.topic.same", values)
        if reason.key == "topic.met" and values["topic"] not in (
            values["wanted"],
            values["offered"],
        ):
            return Text("reason.topic.read_as", values)
    return Text(f"reason.{reason.key}", values)


def all_said(
    reasons: Iterable[Reason], catalogue: Catalogue, language: Language
) -> tuple[Text, ...]:
    """Return several reasons as texts, in their order."""
    return tuple(said(reason, catalogue, language) for reason in reasons)


def in_short(
    reasons: Iterable[Reason], catalogue: Catalogue, language: Language
) -> tuple[Text, ...]:
    """Return for HR the topics that meet in one line, each other topic, and the rest in one line."""
    met: list[Text] = []
    apart: list[Text] = []
    around: list[Text] = []
    for reason in reasons:
        words = said(reason, catalogue, language, to_hr=True)
        if words.key == "reason.topic.same":
            met.append(Text("reason.short.topic", words.values))
        elif reason.key in AROUND:
            around.append(Text(f"reason.short.{reason.key}", words.values))
        else:
            apart.append(words)
    wanted = (text("reason.short.wanted", topics=_in_one_line(met)),) if met else ()
    return (*wanted, *apart, *((_in_one_line(around),) if around else ()))


def _in_one_line(texts: Iterable[Text]) -> Text:
    return reduce(lambda first, rest: text("reason.short.line", first=first, rest=rest), texts)


def how_reckoned(weights: Weights) -> Text:
    """Return what counts how much in the compatibility degree."""
    return text("reason.weights", **asdict(weights))


def _value(name: str, fact: str | int, catalogue: Catalogue, language: Language) -> Value:
    if name == "language":
        return Spoken(tuple(str(fact).split(",")))
    if name == "topic" and fact in catalogue:
        return catalogue.topic(str(fact)).name(language)
    became = catalogue.became(str(fact)) if name == "topic" else None
    if became is not None:
        return became.name(language)
    if name in TOPICS and fact in _names(catalogue):
        return _names(catalogue)[str(fact)].name(language)
    return fact


def _to_hr(said: Value, catalogue: Catalogue, language: Language) -> Value:
    """Return what HR reads of a topic: its present name, or that it was put in own words."""
    if said in catalogue or said in _names(catalogue):
        return said
    became = catalogue.became(str(said))
    return became.name(language) if became else text("reason.own_topic")


def _are_one(values: Mapping[str, Value], catalogue: Catalogue) -> bool:
    """Tell whether both read as the same topic; two in own words may be any two."""
    wanted = values["wanted"]
    return wanted == values["offered"] and isinstance(wanted, str) and wanted in _names(catalogue)


@cache
def _names(catalogue: Catalogue) -> Mapping[str, Topic]:
    """Return the topics by each of their names: a confirmed topic stands there by its name."""
    return {topic.name(each): topic for topic in catalogue.topics for each in Language}
