"""A sentence from one half of a tandem to the other: handed over, and held while she is away."""

from collections.abc import Iterable, Iterator
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
from bot.turn import Half, Turn

WORTH_READING = timedelta(days=14)
SENTENCE = "feedback.sentence"


def pass_on(turn: Turn, half: Half, given: Feedback) -> None:
    """Owe the others the sentence; who is on a break is left in peace, and gets it after."""
    turn.store.no_longer_owe(SENTENCE, given.id)
    if given.sentence_for is Reader.PARTNER:
        for each in half.others:
            _hand_over(turn, each, given)


def pass_on_anew(turn: Turn, members: Iterable[Participant], given: Feedback) -> None:
    """Owe a sentence that was held back to whoever of the pairing has not read it."""
    for each in members:
        to_her = given.sentence_for is Reader.PARTNER and given.person != each.person
        if given.sentence and to_her and not has_read(turn, each, given):
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
    half = turn.half_of(turn.known(Pairing, check_in.pairing))
    if half.me.state is not ParticipantState.ACTIVE:
        return None
    day = when(check_in, MomentStyle.DAY)
    giver = next(each for each in half.others if each.person == given.person)
    return Message(
        text("feedback.received.title", partner=turn.mention(giver), day=day),
        (Quote(verbatim(given.sentence)), Aside(text("feedback.received.who_sees"))),
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
                to_her = given.sentence_for is Reader.PARTNER and given.person != reader.person
                if given.sentence and to_her and not has_read(turn, reader, given):
                    yield given


def _about(given: Feedback) -> str:
    return f"sentence:{given.id}"
