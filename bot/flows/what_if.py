"""What if: HR keeps a pair, or asks for a higher degree, and sees what that changes in the draft."""

from dataclasses import replace

from bot.commands import AskThreshold, KeepPair, SetThreshold, SolveRound
from bot.flows import review
from bot.flows.questions.given import Given
from bot.model import Programme, Proposal, ProposalState, Round, RoundState
from bot.said import Form, Line, Reply, Text, text
from bot.turn import NotAllowed, Turn

BEST_DEGREE = 100


def keep(turn: Turn, request: KeepPair) -> Reply:
    """Keep a pair whatever else changes in this round, or let it go again."""
    proposal = turn.store.get(Proposal, request.proposal)
    if proposal is None or proposal.round is None:
        raise NotAllowed("refusal.no_longer")
    draft, _ = _solved(turn, proposal.round)
    if proposal.state is not ProposalState.DRAFT or proposal.group is not None:
        raise NotAllowed("refusal.no_longer")
    pair = (proposal.mentor, proposal.mentee)
    others = tuple(each for each in draft.tried.kept if each != pair)
    kept = (*others, pair) if request.kept else others
    draft = turn.store.save(replace(draft, trial=replace(draft.tried, kept=kept)))
    turn.note_down("round.keep", draft.id)
    return review.page(turn, draft, review.start_of(turn, draft, proposal))


def ask_threshold(turn: Turn, request: AskThreshold) -> Reply:
    """Ask HR how well people must fit at least in this round."""
    draft, programme = _solved(turn, request.round)
    group = programme.in_groups
    return _form(draft, str(threshold_of(draft, programme)), group=group)


def set_threshold(turn: Turn, request: SetThreshold) -> Reply:
    """Solve the round again with another minimum score."""
    draft, programme = _solved(turn, request.round)
    group = programme.in_groups
    if turn.answers is None:
        return _form(draft, str(threshold_of(draft, programme)), group=group)
    words = Given(turn).words("threshold", 3)
    if not (words.isascii() and words.isdigit() and int(words) <= BEST_DEGREE):
        problems = {"threshold": text("round.threshold.problem")}
        return _form(draft, words, problems, group=group)
    trial = replace(draft.tried, threshold=int(words))
    draft = turn.store.save(replace(draft, trial=trial, solved_at=None))
    turn.note_down("round.threshold", draft.id)
    turn.later(SolveRound(draft.id), turn.now)
    return review.solving(draft)


def threshold_of(draft: Round, programme: Programme) -> int:
    """Return the minimum score of a round: its own, else the programme's."""
    own = draft.tried.threshold
    return programme.threshold if own is None else own


def changes(
    turn: Turn, draft: Round, found: set[tuple[int, int]]
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """Return the pairs that a new solution brings and takes away, nothing for the first one."""
    before = turn.store.proposals_in(draft.id)
    if not before:
        return (), ()
    standing = {(p.mentor, p.mentee) for p in before if p.state is ProposalState.DRAFT}
    return tuple(sorted(found - standing)), tuple(sorted(standing - found))


def _solved(turn: Turn, round_id: int) -> tuple[Round, Programme]:
    draft, programme = turn.my_round(round_id)
    if draft.state is not RoundState.DRAFT:
        raise NotAllowed("refusal.no_longer")
    if draft.solved_at is None:
        raise NotAllowed("round.still_solving")
    return draft, programme


def _form(
    draft: Round, value: str, problems: dict[str, Text] | None = None, *, group: bool
) -> Form:
    return Form(
        title=text("round.threshold.title", group=group),
        request=SetThreshold(draft.id),
        asks=(
            Line(
                "threshold",
                text("round.threshold.label"),
                hint=text("round.threshold.hint", group=group),
                value=value,
                longest=3,
            ),
        ),
        submit=text("round.threshold.submit"),
        problems=problems or {},
    )
