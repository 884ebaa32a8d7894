"""Onboarding: consent first, then at most seven short screens, each saved at once."""

from collections.abc import Mapping
from dataclasses import replace

from bot.commands import (
    AnswerQuestions,
    AskForget,
    AskLeave,
    AskPause,
    AskProgramme,
    ChooseProgramme,
    Forget,
    Join,
    Leave,
    Pause,
    PausePart,
    Request,
    ShowHelp,
    ShowHome,
    ShowMyData,
    ShowProfile,
    SpeakLanguage,
)
from bot.flows import again, consent, home, portrait, rolling, survey_times
from bot.flows.prospects import first_day, prospect
from bot.flows.questions import (
    Draft,
    Screen,
    asked_of,
    draft_of,
    form,
    keep,
    next_screen,
    screen_for,
)
from bot.flows.questions.picking import choice_of
from bot.flows.which_programme import choices
from bot.model import (
    PARTICIPANT_MOVES,
    Meeting,
    Participant,
    ParticipantState,
    Person,
    Programme,
    Purpose,
    Role,
    Suggestion,
    TopicChoice,
)
from bot.said import Button, Facts, Form, Message, Paragraph, Part, Reply, Text, Weight, text
from bot.turn import NotAllowed, Turn

TAKING_PART = frozenset({ParticipantState.ACTIVE, ParticipantState.PAUSED})
# What somebody may do before she has agreed to today's words: nothing of it needs her consent.
WITHOUT_CONSENT = (
    *(Join, ShowHome, ShowHelp, ShowMyData, ShowProfile, AskForget, Forget, AskLeave, Leave),
    *(AskPause, Pause, PausePart, SpeakLanguage, AskProgramme, ChooseProgramme),
)


def join(turn: Turn, request: Join) -> Reply:
    """Ask for consent; once given, begin the questionnaire or go on where it was left."""
    to_join = () if request.programme else _open_to(turn)
    if len(to_join) > 1:
        return _which(to_join)
    return _join(turn, _joinable(turn, to_join[0].id if to_join else request.programme))


def ask_again(turn: Turn, request: Request) -> Reply | None:
    """Return the consent in today's words where somebody agreed to earlier ones, else None.

    Until she has agreed nothing new is kept of her; looking, leaving and being forgotten stay open.
    """
    if request.only_reads or isinstance(request, WITHOUT_CONSENT):
        return None
    for participant in turn.store.participations(turn.person.id):
        programme = turn.known(Programme, participant.programme)
        left = participant.state is ParticipantState.LEFT
        if not left and not programme.ended(turn.now) and consent.outdated(turn, participant):
            return consent.ask(turn, programme)
    return None


def refused(words: Text) -> Message:
    """Return a refusal of what was typed; whoever takes no part yet finds how to beside it."""
    if words.key != "refusal.not_taking_part":
        return Message(words)
    join = Button(text("home.button.join"), Join(), Weight.PRIMARY)
    return Message(text("refusal.comes_with_joining"), (Paragraph(words),), (join,))


def _agree_again(turn: Turn, programme: Programme, participant: Participant) -> Reply:
    """Ask for consent in today's words from somebody who takes part; go on once it is given."""
    if turn.answers is None:
        return consent.ask(turn, programme)
    purposes = consent.ticked(turn)
    if Purpose.MATCHING not in purposes:
        return consent.ask(turn, programme, text("consent.needed"))
    consent.renew(turn, participant, purposes)
    if participant.state is ParticipantState.ANSWERING:
        return go_on(turn, participant)
    return home.show(turn, ShowHome())


def answer(turn: Turn, request: AnswerQuestions) -> Reply:
    """Open one screen, or keep its answers and go on to the next."""
    participant = turn.my_participant(request.participant)
    programme = turn.known(Programme, participant.programme)
    if participant.state is not ParticipantState.ANSWERING or programme.ended(turn.now):
        raise NotAllowed("refusal.no_longer")
    screen = screen_for(participant, request.screen)
    draft = draft_of(turn, participant)
    if turn.answers is None:
        return _form(turn, screen, draft)
    taken = screen.take(turn, draft)
    if taken.problems:
        return _form(turn, screen, taken.draft, taken.problems)
    return go_on(turn, keep(turn, screen, draft, taken.draft).participant)


def go_on(turn: Turn, participant: Participant) -> Reply:
    """Return the first screen that was not answered; after the last one, the welcome."""
    screen = next_screen(participant)
    if screen is not None:
        return _form(turn, screen, draft_of(turn, participant))
    active = turn.store.save(
        replace(
            participant,
            state=PARTICIPANT_MOVES.check(participant.state, ParticipantState.ACTIVE),
            completed_at=turn.now,
        )
    )
    turn.note_down("participant.complete", active.id)
    _where_nobody_told(turn, active)
    rolling.expect_partner(turn, active)
    survey_times.expect(turn, active)
    return _welcome(turn, active)


def _where_nobody_told(turn: Turn, participant: Participant) -> None:
    """Let the programme's public holidays count for somebody whose country nobody has told."""
    person, programme = (
        turn.person_of(participant),
        turn.known(Programme, participant.programme),
    )
    if not person.country and programme.country:
        turn.store.save(
            replace(person, country=programme.country, subdivision=programme.subdivision)
        )


def facts_missing(person: Person) -> bool:
    """Tell whether the organisation facts are missing without which nobody can be matched."""
    return not person.in_directory or person.level is None or not person.team.strip()


def _welcome(turn: Turn, participant: Participant) -> Message:
    programme = turn.known(Programme, participant.programme)
    group, contact = programme.in_groups, consent.contact_of(turn, programme)
    parts: list[Part] = [
        Paragraph(text("join.done.body", group=group)),
        Facts(portrait.summary(turn, participant)),
        Paragraph(text(f"join.done.{prospect(turn, programme)}", group=group, contact=contact)),
        *first_day(turn, programme),
    ]
    if facts_missing(turn.person_of(participant)):
        parts.append(Paragraph(text("join.done.facts_missing")))
    return Message(
        text("join.done.title", programme=programme.name),
        tuple(parts),
        (
            Button(text("home.button.home"), ShowHome(), Weight.PRIMARY),
            Button(text("home.button.profile"), ShowProfile()),
        ),
        f"participant:{participant.id}",
    )


def _form(
    turn: Turn, screen: Screen, draft: Draft, problems: Mapping[str, Text] | None = None
) -> Form:
    participant = draft.participant
    way = asked_of(participant.role)
    place = way.index(screen)
    back = None
    if place > 0:
        earlier = AnswerQuestions(participant.id, way[place - 1].key)
        back = Button(text("join.back"), earlier)
    return form(
        turn,
        screen,
        draft,
        AnswerQuestions(participant.id, screen.key),
        submit=text("join.finish" if screen is way[-1] else "join.next"),
        problems=problems,
        # Which screens follow depends on the role, so nothing is counted before it is chosen.
        step=(place, len(way) - 1) if place else None,
        back=back,
    )


def _join(turn: Turn, programme: Programme) -> Reply:
    participant = turn.store.participation(programme.id, turn.person.id)
    if participant is not None and consent.outdated(turn, participant):
        return _agree_again(turn, programme, participant)
    if participant is not None and participant.state in TAKING_PART:
        return home.show(turn, ShowHome())
    if participant is not None and participant.state is ParticipantState.ANSWERING:
        return go_on(turn, participant)
    if turn.answers is None:
        return consent.ask(turn, programme)
    purposes = consent.ticked(turn)
    if Purpose.MATCHING not in purposes:
        return consent.ask(turn, programme, text("consent.needed"))
    begun = _again(turn, participant) if participant else _begin(turn, programme)
    consent.settle(turn, begun, purposes)
    turn.note_down("participant.begin", begun.id)
    return go_on(turn, begun)


def _open_to(turn: Turn) -> tuple[Programme, ...]:
    """Return the open programmes in which the person takes no part, or whose questions are open."""
    opened = turn.running_programmes()
    parts = {each.programme: each.state for each in turn.store.participations(turn.person.id)}
    begun = [each for each in opened if parts.get(each.id) is ParticipantState.ANSWERING]
    return tuple(begun or (each for each in opened if parts.get(each.id) not in TAKING_PART))


def _which(programmes: tuple[Programme, ...]) -> Message:
    """Ask which of several programmes somebody would like to join."""
    return Message(
        text("which.join.title"),
        (Paragraph(text("which.join.body")),),
        choices(programmes, lambda each: Join(each.id)),
        "which",
    )


def _joinable(turn: Turn, programme_id: int) -> Programme:
    """Return the programme asked for, or the newest open one; refuses what is over or not theirs."""
    programmes = turn.store.programmes_of(turn.person.organisation)
    if programme_id:
        programmes = tuple(each for each in programmes if each.id == programme_id)
        if not programmes:
            raise NotAllowed("refusal.not_yours")
    for programme in programmes:
        if not programme.ended(turn.now):
            return programme
    raise NotAllowed("join.no_programme")


def _again(turn: Turn, participant: Participant) -> Participant:
    """Begin again after leaving: the earlier answers are filled in, and asked for again."""
    state = PARTICIPANT_MOVES.check(participant.state, ParticipantState.ANSWERING)
    return turn.store.save(
        replace(participant, state=state, answered=(), completed_at=None, left_at=None)
    )


def _begin(turn: Turn, programme: Programme) -> Participant:
    """Make the participant, filled in with what an import proposes, or with what she had before."""
    participant = Participant(
        programme=programme.id,
        person=turn.person.id,
        state=PARTICIPANT_MOVES.first,
        joined_at=turn.now,
    )
    suggestion = turn.store.suggestion_for(turn.person.id)
    filled = _filled(turn, participant, suggestion) if suggestion else None
    return turn.store.add(filled or again.filled_in(turn, participant))


def _filled(turn: Turn, participant: Participant, suggestion: Suggestion) -> Participant:
    def topics(proposed: tuple[tuple[str, int], ...]) -> tuple[TopicChoice, ...]:
        return tuple(choice_of(turn.catalogue, words, weight) for words, weight in proposed)

    return replace(
        participant,
        role=Role(suggestion.role) if suggestion.role in set(Role) else None,
        offers=topics(suggestion.offers),
        wants=topics(suggestion.wants),
        meeting=Meeting(suggestion.meeting)
        if suggestion.meeting in set(Meeting)
        else participant.meeting,
        capacity=suggestion.capacity or participant.capacity,
        not_with=suggestion.not_with,
        earlier_partners=suggestion.earlier_partners,
    )
