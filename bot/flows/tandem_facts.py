"""What stands on a tandem's card: its topics and people, its hours, its confidential contact."""

from zoneinfo import ZoneInfo

from bot.cadence import occurrence
from bot.flows import meeting_card
from bot.flows.meeting_times import Tandem
from bot.model import (
    CheckIn,
    CheckInState,
    Pairing,
    PairingState,
    ParticipantState,
    Person,
    Programme,
)
from bot.said import Mention, Moment, MomentStyle, Text, text
from bot.turn import Seat, Turn


def facts(turn: Turn, tandem: Tandem, coming: CheckIn | None) -> tuple[tuple[Text, Text], ...]:
    """Return the topics that met, who else is there, the next hour, the weekly one and the contact."""
    pairing = tandem.pairing
    found = []
    topics = meeting_card.topics_that_met(turn, pairing)
    if topics:
        found.append((text("pairing.fact.topics"), text("pairing.topics", topics=topics)))
    found += _members(turn, pairing)
    if pairing.state is PairingState.SUSPENDED:
        found.append((text("pairing.fact.next"), text("pairing.on_a_break")))
    elif coming:
        when = text("pairing.when", when=meeting_card.when(coming))
        found.append((text("pairing.fact.next"), when))
    found.append((text("pairing.fact.hour"), _usual_hour(turn, tandem)))
    named = contact(turn, pairing)
    if named:
        found.append((text("pairing.fact.contact"), text("pairing.contact", contact=named)))
    return tuple(found)


def met_so_far(turn: Turn, pairing: Pairing) -> int:
    """Return how many of a pairing's hours took place."""
    check_ins = turn.store.check_ins_of(pairing.id)
    return sum(each.state is CheckInState.MET for each in check_ins)


def contact(turn: Turn, pairing: Pairing) -> Mention | None:
    """Return the confidential contact, where the programme names one who is not the reader."""
    named = turn.known(Programme, pairing.programme).contact
    person = turn.store.get(Person, named) if named else None
    if person is None or person.id == turn.person.id:
        return None
    return Mention(person.name, turn.store.addresses_of(person.id))


def _members(turn: Turn, pairing: Pairing) -> list[tuple[Text, Text]]:
    """Return who else learns in a mentee's group, and who of it is on a break just now."""
    half = turn.half_of(pairing)
    if not half.in_group:
        return []
    named = {"members": half.others[1:] if half.seat is Seat.MENTEE else ()}
    named["resting"] = tuple(each for each in half.others if each.state is ParticipantState.PAUSED)
    return [
        (text(f"pairing.fact.{key}"), text("pairing.people", people=turn.names(people)))
        for key, people in named.items()
        if people
    ]


def _usual_hour(turn: Turn, tandem: Tandem) -> Text:
    """Return the weekly hour as the reader's calendar and clock show it at present."""
    at = occurrence(tandem.rule, tandem.week_of(turn.now))
    weekday = at.astimezone(ZoneInfo(turn.person.hours.time_zone)).weekday()
    return text(
        f"pairing.usual.{tandem.rule.every.value}",
        weekday=text(f"join.weekday.{weekday}"),
        at=Moment(at, MomentStyle.TIME),
    )
