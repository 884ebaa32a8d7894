"""A sentence from one half of a tandem to the other: handed over, and held while she is away."""

from collections.abc import Iterator
from datetime import timedelta

from bot.flows.meeting_card import when
from bot.flows.working_hours import at_work
from bot.model import (
    CheckIn,
    Feedback,
    Notice,
    Pairing,
    Participant,
    ParticipantState,
    Reader,
)
from bot.said import Aside, Message, MomentStyle, Quote, text, verbatim
from bot.turn import Half, Seat, Turn

WORTH_READING = timedelta(days=14)
SENTENCE = "feedback.sentence"


def pass_on(turn: Turn, half: Half, given: Feedback) -> None:
    """Owe the partner the sentence; while on a break she is left in peace, and gets it after."""
    turn.store.no_longer_owe(SENTENCE, given.id)
    active = half.partner.state is ParticipantState.ACTIVE
    if given.sentence_for is not Reader.PARTNER or not active:
        return
    partner = turn.person_of(half.partner)
    due = at_work(turn, partner)
    stamp = turn.now.isoformat()
    turn.owe(partner.id, SENTENCE, given.id, due=due, until=due + WORTH_READING, once=stamp)


def has_read(turn: Turn, reader: Participant, given: Feedback) -> bool:
    """Tell whether somebody has the sentence already."""
    return turn.store.said_about(reader.person, _about(given)) is not None


def hold(turn: Turn, participant: Participant) -> None:
    """Owe somebody who takes a break, or leaves, none of the sentences that she has not read."""
    for _, given in _not_handed_over(turn, participant):
        turn.store.no_longer_owe(SENTENCE, given.id, participant.person)


def hand_over_held(turn: Turn, participant: Participant) -> None:
    """Owe somebody who is back the sentences that her partners wrote meanwhile."""
    for half, given in _not_handed_over(turn, participant):
        pass_on(turn, half, given)


def sentence_notice(turn: Turn, notice: Notice) -> Message | None:
    """Hand the partner's sentence over."""
    given = turn.store.get(Feedback, notice.subject)
    if given is None or given.sentence_for is not Reader.PARTNER or not given.sentence:
        return None
    check_in = turn.known(CheckIn, given.check_in)
    half = turn.half_of(turn.known(Pairing, check_in.pairing))
    if half.me.state is not ParticipantState.ACTIVE:
        return None
    day = when(check_in, MomentStyle.DAY)
    return Message(
        text("feedback.received.title", partner=turn.mention(half.partner), day=day),
        (Quote(verbatim(given.sentence)), Aside(text("feedback.received.who_sees"))),
        about=_about(given),
    )


def _not_handed_over(turn: Turn, reader: Participant) -> Iterator[tuple[Half, Feedback]]:
    """Return the sentences that somebody's partners wrote to her and that she does not have yet."""
    for pairing in turn.store.pairings_with(reader.id):
        mentor, mentee = (
            turn.known(Participant, each) for each in (pairing.mentor, pairing.mentee)
        )
        seat, giver = (
            (Seat.MENTEE, mentee) if mentor.person == reader.person else (Seat.MENTOR, mentor)
        )
        half = Half(seat, giver, reader)
        for check_in in turn.store.check_ins_of(pairing.id):
            given = turn.store.feedback_by(check_in.id, giver.person)
            if given is None or not given.sentence or given.sentence_for is not Reader.PARTNER:
                continue
            if not has_read(turn, reader, given):
                yield half, given


def _about(given: Feedback) -> str:
    return f"sentence:{given.id}"
