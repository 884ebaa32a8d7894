"""What somebody answered, as facts: for her own eyes."""

from collections.abc import Iterable
from functools import reduce

from bot.flows.questions.picking import SIDES, Side, name_of
from bot.model import WEEKDAYS, Cefr, Participant, Programme, WorkingHours
from bot.said import Spoken, Text, text, verbatim
from bot.turn import Turn

Fact = tuple[Text, Text]
A_LITTLE = (Cefr.A1, Cefr.A2)


def summary(turn: Turn, participant: Participant) -> tuple[Fact, ...]:
    """Return the few facts that a match depends on most."""
    hours = turn.person_of(participant).hours
    return (*role(participant), *topics(turn, participant), *when(hours))


def role(participant: Participant) -> tuple[Fact, ...]:
    """Return the role."""
    said = text(f"join.role.{participant.role}") if participant.role else _nothing()
    return ((text("profile.role"), said),)


def topics(turn: Turn, participant: Participant) -> tuple[Fact, ...]:
    """Return the topics of the sides that the role has, with level or priority."""
    return tuple(
        (text(f"profile.{side.key}"), _listed(turn, participant, side))
        for side in SIDES
        if participant.role is not None and side.needed(participant.role)
    )


def when(hours: WorkingHours) -> tuple[Fact, ...]:
    """Return working hours, days and zone."""
    days = (
        text("profile.workweek")
        if hours.weekdays == WEEKDAYS
        else _list(text(f"join.weekday.{day}") for day in sorted(hours.weekdays))
    )
    said = text(
        "profile.hours",
        days=days,
        start=f"{hours.start:%H:%M}",
        end=f"{hours.end:%H:%M}",
        zone=hours.time_zone.replace("_", " "),
    )
    return ((text("profile.when"), said),)


def languages(turn: Turn, participant: Participant) -> tuple[Fact, ...]:
    """Return the languages in which meetings can be held."""
    skills = turn.person_of(participant).languages
    codes = tuple(each.code for each in skills if each.level not in A_LITTLE)
    said = text("join.hours.language", language=Spoken(codes)) if codes else _nothing()
    return ((text("profile.languages"), said),)


def place(turn: Turn, participant: Participant) -> tuple[Fact, ...]:
    """Return where, with how many, and (to herself only) with whom not."""
    facts = [(text("profile.meeting"), text(f"join.place.{participant.meeting}"))]
    one_to_one = not turn.known(Programme, participant.programme).in_groups
    if one_to_one and (participant.role is None or participant.role.mentors):
        partners = text("join.place.partners", count=participant.capacity)
        facts.append((text("profile.capacity"), partners))
    most = turn.person_of(participant).most_tandems
    if most is not None:
        facts.append((text("profile.most"), text("join.place.tandems", count=most)))
    people = turn.store.people_by_id(participant.not_with)
    names = [verbatim(people[each].name) for each in participant.not_with if each in people]
    facts.append((text("profile.not_with"), _list(names) if names else text("profile.nobody")))
    return tuple(facts)


def about(turn: Turn, participant: Participant) -> tuple[Fact, ...]:
    """Return the sentence for the others and the learning goal."""
    group = turn.known(Programme, participant.programme).in_groups
    return (
        (text("profile.sentence", group=group), _own(participant.sentence)),
        (text("profile.goal"), _own(participant.learning_goal)),
    )


def _listed(turn: Turn, participant: Participant, side: Side) -> Text:
    said = [
        text(
            "profile.topic",
            topic=name_of(turn, each),
            weight=text(f"join.{side.key}.weight_{each.weight}"),
        )
        for each in side.of(participant)
    ]
    if not said:
        return _nothing()
    # Names of topics hold "and" and commas themselves, so they are not joined as a sentence.
    return reduce(lambda first, rest: text("profile.next_topic", first=first, rest=rest), said)


def _list(texts: Iterable[Text]) -> Text:
    return text("profile.list", items=tuple(texts))


def _own(words: str) -> Text:
    return verbatim(words) if words else _nothing()


def _nothing() -> Text:
    return text("profile.nothing")
