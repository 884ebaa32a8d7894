"""What HR sees of a round: its pairs with their reasons, and who has no partner and why."""

from bot.commands import (
    AskThreshold,
    DiscardRound,
    KeepPair,
    ReviewRound,
    SendRound,
    ShowHome,
    ShowProfile,
    ShowStatus,
    ShowUnmatched,
    TakeOut,
)
from bot.flows import group_drafts, group_review, reasons
from bot.model import (
    Participant,
    Programme,
    Proposal,
    ProposalState,
    Round,
    RoundState,
    Unmatched,
)
from bot.said import (
    Aside,
    Bullets,
    Button,
    Buttons,
    Message,
    Paragraph,
    Part,
    Text,
    Weight,
    text,
)
from bot.turn import Turn

PAIRS_ON_A_PAGE = 5
PEOPLE_ON_A_PAGE = 8
CHANGES_SHOWN = 8


def page(turn: Turn, found: Round, start: int) -> Message:
    """Return the pairs of a round from the `start`-th on, each with its reasons."""
    if found.state is RoundState.DRAFT and found.solved_at is None:
        by_itself = goes_out(found, turn.known(Programme, found.programme))
        return solving(found, by_itself=by_itself)
    turn = turn.within(found.programme)
    proposals = [each for each in turn.store.proposals_in(found.id) if _shown(found, each)]
    units = group_drafts.together(proposals)
    grouped = _grouped(turn, found)
    size = group_review.GROUPS_ON_A_PAGE if grouped else PAIRS_ON_A_PAGE
    start = max(0, min(start, len(units) - 1)) if units else 0
    open_draft = found.state is RoundState.DRAFT
    parts: list[Part] = [Paragraph(_summary(found, units, grouped=grouped))]
    for unit in units[start : start + size]:
        parts += _unit(turn, found, unit)
    if open_draft:
        parts += _changes(turn, found, grouped=grouped)
    weights = turn.known(Programme, found.programme).weights
    parts.append(Aside(reasons.how_reckoned(weights)))
    if found.proven_best:
        parts.append(Aside(text("round.review.proven")))
    return Message(
        text("forming.review.title" if grouped else "round.review.title", count=len(units)),
        tuple(parts),
        (
            *(_decisions(found, len(units), grouped=grouped) if open_draft else ()),
            *(_wishes(found) if open_draft else ()),
            *_paging(found, start, len(units), size, grouped=grouped),
            *_without_partner(found, grouped=grouped),
        ),
        f"round:{found.id}",
    )


def goes_out(draft: Round, programme: Programme) -> bool:
    """Tell whether a draft goes out as soon as it is computed: not after HR has changed something."""
    return not programme.reviews_rounds and not draft.taken_out and draft.trial is None


def solving(found: Round, *, by_itself: bool = False) -> Message:
    """Return what stands in the draft's place while it is computed."""
    then = "goes_out" if by_itself else "body"
    return Message(
        text("round.solving.title"),
        (Paragraph(text(f"round.solving.{then}")),),
        about=f"round:{found.id}",
    )


def unmatched_page(turn: Turn, found: Round, start: int) -> Message:
    """Return who of a round has no partner, the binding reason and what would change it."""
    turn, group = turn.within(found.programme), _grouped(turn, found)
    start = max(0, min(start, len(found.unmatched) - 1)) if found.unmatched else 0
    shown = found.unmatched[start : start + PEOPLE_ON_A_PAGE]
    buttons = [Button(text("round.review.back"), ReviewRound(found.id))]
    if start + PEOPLE_ON_A_PAGE < len(found.unmatched):
        following = ShowUnmatched(found.id, start + PEOPLE_ON_A_PAGE)
        buttons.append(Button(text("round.review.more"), following))
    return Message(
        text("round.unmatched.title", group=group, count=len(found.unmatched)),
        (
            Bullets(tuple(_unmatched_line(turn, each) for each in shown)),
            Aside(text("round.unmatched.private")),
        ),
        tuple(buttons),
        f"round:{found.id}",
    )


def no_partner(turn: Turn, found: Round, unmatched: Unmatched) -> Message:
    """Return what the person herself is told: why, and what would help."""
    return Message(
        text("round.no_partner.title", group=_grouped(turn, found)),
        (
            Paragraph(reasons.said(unmatched.reason, turn.catalogue, turn.language)),
            Paragraph(reasons.said(unmatched.advice, turn.catalogue, turn.language)),
        ),
        (Button(text("round.no_partner.profile"), ShowProfile(), Weight.PRIMARY),),
        f"no_partner:{unmatched.participant}",
    )


def way_on() -> tuple[Button, ...]:
    """Return where HR may want to go after a round."""
    return (
        Button(text("round.to_status"), ShowStatus()),
        Button(text("home.button.home"), ShowHome()),
    )


def _shown(found: Round, proposal: Proposal) -> bool:
    """Drafts are HR's to review; what became of a sent proposal is private to the two."""
    return found.state is RoundState.DRAFT and proposal.state is ProposalState.DRAFT


def _grouped(turn: Turn, found: Round) -> bool:
    """Tell whether a round is of groups: by what it found, else by what is looked for now."""
    for each in turn.store.proposals_in(found.id):
        if each.state is ProposalState.DRAFT or each.sent_at is not None:
            return each.group is not None
    return turn.known(Programme, found.programme).in_groups


def _summary(found: Round, units: list[tuple[Proposal, ...]], *, grouped: bool) -> Text:
    if found.state is not RoundState.DRAFT:
        return text("round.review.over")
    if not units:
        return text("forming.review.empty" if grouped else "round.review.empty")
    if grouped:
        return group_review.summary(units, found.unmatched)
    average = sum(each.score for (each,) in units) / len(units)
    return text(
        "round.review.summary",
        pairs=text("round.review.pairs", count=len(units)),
        without=text("round.review.without", count=len(found.unmatched)),
        average=round(average),
    )


def start_of(turn: Turn, found: Round, proposal: Proposal) -> int:
    """Return with which pair the page begins on which a proposal stands."""
    pairs = [each for each in turn.store.proposals_in(found.id) if _shown(found, each)]
    places = [place for place, each in enumerate(pairs) if each.id == proposal.id]
    return places[0] // PAIRS_ON_A_PAGE * PAIRS_ON_A_PAGE if places else 0


def _changes(turn: Turn, found: Round, *, grouped: bool) -> list[Part]:
    """Return what came and went since the draft before, so that HR sees what a wish costs."""
    if not (found.tried.gained or found.tried.lost):
        return []
    title = text(
        "round.changes.title",
        came=text("round.changes.came", group=grouped, count=len(found.tried.gained)),
        went=text("round.changes.went", count=len(found.tried.lost)),
    )
    lines = [_change(turn, pair, came=True) for pair in found.tried.gained[:CHANGES_SHOWN]]
    lines += [_change(turn, pair, came=False) for pair in found.tried.lost[:CHANGES_SHOWN]]
    return [Paragraph(title), Bullets(tuple(lines))]


def _change(turn: Turn, pair: tuple[int, int], *, came: bool) -> Text:
    mentor, mentee = (turn.mention(turn.known(Participant, each)) for each in pair)
    if came:
        return text("round.changes.gained", mentor=mentor, mentee=mentee)
    return text("round.changes.lost", mentor=mentor, mentee=mentee)


def _unit(turn: Turn, found: Round, unit: tuple[Proposal, ...]) -> list[Part]:
    """Return a tandem or a group with its reasons and, in a draft, what HR can do about it."""
    if unit[0].group is None:
        return _pair(turn, found, unit[0])
    return group_review.parts(turn, unit, draft=found.state is RoundState.DRAFT)


def _pair(turn: Turn, found: Round, proposal: Proposal) -> list[Part]:
    mentor = turn.mention(turn.known(Participant, proposal.mentor))
    mentee = turn.mention(turn.known(Participant, proposal.mentee))
    parts: list[Part] = [
        Paragraph(text("round.review.pair", mentor=mentor, mentee=mentee, score=proposal.score)),
        Bullets(reasons.in_short(proposal.reasons, turn.catalogue, turn.language)),
    ]
    if found.state is RoundState.DRAFT:
        kept = (proposal.mentor, proposal.mentee) in found.tried.kept
        label = text("round.review.let_go") if kept else text("round.review.keep")
        out = Button(text("round.review.take_out"), TakeOut(proposal.id))
        parts.append(Buttons((out, Button(label, KeepPair(proposal.id, not kept)))))
    return parts


def _decisions(found: Round, count: int, *, grouped: bool) -> tuple[Button, ...]:
    send = Button(
        text("forming.review.send" if grouped else "round.review.send", count=count),
        SendRound(found.id),
        Weight.PRIMARY,
        confirm=text(
            "forming.review.send_confirm" if grouped else "round.review.send_confirm", count=count
        ),
    )
    discard = Button(
        text("round.review.discard"),
        DiscardRound(found.id),
        Weight.DANGER,
        confirm=text("round.review.discard_confirm"),
    )
    return (send, discard) if count else (discard,)


def _wishes(found: Round) -> tuple[Button, ...]:
    return (Button(text("round.review.threshold"), AskThreshold(found.id)),)


def _paging(
    found: Round, start: int, total: int, size: int, *, grouped: bool
) -> tuple[Button, ...]:
    buttons = []
    if start > 0:
        label = text("forming.review.previous" if grouped else "round.review.previous")
        buttons.append(Button(label, ReviewRound(found.id, max(0, start - size))))
    if start + size < total:
        label = text("forming.review.next" if grouped else "round.review.next")
        buttons.append(Button(label, ReviewRound(found.id, start + size)))
    return tuple(buttons)


def _without_partner(found: Round, *, grouped: bool) -> tuple[Button, ...]:
    if not found.unmatched:
        return ()
    label = text("round.review.unmatched", group=grouped, count=len(found.unmatched))
    return (Button(label, ShowUnmatched(found.id)),)


def _unmatched_line(turn: Turn, unmatched: Unmatched) -> Text:
    participant = turn.known(Participant, unmatched.participant)
    return text(
        "round.unmatched.line",
        person=turn.mention(participant),
        role=text(f"round.seat.{unmatched.seat}"),
        reason=reasons.said(unmatched.reason, turn.catalogue, turn.language, to_hr=True),
        advice=reasons.said(unmatched.advice, turn.catalogue, turn.language, to_hr=True),
    )
