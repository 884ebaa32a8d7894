"""A group as the mentor sees it to whom it is put: to answer, waiting for the others, or over."""

from bot.commands import AcceptGroup, AskDeclineGroup, DeclineGroup, ShowPair
from bot.flows import reasons
from bot.model import (
    GroupProposal,
    GroupProposalState,
    Pairing,
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
    Message,
    Moment,
    MomentStyle,
    Paragraph,
    Part,
    Text,
    Weight,
    text,
    verbatim,
)
from bot.turn import Turn


def about(group: int) -> str:
    """Return the matter of which all messages to a group's mentor speak."""
    return f"group:{group}"


def about_mentees(proposal: int) -> str:
    """Return the matter of which all messages on a mentee's proposal speak."""
    return f"proposal:{proposal}"


def card(turn: Turn, group: GroupProposal) -> Message:
    """Return a group as its mentor sees it in its present state; never who is asked, or said no."""
    turn = turn.within(group.programme)
    put = turn.store.proposals_for(group.id)
    if group.state is GroupProposalState.BEGUN:
        return begun(turn, group, about(group.id))
    if group.state is not GroupProposalState.OPEN:
        return _closed(turn, group, put)
    if not answered(put):
        return _to_answer(turn, group, put)
    body = text("forming.waiting.mentor", until=_until(group))
    return Message(text("proposal.waiting.title"), (Paragraph(body),), about=about(group.id))


def answered(put: tuple[Proposal, ...]) -> bool:
    """Tell whether the mentor has said yes."""
    return any(each.mentor_accepted for each in put if each.state is ProposalState.OPEN)


def topic_of(turn: Turn, key: str) -> Text:
    """Return a group's topic by its name in the reader's language."""
    known = key in turn.catalogue
    return verbatim(turn.catalogue.topic(key).name(turn.language) if known else key)


def closed_body(turn: Turn, programme: int, me: Participant) -> Text:
    """Say that no group came of it, as far as the reader's own part goes."""
    if me.state is not ParticipantState.ACTIVE:
        return text("proposal.closed.resting")
    if turn.known(Programme, programme).ended(turn.now):
        return text("forming.closed.over")
    return text("forming.closed.body")


def begun(turn: Turn, group: GroupProposal, matter: str) -> Message:
    """Return the card of somebody who said yes to a group that has begun."""
    topic = topic_of(turn.within(group.programme), group.topic)
    return Message(
        text("forming.accepted.title", topic=topic),
        (Paragraph(text("forming.accepted.body")),),
        (Button(text("forming.button.show"), ShowPair(), Weight.PRIMARY),),
        matter,
    )


def _to_answer(turn: Turn, group: GroupProposal, put: tuple[Proposal, ...]) -> Message:
    topic = topic_of(turn, group.topic)
    running = turn.store.get(Pairing, group.pairing) if group.pairing else None
    opening = (
        text("forming.open.one_more", topic=topic, count=len(running.mentees))
        if running
        else text("forming.open.mentor", topic=topic, count=len(put))
    )
    parts: list[Part] = [Paragraph(opening)]
    if group.reasons:
        parts.append(Bullets(reasons.all_said(group.reasons, turn.catalogue, turn.language)))
    parts.append(Aside(text("forming.open.no_names_yet", until=_until(group))))
    return Message(
        text(
            "forming.open.title_one_more" if running else "forming.open.title_mentor", topic=topic
        ),
        tuple(parts),
        (
            Button(text("proposal.accept"), AcceptGroup(group.id), Weight.PRIMARY),
            Button(text("proposal.decline"), DeclineGroup(group.id)),
        ),
        about(group.id),
    )


def _until(group: GroupProposal) -> Moment:
    assert group.expires_at is not None
    return Moment(group.expires_at, MomentStyle.DAY)


def _closed(turn: Turn, group: GroupProposal, put: tuple[Proposal, ...]) -> Message:
    mine = [each for each in put if each.declined_by == group.mentor]
    if mine:
        said_why = any(each.decline_reason for each in mine)
        why = Button(text("proposal.declined.why"), AskDeclineGroup(group.id))
        return Message(
            text("proposal.declined.title"),
            (Paragraph(text("forming.declined.mentor")),),
            () if said_why else (why,),
            about(group.id),
        )
    me = turn.known(Participant, group.mentor)
    silent = any(each.state is ProposalState.EXPIRED and not each.mentor_accepted for each in put)
    body = closed_body(turn, group.programme, me)
    if silent and me.state is ParticipantState.ACTIVE:
        body = text("proposal.closed.silent")
    return Message(text("proposal.closed.title"), (Paragraph(body),), about=about(group.id))
