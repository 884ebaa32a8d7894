"""The questions for topics offered and wanted: from the catalogue, or in one's own words."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.flows.questions.given import Given
from bot.flows.questions.screen import Draft, Screen, Taken
from bot.matching import Catalogue
from bot.model import Participant, Programme, Role, TopicChoice
from bot.said import AnyAsk, Line, Option, Topics, text, verbatim
from bot.turn import Turn

MOST_TOPICS = 5  # a side; more make a match vaguer and the next screen longer
LONGEST_TOPIC = 60  # characters
LONGEST_LINE = 200
USUAL_WEIGHT = 2


@dataclass(frozen=True)
class Side:
    """The topics offered, or those wanted."""

    key: str
    needed: Callable[[Role | None], bool]

    def of(self, participant: Participant) -> tuple[TopicChoice, ...]:
        """Return a participant's topics of this side."""
        return participant.offers if self.key == "offers" else participant.wants

    def put(self, draft: Draft, choices: tuple[TopicChoice, ...]) -> Draft:
        """Return the draft with other topics on this side."""
        participant = draft.participant
        changed = (
            replace(participant, offers=choices)
            if self.key == "offers"
            else replace(participant, wants=choices)
        )
        return replace(draft, participant=changed)


OFFERED = Side("offers", lambda role: role is None or role.mentors)
WANTED = Side("wants", lambda role: role is None or role.learns)
SIDES = (OFFERED, WANTED)


def choice_of(catalogue: Catalogue, words: str, weight: int = USUAL_WEIGHT) -> TopicChoice:
    """Return a topic in somebody's own words, with the catalogue's key where they are its label.

    What they only resemble is offered on the next screen, and is hers to choose.
    """
    found = catalogue.recognise(words)
    return TopicChoice(words, found.topic if found.strong else None, min(max(weight, 1), 3))


def name_of(turn: Turn, choice: TopicChoice) -> str:
    """Return a topic's name in the reader's language, or her own words for it."""
    known = present(turn, choice)
    if known.topic is not None and known.topic in turn.catalogue:
        return turn.catalogue.topic(known.topic).name(turn.language)
    return known.text


def present(turn: Turn, choice: TopicChoice) -> TopicChoice:
    """Return a choice with the topic that has taken over the one that was chosen, if one has."""
    if choice.topic is None or choice.topic in turn.catalogue:
        return choice
    became = turn.catalogue.became(choice.topic)
    if became is None:
        return choice
    return replace(choice, topic=became.key, text=became.name(turn.language))


def once_each(choices: tuple[TopicChoice, ...]) -> tuple[TopicChoice, ...]:
    """Return topics without repetitions; of two that mean the same the heavier weight counts."""
    kept: dict[str, TopicChoice] = {}
    for choice in choices:
        known = kept.get(_sameness(choice), choice)
        kept[_sameness(choice)] = replace(known, weight=max(known.weight, choice.weight))
    return tuple(kept.values())


def picker(side: Side) -> Screen:
    """Return the screen that asks for the topics of one side."""
    return Screen(
        side.key,
        lambda turn, draft: _asks(turn, draft, side),
        lambda turn, draft: _take(turn, draft, side),
        side.needed,
    )


def _asks(turn: Turn, draft: Draft, side: Side) -> tuple[AnyAsk, ...]:
    choices = tuple(present(turn, each) for each in side.of(draft.participant))
    group = turn.known(Programme, draft.participant.programme).in_groups
    chosen = tuple(
        Option(each.topic, verbatim(name_of(turn, each)))
        for each in choices
        if each.topic in turn.catalogue and each.topic is not None
    )
    own_words = (each.text for each in choices if each.topic not in turn.catalogue)
    return (
        Topics(
            side.key,
            text(f"join.{side.key}.label"),
            hint=text(f"join.{side.key}.hint", group=group, count=MOST_TOPICS),
            required=False,
            chosen=chosen,
            most=MOST_TOPICS,
        ),
        Line(
            f"{side.key}_more",
            text("join.more.label"),
            hint=text("join.more.hint"),
            required=False,
            value=", ".join(own_words),
            longest=LONGEST_LINE,
        ),
    )


def _take(turn: Turn, draft: Draft, side: Side) -> Taken:
    given = Given(turn)
    mine = [present(turn, each) for each in side.of(draft.participant)]
    before = {_sameness(each): each for each in mine}
    before |= {each.text.casefold(): each for each in mine}
    picked = tuple(
        before.get(key)
        or TopicChoice(turn.catalogue.topic(key).name(turn.language), key, USUAL_WEIGHT)
        for key in given.choices(side.key, turn.catalogue)
    )
    typed = tuple(
        before.get(words.casefold()) or choice_of(turn.catalogue, words)
        for words in _parted(given, f"{side.key}_more")
    )
    choices = once_each(picked + typed)
    if not choices:
        given.problem(side.key, "no_topic")
    if len(choices) > MOST_TOPICS:
        given.problem(side.key, "too_many_topics", count=MOST_TOPICS)
    return Taken(side.put(draft, choices), given.problems)


def _parted(given: Given, key: str) -> tuple[str, ...]:
    """Return the topics of a typed line; one that is as long as a sentence is a problem."""
    line = given.words(key, LONGEST_LINE)
    parts = [part.strip(" .-–•") for part in re.split(r"[,;\n]", line)]
    topics = tuple(part[:LONGEST_TOPIC] for part in parts if part)
    if any(len(part) > LONGEST_TOPIC for part in parts):
        given.problem(key, "long_topic", count=LONGEST_TOPIC)
    return topics


def _sameness(choice: TopicChoice) -> str:
    return choice.topic or choice.text.casefold()


OFFERS = picker(OFFERED)
WANTS = picker(WANTED)
