"""Looking after a tandem: two hours missed in a row, or none for long; the pair is asked first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import product

from bot.commands import (
    AllowHelp,
    AskLeave,
    AskRhythm,
    KeepRhythm,
    LookAfter,
    ShowPair,
)
from bot.flows import fit_question, meeting_plan, pair_answers
from bot.flows.working_hours import at_work
from bot.model import (
    LIVING,
    SKIPPED_AS_NOBODY_COMES,
    SKIPPED_BY_ONE,
    CheckIn,
    CheckInState,
    Notice,
    NoticeState,
    Pairing,
    PairingState,
    PairQuestion,
    Participant,
    ParticipantState,
    Priority,
    last_met,
    last_met_at,
    last_sign,
    long_from,
)
from bot.said import Aside, Button, Message, Paragraph, Part, Weight, text
from bot.turn import Half, Turn

MISSED, LONG, MET = "care.missed", "care.long", "care.met"
MISSES = 2
A_DAY = timedelta(days=1)
LOOK_AGAIN = timedelta(days=7)
AN_HOUR_AHEAD = timedelta(days=5)  # the most it waits for one: HR counts them after a week
WORTH_ASKING = timedelta(days=10)
TIME_TO_ANSWER = timedelta(days=7)  # before anybody is given a break


def look_after(turn: Turn, chore: LookAfter) -> None:
    """See how a tandem fares, ask the two where it helps, and look again in time."""
    pairing = turn.known(Pairing, chore.subject)
    if pairing.state not in LIVING:
        return
    long_at = long_from(pairing, last_sign_of(turn, pairing))
    again = max(long_at, turn.now + LOOK_AGAIN)
    if pairing.state is PairingState.ACTIVE:
        missed = _missed_in_a_row(turn, pairing)
        if not is_long(turn, pairing):
            pair_answers.forget(turn, pairing, PairQuestion.HELP)
            _take_back(turn, pairing)
            if len(missed) >= MISSES:
                _ask_both(turn, pairing, MISSED, str(missed[0].id))  # once for hours in a row
        elif told := _told_at(turn, pairing):
            again = told
        else:
            _ask_both(turn, pairing, LONG, last_sign_of(turn, pairing).date().isoformat())
    turn.later(LookAfter(pairing.id), again)


def is_long(turn: Turn, pairing: Pairing) -> bool:
    """Tell whether 21 days, or two intervals if that is longer, went by without a meeting."""
    return turn.now >= long_from(pairing, last_sign_of(turn, pairing))


def falls_through(turn: Turn, pairing: Pairing) -> bool:
    """Tell whether the newest hours, two or more in a row, did not take place."""
    return len(_missed_in_a_row(turn, pairing)) >= MISSES


def had_time_to_answer(turn: Turn, pairing: Pairing, participant: Participant) -> bool:
    """Tell whether somebody was asked, a week ago or earlier, why they have not met since long."""
    met_at = last_met_at(pairing, turn.store.check_ins_of(pairing.id))
    return any(
        each.kind == LONG
        and each.subject == pairing.id
        and each.state is NoticeState.SENT
        and each.settled_at is not None
        and met_at < each.settled_at <= turn.now - TIME_TO_ANSWER
        for each in turn.store.notices_to(participant.person)
    )


def about_long(pairing: Pairing, since: datetime) -> str:
    """Return the matter of one long time without a meeting."""
    return f"care:{pairing.id}:{since.date()}"


def last_sign_of(turn: Turn, pairing: Pairing) -> datetime:
    """Return since when the two could have met and have not."""
    return last_sign(pairing, turn.store.check_ins_of(pairing.id), turn.now)


def missed_notice(turn: Turn, notice: Notice) -> Message | None:
    """Ask what would help after two hours that did not take place; None when they met since."""
    pairing, half = _asked(turn, notice)
    missed = _missed_in_a_row(turn, pairing)
    if half is None or len(missed) < MISSES:
        return None
    partner = turn.names(half.others)
    return Message(
        half.text("care.missed.title", partner=partner),
        (
            Paragraph(text("care.missed.body")),
            Aside(half.text("care.missed.who_sees", partner=partner)),
        ),
        _ways_on(pairing, half),
        _about_missed(pairing, missed),
    )


def long_notice(turn: Turn, notice: Notice) -> Message | None:
    """Ask what would help, and whether HR may; None when they met since."""
    pairing, half = _asked(turn, notice)
    if half is None or not is_long(turn, pairing):
        return None
    partner = turn.names(half.others)
    parts: tuple[Part, ...] = (
        Paragraph(text("care.long.body")),
        Paragraph(half.text("care.long.help")),
        Aside(half.text("care.missed.who_sees", partner=partner)),
    )
    allow = Button(text("care.button.help"), AllowHelp(pairing.id, allowed=True))
    return Message(
        half.text("care.long.title", partner=partner),
        parts,
        (*_ways_on(pairing, half), allow),
        about_long(pairing, last_sign_of(turn, pairing)),
    )


def met_notice(turn: Turn, notice: Notice) -> Message:
    """Return what remains of a question once the two have met."""
    half = turn.half_of(turn.known(Pairing, notice.subject))
    show = Button(half.text("pairing.button.show"), ShowPair())
    return Message(half.text("care.met.title"), (Paragraph(text("care.met.body")),), (show,))


def _ways_on(pairing: Pairing, half: Half) -> tuple[Button, ...]:
    return (
        Button(text("care.button.keep"), KeepRhythm(pairing.id), Weight.PRIMARY),
        Button(text("care.button.slower"), AskRhythm(pairing.id)),
        fit_question.parting(pairing, half, half.text("care.button.partner")),
        Button(text("care.button.stop"), AskLeave()),
    )


def _asked(turn: Turn, notice: Notice) -> tuple[Pairing, Half | None]:
    """Return the pairing of a question, and the reader's half while she can be asked."""
    pairing = turn.known(Pairing, notice.subject)
    half = turn.half_of(pairing)
    active = half.me.state is ParticipantState.ACTIVE and pairing.state is PairingState.ACTIVE
    return pairing, half if active else None


def _ask_both(turn: Turn, pairing: Pairing, kind: str, once: str) -> None:
    """Owe the question to all but who came into a group after the hours that did not take place."""
    hours = [each for each in turn.store.check_ins_of(pairing.id) if each.starts_at <= turn.now]
    for each in turn.members(pairing):
        if hours and not any(_was_hers(hour, each) for hour in hours):
            continue
        person = turn.person_of(each)
        due = at_work(turn, person)
        turn.owe(
            person.id,
            kind,
            pairing.id,
            due=due,
            until=due + WORTH_ASKING,
            once=once,
            priority=Priority.DIGEST,
        )


def _told_at(turn: Turn, pairing: Pairing) -> datetime | None:
    """Return by when it shows whether an hour takes place that is near, or that somebody is on for.

    None where no such hour is open.
    """
    near = turn.now + A_DAY
    people = [turn.person_of(each) for each in turn.members(pairing)]
    open_hours = (
        max(meeting_plan.asking_due(each, check_in) for each in people) + A_DAY
        for check_in in turn.store.check_ins_of(pairing.id)
        if check_in.state is CheckInState.PLANNED
        and (check_in.confirmed or check_in.starts_at <= near)
    )
    at_latest = long_from(pairing, last_sign_of(turn, pairing)) + AN_HOUR_AHEAD
    return max((each for each in open_hours if turn.now < each <= at_latest), default=None)


def _take_back(turn: Turn, pairing: Pairing) -> None:
    """Mend what the members were asked before their last meeting, without a sound."""
    hours = turn.store.check_ins_of(pairing.id)
    met = last_met(hours)
    if met is None:
        return
    before = tuple(each for each in hours if each.starts_at < met.starts_at)
    missed = _last_in_a_row(before)
    since = last_sign(pairing, before, met.starts_at)
    matters = [_about_missed(pairing, missed)] if len(missed) >= MISSES else []
    matters += [about_long(pairing, since)] if turn.now >= long_from(pairing, since) else []
    for person, matter in product((each.person for each in turn.members(pairing)), matters):
        said = turn.store.said_about(person, matter)
        if said is not None:
            turn.mend(said, MET, pairing.id, until=turn.now + A_DAY)


def _was_hers(check_in: CheckIn, participant: Participant) -> bool:
    """Tell whether an hour was somebody's, also one to which nobody could come."""
    nobody = check_in.skip_reason == SKIPPED_AS_NOBODY_COMES
    return nobody or participant.id not in check_in.absent


def _missed_in_a_row(turn: Turn, pairing: Pairing) -> list[CheckIn]:
    """Return the newest hours in a row that were missed, or left out by one of the two."""
    hours = turn.store.check_ins_of(pairing.id)
    return _last_in_a_row([each for each in hours if each.starts_at <= turn.now])


def _last_in_a_row(over: Sequence[CheckIn]) -> list[CheckIn]:
    found: list[CheckIn] = []
    for each in reversed(over):
        left_out = each.state is CheckInState.SKIPPED and each.skip_reason in SKIPPED_BY_ONE
        if each.state is CheckInState.MISSED or left_out:
            found.insert(0, each)
        elif each.state is not CheckInState.SKIPPED:
            break
    return found


def _about_missed(pairing: Pairing, missed: Sequence[CheckIn]) -> str:
    """Return the matter of some missed hours in a row."""
    return f"care:{pairing.id}:{missed[0].id}"
