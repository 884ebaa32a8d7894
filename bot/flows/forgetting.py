"""Being forgotten: said once what that means, then everything about somebody is gone for good."""

from dataclasses import replace

from bot.commands import AskForget, AskPause, Forget, ShowHome, ShowMyData
from bot.flows import groups, leading, participation
from bot.flows.meeting_plan import next_check_in
from bot.flows.pairing_news import GROUP_GONE, PARTNER_GONE
from bot.flows.working_hours import at_work, before_the_hour
from bot.model import (
    LIVING,
    CheckIn,
    Notice,
    Pairing,
    Participant,
    ParticipantState,
    Person,
    Programme,
)
from bot.said import Aside, Bullets, Button, Message, Paragraph, Reply, Weight, text
from bot.turn import WORTH_A_WEEK, NotAllowed, Turn

POINTS = ("directory", "figures", "chat", "again")


def ask_forget(turn: Turn, _request: AskForget) -> Reply:
    """Say what is deleted, what stays and what cannot be undone, before it happens."""
    parts = turn.store.participations(turn.person.id)
    partners = [
        text(f"privacy.forget.{fate.key}", group=fate.group)
        for each in parts
        for fate in groups.without(turn, each)
    ]
    alone = _led_alone(turn)
    if alone is not None:
        return _to_hand_on_first(alone)
    pause = [Button(text("privacy.forget.pause"), AskPause())] if _active(parts) else []
    forget_button = Button(text("privacy.forget.do"), Forget(turn.person.id), Weight.DANGER)
    trusted = [
        text("privacy.forget.contact", programme=each.name)
        for each in _trusted_in(turn, turn.person)
    ]
    return Message(
        text("privacy.forget.title"),
        (
            Paragraph(text("privacy.forget.body")),
            Bullets(
                (
                    text("privacy.forget.answers"),
                    *partners,
                    *trusted,
                    *(text(f"privacy.forget.{point}") for point in POINTS),
                )
            ),
            Aside(text("privacy.forget.journal")),
        ),
        (
            Button(text("privacy.forget.stay"), ShowHome(), Weight.PRIMARY),
            Button(text("privacy.forget.mine"), ShowMyData()),
            *pause,
            forget_button,
        ),
        "forget",
    )


def forget(turn: Turn, request: Forget) -> Reply:
    """Forget the person who asks; nobody else."""
    if request.person != turn.person.id:
        raise NotAllowed("refusal.no_longer")
    alone = _led_alone(turn)
    if alone is not None:
        raise NotAllowed("privacy.forget.last_lead", programme=alone.name)
    erase(turn, turn.person)
    return Message(
        text("privacy.forgotten.title"),
        (Paragraph(text("privacy.forgotten.body")),),
        about="forget",
    )


def erase(turn: Turn, person: Person, *, quietly: bool = False) -> None:
    """End somebody's parts, tell her partners kindly, and delete everything about her.

    `quietly` tells nobody: the partners were told before the database was put back.
    """
    turn = replace(turn, acting=None)
    for part in turn.store.participations(person.id):
        partners = _partners(turn, part)
        if part.state is not ParticipantState.LEFT:
            participation.end(turn, part)
        if not quietly:
            for pairing, partner, coming in partners:
                _tell(turn, pairing, partner, coming)
    for programme in [] if quietly else _trusted_in(turn, person):
        leading.owe_each(turn, programme.hr_leads, leading.CONTACT_GONE, programme.id)
    turn.store.erase(person.id, turn.now)
    turn.note_down("person.erase", person.id)


def partner_gone(turn: Turn, notice: Notice) -> Message | None:
    """Say kindly, and without a name, that a tandem has ended because the other one is gone."""
    part = turn.known(Participant, notice.subject)
    if part.state is not ParticipantState.ACTIVE:
        return None
    group = notice.kind == GROUP_GONE
    return Message(
        text("privacy.partner_gone.title", group=group),
        (Paragraph(text("privacy.partner_gone.body", group=group)),),
        (Button(text("home.button.home"), ShowHome()),),
        f"waiting:{part.id}",
    )


def _led_alone(turn: Turn) -> Programme | None:
    """Return a programme that runs and whose only HR lead the person is."""
    alone = (each for each in turn.running_programmes() if each.hr_leads == (turn.person.id,))
    return next(alone, None)


def _to_hand_on_first(programme: Programme) -> Message:
    """Say why somebody who leads alone cannot be forgotten yet, with the way out."""
    return Message(
        text("privacy.forget.title"),
        (Paragraph(text("privacy.forget.last_lead", programme=programme.name)),),
        (
            leading.name_people(programme),
            Button(text("privacy.forget.mine"), ShowMyData()),
        ),
        "forget",
    )


def _trusted_in(turn: Turn, person: Person) -> list[Programme]:
    """Return the programmes that run and whose confidential contact somebody is."""
    return [
        each
        for each in turn.store.programmes_of(person.organisation)
        if each.contact == person.id and not each.ended(turn.now)
    ]


def _active(parts: tuple[Participant, ...]) -> bool:
    return any(each.state is ParticipantState.ACTIVE for each in parts)


def _partners(
    turn: Turn, part: Participant
) -> tuple[tuple[Pairing, Participant, CheckIn | None], ...]:
    """Return whom somebody leaves without a tandem or group, with that and its coming hour."""
    return tuple(
        (each, other, next_check_in(turn.store, each, turn.now))
        for each in turn.store.pairings_with(part.id, LIVING)
        if not groups.goes_on_without(each, part)
        for other in turn.members(each)
        if other.id != part.id
    )


def _tell(turn: Turn, pairing: Pairing, partner: Participant, coming: CheckIn | None) -> None:
    person = turn.known(Person, partner.person)
    turn.owe(
        partner.person,
        GROUP_GONE if pairing.is_group_now else PARTNER_GONE,
        partner.id,
        due=at_work(turn, person),
        until=turn.now + WORTH_A_WEEK,
        at_latest=before_the_hour(coming.starts_at, person) if coming else None,
        once=turn.now.isoformat(),
    )
