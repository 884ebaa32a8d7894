"""Working hours have changed: a pairing's hour that suits no longer is renewed, and both told."""

from dataclasses import replace
from datetime import datetime

from bot.cadence import Week, is_working, occurrence
from bot.commands import PlanCheckIns
from bot.flows import meeting_news, meeting_plan, tandem_facts
from bot.flows.meeting_card import about, buttons
from bot.flows.meeting_times import (
    Tandem,
    any_day,
    earliest_start,
    hour_of,
    plan_week,
    propose_hour,
    tandem_of,
    working_time,
)
from bot.flows.working_hours import at_work, before_the_hour
from bot.model import (
    LIVING,
    MEETING_MINUTES,
    CheckIn,
    CheckInState,
    Notice,
    Pairing,
    PairingState,
    Participant,
    ParticipantState,
    Programme,
)
from bot.said import Facts, Message, Paragraph, text
from bot.turn import WORTH_A_WEEK, Turn

NEW_HOUR = "pairing.new_hour"


def plan(turn: Turn, chore: PlanCheckIns) -> None:
    """Keep the coming check-ins of a pairing planned, at an hour that suits both as they work now."""
    pairing = turn.known(Pairing, chore.subject)
    if pairing.state in LIVING:
        _renewed(turn, pairing)
    meeting_plan.plan(turn, chore)


def hours_changed(turn: Turn, participant: Participant) -> None:
    """Renew the hours of somebody whose working time has just been changed, in all programmes."""
    for part in turn.store.participations(participant.person):
        for pairing in turn.store.pairings_with(part.id, LIVING):
            _renewed(turn, pairing)


def new_hour_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say the new usual hour and when the two meet next."""
    pairing = turn.known(Pairing, notice.subject)
    if pairing.state is not PairingState.ACTIVE:
        return None
    half, tandem = turn.half_of(pairing), tandem_of(turn, pairing)
    if half.me.state is ParticipantState.PAUSED:
        return None
    coming = meeting_plan.next_check_in(turn.store, pairing, turn.now)
    return Message(
        half.text("pairing.new_hour.title", partner=turn.names(half.others)),
        (Paragraph(text("pairing.new_hour.body")), Facts(tandem_facts.facts(turn, tandem, coming))),
        buttons(coming, half) if coming else (),
        about(coming) if coming else f"pairing:{pairing.id}",
    )


def _renewed(turn: Turn, pairing: Pairing) -> None:
    """Renew the usual hour if it suits no longer, then the check-ins that nobody has confirmed.

    Where the two share no hour at all, every other one would be as bad: it stays as it is.
    """
    tandem = tandem_of(turn, pairing)
    week = tandem.week_of(turn.now).next()
    if not tandem.share_an_hour(week):
        return
    programme = turn.known(Programme, pairing.programme)
    own = occurrence(tandem.rule, week)
    suits = _suits(tandem, own)
    if not suits:
        rule, _ = propose_hour(turn, programme, tandem.people)
        tandem = tandem_of(turn, turn.store.save(replace(pairing, hour=hour_of(rule))))
        turn.note_down("pairing.new_hour", pairing.id)
    moved = [
        start
        for each in turn.store.check_ins_of(pairing.id)
        if _may_be_replanned(turn, tandem, each)
        for start in _replanned(turn, tandem, programme, each)
    ]
    if not suits or moved:
        for person in tandem.people:
            due = at_work(turn, person)
            turn.owe(
                person.id,
                NEW_HOUR,
                pairing.id,
                due=due,
                until=due + WORTH_A_WEEK,
                at_latest=before_the_hour(min(moved), person) if moved else None,
                once=turn.now.isoformat(),
            )


def _suits(tandem: Tandem, start: datetime) -> bool:
    """Tell whether an hour lies in both people's working time; public holidays do not count here."""
    everybody = (any_day(working_time(each)) for each in tandem.people)
    return all(is_working(start, MEETING_MINUTES, each) for each in everybody)


def _may_be_replanned(turn: Turn, tandem: Tandem, check_in: CheckIn) -> bool:
    """Tell whether a check-in suits no longer, and neither has said that it does all the same."""
    ahead = check_in.state is CheckInState.PLANNED and check_in.starts_at > turn.now
    chosen = check_in.moved or check_in.confirmed
    return ahead and not chosen and not _suits(tandem, check_in.starts_at)


def _replanned(
    turn: Turn, tandem: Tandem, programme: Programme, check_in: CheckIn
) -> tuple[datetime, ...]:
    """Plan a check-in anew within its week; return its old and new hour where it has another now."""
    earliest = earliest_start(programme, tandem.people, turn.now)
    found = plan_week(turn, tandem, Week.parse(check_in.week), earliest).starts_at
    if found is None or found.astimezone(tandem.zone).date() > tandem.pairing.ends_on:
        return ()
    meeting_plan.silence(turn, check_in)
    kept = turn.store.save(replace(check_in, starts_at=found))
    meeting_plan.announce(turn, tandem, kept, just_told=True)
    meeting_news.mend_cards(turn, turn.members(tandem.pairing), kept)
    return check_in.starts_at, found
