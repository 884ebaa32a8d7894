"""Home: where somebody stands, and the one next step."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot.commands import (
    AskPause,
    AskProgramme,
    Join,
    Resume,
    ShowHome,
    ShowPair,
    ShowProfile,
)
from bot.flows import control_room, groups, outside, portrait, proposal_card, questions
from bot.flows.prospects import first_day, prospect
from bot.model import (
    LIVING,
    MEETING_MINUTES,
    CheckIn,
    CheckInState,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Programme,
    Proposal,
    ProposalState,
)
from bot.said import (
    HOME,
    Button,
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
from bot.turn import NotAllowed, Seat, Turn


def mine(turn: Turn) -> Message:
    """Return where the person stands herself, whatever she may lead."""
    return _going_on(turn) or outside.home_of(turn, _staying(turn))


def show(turn: Turn, _request: ShowHome) -> Reply:
    """Show where the person stands, with the one next step as the first button."""
    own = _going_on(turn)
    leads = _leads(turn)
    if leads is None:
        return own or outside.home_of(turn, _staying(turn))
    if own is None:
        return control_room.alone(turn, leads, *outside.in_one_line(turn))
    if own.about == HOME:
        return control_room.before(turn, leads, own)
    return control_room.below(turn, leads, own)


def goes_on(turn: Turn, participant: Participant) -> bool:
    """Tell whether somebody's part is not over: its programme runs, or a late tandem still meets."""
    programme = turn.known(Programme, participant.programme)
    return not programme.ended(turn.now) or bool(turn.store.pairings_with(participant.id, LIVING))


def _going_on(turn: Turn) -> Message | None:
    """Speak of the programme in which somebody takes part, None where there is none."""
    going_on = [each for each in _staying(turn) if goes_on(turn, each)]
    if not going_on:
        return None
    current, *others = (turn.known(Programme, each.programme) for each in going_on)
    own = _inside(turn, going_on[0], current)
    return _beside(own, others) if others and own.about == HOME else own


def _beside(own: Message, others: Sequence[Programme]) -> Message:
    """Name the other programmes in which somebody takes part, and let her choose."""
    also = Paragraph(
        text(
            "home.also",
            programmes=tuple(text("which.choice", programme=each.name) for each in others),
        )
    )
    choose = Button(text("home.button.which"), AskProgramme())
    return replace(own, parts=(*own.parts, also), buttons=(*own.buttons, choose))


def _staying(turn: Turn) -> list[Participant]:
    """Return her parts: the one in the programme that she means, then the newest first."""
    parts = turn.store.participations(turn.person.id)
    staying = [each for each in parts if each.state is not ParticipantState.LEFT]
    return sorted(staying, key=lambda each: each.programme != turn.person.programme)


def _inside(turn: Turn, participant: Participant, programme: Programme) -> Message:
    if participant.state is ParticipantState.ANSWERING:
        return _unfinished(participant, programme)
    if participant.state is ParticipantState.PAUSED:
        return _paused(turn, participant, programme)
    return _active(turn, participant, programme)


def _unfinished(participant: Participant, programme: Programme) -> Message:
    way = questions.asked_of(participant.role)
    count = sum(screen.key not in participant.answered for screen in way)
    return Message(
        text("home.unfinished.title", programme=programme.name),
        (Paragraph(text("home.unfinished.body", count=count)),),
        (
            Button(text("home.button.continue"), Join(programme.id), Weight.PRIMARY),
            outside.help_button(),
        ),
        HOME,
    )


def _paused(turn: Turn, participant: Participant, programme: Programme) -> Message:
    until = participant.paused_until
    body = (
        text("home.paused.until", day=Moment(until, MomentStyle.DAY))
        if until
        else text("home.paused.open")
    )
    parts: list[Part] = [Paragraph(body)]
    parts += [
        Paragraph(text(f"home.paused.{each.key}", group=each.group))
        for each in groups.meanwhile(turn, participant)
    ]
    return Message(
        text("home.paused.title", programme=programme.name),
        tuple(parts),
        (
            Button(text("home.button.resume"), Resume(), Weight.PRIMARY),
            Button(text("home.button.pause_until"), AskPause()),
            Button(text("home.button.profile"), ShowProfile()),
        ),
        HOME,
    )


def _active(turn: Turn, participant: Participant, programme: Programme) -> Message:
    opened = turn.store.proposals_with(participant.id, (ProposalState.OPEN,))
    for proposal in opened:
        if _answer(turn, proposal) is None:
            return proposal_card.card(turn, proposal)
    living = turn.store.pairings_with(participant.id, LIVING)
    if living:
        return _paired(turn, living, programme)
    if opened and opened[0].group is not None:  # which names nobody yet
        return proposal_card.card(turn, opened[0])
    if opened:
        return _answered(turn, opened[0], programme)
    return _waiting(turn, participant, programme)


def _paired(turn: Turn, living: tuple[Pairing, ...], programme: Programme) -> Message:
    facts: list[tuple[Text, Text]] = []
    for pairing in living:
        half = turn.half_of(pairing)
        named = text("home.paired.name", partner=turn.names(half.others))
        facts.append((half.text("home.paired.partner"), named))
        facts.append((text("home.paired.next"), _next_meeting(turn, pairing)))
    group = all(each.is_group_now for each in living)
    return Message(
        text("home.paired.title", group=group, programme=programme.name),
        (Facts(tuple(facts)),),
        (
            Button(text("home.button.pair", group=group), ShowPair(), Weight.PRIMARY),
            Button(text("home.button.profile"), ShowProfile()),
            Button(text("home.button.pause"), AskPause()),
        ),
        HOME,
    )


def _next_meeting(turn: Turn, pairing: Pairing) -> Text:
    if pairing.state is PairingState.SUSPENDED:
        return text("home.paired.suspended")
    coming = [each for each in turn.store.planned_hours(pairing.id) if _is_coming(turn, each)]
    if not coming:
        return text("home.paired.no_meeting")
    return text("home.paired.at", at=Moment(min(each.starts_at for each in coming)))


def _is_coming(turn: Turn, check_in: CheckIn) -> bool:
    ends_at = check_in.starts_at + timedelta(minutes=MEETING_MINUTES)
    return check_in.state is CheckInState.PLANNED and ends_at > turn.now


def _answered(turn: Turn, proposal: Proposal, programme: Programme) -> Message:
    partner = turn.names(turn.half_of(proposal).others)
    return Message(
        text("home.answered.title", programme=programme.name),
        (Paragraph(text("home.answered.body", partner=partner)),),
        (Button(text("home.button.profile"), ShowProfile()), outside.help_button()),
        HOME,
    )


def _waiting(turn: Turn, participant: Participant, programme: Programme) -> Message:
    return Message(
        text("home.waiting.title", programme=programme.name),
        (
            Paragraph(text(f"home.waiting.{prospect(turn, programme)}", group=programme.in_groups)),
            *first_day(turn, programme),
            Facts((*portrait.role(participant), *portrait.topics(turn, participant))),
            *outside.who_to_ask(turn, programme),
        ),
        (
            Button(text("home.button.profile"), ShowProfile(), Weight.PRIMARY),
            Button(text("home.button.pause"), AskPause()),
            outside.help_button(),
        ),
        HOME,
    )


def _answer(turn: Turn, proposal: Proposal) -> bool | None:
    """Return the person's own answer to a proposal."""
    seat = turn.half_of(proposal).seat
    return proposal.mentor_accepted if seat is Seat.MENTOR else proposal.mentee_accepted


def _leads(turn: Turn) -> Programme | None:
    with suppress(NotAllowed):
        return turn.hr_programme()
    return None
