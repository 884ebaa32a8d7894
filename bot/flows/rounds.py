"""HR runs a round: prepare, solve, take pairs out, send or discard."""

from dataclasses import dataclass, replace

from bot.commands import (
    DiscardRound,
    PrepareRound,
    ReviewRound,
    SendRound,
    ShowUnmatched,
    SolveRound,
    TakeOut,
)
from bot.flows import group_drafts, partners, reasons, review, sending, what_if
from bot.flows.entrants import Field, field_of
from bot.matching import GroupRound, RoundResult, match_group_round, match_round
from bot.matching import Unmatched as FoundUnmatched
from bot.model import (
    ROUND_MOVES,
    Notice,
    Priority,
    Programme,
    Proposal,
    ProposalState,
    Round,
    RoundState,
    Unmatched,
)
from bot.said import Message, Paragraph, Reply, text
from bot.turn import WORTH_A_WEEK, NotAllowed, Turn


@dataclass(frozen=True)
class Solution:
    """What the matcher found for a round, and for which wishes of HR it looked."""

    result: RoundResult | GroupRound
    wishes: "Wishes"

    @property
    def pairs(self) -> RoundResult:
        """The pairs that were found, in groups or not, and who is in none."""
        return self.result.pairs if isinstance(self.result, GroupRound) else self.result

    @property
    def proven(self) -> bool:
        """Whether nothing better exists; of groups a search finds good ones, without proof."""
        return isinstance(self.result, RoundResult) and self.result.certificate.proven


@dataclass(frozen=True)
class Wishes:
    """What HR asks of a round: the format, pairs left out, pairs kept, the minimum score."""

    sizes: tuple[int, int] | None  # of groups, None for tandems
    taken_out: tuple[tuple[int, int], ...]
    kept: tuple[tuple[int, int], ...]
    threshold: int

    @staticmethod
    def of(draft: Round, programme: Programme) -> "Wishes":
        """Return what stands in the draft."""
        threshold = what_if.threshold_of(draft, programme)
        return Wishes(sizes_of(programme), draft.taken_out, draft.tried.kept, threshold)


def prepare(turn: Turn, _request: PrepareRound) -> Reply:
    """Begin a round, or show the draft that is under review."""
    programme = turn.hr_programme()
    draft = turn.store.draft_round(programme.id)
    if draft is not None:
        return review.page(turn, draft, 0)
    if programme.ended(turn.now):
        raise NotAllowed("round.over_programme")
    field = field_of(turn, programme, for_round=True)
    if not any(each.mentor for each in field.entrants) or not any(
        each.mentee for each in field.entrants
    ):
        group, least = programme.in_groups, programme.group_least
        raise NotAllowed("round.nobody", group=group, least=least)
    draft = turn.store.add(Round(programme.id, RoundState.DRAFT, turn.person.id, turn.now))
    turn.note_down("round.prepare", draft.id)
    turn.later(SolveRound(draft.id), turn.now)
    return review.solving(draft, by_itself=review.goes_out(draft, programme))


def study(turn: Turn, chore: SolveRound) -> Solution | None:
    """Solve a draft without holding up anybody: reads only, may take seconds."""
    draft = turn.known(Round, chore.subject)
    if draft.state is not RoundState.DRAFT:
        return None
    programme = turn.known(Programme, draft.programme)
    turn, wishes = turn.within(programme.id), Wishes.of(draft, programme)
    field = field_of(turn, programme, for_round=True)
    return Solution(_solved(turn, field, wishes), wishes)


def _solved(turn: Turn, field: Field, wishes: Wishes) -> RoundResult | GroupRound:
    weights = partners.weights_of(field.programme)
    without = [(str(mentor), str(mentee)) for mentor, mentee in wishes.taken_out]
    if wishes.sizes is not None:
        least, most = wishes.sizes
        return match_group_round(
            field.entrants,
            field.chart,
            turn.catalogue,
            least=least,
            most=most,
            threshold=wishes.threshold,
            weights=weights,
            without=without,
        )
    return match_round(
        field.entrants,
        field.chart,
        turn.catalogue,
        threshold=wishes.threshold,
        weights=weights,
        without=without,
        keep=[(str(mentor), str(mentee)) for mentor, mentee in wishes.kept],
    )


def solve(turn: Turn, chore: SolveRound) -> None:
    """Keep the solution as the round's draft proposals and show it to the HR lead who asked."""
    draft = turn.known(Round, chore.subject)
    solution = turn.finding
    if draft.state is not RoundState.DRAFT or not isinstance(solution, Solution):
        return
    programme = turn.known(Programme, draft.programme)
    if solution.wishes != Wishes.of(draft, programme):
        turn.later(chore, turn.now)
        return
    found = {(int(each.mentor), int(each.mentee)) for each in solution.pairs.matches}
    gained, lost = what_if.changes(turn, draft, found)
    if isinstance(solution.result, GroupRound):
        group_drafts.replace_drafts(turn, draft, programme, solution.result)
    else:
        _replace_drafts(turn, draft, programme, solution.result)
    solved = turn.store.save(
        replace(
            draft,
            unmatched=tuple(map(_kept, solution.pairs.unmatched)),
            proven_best=solution.proven,
            solved_at=turn.now,
            trial=replace(draft.tried, gained=gained, lost=lost),
        )
    )
    if found and review.goes_out(draft, programme):
        sending.put_all(turn, solved, programme)
    turn.owe(
        draft.opened_by,
        "round.ready",
        draft.id,
        until=turn.now + WORTH_A_WEEK,
        once=turn.now.isoformat(),
        priority=Priority.ANSWER,  # HR has just asked for it
        edits=turn.store.said_about(draft.opened_by, _about(draft)) is not None,
    )


def ready_notice(turn: Turn, notice: Notice) -> Message | None:
    """Return the draft for review, or how many proposals went out by themselves.

    None once HR has sent or discarded it.
    """
    draft = turn.known(Round, notice.subject)
    if draft.state is RoundState.DRAFT:
        return review.page(turn, draft, 0)
    programme = turn.known(Programme, draft.programme)
    if draft.sent_at != draft.solved_at or not draft.sent_at:
        return None
    out = [each for each in turn.store.proposals_in(draft.id) if each.sent_at is not None]
    return sending.sent(turn, draft, programme, len(group_drafts.together(out)))


def show(turn: Turn, request: ReviewRound) -> Reply:
    """Show a page of the draft."""
    found, _ = turn.my_round(request.round)
    return review.page(turn, found, request.start)


def show_unmatched(turn: Turn, request: ShowUnmatched) -> Reply:
    """Show who of a round has no partner, and why."""
    found, _ = turn.my_round(request.round)
    return review.unmatched_page(turn, found, request.start)


def sizes_of(programme: Programme) -> tuple[int, int] | None:
    """Return with how many mentees a programme's groups begin, and its largest; None for tandems."""
    grouped = programme.in_groups
    return (programme.group_least, programme.group_most) if grouped else None


def take_out(turn: Turn, request: TakeOut) -> Reply:
    """Take a pair out of the draft; the rest is solved again."""
    proposal = turn.store.get(Proposal, request.proposal)
    if proposal is None or proposal.round is None:
        raise NotAllowed("refusal.no_longer")
    draft, _ = turn.my_round(proposal.round)
    if draft.state is not RoundState.DRAFT or proposal.state is not ProposalState.DRAFT:
        raise NotAllowed("refusal.no_longer")
    pair = (proposal.mentor, proposal.mentee)
    kept = tuple(each for each in draft.tried.kept if each != pair)
    trial, out = replace(draft.tried, kept=kept), (*draft.taken_out, pair)
    turn.store.save(replace(draft, taken_out=out, trial=trial, solved_at=None))
    group_drafts.withdraw(turn, proposal)
    turn.note_down("round.take_out", draft.id)
    turn.later(SolveRound(draft.id), turn.now)
    grouped = proposal.group is not None
    return Message(
        text("forming.taken_out.title" if grouped else "round.taken_out.title"),
        (Paragraph(text("round.taken_out.body")),),
        about=_about(draft),
    )


def send(turn: Turn, request: SendRound) -> Reply:
    """Put the draft's proposals to the people; who has no partner learns why."""
    draft, programme = _draft(turn, request.round)
    if draft.solved_at is None:
        raise NotAllowed("round.still_solving")
    return sending.sent(turn, draft, programme, sending.put_all(turn, draft, programme))


def discard(turn: Turn, request: DiscardRound) -> Reply:
    """Throw the draft away; nobody was told anything."""
    draft, _ = _draft(turn, request.round)
    for proposal in group_drafts.drafts_in(turn, draft):
        group_drafts.withdraw(turn, proposal)
    group_drafts.close_empty(turn, draft)
    turn.store.save(replace(draft, state=ROUND_MOVES.check(draft.state, RoundState.DISCARDED)))
    turn.store.never_mind(SolveRound(draft.id))
    turn.note_down("round.discard", draft.id)
    return Message(
        text("round.discarded.title"),
        (Paragraph(text("round.discarded.body")),),
        review.way_on(),
        _about(draft),
    )


def _draft(turn: Turn, round_id: int) -> tuple[Round, Programme]:
    draft, programme = turn.my_round(round_id)
    if draft.state is not RoundState.DRAFT:
        raise NotAllowed("refusal.no_longer")
    return draft, programme


def _replace_drafts(turn: Turn, draft: Round, programme: Programme, result: RoundResult) -> None:
    """Keep the drafts that are still in the solution, withdraw the others, add the new ones."""
    found = {(int(each.mentor), int(each.mentee)): each for each in result.matches}
    standing: dict[tuple[int, int], Proposal] = {}
    for each in group_drafts.drafts_in(turn, draft):
        pair = (each.mentor, each.mentee)
        if pair in found and each.group is None:
            standing[pair] = each
        else:
            group_drafts.withdraw(turn, each)
    group_drafts.close_empty(turn, draft)
    for pair, match in found.items():
        if pair not in standing:
            turn.store.add(partners.draft(match, programme, draft.id))


def _kept(unmatched: FoundUnmatched) -> Unmatched:
    """Return the matcher's finding about somebody without a partner as the round keeps it."""
    return Unmatched(
        int(unmatched.entrant),
        unmatched.seat.value,
        reasons.kept(unmatched.reason),
        reasons.kept(unmatched.advice),
    )


def _about(draft: Round) -> str:
    return f"round:{draft.id}"
