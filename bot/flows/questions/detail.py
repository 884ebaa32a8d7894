"""The question for what typed topics mean, and how well they are known or how much they matter."""

from collections.abc import Iterator
from dataclasses import replace

from bot.flows.questions.given import Given
from bot.flows.questions.picking import SIDES, Side, name_of, once_each
from bot.flows.questions.screen import Draft, Screen, Taken
from bot.matching import Decision
from bot.model import TopicChoice
from bot.said import AnyAsk, Aside, OneOf, Option, Part, text, verbatim
from bot.turn import Turn

OWN_WORDS = "own"
MOST_READINGS = 3
WORTH_ASKING = 0.4  # a score below is no reading that anybody would choose
WEIGHTS = ("1", "2", "3")


def readings(turn: Turn, choice: TopicChoice) -> tuple[str, ...]:
    """Return the topics that somebody's own words may mean, the likeliest first.

    Empty for what was picked from the catalogue, and for what the catalogue does not know at all.
    """
    if _picked(turn, choice):
        return ()
    found = turn.catalogue.recognise(choice.text)
    if found.decision is Decision.UNKNOWN:
        return ()
    likely = (
        choice.topic,
        found.topic,
        *(topic for topic, score in found.runners_up if score >= WORTH_ASKING),
    )
    known = [topic for topic in likely if topic is not None and topic in turn.catalogue]
    return tuple(dict.fromkeys(known))[:MOST_READINGS]


def _asks(turn: Turn, draft: Draft) -> tuple[AnyAsk, ...]:
    return tuple(
        ask
        for side, place, choice in _each(draft)
        for ask in (
            *_reading(turn, choice, f"{side.key}_{place}"),
            _weight(turn, side, place, choice),
        )
    )


def _reading(turn: Turn, choice: TopicChoice, key: str) -> tuple[AnyAsk, ...]:
    possible = readings(turn, choice)
    if not possible:
        return ()
    options = tuple(
        Option(topic, verbatim(turn.catalogue.topic(topic).name(turn.language)))
        for topic in possible
    )
    own = Option(OWN_WORDS, text("join.topics.own", words=choice.text))
    # A weak reading is offered and not ticked: "Backen" (baking) is no Backend by a click on "next".
    value = choice.topic or OWN_WORDS
    label = text("join.topics.reading", words=choice.text)
    return (OneOf(f"{key}_reading", label, options=(*options, own), value=value),)


def _weight(turn: Turn, side: Side, place: int, choice: TopicChoice) -> AnyAsk:
    words = choice.text if readings(turn, choice) else name_of(turn, choice)
    return OneOf(
        f"{side.key}_{place}_weight",
        text(f"join.topics.{side.key}", topic=words),
        options=tuple(Option(each, text(f"join.{side.key}.weight_{each}")) for each in WEIGHTS),
        value=str(choice.weight),
    )


def _take(turn: Turn, draft: Draft) -> Taken:
    given = Given(turn)
    taken = draft
    for side in SIDES:
        if not side.needed(draft.role):
            continue
        choices = tuple(
            _answered(turn, given, choice, f"{side.key}_{place}")
            for place, choice in enumerate(side.of(draft.participant))
        )
        taken = side.put(taken, choices if given.problems else once_each(choices))
    return Taken(taken, given.problems)


def _answered(turn: Turn, given: Given, choice: TopicChoice, key: str) -> TopicChoice:
    possible = readings(turn, choice)
    topic = choice.topic
    if possible:
        read = given.choice(f"{key}_reading", (*possible, OWN_WORDS), choice.topic or OWN_WORDS)
        topic = None if read == OWN_WORDS else read
    weight = given.choice(f"{key}_weight", WEIGHTS, str(choice.weight))
    return replace(choice, topic=topic, weight=int(weight))


def _picked(turn: Turn, choice: TopicChoice) -> bool:
    """Tell whether a topic was picked by its own name, so that there is nothing to confirm."""
    if choice.topic is None or choice.topic not in turn.catalogue:
        return False
    names = turn.catalogue.topic(choice.topic).names.values()
    return choice.text.casefold() in {name.casefold() for name in names}


def _each(draft: Draft) -> Iterator[tuple[Side, int, TopicChoice]]:
    for side in SIDES:
        if side.needed(draft.role):
            for place, choice in enumerate(side.of(draft.participant)):
                yield side, place, choice


def _intro(turn: Turn, draft: Draft) -> tuple[Part, ...]:
    """Say what happens to topics that nobody knows yet: they are kept."""
    unknown = tuple(
        verbatim(choice.text)
        for _, _, choice in _each(draft)
        if choice.topic is None and not readings(turn, choice)
    )
    return (Aside(text("join.topics.kept", topics=unknown)),) if unknown else ()


TOPICS = Screen("topics", _asks, _take, intro=_intro)
