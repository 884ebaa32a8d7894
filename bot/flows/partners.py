"""Somebody was left without a partner: the next best is found and proposed at once."""

from datetime import datetime

from bot.commands import SeekPartner, ShowHome
from bot.flows import group_putting, proposal_card, proposals, reasons
from bot.flows.entrants import Field, field_of, has_free_seat
from bot.flows.working_hours import at_work
from bot.matching import Match, Weights, match_one
from bot.model import Notice, Participant, Programme, Proposal, ProposalState
from bot.said import Button, Message, Paragraph, text
from bot.turn import WORTH_A_WEEK, Turn

NONE_YET = "proposal.none_yet"
PUT = (proposals.PUT, group_putting.PUT)


def seek(turn: Turn, chore: SeekPartner) -> None:
    """Propose the next best free partner; where there is none, say so kindly."""
    participant = turn.known(Participant, chore.subject)
    programme = turn.known(Programme, participant.programme)
    turn = turn.within(programme.id)
    if programme.ended(turn.now):
        return
    found = 0
    field = field_of(turn, programme)
    while match := _next_best(turn, field, participant):
        proposals.put(turn, turn.store.add(draft(match, field.programme)), programme)
        found += 1
        if not has_free_seat(turn, participant):
            return
        field = field_of(turn, programme)
    if not found and field.entrant(participant.id) is not None:
        _owe_none_yet(turn, participant)


def none_yet(turn: Turn, notice: Notice) -> Message | None:
    """Say that the last proposal came to nothing and that the next round is hers."""
    participant = turn.known(Participant, notice.subject)
    if not has_free_seat(turn, participant):
        return None
    return Message(
        text("proposal.none_yet.title"),
        (Paragraph(text("proposal.none_yet.body")),),
        (Button(text("proposal.none_yet.home"), ShowHome()),),
        about(participant),
    )


def draft(match: Match, programme: Programme, round_id: int | None = None) -> Proposal:
    """Return a match as a draft proposal."""
    return Proposal(
        programme=programme.id,
        mentor=int(match.mentor),
        mentee=int(match.mentee),
        score=match.score,
        reasons=tuple(map(reasons.kept, match.reasons)),
        state=ProposalState.DRAFT,
        round=round_id,
    )


def weights_of(programme: Programme) -> Weights:
    """Return a programme's weights as the matcher takes them."""
    weights = programme.weights
    return Weights(
        topics=weights.topics,
        hours=weights.hours,
        language=weights.language,
        place=weights.place,
        distance=weights.distance,
        related_percent=weights.related_percent,
    )


def _owe_none_yet(turn: Turn, participant: Participant) -> None:
    """Owe it once until she hears of another proposal: one may come to nothing before she does."""
    if knows_already(turn, participant, NONE_YET):
        return
    turn.store.no_longer_owe(NONE_YET, participant.id)  # what still waits says the same
    turn.owe(
        participant.person,
        NONE_YET,
        participant.id,
        due=at_work(turn, turn.person_of(participant)),
        until=turn.now + WORTH_A_WEEK,
        once=turn.now.isoformat(),
    )


def knows_already(turn: Turn, participant: Participant, kind: str) -> bool:
    """Tell whether she was told in this way that she waits, and of no proposal since."""
    told = _said_at(turn, participant, about(participant), kind)
    if told is None:
        return False
    put = (
        _said_at(turn, participant, proposal_card.about_hers(each, participant), *PUT)
        for each in turn.store.proposals_with(participant.id)
    )
    return not any(at is not None and at > told for at in put)


def _said_at(turn: Turn, participant: Participant, matter: str, *kinds: str) -> datetime | None:
    """Return when such a message about a matter reached her last, None where none did."""
    said = turn.store.said_all_about(participant.person, matter)
    return next((each.settled_at for each in said if each.kind in kinds), None)


def about(participant: Participant) -> str:
    """Return the matter of which all messages speak that say somebody waits."""
    return f"waiting:{participant.id}"


def _next_best(turn: Turn, field: Field, participant: Participant) -> Match | None:
    entrant = field.entrant(participant.id)
    if entrant is None:
        return None
    return match_one(
        entrant,
        [each for each in field.entrants if each.id != entrant.id],
        field.chart,
        turn.catalogue,
        threshold=field.programme.threshold,
        weights=weights_of(field.programme),
    )
