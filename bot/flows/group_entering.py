"""One more enters a group that runs: she is in it from its next hour on, and the others hear of her."""

from dataclasses import replace

from bot.commands import ShowPair
from bot.flows import meeting_plan, survey_times
from bot.flows.beginning import BEGUN
from bot.flows.meeting_times import tandem_of
from bot.flows.working_hours import at_work
from bot.model import LIVING, Notice, Pairing, PairingState, Participant, Priority, Programme
from bot.said import Button, Message, Paragraph, Quote, text, verbatim
from bot.turn import WORTH_A_WEEK, Seat, Turn

ENTERED = "forming.entered"


def most_of(turn: Turn, group: Pairing) -> int:
    """Return how many mentees a group has at most: never more than its first ones were told."""
    wanted = turn.known(Programme, group.programme).group_most
    put = turn.store.group_proposals_of(group.programme)  # the one with which it began comes first
    return min(wanted, next((each.most for each in put if each.pairing == group.id), wanted))


def has_room(turn: Turn, group: Pairing) -> bool:
    """Tell whether a group runs and takes one more mentee."""
    return group.state is PairingState.ACTIVE and len(group.mentees) < most_of(turn, group)


def enter(turn: Turn, group: Pairing, mentees: tuple[int, ...]) -> Pairing:
    """Take mentees (participants' ids) into a group; they and the others are told."""
    before = turn.members(group)
    _mark_as_before_their_time(turn, group, mentees)
    # Who was in it once and comes back has not left it any more.
    left = tuple(each for each in group.left if each.mentee not in mentees)
    larger = turn.store.save(replace(group, mentees=(*group.mentees, *mentees), left=left))
    turn.note_down("pairing.enter", larger.id)
    for mentee in mentees:
        _welcome(turn, larger, turn.known(Participant, mentee))
        for each in before:
            due = at_work(turn, turn.person_of(each))
            once = f"{mentee}:{turn.now.isoformat()}"
            turn.owe(each.person, ENTERED, larger.id, due=due, until=due + WORTH_A_WEEK, once=once)
    return larger


def entered_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say who has come into the group; nothing when she has left it since, or it is over."""
    group = turn.known(Pairing, notice.subject)
    mentee = notice.once.split(":")[3]
    new = [each for each in group.mentees if str(each) == mentee]
    if group.state not in LIVING or not new:
        return None
    half = turn.half_of(group)
    newcomer = turn.known(Participant, new[0])
    person = turn.mention(newcomer)
    # What she wrote is for the mentor, as everybody's is: bot/flows/beginning.py.
    hers = newcomer.sentence if half.seat is Seat.MENTOR else ""
    return Message(
        text("forming.entered.title", person=person),
        (
            Paragraph(text("forming.entered.body", person=person)),
            *((Quote(verbatim(hers)),) if hers else ()),
        ),
        (Button(half.text("pairing.button.show"), ShowPair()),),
        f"pairing:{group.id}",
    )


def _mark_as_before_their_time(turn: Turn, group: Pairing, mentees: tuple[int, ...]) -> None:
    """Keep that mentees were not there at hours that began before they came, or while they were gone."""
    gone_at = {each.mentee: each.at for each in group.left}
    for each in turn.store.check_ins_of(group.id):
        missing = [
            mentee
            for mentee in mentees
            if gone_at.get(mentee, each.starts_at) <= each.starts_at <= turn.now
            and mentee not in each.absent
        ]
        if missing:
            turn.store.save(replace(each, absent=(*each.absent, *missing)))


def _welcome(turn: Turn, group: Pairing, mentee: Participant) -> None:
    """Owe a newcomer the first word, and what is still to be said about hours that are planned."""
    tandem, person = tandem_of(turn, group), turn.person_of(mentee)
    coming = meeting_plan.next_check_in(turn.store, group, turn.now)
    for each in turn.store.check_ins_of(group.id):
        if coming and each.state is coming.state and each.starts_at > turn.now:
            meeting_plan.expect(turn, tandem, person, each, just_told=True)
    turn.owe(
        person.id,
        BEGUN,
        group.id,
        due=at_work(turn, person),
        until=coming.starts_at if coming else turn.now + WORTH_A_WEEK,
        once=turn.now.isoformat(),
        priority=Priority.ANSWER,  # she has said yes, and waits to hear what came of it
    )
    survey_times.expect(turn, mentee)
