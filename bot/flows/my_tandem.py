"""My tandem or group: who is in it, what brought us together, when we meet, how often we have."""

from collections.abc import Sequence
from dataclasses import replace

from bot.commands import AskFit, AskRhythm, SayMet, ShowGoals, ShowHome, ShowPair
from bot.flows import answers, goal_card, home, meeting_card, proposal_card, tandem_facts
from bot.flows.meeting_plan import next_check_in
from bot.flows.meeting_times import MEETING, Tandem, tandem_of
from bot.model import (
    LIVING,
    CheckIn,
    CheckInState,
    Pairing,
    PairingState,
    ParticipantState,
    ProposalState,
)
from bot.said import (
    Aside,
    Bullets,
    Button,
    Buttons,
    Facts,
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
from bot.turn import Turn


def show(turn: Turn, _request: ShowPair) -> Reply:
    """Show each of the person's tandems and groups, one after the other."""
    pairings = _mine(turn)
    if not pairings:
        return _no_tandem(turn)
    parts = [part for pairing in pairings for part in _one(turn, tandem_of(turn, pairing))]
    return Message(_title(pairings), tuple(parts), about="tandem")


def _no_tandem(turn: Turn) -> Message:
    """Return what comes before a tandem: a proposal to answer, the others' answer, or where she is."""
    opened = turn.store.proposals_with(turn.my_current().id, (ProposalState.OPEN,))
    if not opened:
        return replace(home.mine(turn), title=text("pairing.none.title"))
    to_answer = any(proposal_card.my_answer(each, turn.half_of(each)) is None for each in opened)
    key = "proposed" if to_answer else "answered"
    go_home = Button(text("home.button.home"), ShowHome())
    show = Button(text("pairing.proposed.show"), ShowHome(), Weight.PRIMARY)
    return Message(
        text(f"pairing.{key}.title"),
        (Paragraph(text(f"pairing.{key}.body")),),
        (show if to_answer else go_home,),
        "tandem",
    )


def _title(pairings: Sequence[Pairing]) -> Text:
    groups = sum(each.is_group_now for each in pairings)
    if 0 < groups < len(pairings):
        return text("pairing.show.mixed")
    return text("pairing.show.title", count=len(pairings), group=groups > 0)


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
    met = tandem_facts.met_so_far(turn, pairing)
    count = (text("pairing.fact.met"), text("pairing.met", count=met))
    partner = turn.names(half.across)
    parts: list[Part] = [
        Paragraph(text(f"pairing.show.{half.seat.value}", partner=partner)),
        Facts((*tandem_facts.facts(turn, tandem, coming), count)),
    ]
    goals = goal_card.listed(turn, pairing)
    if goals:
        parts += [Paragraph(text("goals.fact.label")), Bullets(goals)]
    if tandem_facts.contact(turn, pairing):
        parts.append(Aside(half.text("pairing.contact_for")))
    if pairing.state is PairingState.ACTIVE:
        parts += _to_do(turn, tandem, coming)
    return parts


def _to_do(turn: Turn, tandem: Tandem, coming: CheckIn | None) -> list[Part]:
    """Return the buttons of the coming hour, and those of the last one if it is still open."""
    half = turn.half_of(tandem.pairing)
    parts: list[Part] = []
    if coming:
        parts += meeting_card.who_cannot(turn, coming, half)
        parts.append(Buttons(meeting_card.buttons(coming, half)))
    ours = [
        Button(text("goals.button.show"), ShowGoals(tandem.pairing.id)),
        Button(text("care.button.slower"), AskRhythm(tandem.pairing.id)),
    ]
    if tandem_facts.met_so_far(turn, tandem.pairing):
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
