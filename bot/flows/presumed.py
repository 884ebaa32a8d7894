"""Enrols somebody on the strength of an import, presuming consent: for invented companies only."""

from dataclasses import replace
from datetime import datetime

from bot.flows import consent
from bot.matching import Decision
from bot.model import (
    PARTICIPANT_MOVES,
    Meeting,
    Participant,
    ParticipantState,
    Person,
    Programme,
    Role,
    TopicChoice,
)
from bot.turn import Turn


def enrol(
    turn: Turn, programme: Programme, person: Person, joined_at: datetime
) -> Participant | None:
    """Make an active participant of what an import proposes; None for who has no role in it.

    Never reachable from a platform: a real person is a participant only after her own consent.
    """
    suggestion = turn.store.suggestion_for(person.id)
    if suggestion is None or not suggestion.role:
        return None
    participant = Participant(
        programme=programme.id,
        person=person.id,
        state=PARTICIPANT_MOVES.first,
        joined_at=joined_at,
        role=Role(suggestion.role),
        offers=_topics(turn, suggestion.offers),
        wants=_topics(turn, suggestion.wants),
        meeting=Meeting(suggestion.meeting or Meeting.ANY),
        capacity=1 if suggestion.capacity is None else suggestion.capacity,
        not_with=suggestion.not_with,
        earlier_partners=suggestion.earlier_partners,
        completed_at=joined_at,
    )
    active = PARTICIPANT_MOVES.check(participant.state, ParticipantState.ACTIVE)
    enrolled = turn.store.add(replace(participant, state=active))
    consent.settle(turn, enrolled, consent.ASKED_FIRST)
    return enrolled


def _topics(turn: Turn, topics: tuple[tuple[str, int], ...]) -> tuple[TopicChoice, ...]:
    return tuple(TopicChoice(words, _certain(turn, words), weight) for words, weight in topics)


def _certain(turn: Turn, words: str) -> str | None:
    found = turn.catalogue.recognise(words)
    return found.topic if found.decision is Decision.CERTAIN else None
