"""Once more: whoever wanted to hears of the next programme, one time, and finds her form filled in."""

from dataclasses import replace
from datetime import timedelta

from bot.commands import Join, TellAgain
from bot.flows.working_hours import at_work
from bot.model import Notice, Participant, Programme, Purpose, Role, WhatNext
from bot.said import Aside, Button, Message, Paragraph, Weight, text
from bot.turn import Turn

BEGINS = "again.begins"
AFTER_FOUNDING = timedelta(days=2)  # until HR has looked through the settings
ASKED_FOR_A_YEAR = timedelta(days=365)
WORTH_TELLING = timedelta(days=14)
OTHER_SEAT = {Role.MENTOR: Role.MENTEE, Role.MENTEE: Role.MENTOR}


def expect(turn: Turn, programme: Programme) -> None:
    """Plan to tell of a new programme whoever wanted to hear of it."""
    turn.later(TellAgain(programme.id), turn.now + AFTER_FOUNDING)


def tell(turn: Turn, chore: TellAgain) -> None:
    """Owe the one message to whoever asked for it; with it their consent is used up."""
    programme = turn.known(Programme, chore.subject)
    for earlier in turn.store.programmes_of(programme.organisation):
        if earlier.id == programme.id:
            continue
        for given in turn.store.standing_consents(earlier.id, Purpose.NEXT):
            person = turn.store.people_by_id([given.person]).get(given.person)
            asked = turn.now < given.given_at + ASKED_FOR_A_YEAR
            if person is not None and person.employed and asked and not programme.ended(turn.now):
                due = at_work(turn, person)
                turn.owe(person.id, BEGINS, programme.id, due=due, until=due + WORTH_TELLING)
            turn.store.save(replace(given, withdrawn_at=turn.now))


def begins_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say that another programme begins; None for who takes part already, or when it is over."""
    programme = turn.known(Programme, notice.subject)
    joined = turn.store.participation(programme.id, turn.person.id) is not None
    if joined or programme.ended(turn.now):
        return None
    return Message(
        text("ending.again.title", programme=programme.name),
        (
            Paragraph(text("ending.again.body", day=programme.starts_on)),
            Aside(text("ending.again.why")),
        ),
        (Button(text("home.button.join"), Join(programme.id), Weight.PRIMARY),),
        f"programme:{programme.id}",
    )


def filled_in(turn: Turn, fresh: Participant) -> Participant:
    """Return a new participant as somebody wanted it at the end of her last tandem, if she did."""
    for earlier in turn.store.participations(fresh.person):
        wish = _wish(turn, earlier)
        if wish is WhatNext.SWAP and earlier.role is not None:
            return replace(fresh, role=OTHER_SEAT.get(earlier.role, earlier.role))
        if wish is WhatNext.AGAIN:
            return replace(
                fresh,
                role=earlier.role,
                offers=earlier.offers,
                wants=earlier.wants,
                meeting=earlier.meeting,
                capacity=earlier.capacity,
                not_with=earlier.not_with,
            )
    return fresh


def _wish(turn: Turn, participant: Participant) -> WhatNext | None:
    """Return what somebody wanted after her newest tandem of a part, as long as it is kept."""
    said = (
        each.next
        for pairing in turn.store.pairings_with(participant.id)
        for each in turn.store.farewells_of(pairing.id)
        if each.person == participant.person and each.next is not None
    )
    return next(said, None)
