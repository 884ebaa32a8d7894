"""A match is put to both: accept, decline, remind, expire, and the next best for who was left."""

from dataclasses import replace
from datetime import timedelta

from bot.commands import (
    AcceptProposal,
    AskDecline,
    DeclineProposal,
    ExpireProposal,
    RemindOfProposal,
    SeekPartner,
    ShowPair,
)
from bot.flows import pairings, reasons
from bot.model import (
    PROPOSAL_MOVES,
    PROPOSAL_REMINDER_DAYS,
    Notice,
    Participant,
    Programme,
    Proposal,
    ProposalState,
)
from bot.said import (
    Aside,
    Bullets,
    Button,
    Facts,
    Form,
    Lines,
    Message,
    Moment,
    MomentStyle,
    OneOf,
    Option,
    Paragraph,
    Part,
    Quote,
    Reply,
    Text,
    Weight,
    text,
    verbatim,
)
from bot.turn import Half, NotAllowed, Seat, Turn

DECLINE_REASONS = ("no_time", "topics", "know_each_other", "prefer_other", "rather_not_say")
LONGEST_REASON = 300  # characters


def put(turn: Turn, proposal: Proposal, programme: Programme) -> Proposal:
    """Put a match to both: they are told, reminded once, and it expires by itself."""
    expires_at = turn.now + timedelta(days=programme.proposal_days)
    opened = turn.store.save(
        replace(
            proposal,
            state=PROPOSAL_MOVES.check(proposal.state, ProposalState.OPEN),
            sent_at=turn.now,
            expires_at=expires_at,
        )
    )
    for person in _people(turn, opened):
        turn.owe(person, "proposal.open", opened.id, until=expires_at)
    turn.later(RemindOfProposal(opened.id), turn.now + timedelta(days=PROPOSAL_REMINDER_DAYS))
    turn.later(ExpireProposal(opened.id), expires_at)
    return opened


def accept(turn: Turn, request: AcceptProposal) -> Reply:
    """Say yes; the second yes makes the pairing and books its first meeting."""
    proposal, half = _open_for_me(turn, request.proposal)
    said_yes = (
        replace(proposal, mentor_accepted=True)
        if half.seat is Seat.MENTOR
        else replace(proposal, mentee_accepted=True)
    )
    turn.note_down("proposal.accept", proposal.id)
    if said_yes.mentor_accepted and said_yes.mentee_accepted:
        said_yes = _close(turn, said_yes, ProposalState.ACCEPTED)
        pairings.begin(turn, said_yes)
    else:
        turn.store.save(said_yes)
    return message(turn, said_yes)


def decline(turn: Turn, request: DeclineProposal) -> Reply:
    """Say no with one click; the submitted form of the same request adds the optional reason."""
    proposal, half = turn.my_proposal(request.proposal)
    if turn.answers is not None and proposal.declined_by == half.me.id:
        turn.store.save(replace(proposal, decline_reason=_reason_in(turn)))
        return message(turn, proposal)
    proposal, half = _open_for_me(turn, request.proposal)
    turn.note_down("proposal.decline", proposal.id)
    declined = _close(turn, replace(proposal, declined_by=half.me.id), ProposalState.DECLINED)
    for participant in (half.partner, half.me):
        turn.later(SeekPartner(participant.id), turn.now)
    return message(turn, declined)


def ask_decline(turn: Turn, request: AskDecline) -> Reply:
    """Offer to say why, after the no; it is read by nobody who could trace it to a person."""
    proposal, half = turn.my_proposal(request.proposal)
    if proposal.declined_by != half.me.id:
        raise NotAllowed("refusal.no_longer")
    options = tuple(Option(each, text(f"proposal.why.{each}")) for each in DECLINE_REASONS)
    return Form(
        title=text("proposal.why.title"),
        request=DeclineProposal(proposal.id),
        intro=(Aside(text("proposal.why.who_sees")),),
        asks=(
            OneOf("why", text("proposal.why.label"), required=False, options=options),
            Lines("more", text("proposal.why.more"), required=False, longest=LONGEST_REASON),
        ),
        submit=text("proposal.why.submit"),
    )


def withdraw_for(turn: Turn, participant: Participant) -> None:
    """Take back what is proposed to somebody who left or paused; the others get their next best."""
    waiting = (ProposalState.DRAFT, ProposalState.OPEN)
    for proposal in turn.store.proposals_with(participant.id, waiting):
        _close(turn, proposal, ProposalState.WITHDRAWN)
        other = proposal.mentee if proposal.mentor == participant.id else proposal.mentor
        if proposal.state is ProposalState.OPEN:
            turn.later(SeekPartner(other), turn.now)


def remind(turn: Turn, chore: RemindOfProposal) -> None:
    """Owe one reminder to whoever has not answered."""
    proposal = turn.known(Proposal, chore.subject)
    if proposal.state is not ProposalState.OPEN or proposal.expires_at is None:
        return
    for participant, answer in _answers(turn, proposal):
        if answer is None:
            turn.owe(
                participant.person, "proposal.reminder", proposal.id, until=proposal.expires_at
            )


def expire(turn: Turn, chore: ExpireProposal) -> None:
    """Close a proposal that was not answered in time; who had said yes gets her next best."""
    proposal = turn.known(Proposal, chore.subject)
    if proposal.state is not ProposalState.OPEN:
        return
    _close(turn, proposal, ProposalState.EXPIRED)
    for participant, answer in _answers(turn, proposal):
        if answer:
            turn.later(SeekPartner(participant.id), turn.now)


def open_notice(turn: Turn, notice: Notice) -> Message | None:
    """Return the proposal for somebody who has not answered it, None once that is moot."""
    proposal = turn.known(Proposal, notice.subject)
    half = turn.half_of(proposal)
    if proposal.state is not ProposalState.OPEN or _mine(proposal, half) is not None:
        return None
    return message(turn, proposal)


def reminder_notice(turn: Turn, notice: Notice) -> Message | None:
    """Return the proposal once more, with the day on which it expires."""
    shown = open_notice(turn, notice)
    return shown and replace(shown, title=text("proposal.reminder"))


def closed_notice(turn: Turn, notice: Notice) -> Message | None:
    """Return the card as it is now, to replace the earlier one quietly."""
    return message(turn, turn.known(Proposal, notice.subject))


def message(turn: Turn, proposal: Proposal) -> Message:
    """Return a proposal as one of the two sees it in its present state."""
    half = turn.half_of(proposal)
    about = f"proposal:{proposal.id}"
    if proposal.state is ProposalState.OPEN:
        if _mine(proposal, half) is None:
            return _to_answer(turn, proposal, half, about)
        waiting = text("proposal.waiting.body", partner=turn.mention(half.partner))
        return Message(text("proposal.waiting.title"), (Paragraph(waiting),), about=about)
    return _closed(turn, proposal, half, about)


def _to_answer(turn: Turn, proposal: Proposal, half: Half, about: str) -> Message:
    partner = turn.mention(half.partner)
    seat = half.seat.value
    why = reasons.all_said(proposal.reasons, turn.catalogue, turn.language)
    parts: list[Part] = [
        Paragraph(text(f"proposal.open.{seat}", partner=partner)),
        Facts(_about_partner(turn, half, proposal)),
        Bullets(why),
    ]
    if half.partner.sentence:
        parts.append(Quote(verbatim(half.partner.sentence)))
    parts.append(Aside(text("proposal.open.private", **_deadline(proposal))))
    return Message(
        text("proposal.open.title", partner=partner),
        tuple(parts),
        (
            Button(text("proposal.accept"), AcceptProposal(proposal.id), Weight.PRIMARY),
            Button(text("proposal.decline"), DeclineProposal(proposal.id)),
        ),
        about,
    )


def _closed(turn: Turn, proposal: Proposal, half: Half, about: str) -> Message:
    partner = turn.mention(half.partner)
    if proposal.state is ProposalState.ACCEPTED:
        return Message(
            text("proposal.accepted.title", partner=partner),
            (Paragraph(text("proposal.accepted.body")),),
            (Button(text("proposal.accepted.pair"), ShowPair(), Weight.PRIMARY),),
            about,
        )
    if proposal.declined_by == half.me.id:
        return Message(
            text("proposal.declined.title"),
            (Paragraph(text("proposal.declined.body")),),
            () if proposal.decline_reason else (_why_button(proposal),),
            about,
        )
    # Who said no, who did not answer and who was withdrawn look the same to the other side.
    return Message(
        text("proposal.closed.title"), (Paragraph(text("proposal.closed.body")),), about=about
    )


def _why_button(proposal: Proposal) -> Button:
    return Button(text("proposal.declined.why"), AskDecline(proposal.id))


def _about_partner(turn: Turn, half: Half, proposal: Proposal) -> tuple[tuple[Text, Text], ...]:
    person = turn.person_of(half.partner)
    facts = [(text("proposal.fact.degree"), text("proposal.degree", score=proposal.score))]
    if person.team:
        facts.append((text("proposal.fact.team"), verbatim(person.team)))
    if person.site:
        facts.append((text("proposal.fact.site"), verbatim(person.site)))
    return tuple(facts)


def _deadline(proposal: Proposal) -> dict[str, Moment]:
    assert proposal.expires_at is not None
    return {"until": Moment(proposal.expires_at, MomentStyle.DAY)}


def _open_for_me(turn: Turn, proposal_id: int) -> tuple[Proposal, Half]:
    """Return an open proposal that the person has not answered; refuses anything else."""
    proposal, half = turn.my_proposal(proposal_id)
    if proposal.state is not ProposalState.OPEN or _mine(proposal, half) is not None:
        raise NotAllowed("refusal.no_longer")
    return proposal, half


def _mine(proposal: Proposal, half: Half) -> bool | None:
    """Return the reader's own answer."""
    return proposal.mentor_accepted if half.seat is Seat.MENTOR else proposal.mentee_accepted


def _close(turn: Turn, proposal: Proposal, state: ProposalState) -> Proposal:
    """Close a proposal, forget what was still to be done for it, and mend the cards quietly."""
    was_open = proposal.state is ProposalState.OPEN
    closed = turn.store.save(
        replace(proposal, state=PROPOSAL_MOVES.check(proposal.state, state), closed_at=turn.now)
    )
    turn.store.never_mind(RemindOfProposal(proposal.id))
    turn.store.never_mind(ExpireProposal(proposal.id))
    if was_open:
        for person in _people(turn, closed):
            turn.owe(
                person,
                "proposal.closed",
                closed.id,
                until=turn.now + timedelta(days=1),
                edits=True,
            )
    return closed


def _answers(turn: Turn, proposal: Proposal) -> tuple[tuple[Participant, bool | None], ...]:
    return (
        (turn.known(Participant, proposal.mentor), proposal.mentor_accepted),
        (turn.known(Participant, proposal.mentee), proposal.mentee_accepted),
    )


def _people(turn: Turn, proposal: Proposal) -> tuple[int, ...]:
    return tuple(participant.person for participant, _ in _answers(turn, proposal))


def _reason_in(turn: Turn) -> str:
    """Return the submitted reason: a known key, and own words after a colon where there are any."""
    answers = turn.answers or {}
    why = str(answers.get("why", ""))
    more = str(answers.get("more", "")).strip()[:LONGEST_REASON]
    return ": ".join(part for part in (why if why in DECLINE_REASONS else "", more) if part)
