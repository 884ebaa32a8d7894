"""HR leads and the confidential contact: what they hear of being that, and of who is no longer."""

from datetime import timedelta

from bot.commands import EditSettings, ShowHelp, ShowHome
from bot.flows.working_hours import at_work
from bot.model import Notice, Programme
from bot.said import Button, Message, Paragraph, Weight, text
from bot.turn import WORTH_A_WEEK, Turn

LEAD, CONTACT, CONTACT_GONE = "named.lead", "named.contact", "named.contact_gone"


def owe_leads(
    turn: Turn, programme: Programme, kind: str, subject: int, *, worth: timedelta = WORTH_A_WEEK
) -> None:
    """Owe each HR lead of a programme a message when she works next."""
    for lead in turn.store.people_by_id(programme.hr_leads):
        _owe(turn, lead, kind, subject, worth)


def tell_named(turn: Turn, before: Programme, after: Programme) -> None:
    """Owe a word to whoever leads the programme now, or is its contact, and was not before."""
    mine = turn.person.id
    for lead in set(after.hr_leads) - {*before.hr_leads, mine}:
        _owe(turn, lead, LEAD, after.id, WORTH_A_WEEK)
    if after.contact is not None and after.contact not in (before.contact, mine):
        _owe(turn, after.contact, CONTACT, after.id, WORTH_A_WEEK)


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


def _owe(turn: Turn, person_id: int, kind: str, subject: int, worth: timedelta) -> None:
    person = turn.store.people_by_id([person_id]).get(person_id)
    if person is not None:
        due = at_work(turn, person)
        once = turn.now.isoformat()
        turn.owe(person_id, kind, subject, due=due, until=due + worth, once=once)
