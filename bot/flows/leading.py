"""HR leads and the confidential contact: what they hear of being that, and of who is no longer."""

from collections.abc import Collection
from datetime import timedelta

from bot.commands import EditSettings, ShowHelp, ShowHome
from bot.flows.working_hours import at_work
from bot.model import Notice, Programme
from bot.said import Button, Message, Paragraph, Weight, text
from bot.turn import WORTH_A_WEEK, Turn

LEAD, CONTACT, CONTACT_GONE = "named.lead", "named.contact", "named.contact_gone"


def owe_each(
    turn: Turn,
    people: Collection[int],
    kind: str,
    subject: int,
    *,
    worth: timedelta = WORTH_A_WEEK,
) -> None:
    """Owe a message to each of these people when she works next."""
    once = turn.now.isoformat()
    for person in turn.store.people_by_id(people).values():
        due = at_work(turn, person)
        turn.owe(person.id, kind, subject, due=due, until=due + worth, once=once)


def tell_named(turn: Turn, before: Programme, after: Programme) -> None:
    """Owe a word to whoever leads the programme now, or is its contact, and was not before."""
    mine = turn.person.id
    owe_each(turn, {*after.hr_leads} - {*before.hr_leads, mine}, LEAD, after.id)
    owe_each(turn, {after.contact or mine} - {before.contact, mine}, CONTACT, after.id)


def lead_notice(turn: Turn, notice: Notice) -> Message | None:
    """Tell somebody that she leads a programme; None where she does not any more."""
    programme = turn.known(Programme, notice.subject)
    if turn.person.id not in programme.hr_leads or programme.ended(turn.now):
        return None
    return Message(
        text("named.lead.title", programme=programme.name),
        (Paragraph(text("named.lead.body")),),
        (Button(text("home.button.home"), ShowHome(), Weight.PRIMARY),),
        f"named:{programme.id}",
    )


def contact_notice(turn: Turn, notice: Notice) -> Message | None:
    """Tell somebody that she is the confidential contact; None where she is not any more."""
    programme = turn.known(Programme, notice.subject)
    if turn.person.id != programme.contact or programme.ended(turn.now):
        return None
    return Message(
        text("named.contact.title", programme=programme.name),
        (Paragraph(text("named.contact.body")), Paragraph(text("named.contact.not_you"))),
        (Button(text("home.button.help"), ShowHelp()),),
        f"named:{programme.id}",
    )


def contact_gone_notice(turn: Turn, notice: Notice) -> Message | None:
    """Tell an HR lead that nobody is the confidential contact any more; None where somebody is."""
    programme = turn.known(Programme, notice.subject)
    if programme.contact is not None or turn.person.id not in programme.hr_leads:
        return None
    return Message(
        text("named.contact_gone.title", programme=programme.name),
        (Paragraph(text("named.contact_gone.body")),),
        (name_people(programme),),
        f"settings:{programme.id}",
    )


def name_people(programme: Programme) -> Button:
    """Return the button to the form in which HR leads and the contact are named."""
    people = EditSettings(programme.id, "people")
    return Button(text("settings.change.people"), people, Weight.PRIMARY)
