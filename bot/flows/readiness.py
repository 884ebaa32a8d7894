"""Getting ready: short lessons for one's seat and the ground rules, before the first hour."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.cadence import next_working_moment, working_day_before
from bot.commands import AskReady, CheckReadiness, SayReady, ShowLesson
from bot.flows import beginning, meeting_news, meeting_plan
from bot.flows.meeting_card import about, next_hour, planned_card, skipped_card, when
from bot.flows.meeting_times import (
    ALL_CHOICES,
    TIME_TO_READ,
    Tandem,
    choices,
    tandem_of,
    working_time,
)
from bot.heard import Answer
from bot.model import (
    LIVING,
    CheckIn,
    CheckInState,
    Notice,
    Pairing,
    PairingState,
    Participant,
    Person,
)
from bot.said import (
    Aside,
    Bullets,
    Button,
    Form,
    Message,
    Option,
    Paragraph,
    Reply,
    SomeOf,
    Text,
    Weight,
    text,
)
from bot.turn import Half, NotAllowed, Seat, Turn

LESSONS = 3
RULES = ("agree", "inside", "hour", "honest")
POINTS = {
    Seat.MENTOR: ("hour", "patience", "inside"),
    Seat.MENTEE: ("rules",),
}
REMINDER, MOVED = "readiness.reminder", "readiness.moved"
NOT_READY = "not_ready"
WEEKS_TOLD = 2


def show_lesson(turn: Turn, request: ShowLesson) -> Reply:
    """Show one page: a lesson for the person's seat, or the ground rules as the last one."""
    pairing, half = _mine(turn, request.pairing)
    if not 1 <= request.page <= LESSONS + 1:
        raise NotAllowed("refusal.no_longer")
    first = meeting_plan.next_check_in(turn.store, pairing, turn.now)
    matter = about(first) if first else f"pairing:{pairing.id}"
    if request.page > LESSONS:
        return _rules(turn, pairing, half, matter)
    return _lesson(turn, pairing, half, matter, request.page)


def ask_ready(turn: Turn, request: AskReady) -> Reply:
    """Ask for the points that a mentor, or a mentee, confirms."""
    return _form(turn, *_mine(turn, request.pairing))


def say_ready(turn: Turn, request: SayReady) -> Reply:
    """Keep that somebody is ready for her seat, in this tandem and in later ones."""
    pairing, half = _mine(turn, request.pairing)
    points = set(POINTS[half.seat])
    if turn.answers is None:
        return _form(turn, pairing, half)
    if not points <= _ticked(turn.answers.get("points")):
        return _form(turn, pairing, half, {"points": text(f"readiness.missing.{half.seat.value}")})
    if not half.ready:
        turn.store.save(replace(half.me, ready=(*half.me.ready, half.seat.value)))
        turn.store.no_longer_owe(REMINDER, pairing.id, turn.person.id)
    first = meeting_plan.next_check_in(turn.store, pairing, turn.now)
    card = beginning.begun_card(turn, pairing, first)
    return replace(card, title=half.text("readiness.done", partner=turn.names(half.others)))


def remind_in_time(turn: Turn, tandem: Tandem, first: CheckIn) -> None:
    """Owe one reminder to whoever will not have prepared the working day before the check."""
    for person in tandem.people:
        working = working_time(person)
        due = working_day_before(working_day_before(first.starts_at, working), working)
        if due > turn.now + meeting_plan.JUST_TOLD:
            turn.owe(person.id, REMINDER, tandem.pairing.id, due=due, until=first.starts_at)


def reminder_notice(turn: Turn, notice: Notice) -> Message | None:
    """Remind of preparing, with the day of the first hour; None for who is ready."""
    pairing = turn.known(Pairing, notice.subject)
    first = meeting_plan.next_check_in(turn.store, pairing, turn.now)
    half = turn.half_of(pairing)
    if pairing.state is not PairingState.ACTIVE or first is None or half.ready:
        return None
    # In a group only the mentor's preparation moves the hour.
    stays = half.in_group and half.seat is Seat.MENTEE
    words = text(
        "readiness.reminder.stays" if stays else "readiness.reminder.body", when=when(first)
    )
    return Message(
        half.text("readiness.reminder.title", partner=turn.names(half.others)),
        (Paragraph(words),),
        (_start(pairing),),
        about(first),
    )


def check(turn: Turn, chore: CheckReadiness) -> None:
    """Move a first hour that somebody has not prepared for: within its week, else to the next."""
    check_in = turn.known(CheckIn, chore.subject)
    pairing = turn.known(Pairing, check_in.pairing)
    planned = check_in.state is CheckInState.PLANNED and check_in.starts_at > turn.now
    if (
        pairing.state is not PairingState.ACTIVE
        or not planned
        or meeting_plan.are_ready(turn, pairing)
    ):
        return
    tandem = tandem_of(turn, pairing)
    kept = _moved(turn, tandem, check_in)
    turn.note_down("checkin.wait", kept.id)
    if _told_enough(turn, pairing):
        return
    for each in turn.members(pairing):
        if each.id not in kept.absent:
            _tell_moved(turn, each, turn.person_of(each), check_in, kept)


def _moved(turn: Turn, tandem: Tandem, check_in: CheckIn) -> CheckIn:
    """Move the hour once within its week, else leave it out: the next one is a week later."""
    later = None if check_in.moved else _later_in_week(turn, tandem, check_in)
    if later is None:
        skipped = meeting_plan.skip(turn, check_in, NOT_READY)
        meeting_plan.plan_ahead(turn, tandem)
        return skipped
    meeting_plan.silence(turn, check_in)
    moved = replace(
        check_in,
        starts_at=later,
        moved=check_in.moved + 1,
        confirmed=(),
        absent=meeting_plan.resting(turn, tandem.pairing),
    )
    kept = turn.store.save(moved)
    meeting_plan.announce(turn, tandem, kept)
    return kept


def _told_enough(turn: Turn, pairing: Pairing) -> bool:
    """Tell whether the two have heard it in two weeks already: then only looking after them helps."""
    waited = [each.skip_reason for each in turn.store.check_ins_of(pairing.id)]
    return waited.count(NOT_READY) > WEEKS_TOLD


def _tell_moved(
    turn: Turn, participant: Participant, person: Person, before: CheckIn, kept: CheckIn
) -> None:
    """Owe somebody a word about the hour that waits, in time for the one that she knew of."""
    due, at_latest = meeting_news.told_between(turn, before, kept, person)
    meeting_news.mend_cards(turn, [participant], kept)
    meeting_news.fold_earlier(turn, participant, kept, when_told=due)
    turn.store.no_longer_owe(MOVED, kept.id, person.id)
    turn.owe(
        person.id,
        MOVED,
        kept.id,
        due=due,
        until=max(kept.starts_at, due + timedelta(days=1)),
        at_latest=at_latest,
        once=turn.now.isoformat(),
    )


def moved_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say that the first hour waits until both have prepared, and when it is now."""
    check_in, tandem = meeting_plan.spoken_of(turn, notice)
    half = turn.half_of(tandem.pairing)
    if tandem.pairing.state is not PairingState.ACTIVE:
        return None
    partner = turn.names(half.others)
    why = Paragraph(half.text("readiness.moved.ready" if half.ready else "readiness.moved.open"))
    if check_in.state is CheckInState.SKIPPED:
        card = skipped_card(turn, tandem, check_in)
        title = half.text("readiness.moved.later", partner=partner)
        buttons = () if half.ready else (_start(tandem.pairing),)
        following = meeting_plan.next_check_in(turn.store, tandem.pairing, turn.now)
        instead = (next_hour(following),) if following else ()
        return replace(card, title=title, parts=(*card.parts, *instead, why), buttons=buttons)
    if check_in.state is not CheckInState.PLANNED or check_in.starts_at <= turn.now:
        return None
    title = half.text("readiness.moved.title", partner=partner, when=when(check_in))
    card = planned_card(turn, tandem, check_in, title)
    return replace(card, parts=(why, *card.parts))


def _ticked(answer: Answer | None) -> set[str]:
    return set(answer) if isinstance(answer, tuple) else set()


def _start(pairing: Pairing) -> Button:
    return Button(text("readiness.button.start"), ShowLesson(pairing.id, 1), Weight.PRIMARY)


def _mine(turn: Turn, pairing_id: int) -> tuple[Pairing, Half]:
    """Return one's own pairing while it lasts; refuses anything else."""
    pairing, half = turn.my_pairing(pairing_id)
    if pairing.state not in LIVING:
        raise NotAllowed("refusal.no_longer")
    return pairing, half


def _lesson(turn: Turn, pairing: Pairing, half: Half, matter: str, page: int) -> Message:
    partner = turn.names(half.across)
    return Message(
        text(f"readiness.{half.seat.value}.{page}.title"),
        (
            Paragraph(half.text(f"readiness.{half.seat.value}.{page}.body", partner=partner)),
            Paragraph(half.text(f"readiness.{half.seat.value}.{page}.try", partner=partner)),
            Aside(text("readiness.page", page=page, pages=LESSONS + 1)),
        ),
        (Button(text("readiness.button.next"), ShowLesson(pairing.id, page + 1), Weight.PRIMARY),),
        matter,
    )


def _rules(turn: Turn, pairing: Pairing, half: Half, matter: str) -> Message:
    confirm = Button(text("readiness.button.confirm"), AskReady(pairing.id), Weight.PRIMARY)
    return Message(
        half.text("readiness.rules.title"),
        (
            Paragraph(half.text("readiness.rules.body", partner=turn.names(half.others))),
            Bullets(tuple(half.text(f"readiness.rules.{each}") for each in RULES)),
            Aside(text("readiness.page", page=LESSONS + 1, pages=LESSONS + 1)),
        ),
        () if half.ready else (confirm,),
        matter,
    )


def _form(
    turn: Turn, pairing: Pairing, half: Half, problems: dict[str, Text] | None = None
) -> Form:
    seat = half.seat.value
    options = tuple(
        Option(each, half.text(f"readiness.point.{seat}.{each}")) for each in POINTS[half.seat]
    )
    return Form(
        title=text("readiness.form.title"),
        request=SayReady(pairing.id),
        asks=(SomeOf("points", text(f"readiness.form.{seat}"), options=options),),
        submit=text("readiness.form.submit"),
        intro=(Aside(half.text("readiness.form.who_sees", partner=turn.names(half.others))),),
        problems=problems or {},
    )


def _later_in_week(turn: Turn, tandem: Tandem, check_in: CheckIn) -> datetime | None:
    """Return the kindest later hour of the same week that leaves a day to prepare, None without."""
    open_ones = [
        each
        for each in choices(turn, tandem, check_in, tandem.mentees, ALL_CHOICES)
        if each > check_in.starts_at and _leaves_time(turn, tandem, each)
    ]
    local = check_in.starts_at.astimezone(tandem.zone).time()
    same_clock = (each for each in open_ones if each.astimezone(tandem.zone).time() == local)
    return next(same_clock, next(iter(open_ones), None))


def _leaves_time(turn: Turn, tandem: Tandem, start: datetime) -> bool:
    """Tell whether both can read of an hour in working time before it is looked at again."""
    for working in map(working_time, tandem.people):
        told = next_working_moment(turn.now, working) + TIME_TO_READ
        if working_day_before(start, working) < told:
            return False
    return True
