"""Home: where somebody stands, and the one next step."""

from contextlib import suppress
from datetime import timedelta

from bot.commands import (
    AskPause,
    Join,
    Resume,
    ShowHelp,
    ShowHome,
    ShowPair,
    ShowProfile,
)
from bot.flows import consent, control_room, groups, portrait, proposal_card, questions
from bot.flows.prospects import prospect
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
    return _going_on(turn) or _nothing_going_on(turn)


def show(turn: Turn, _request: ShowHome) -> Reply:
    """Show where the person stands, with the one next step as the first button."""
    own = _going_on(turn)
    leads = _leads(turn)
    if leads is None:
        return own or _nothing_going_on(turn)
    if own is None:
        return control_room.alone(turn, leads, *_in_one_line(turn))
    if own.about == HOME:
        return control_room.before(turn, leads, own)
    return control_room.below(turn, leads, own)


def goes_on(turn: Turn, participant: Participant) -> bool:
    """Tell whether somebody's part is not over: its programme runs, or a late tandem still meets."""
    programme = turn.known(Programme, participant.programme)
    return not programme.ended(turn.now) or bool(turn.store.pairings_with(participant.id, LIVING))


def _going_on(turn: Turn) -> Message | None:
    """Speak of the programme in which somebody takes part, None where there is none."""
    current = next((each for each in _staying(turn) if goes_on(turn, each)), None)
    if current is None:
        return None
    return _inside(turn, current, turn.known(Programme, current.programme))


def _nothing_going_on(turn: Turn) -> Message:
    """Speak of the programme that is open; else of the one that is over."""
    opened, left = _opened(turn)
    if opened is not None:
        return _left(opened) if left else _outside(turn, opened)
    staying = _staying(turn)
    if staying:
        return _over(turn, turn.known(Programme, staying[0].programme))
    programmes = turn.store.programmes_of(turn.person.organisation)
    return _nothing_open("between" if programmes else "none")


def _in_one_line(turn: Turn) -> tuple[tuple[Part, ...], tuple[Button, ...]]:
    """Return what somebody who leads reads of a part of her own, where she has none."""
    opened, left = _opened(turn)
    if opened is None:
        return (), (_help(),)
    line = text(f"home.hr.{'left' if left else 'outside'}", programme=opened.name)
    join = text(f"home.button.{'join_again' if left else 'join'}")
    return (Paragraph(line),), (Button(join, Join(opened.id)), _help())


def _staying(turn: Turn) -> list[Participant]:
    """Return her parts: the one in the programme that she means, then the newest first."""
    parts = turn.store.participations(turn.person.id)
    staying = [each for each in parts if each.state is not ParticipantState.LEFT]
    return sorted(staying, key=lambda each: each.programme != turn.person.programme)


def _opened(turn: Turn) -> tuple[Programme | None, bool]:
    """Return the programme that can be joined, if any, and whether the person has left it."""
    programmes = turn.store.programmes_of(turn.person.organisation)
    opened = next((each for each in programmes if not each.ended(turn.now)), None)
    if opened is None:
        return None, False
    return opened, turn.store.participation(opened.id, turn.person.id) is not None


def _inside(turn: Turn, participant: Participant, programme: Programme) -> Message:
    match participant.state:
        case ParticipantState.ANSWERING:
            return _unfinished(participant, programme)
        case ParticipantState.PAUSED:
            return _paused(turn, participant, programme)
        case ParticipantState.LEFT:
            return _left(programme)
        case ParticipantState.ACTIVE:
            return _active(turn, participant, programme)


def _outside(turn: Turn, programme: Programme) -> Message:
    group = programme.in_groups
    return Message(
        text("home.outside.title"),
        (
            Paragraph(text("home.outside.body", group=group, programme=programme.name)),
            Paragraph(text("home.outside.how", group=group)),
            *_who_to_ask(turn, programme),
        ),
        (Button(text("home.button.join"), Join(programme.id), Weight.PRIMARY), _help()),
        HOME,
    )


def _over(turn: Turn, programme: Programme) -> Message:
    return Message(
        text("home.over.title", programme=programme.name),
        (Paragraph(text("home.over.body")), *_who_to_ask(turn, programme)),
        (_help(),),
        HOME,
    )


def _nothing_open(why: str) -> Message:
    return Message(
        text(f"home.{why}.title"), (Paragraph(text(f"home.{why}.body")),), (_help(),), HOME
    )


def _unfinished(participant: Participant, programme: Programme) -> Message:
    way = questions.asked_of(participant.role)
    count = sum(screen.key not in participant.answered for screen in way)
    return Message(
        text("home.unfinished.title", programme=programme.name),
        (Paragraph(text("home.unfinished.body", count=count)),),
        (Button(text("home.button.continue"), Join(programme.id), Weight.PRIMARY), _help()),
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


def _left(programme: Programme) -> Message:
    return Message(
        text("home.left.title", programme=programme.name),
        (Paragraph(text("home.left.body")),),
        (Button(text("home.button.join_again"), Join(programme.id), Weight.PRIMARY), _help()),
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
        (Button(text("home.button.profile"), ShowProfile()), _help()),
        HOME,
    )


def _waiting(turn: Turn, participant: Participant, programme: Programme) -> Message:
    return Message(
        text("home.waiting.title", programme=programme.name),
        (
            Paragraph(text(f"home.waiting.{prospect(turn, programme)}", group=programme.in_groups)),
            Facts((*portrait.role(participant), *portrait.topics(turn, participant))),
            *_who_to_ask(turn, programme),
        ),
        (
            Button(text("home.button.profile"), ShowProfile(), Weight.PRIMARY),
            Button(text("home.button.pause"), AskPause()),
            _help(),
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


def _who_to_ask(turn: Turn, programme: Programme) -> tuple[Paragraph, ...]:
    """Return whom to ask about a programme, nobody where that is the reader herself."""
    if consent.is_contact(turn, programme):
        return ()
    return (Paragraph(text("home.contact", contact=consent.contact_of(turn, programme))),)


def _help() -> Button:
    return Button(text("home.button.help"), ShowHelp())
