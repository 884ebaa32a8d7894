"""My tandem or group: who is in it, what brought us together, when we meet, how often we have."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from bot.cadence import occurrence
from bot.commands import AskFit, AskRhythm, SayMet, ShowGoals, ShowHome, ShowPair
from bot.flows import answers, goal_card, meeting_card, proposal_card
from bot.flows.meeting_plan import next_check_in
from bot.flows.meeting_times import MEETING, Tandem, tandem_of
from bot.model import (
    LIVING,
    CheckIn,
    CheckInState,
    Pairing,
    PairingState,
    ParticipantState,
    Person,
    Programme,
    ProposalState,
)
from bot.said import (
    Aside,
    Bullets,
    Button,
    Buttons,
    Facts,
    Mention,
    Message,
    Moment,
    MomentStyle,
    Paragraph,
    Part,
    Reply,
    Text,
    Weight,
    text,
)
from bot.turn import Seat, Turn


def show(turn: Turn, _request: ShowPair) -> Reply:
    """Show each of the person's tandems and groups, one after the other."""
    pairings = _mine(turn)
    if not pairings:
        return _no_tandem(turn)
    parts = [part for pairing in pairings for part in _one(turn, tandem_of(turn, pairing))]
    return Message(_title(pairings), tuple(parts), about="tandem")


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


def _no_tandem(turn: Turn) -> Message:
    """Return what comes before a tandem: a proposal to answer, the others' answer, or a search."""
    opened = turn.store.proposals_with(turn.my_current().id, (ProposalState.OPEN,))
    to_answer = any(proposal_card.my_answer(each, turn.half_of(each)) is None for each in opened)
    key = "proposed" if to_answer else "answered" if opened else "none"
    home = Button(text("home.button.home"), ShowHome())
    show = Button(text("pairing.proposed.show"), ShowHome(), Weight.PRIMARY)
    return Message(
        text(f"pairing.{key}.title"),
        (Paragraph(text(f"pairing.{key}.body")),),
        (show if to_answer else home,),
        "tandem",
    )


def _title(pairings: Sequence[Pairing]) -> Text:
    groups = sum(each.is_group_now for each in pairings)
    if 0 < groups < len(pairings):
        return text("pairing.show.mixed")
    return text("pairing.show.title", count=len(pairings), group=groups > 0)


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


def _mine(turn: Turn) -> list[Pairing]:
    """Return the person's living pairings in all programmes; refuses who takes part in none."""
    turn.my_current()
    return [
        pairing
        for participant in turn.store.participations(turn.person.id)
        if participant.state is not ParticipantState.LEFT
        for pairing in turn.store.pairings_with(participant.id, LIVING)
    ]


def _one(turn: Turn, tandem: Tandem) -> list[Part]:
    pairing, half = tandem.pairing, turn.half_of(tandem.pairing)
    coming = next_check_in(turn.store, pairing, turn.now)
    met = met_so_far(turn, pairing)
    count = (text("pairing.fact.met"), text("pairing.met", count=met))
    partner = turn.names(half.across)
    parts: list[Part] = [
        Paragraph(text(f"pairing.show.{half.seat.value}", partner=partner)),
        Facts((*facts(turn, tandem, coming), count)),
    ]
    goals = goal_card.listed(turn, pairing)
    if goals:
        parts += [Paragraph(text("goals.fact.label")), Bullets(goals)]
    if contact(turn, pairing):
        parts.append(Aside(half.text("pairing.contact_for")))
    if pairing.state is PairingState.ACTIVE:
        parts += _to_do(turn, tandem, coming)
    return parts


def _to_do(turn: Turn, tandem: Tandem, coming: CheckIn | None) -> list[Part]:
    """Return the buttons of the coming hour, and those of the last one if it is still open."""
    half = turn.half_of(tandem.pairing)
    parts: list[Part] = []
    if coming:
        parts.append(Buttons(meeting_card.buttons(coming, half)))
    ours = [
        Button(text("goals.button.show"), ShowGoals(tandem.pairing.id)),
        Button(text("care.button.slower"), AskRhythm(tandem.pairing.id)),
    ]
    if met_so_far(turn, tandem.pairing):
        ours.append(Button(half.text("fit.button.ask"), AskFit(tandem.pairing.id)))
    parts.append(Buttons(tuple(ours)))
    for check_in in turn.store.check_ins_of(tandem.pairing.id):
        over = check_in.starts_at + MEETING <= turn.now
        away = half.me.id in check_in.absent
        unsaid = answers.met(check_in, half) == (None, None) and not away
        if check_in.state is CheckInState.PLANNED and over and unsaid:
            day = Moment(check_in.starts_at, MomentStyle.DAY)
            parts.append(Paragraph(text("pairing.open_question", day=day)))
            yes = Button(text("checkin.asked.yes"), SayMet(check_in.id, met=True))
            no = Button(text("checkin.asked.no"), SayMet(check_in.id, met=False))
            parts.append(Buttons((yes, no)))
    return parts


def _usual_hour(turn: Turn, tandem: Tandem) -> Text:
    """Return the weekly hour as the reader's calendar and clock show it at present."""
    at = occurrence(tandem.rule, tandem.week_of(turn.now))
    weekday = at.astimezone(ZoneInfo(turn.person.hours.time_zone)).weekday()
    return text(
        f"pairing.usual.{tandem.rule.every.value}",
        weekday=text(f"join.weekday.{weekday}"),
        at=Moment(at, MomentStyle.TIME),
    )


def contact(turn: Turn, pairing: Pairing) -> Mention | None:
    """Return the confidential contact, where the programme names one who is not the reader."""
    named = turn.known(Programme, pairing.programme).contact
    person = turn.store.get(Person, named) if named else None
    if person is None or person.id == turn.person.id:
        return None
    return Mention(person.name, turn.store.addresses_of(person.id))
