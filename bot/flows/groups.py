"""What only a group can do: go on when one of its mentees leaves it."""

from dataclasses import replace

from bot.commands import ShowPair
from bot.flows import pair_answers
from bot.flows.meeting_plan import leave_in_peace
from bot.flows.meeting_times import LIVING
from bot.flows.working_hours import at_work
from bot.model import Leaver, Notice, Pairing, Participant
from bot.said import Button, Message, Paragraph, text
from bot.turn import WORTH_A_WEEK, Turn

LEFT = "pairing.left"


def goes_on_without(pairing: Pairing, participant: Participant) -> bool:
    """Tell whether this is a group in which others stay with the mentor when somebody leaves."""
    others = [each for each in pairing.mentees if each != participant.id]
    return pairing.is_group and participant.id != pairing.mentor and bool(others)


def leave(turn: Turn, pairing: Pairing, participant: Participant) -> None:
    """Take a mentee off a group; the others hear that much and meet as before."""
    leave_in_peace(turn, pairing, participant)
    pair_answers.forget_hers(turn, pairing, participant)
    staying = tuple(each for each in pairing.mentees if each != participant.id)
    left = (*pairing.left, Leaver(participant.id, turn.now))
    smaller = turn.store.save(replace(pairing, mentees=staying, left=left))
    turn.note_down("pairing.leave", smaller.id)
    for each in turn.members(smaller):
        due, once = at_work(turn, turn.person_of(each)), turn.now.isoformat()
        turn.owe(each.person, LEFT, smaller.id, due=due, until=due + WORTH_A_WEEK, once=once)


def left_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say who has left the group, without a reason; without a name where she was forgotten since."""
    pairing = turn.known(Pairing, notice.subject)
    if pairing.state not in LIVING:
        return None
    turn.half_of(pairing)
    gone = [each.mentee for each in pairing.left if each.at.isoformat() in notice.once]
    people = [found for each in gone if (found := turn.store.get(Participant, each))]
    title = text("pairing.left.title", person=turn.names(people))
    return Message(
        title if people else text("pairing.left.somebody"),
        (Paragraph(text("pairing.left.body")),),
        (Button(text("pairing.button.show"), ShowPair()),),
        f"pairing:{pairing.id}",
    )
