"""When each survey is asked: on a quiet working day inside its window, and once again at most."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.commands import MindSurveys
from bot.flows import consent, quiet, survey_items
from bot.flows.retention import PAIRS_KEPT, ends_at
from bot.flows.working_hours import next_working_day
from bot.model import (
    LIVING,
    CheckInState,
    Notice,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Priority,
    Programme,
    Purpose,
    Survey,
    SurveyTime,
    WhatNext,
)
from bot.turn import Turn

ASKED, REMINDER = "survey.asked", "survey.reminder"
A_MONTH = timedelta(days=30)  # after the beginning of a tandem
THREE_MONTHS = timedelta(weeks=13)  # after its end
WORTH_ASKING = timedelta(days=21)  # from the day a survey is meant for
OPEN_FOR = timedelta(days=21)  # after it was asked it can be answered, and answers changed
REMIND_AFTER = timedelta(days=6)
WORTH_SENDING = timedelta(days=5)


@dataclass(frozen=True)
class Occasion:
    """A survey that is to be asked from one moment until another, if it can be asked at all."""

    time: SurveyTime
    due: datetime
    until: datetime
    allowed: bool = True


def expect(turn: Turn, participant: Participant) -> None:
    """Plan the next look at somebody's surveys; safe to repeat."""
    looks = tuple(_looks(turn, participant))
    if looks:
        turn.later(MindSurveys(participant.id), max(turn.now, min(looks)))


def mind(turn: Turn, chore: MindSurveys) -> None:
    """Ask the survey that is due, or remind of it, and plan the next look.

    The chore itself waits for a quiet day: so what counts as asked is said at once. Where something
    came between, it was not asked.
    """
    participant = turn.known(Participant, chore.subject)
    if participant.state is ParticipantState.LEFT:
        return
    _take_back_unsaid(turn, participant)
    if _may_be_asked(turn, participant):
        wanted = _due(turn, participant)
        waits = wanted and _not_quiet_before(turn, participant)
        if waits:
            turn.later(chore, waits)
            return
        if isinstance(wanted, Survey):
            _remind(turn, wanted)
        elif wanted is not None:
            _ask(turn, participant, wanted)
    expect(turn, participant)


def about(survey: Survey) -> str:
    """Return the matter of everything that is said of a survey."""
    return f"survey:{survey.id}"


def is_open(turn: Turn, survey: Survey) -> bool:
    """Tell whether a survey can still be answered."""
    return turn.now < closes_at(survey)


def closes_at(survey: Survey) -> datetime:
    """Return the moment until which a survey can be answered."""
    return survey.asked_at + OPEN_FOR


def occasions(turn: Turn, participant: Participant) -> Iterator[Occasion]:
    """Yield the surveys that somebody has not been asked yet, and when they can be."""
    asked = {each.time for each in turn.store.surveys_of(participant.id)}
    last = ends_at(turn.known(Programme, participant.programme)) + PAIRS_KEPT - OPEN_FOR
    for each in _all_occasions(turn, participant):
        if each.time not in asked and turn.now < each.until and each.due < last:
            yield each


def _all_occasions(turn: Turn, participant: Participant) -> Iterator[Occasion]:
    pairings = turn.store.pairings_with(participant.id)
    if participant.completed_at is not None:
        yield _entry(turn, participant, participant.completed_at, pairings)
    for pairing in pairings:
        if pairing.state in LIVING:
            due = pairing.started_at + A_MONTH
            asked = pairing.state is PairingState.ACTIVE and _have_met(turn, pairing)
            yield Occasion(SurveyTime.DAY30, due, due + WORTH_ASKING, allowed=asked)
        elif pairing.state is PairingState.COMPLETED and pairing.ended_at is not None:
            # The summary comes first, on the day of the end.
            end = pairing.ended_at
            yield Occasion(SurveyTime.END, end + timedelta(days=1), end + WORTH_ASKING)
            later = end + THREE_MONTHS
            wanted = not _wants_no_more(turn, pairing, participant)
            yield Occasion(SurveyTime.LATER, later, later + WORTH_ASKING, allowed=wanted)


def _entry(
    turn: Turn, participant: Participant, completed: datetime, pairings: tuple[Pairing, ...]
) -> Occasion:
    """Return the first survey: after joining, and before the first hour of all."""
    hours = [each.starts_at for pairing in pairings for each in turn.store.check_ins_of(pairing.id)]
    due = next_working_day(replace(turn, now=completed), turn.person_of(participant))
    return Occasion(SurveyTime.ENTRY, due, min([completed + WORTH_ASKING, *hours]))


def _have_met(turn: Turn, pairing: Pairing) -> bool:
    check_ins = turn.store.check_ins_of(pairing.id)
    return any(each.state is CheckInState.MET for each in check_ins)


def _wants_no_more(turn: Turn, pairing: Pairing, participant: Participant) -> bool:
    return any(
        each.person == participant.person and each.next is WhatNext.STOP
        for each in turn.store.farewells_of(pairing.id)
    )


def _may_be_asked(turn: Turn, participant: Participant) -> bool:
    """Tell whether somebody may be asked at all: the answers are for the figures and nothing else."""
    agreed = Purpose.FIGURES in consent.agreed(turn, participant)
    employed = turn.person_of(participant).employed
    return agreed and employed and participant.state is ParticipantState.ACTIVE


def _due(turn: Turn, participant: Participant) -> Occasion | Survey | None:
    """Return what is due: a survey to be asked before one to be reminded of."""
    for each in occasions(turn, participant):
        if each.due <= turn.now and each.allowed and _has_items(turn, participant, each):
            return each
    waiting = (each for each in turn.store.surveys_of(participant.id) if _waits(turn, each))
    return next((each for each in waiting if each.asked_at + REMIND_AFTER <= turn.now), None)


def _has_items(turn: Turn, participant: Participant, occasion: Occasion) -> bool:
    """Tell whether there is anything to ask: who wants no topic of the catalogue rates none."""
    survey = Survey(participant.id, participant.person, occasion.time, asked_at=turn.now)
    return bool(survey_items.pages(turn.within(participant.programme), participant, survey))


def _waits(turn: Turn, survey: Survey) -> bool:
    """Tell whether nobody has answered a survey yet, or been reminded of it."""
    untouched = survey.given_at is None and survey.reminded_at is None
    return untouched and turn.now + WORTH_SENDING < closes_at(survey)


def _looks(turn: Turn, participant: Participant) -> Iterator[datetime]:
    """Yield the moments at which there is something to see to; what is due already: tomorrow."""
    tomorrow = next_working_day(turn, turn.person_of(participant))
    for occasion in occasions(turn, participant):
        yield occasion.due if occasion.due > turn.now else tomorrow
    for survey in turn.store.surveys_of(participant.id):
        if _waits(turn, survey):
            remind = survey.asked_at + REMIND_AFTER
            yield remind if remind > turn.now else tomorrow


def _not_quiet_before(turn: Turn, participant: Participant) -> datetime | None:
    """Return until when a message that can wait does so, None on a quiet day at work."""
    now = turn.now
    return quiet.later(turn, Notice(participant.person, ASKED, 0, "", now, now, Priority.DIGEST))


def _ask(turn: Turn, participant: Participant, occasion: Occasion) -> None:
    survey = turn.store.add(
        Survey(participant.id, participant.person, occasion.time, asked_at=turn.now)
    )
    turn.owe(survey.person, ASKED, survey.id, until=min(occasion.until, turn.now + WORTH_SENDING))


def _take_back_unsaid(turn: Turn, participant: Participant) -> None:
    """Take back what was to be asked and reached nobody: she paused, or a platform failed.

    It counts as asked of nobody then, is not reminded of, and may be asked another day.
    """
    for survey in turn.store.surveys_of(participant.id):
        given_up = survey.asked_at + WORTH_SENDING <= turn.now
        if (
            given_up
            and _waits(turn, survey)
            and not turn.store.said_about(survey.person, about(survey))
        ):
            turn.store.remove(survey)


def _remind(turn: Turn, survey: Survey) -> None:
    turn.store.save(replace(survey, reminded_at=turn.now))
    turn.owe(survey.person, REMINDER, survey.id, until=turn.now + WORTH_SENDING)
