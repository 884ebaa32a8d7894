"""Counts the matters in a row that somebody let pass without any sign of life."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from bot.commands import RestSilent
from bot.heard import Actor
from bot.model import Participant, ParticipantState
from bot.ports import Store
from bot.turn import Turn

ENOUGH = 3  # product: after so many in a row a person is left in peace
KNOWN_WITHIN = timedelta(days=1)  # how exactly it is kept when she was heard last: Store.familiar


def passed_over(
    turn: Turn, participant: Participant, about: str, kinds: Collection[str]
) -> Participant:
    """Count a matter that has ended without somebody's answer, if nothing was heard of her since.

    What never reached her, in one of these kinds of messages, does not count; nor does what she
    passes over on a break.
    """
    said = turn.store.said_all_about(participant.person, about)
    put = [each.settled_at for each in said if each.kind in kinds and each.settled_at]
    active = participant.state is ParticipantState.ACTIVE
    if not put or not active or _heard_since(turn, participant, min(put)):
        return participant
    counted = turn.store.save(replace(participant, unanswered=participant.unanswered + 1))
    if counted.unanswered >= ENOUGH:
        turn.later(RestSilent(counted.id), turn.now)
    return counted


def broken(store: Store, person: int) -> None:
    """Begin to count anew: the person was heard."""
    for participant in store.participations(person):
        if participant.unanswered:
            store.save(replace(participant, unanswered=0))


def broken_by(store: Store, actor: Actor, now: datetime) -> None:
    """Begin to count anew for whoever is known there, though what she asked for came to nothing."""
    person = store.person_at(actor.address)
    if person is not None and person.employed and not actor.guest:
        store.link(person.id, actor.address, now)
        broken(store, person.id)


def _heard_since(turn: Turn, participant: Participant, put: datetime) -> bool:
    """Tell whether somebody was heard since; in doubt, she was."""
    heard = (used_at for _, used_at in turn.store.addresses_used(participant.person))
    return any(put <= each + KNOWN_WITHIN for each in heard)
