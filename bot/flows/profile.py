"""The profile: what somebody answered, every part of it with a button to change it."""

from collections.abc import Mapping

from bot.commands import (
    AnswerQuestions,
    EditProfile,
    SeekPartner,
    ShowHome,
    ShowMyData,
    ShowProfile,
)
from bot.flows import consent, new_hours, onboarding, portrait, proposals
from bot.flows.questions import Draft, Screen, draft_of, form, keep, screen_for
from bot.flows.questions.detail import TOPICS
from bot.flows.questions.picking import OFFERS, SIDES, WANTS
from bot.flows.questions.role import ROLE
from bot.model import Participant, ParticipantState, Programme, ProposalState, Purpose, Role
from bot.said import (
    Aside,
    Button,
    Buttons,
    Facts,
    Form,
    Message,
    Paragraph,
    Part,
    Reply,
    Text,
    text,
)
from bot.turn import NotAllowed, Seat, Turn

CONSENT = "consent"


def show(turn: Turn, _request: ShowProfile) -> Reply:
    """Show what the person answered."""
    return _message(turn, turn.my_current())


def edit(turn: Turn, request: EditProfile) -> Reply:
    """Open one part of the profile, or keep it as it was submitted."""
    participant = turn.my_participant(request.participant)
    if participant.state is ParticipantState.ANSWERING:
        return onboarding.answer(turn, AnswerQuestions(participant.id, request.screen))
    if participant.state is ParticipantState.LEFT:
        raise NotAllowed("refusal.no_longer")
    if request.screen == CONSENT:
        return _edit_consent(turn, participant)
    screen = screen_for(participant, request.screen)
    before = draft_of(turn, participant)
    if turn.answers is None:
        return _form(turn, screen, before)
    taken = screen.take(turn, before)
    if taken.problems:
        return _form(turn, screen, taken.draft, taken.problems)
    after = keep(turn, screen, before, taken.draft)
    turn.note_down(f"profile.{screen.key}", participant.id)
    _give_up_lost_seats(turn, before.role, after)
    _part_from_whom_she_named(turn, before, after.participant)
    if before.person.hours != after.person.hours:
        new_hours.hours_changed(turn, after.participant)
    return _what_follows(turn, screen, before, after)


def _what_follows(turn: Turn, screen: Screen, before: Draft, after: Draft) -> Reply:
    """Ask at once for what the change brings with it, else return to the profile."""
    participant = after.participant
    if screen is ROLE and before.role is not participant.role:
        for side, asked in zip(SIDES, (OFFERS, WANTS), strict=True):
            if side.needed(participant.role) and not side.of(participant):
                return _form(turn, asked, after)
    if screen in {OFFERS, WANTS} and before.participant != participant:
        return _form(turn, TOPICS, after)
    return _message(turn, participant)


def _give_up_lost_seats(turn: Turn, before: Role | None, after: Draft) -> None:
    """Take back what was proposed for a seat that the person no longer wants."""
    if before is None or after.role is None:
        return
    if before.mentors and not after.role.mentors:
        proposals.withdraw_for(turn, after.participant, Seat.MENTOR)
    if before.learns and not after.role.learns:
        proposals.withdraw_for(turn, after.participant, Seat.MENTEE)


def _part_from_whom_she_named(turn: Turn, before: Draft, after: Participant) -> None:
    """Take back what is proposed with people whom she would rather not meet; nobody learns why."""
    named = set(after.not_with) - set(before.participant.not_with)
    if not named:
        return
    opened = (ProposalState.OPEN,)
    waiting = turn.store.proposals_with(after.id, opened)
    proposals.withdraw_between(turn, after, named)
    if turn.store.proposals_with(after.id, opened) != waiting:
        turn.later(SeekPartner(after.id), turn.now)


def _form(
    turn: Turn, screen: Screen, draft: Draft, problems: Mapping[str, Text] | None = None
) -> Form:
    return form(
        turn,
        screen,
        draft,
        EditProfile(draft.participant.id, screen.key),
        submit=text("profile.save"),
        problems=problems,
    )


def _edit_consent(turn: Turn, participant: Participant) -> Reply:
    """Withdraw or give the consent that is not needed to take part."""
    given = consent.agreed(turn, participant)
    # To be told of the next programme is agreed to at the end of this one, and taken back here.
    mine = (Purpose.FIGURES, *({Purpose.NEXT} & given))
    if turn.answers is None:
        return Form(
            title=text("consent.edit"),
            request=EditProfile(participant.id, CONSENT),
            intro=(Paragraph(text("consent.edit_body")),),
            asks=(consent.purposes_ask(mine, given),),
            submit=text("profile.save"),
        )
    chosen = consent.ticked(turn) & set(mine)
    consent.settle(turn, participant, chosen | {Purpose.MATCHING})
    return _message(turn, participant)


def _message(turn: Turn, participant: Participant) -> Message:
    programme = turn.known(Programme, participant.programme)
    answering = participant.state is ParticipantState.ANSWERING
    hours = turn.person_of(participant).hours
    parts: list[Part] = [
        Facts(portrait.role(participant)),
        _change(participant, ROLE.key),
        Facts(portrait.topics(turn, participant)),
        _change(participant, *_topic_screens(participant)),
        Facts((*portrait.languages(turn, participant), *portrait.when(hours))),
        _change(participant, "hours"),
        Facts(portrait.place(turn, participant)),
        Aside(text("profile.private")),
        _change(participant, "place"),
        Facts(portrait.about(turn, participant)),
        _change(participant, "about"),
    ]
    if not answering:
        parts += [Facts(_consents(turn, participant)), _change(participant, CONSENT)]
    return Message(
        text("profile.title", programme=programme.name),
        tuple(part for part in parts if part not in (Facts(()), Buttons(()))),
        (
            Button(text("home.button.home"), ShowHome()),
            Button(text("profile.my_data"), ShowMyData()),
        ),
        f"profile:{participant.id}",
    )


def _topic_screens(participant: Participant) -> tuple[str, ...]:
    role = participant.role
    sides = tuple(side.key for side in SIDES if role is not None and side.needed(role))
    chosen = any(side.of(participant) for side in SIDES if side.key in sides)
    return (*sides, TOPICS.key) if chosen else sides


def _change(participant: Participant, *screens: str) -> Buttons:
    return Buttons(
        tuple(
            Button(text(f"profile.change.{screen}"), EditProfile(participant.id, screen))
            for screen in screens
        )
    )


def _consents(turn: Turn, participant: Participant) -> tuple[tuple[Text, Text], ...]:
    given = consent.agreed(turn, participant)
    return tuple(
        (
            text(f"profile.consent.{purpose}"),
            text("profile.consent.given" if purpose in given else "profile.consent.not_given"),
        )
        for purpose in Purpose
        if purpose in consent.ASKED_FIRST or purpose in given
    )
