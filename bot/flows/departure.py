"""Somebody has left the company: every part that she has ends, and her partner is free again."""

from dataclasses import replace

from bot.commands import Depart
from bot.flows import participation
from bot.model import ParticipantState, Person
from bot.turn import Turn


def depart(turn: Turn, chore: Depart) -> None:
    """End somebody's parts as if she had left them, and count her as employed no longer.

    The audit log names nobody for it: a directory said so, not the person.
    """
    person = turn.known(Person, chore.subject)
    for participant in turn.store.participations(person.id):
        if participant.state is not ParticipantState.LEFT:
            participation.end(turn, participant)
    turn.store.save(replace(person, employed=False))
    turn.note_down("person.depart", person.id)
