"""A sentence from one seat of a pairing to the other: handed over, and held while she is away.

A mentee's goes to the mentor; the mentor's goes to the mentee, in a group to all of them.
"""

from collections.abc import Iterator
from datetime import timedelta

from bot.flows.meeting_card import when
from bot.flows.working_hours import at_work
from bot.model import (
    CheckIn,
    CheckInState,
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
    """Owe those across the sentence; who is on a break is left in peace, and gets it after."""
    turn.store.no_longer_owe(SENTENCE, given.id)
    if given.sentence_for is Reader.PARTNER:
        for each in half.across:
            _hand_over(turn, each, given)


def pass_on_anew(turn: Turn, pairing: Pairing, given: Feedback) -> None:
    """Owe a sentence that was held back to whoever of the pairing may read it and has not."""
    for each in turn.members(pairing):
        if _is_for(turn, pairing, given, each) and not has_read(turn, each, given):
            _hand_over(turn, each, given)


def has_read(turn: Turn, reader: Participant, given: Feedback) -> bool:
    """Tell whether somebody has the sentence already."""
    return turn.store.said_about(reader.person, _about(given)) is not None


def hold(turn: Turn, participant: Participant) -> None:
    """Owe somebody who takes a break, or leaves, none of the sentences that she has not read."""
    for given in _not_handed_over(turn, participant):
        turn.store.no_longer_owe(SENTENCE, given.id, participant.person)


def hand_over_held(turn: Turn, participant: Participant) -> None:
    """Owe somebody who is back the sentences that her partners wrote meanwhile."""
    for given in _not_handed_over(turn, participant):
        turn.store.no_longer_owe(SENTENCE, given.id, participant.person)
        _hand_over(turn, participant, given)


def sentence_notice(turn: Turn, notice: Notice) -> Message | None:
    """Hand the partner's sentence over."""
    given = turn.store.get(Feedback, notice.subject)
    if given is None or given.sentence_for is not Reader.PARTNER or not given.sentence:
        return None
    check_in = turn.known(CheckIn, given.check_in)
    pairing = turn.known(Pairing, check_in.pairing)
    half = turn.half_of(pairing)
    # Who wrote it may have left the group since.
    giver = turn.store.participation(pairing.programme, given.person)
    if half.me.state is not ParticipantState.ACTIVE or giver is None:
        return None
    day = when(check_in, MomentStyle.DAY)
    to_all = half.in_group and half.seat is Seat.MENTEE
    return Message(
        text("feedback.received.title", partner=turn.mention(giver), day=day),
        (
            Quote(verbatim(given.sentence)),
            Aside(text("feedback.received.all" if to_all else "feedback.received.who_sees")),
        ),
        about=_about(given),
    )


def _hand_over(turn: Turn, reader: Participant, given: Feedback) -> None:
    if reader.state is ParticipantState.ACTIVE:
        due, stamp = at_work(turn, turn.person_of(reader)), turn.now.isoformat()
        turn.owe(reader.person, SENTENCE, given.id, due=due, until=due + WORTH_READING, once=stamp)


def _not_handed_over(turn: Turn, reader: Participant) -> Iterator[Feedback]:
    """Return the sentences that somebody's partners wrote to her and that she does not have yet."""
    for pairing in turn.store.pairings_with(reader.id):
        for check_in in turn.store.check_ins_of(pairing.id):
            if check_in.state is not CheckInState.MET:
                continue
            for given in turn.store.feedback_on(check_in.id):
                for_her = _is_for(turn, pairing, given, reader)
                if for_her and not has_read(turn, reader, given):
                    yield given


def _is_for(turn: Turn, pairing: Pairing, given: Feedback, reader: Participant) -> bool:
    """Tell whether somebody of a pairing may read a sentence: from one seat to the other."""
    mentor = turn.known(Participant, pairing.mentor)
    shared = bool(given.sentence) and given.sentence_for is Reader.PARTNER
    return shared and (given.person == mentor.person) is not (reader.id == mentor.id)


def _about(given: Feedback) -> str:
    return f"sentence:{given.id}"
