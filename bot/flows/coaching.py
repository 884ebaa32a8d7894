"""Coaching: a short note for the mentor every few weeks, after what happened in the tandem."""

from collections.abc import Iterator
from datetime import timedelta

from bot.commands import CoachMentor, ShowPair
from bot.flows import care, tandem_facts
from bot.flows.working_hours import at_work
from bot.model import LIVING, Notice, Pairing, PairingState, Participant, ParticipantState, Priority
from bot.said import Aside, Button, Message, Paragraph, Part, text
from bot.turn import Turn

NOTE = "coaching.note"
FIRST_NOTE = timedelta(days=10)  # after the beginning: most have met once by then
EVERY = timedelta(days=21)
WORTH_READING = timedelta(days=7)
FEW_MEETINGS = 2
ANY_TIME = ("listen", "doing", "back")


def expect_notes(turn: Turn, pairing: Pairing) -> None:
    """Plan the first note."""
    turn.later(CoachMentor(pairing.id), turn.now + FIRST_NOTE)


def coach(turn: Turn, chore: CoachMentor) -> None:
    """Owe the mentor the note that fits best among those that she has not had, and plan the next."""
    pairing = turn.known(Pairing, chore.subject)
    if pairing.state not in LIVING:
        return
    mentor = turn.known(Participant, pairing.mentor)
    resting = pairing.state is not PairingState.ACTIVE
    if not resting and mentor.state is ParticipantState.ACTIVE:
        had = _had(turn, pairing, mentor)
        note = next((each for each in _fitting(turn, pairing) if each not in had), None)
        if note is not None:
            due = at_work(turn, turn.person_of(mentor))
            turn.owe(
                mentor.person,
                NOTE,
                pairing.id,
                due=due,
                until=due + WORTH_READING,
                once=note,
                priority=Priority.DIGEST,
            )
    turn.later(chore, turn.now + EVERY)


def note_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say the note, and whom the mentor can ask."""
    pairing = turn.known(Pairing, notice.subject)
    half = turn.half_of(pairing)
    if pairing.state is not PairingState.ACTIVE or half.me.state is not ParticipantState.ACTIVE:
        return None
    note, partner = _name_of(notice), turn.names(half.across)
    parts: list[Part] = [Paragraph(half.text(f"coaching.{note}.body", partner=partner))]
    contact = tandem_facts.contact(turn, pairing)
    if contact:
        parts.append(Paragraph(text("coaching.ask", contact=contact)))
    return Message(
        half.text(f"coaching.{note}.title", partner=partner),
        (*parts, Aside(text("coaching.why"))),
        (Button(half.text("pairing.button.show"), ShowPair()),),
        f"coaching:{pairing.id}:{note}",
    )


def _fitting(turn: Turn, pairing: Pairing) -> Iterator[str]:
    """Yield the notes that fit at this moment, the most fitting first."""
    met = tandem_facts.met_so_far(turn, pairing)
    begun, ends = pairing.started_at.date(), pairing.ends_on
    gone, left = turn.now.date() - begun, ends - turn.now.date()
    if left <= EVERY:
        yield "ending"
    if care.falls_through(turn, pairing):
        yield "rhythm"
    if 0 < met <= FEW_MEETINGS:
        yield "first"
    if not met:
        return
    if not turn.store.goals_of(pairing.id):
        yield "goal"
    if abs(gone - left) <= EVERY:
        yield "halfway"
    yield from ANY_TIME


def _had(turn: Turn, pairing: Pairing, mentor: Participant) -> set[str]:
    return {
        _name_of(each)
        for each in turn.store.notices_to(mentor.person)
        if each.kind == NOTE and each.subject == pairing.id
    }


def _name_of(notice: Notice) -> str:
    return notice.once.rpartition(":")[2]
