"""Why these two: the facts behind a score, as reasons that may be shown to both."""

from functools import lru_cache

from bot.matching.catalogue import Catalogue
from bot.matching.hierarchy import FAR
from bot.matching.meaning import meaning_of
from bot.matching.reasons import Fact, Reason
from bot.matching.rules import CEFR
from bot.matching.score import Facts, TopicFact


def explained(facts: Facts, site: str, catalogue: Catalogue) -> tuple[Reason, ...]:
    """The reasons of a pair: topics by priority, then language, hours, place and distance."""
    topics = sorted(
        facts.topics, key=lambda topic: (not topic.met, -topic.wanted.strength, -topic.likeness)
    )
    reasons = [_topic(topic, catalogue) for topic in topics]
    if facts.languages:
        weakest = min(rank for _, rank in facts.languages)
        codes = ",".join(code for code, _ in facts.languages)
        reasons.append(_reason("language.shared", language=codes, level=CEFR[weakest]))
    if facts.common.hours_a_week:
        reasons.append(_reason("hours.common", hours=facts.common.hours_a_week))
    if facts.same_site:
        reasons.append(_reason("place.same_site", site=site))
    else:
        reasons.append(_reason("place.remote"))
    if facts.steps >= FAR:
        reasons.append(_reason("distance.separate"))
    else:
        reasons.append(_reason("distance.steps", steps=facts.steps))
    return tuple(reasons)


@lru_cache(maxsize=8192)
def _reason(key: str, **facts: Fact) -> Reason:
    """The reason; one for all pairs with the same facts, for a large round has a hundred thousand."""
    return Reason(key, facts)


def _topic(topic: TopicFact, catalogue: Catalogue) -> Reason:
    if topic.offered is None:
        return _reason("topic.open", wanted=topic.wanted.text)
    facts: dict[str, Fact] = {
        "wanted": topic.wanted.text,
        "offered": topic.offered.text,
        "level": topic.offered.strength,
    }
    key = shared_topic(topic.wanted.text, topic.offered.text, catalogue)
    if topic.met and key:
        return Reason("topic.met", {**facts, "topic": key})
    if topic.met:
        return Reason("topic.similar", facts)
    return Reason("topic.related", {**facts, "topic": topic_of(topic.offered.text, catalogue)})


def shared_topic(wanted: str, offered: str, catalogue: Catalogue) -> str:
    """The catalogue's topic that both texts most likely mean, or nothing."""
    ours = dict(meaning_of(wanted, catalogue).readings)
    theirs = dict(meaning_of(offered, catalogue).readings)
    both = sorted(ours.keys() & theirs.keys(), key=lambda key: (-ours[key] * theirs[key], key))
    return both[0] if both else ""


def topic_of(text: str, catalogue: Catalogue) -> str:
    """The catalogue's topic of a text if it is certain of it, else the text as typed."""
    topics = sorted(meaning_of(text, catalogue).topics)
    return topics[0] if topics else text
