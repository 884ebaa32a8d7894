"""A proposal as one of the two sees it: to answer, waiting for the other, or over."""

from bot.commands import AcceptProposal, AskDecline, DeclineProposal, ShowPair
from bot.flows import group_cards, reasons
from bot.model import (
    GroupProposal,
    Participant,
    ParticipantState,
    Programme,
    Proposal,
    ProposalState,
)
from bot.said import (
    Aside,
    Bullets,
    Button,
    Facts,
    Message,
    Moment,
    MomentStyle,
    Paragraph,
    Part,
    Quote,
    Text,
    Weight,
    text,
    verbatim,
)
from bot.turn import Half, Seat, Turn

about = group_cards.about_mentees  # the matter of which all messages on a proposal speak


def card(turn: Turn, proposal: Proposal) -> Message:
    """Return a proposal as one of the two sees it in its present state.

    The mentor of a group sees the group, and none of the proposals that are part of it.
    """
    half = turn.half_of(proposal)
    if proposal.group is not None and half.seat is Seat.MENTOR:
        return group_cards.card(turn, turn.known(GroupProposal, proposal.group))
    if proposal.state is ProposalState.OPEN:
        if my_answer(proposal, half) is None:
            return _to_answer(turn, proposal, half)
        partner = turn.names(half.others)
        waiting = (
            text("proposal.waiting.body", partner=partner)
            if proposal.group is None
            else text("forming.waiting.mentee", **_deadline(proposal))
        )
        title = text("proposal.waiting.title")
        return Message(title, (Paragraph(waiting),), about=about(proposal.id))
    return _closed(turn, proposal, half)


def about_hers(proposal: Proposal, participant: Participant) -> str:
    """Return the matter of what was put to one of the two: the mentor of a group hears of the group."""
    if proposal.group is not None and proposal.mentor == participant.id:
        return group_cards.about(proposal.group)
    return about(proposal.id)


def forgotten_card(proposal: int) -> Message:
    """Return what stands in the place of a proposal to somebody who was forgotten since."""
    body = Paragraph(text("proposal.closed.body"))
    return Message(text("proposal.closed.title"), (body,), about=about(proposal))


def _to_answer(turn: Turn, proposal: Proposal, half: Half) -> Message:
    partner = turn.names(half.others)
    why = reasons.all_said(proposal.reasons, turn.catalogue, turn.language)
    parts: list[Part] = [
        Paragraph(_opening(turn, proposal, half)),
        Facts(_about_partner(turn, half, proposal)),
        Bullets(why),
    ]
    parts += [Quote(verbatim(each.sentence)) for each in half.others if each.sentence]
    weights = turn.known(Programme, proposal.programme).weights
    parts.append(Aside(reasons.how_reckoned(weights)))
    alone = proposal.group is None
    private = text(
        "proposal.open.private" if alone else "forming.open.no_names_yet", **_deadline(proposal)
    )
    parts.append(Aside(private))
    return Message(
        text("proposal.open.title" if alone else "forming.open.title_mentee", partner=partner),
        tuple(parts),
        (
            Button(text("proposal.accept"), AcceptProposal(proposal.id), Weight.PRIMARY),
            Button(text("proposal.decline"), DeclineProposal(proposal.id)),
        ),
        about(proposal.id),
    )


def _opening(turn: Turn, proposal: Proposal, half: Half) -> Text:
    """Say what is proposed: a tandem, a group that is to begin, or a place in one that runs."""
    partner = turn.names(half.others)
    if proposal.group is None:
        return text(f"proposal.open.{half.seat.value}", partner=partner)
    group = turn.known(GroupProposal, proposal.group)
    topic = group_cards.topic_of(turn.within(proposal.programme), group.topic)
    if group.pairing is not None:
        return text("forming.open.running", partner=partner, topic=topic)
    return text("forming.open.mentee", partner=partner, topic=topic, most=group.most)


def _closed(turn: Turn, proposal: Proposal, half: Half) -> Message:
    partner = turn.names(half.others)
    if proposal.group is not None and proposal.state is ProposalState.ACCEPTED:
        return group_cards.begun(
            turn, turn.known(GroupProposal, proposal.group), about(proposal.id)
        )
    if proposal.state is ProposalState.ACCEPTED:
        return Message(
            text("proposal.accepted.title", partner=partner),
            (Paragraph(text("proposal.accepted.body")),),
            (Button(text("proposal.accepted.pair"), ShowPair(), Weight.PRIMARY),),
            about(proposal.id),
        )
    if proposal.declined_by == half.me.id:
        return Message(
            text("proposal.declined.title"),
            (Paragraph(_declined(proposal)),),
            () if proposal.decline_reason else (_why_button(proposal),),
            about(proposal.id),
        )
    # Who said no, who did not answer and who was withdrawn look the same to the other side.
    return Message(
        text("proposal.closed.title"),
        (Paragraph(_ending(turn, proposal, half)),),
        about=about(proposal.id),
    )


def _declined(proposal: Proposal) -> Text:
    alone = proposal.group is None
    return text("proposal.declined.body" if alone else "forming.declined.mentee")


def _ending(turn: Turn, proposal: Proposal, half: Half) -> Text:
    """Say how it ended as far as the reader's own part goes."""
    if half.me.state is not ParticipantState.ACTIVE:
        return text("proposal.closed.resting")
    if proposal.state is ProposalState.EXPIRED and my_answer(proposal, half) is None:
        return text("proposal.closed.silent")
    if proposal.group is not None:
        return group_cards.closed_body(turn, proposal.programme, half.me)
    return text("proposal.closed.body")


def _why_button(proposal: Proposal) -> Button:
    return Button(text("proposal.declined.why"), AskDecline(proposal.id))


def _about_partner(turn: Turn, half: Half, proposal: Proposal) -> tuple[tuple[Text, Text], ...]:
    facts = [(text("proposal.fact.degree"), text("proposal.degree", score=proposal.score))]
    for person in map(turn.person_of, half.others):
        if person.team:
            facts.append((text("proposal.fact.team"), verbatim(person.team)))
        if person.site:
            facts.append((text("proposal.fact.site"), verbatim(person.site)))
    return tuple(facts)


def _deadline(proposal: Proposal) -> dict[str, Moment]:
    assert proposal.expires_at is not None
    return {"until": Moment(proposal.expires_at, MomentStyle.DAY)}


def my_answer(proposal: Proposal, half: Half) -> bool | None:
    """Return the reader's own answer."""
    return proposal.mentor_accepted if half.seat is Seat.MENTOR else proposal.mentee_accepted
