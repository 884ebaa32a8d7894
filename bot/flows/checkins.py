"""The weekly hour before it begins: we are on, another time, not this week; and its reminders."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.commands import (
    AskMove,
    ComeAfterAll,
    ConfirmCheckIn,
    LookAfter,
    MoveCheckIn,
    ShowLesson,
    SkipCheckIn,
)
from bot.flows import (
    absence,
    answers,
    beginning,
    did_you_meet,
    meeting_card,
    meeting_news,
    meeting_plan,
    readiness,
)
from bot.flows.meeting_card import planned_card, skipped_card, when
from bot.flows.meeting_times import (
    ALL_CHOICES,
    FEW_CHOICES,
    MEETING,
    Tandem,
    choices,
    tandem_of,
)
from bot.model import (
    CHECK_IN_MOVES,
    SKIPPED_BY_ONE,
    CheckIn,
    CheckInState,
    Notice,
    PairingState,
    Person,
)
from bot.said import (
    Aside,
    Button,
    Form,
    Message,
    Moment,
    MomentStyle,
    OneOf,
    Option,
    Paragraph,
    Reply,
    Text,
    text,
)
from bot.turn import Half, NotAllowed, Seat, Turn


def confirm(turn: Turn, request: ConfirmCheckIn) -> Reply:
    """Say that one will be there; the partner's card shows it without a sound."""
    check_in, tandem, half = _ahead(turn, request.check_in)
    if half.me.id in check_in.absent:
        absence.come_after_all(turn, ComeAfterAll(check_in.id))
        check_in, tandem, half = _ahead(turn, check_in.id)
    if not half.ready:
        return readiness.show_lesson(turn, ShowLesson(tandem.pairing.id, 1))
    if not answers.confirmed(check_in, half):
        check_in = turn.store.save(answers.with_confirmed(check_in, half))
        meeting_news.mend_cards(turn, (*half.others, half.me), check_in)
    return planned_card(turn, tandem, check_in, text("checkin.on.title", when=when(check_in)))


def ask_move(turn: Turn, request: AskMove) -> Reply:
    """Show the other hours of the same week at which both work."""
    return _move_form(turn, *_hers_to_change(*_movable(turn, request.check_in)))


def move(turn: Turn, request: MoveCheckIn) -> Reply:
    """Move the hour to one of the hours that are open now, within its ISO week."""
    check_in, tandem, half = _hers_to_change(*_movable(turn, request.check_in))
    if turn.answers is None:
        return _move_form(turn, check_in, tandem, half)
    chosen = _moment_in(str(turn.answers.get("when", "")))
    if chosen not in choices(turn, tandem, check_in, _others(turn, half), ALL_CHOICES):
        problem = text("checkin.move.taken" if chosen else "checkin.move.choose")
        return _move_form(turn, check_in, tandem, half, {"when": problem})
    assert chosen is not None, "None is no choice"
    moved = _moved_to(turn, tandem, check_in, half, chosen)
    took_back = check_in.skip_reason == answers.skipped_by(half.seat)
    to_tell = half.others
    if took_back and moved.starts_at == check_in.starts_at:
        moved, to_tell = meeting_plan.put_back(turn, tandem, check_in, moved, half.others)
    meeting_news.mend_cards(turn, (*half.others, half.me), moved)
    meeting_news.tell(turn, to_tell, check_in, moved, until=moved.starts_at)
    return planned_card(turn, tandem, moved, half.text("checkin.moved.mine", when=when(moved)))


def skip(turn: Turn, request: SkipCheckIn) -> Reply:
    """Leave this week's hour out; the partner hears it kindly."""
    check_in, tandem, half = _hers_to_change(*_ahead(turn, request.check_in))
    skipped = meeting_plan.skip(turn, check_in, answers.skipped_by(half.seat))
    turn.note_down("checkin.skip", skipped.id)
    turn.later(LookAfter(skipped.pairing), skipped.starts_at)
    meeting_news.mend_cards(turn, (*half.others, half.me), skipped)
    meeting_news.tell(turn, half.others, check_in, skipped, until=skipped.starts_at + MEETING)
    return skipped_card(turn, tandem, skipped)


def reminder_notice(turn: Turn, notice: Notice) -> Message | None:
    """Remind of the hour the working day before, with its agenda; or say why there is none."""
    check_in, tandem = meeting_plan.spoken_of(turn, notice)
    if not meeting_plan.is_about(notice, check_in) or check_in.starts_at <= turn.now:
        return None
    if check_in.state is CheckInState.SKIPPED:
        return skipped_card(turn, tandem, check_in) if not _by_us(check_in) else None
    if not meeting_plan.are_ready(turn, tandem.pairing):
        return None  # the hour is just being moved
    title = _with_partner(turn, tandem, check_in, "checkin.reminder.title")
    return planned_card(turn, tandem, check_in, title, with_agenda=True)


def now_notice(turn: Turn, notice: Notice) -> Message | None:
    """Say that the hour begins, with its agenda."""
    check_in, tandem = meeting_plan.spoken_of(turn, notice)
    planned = check_in.state is CheckInState.PLANNED
    if not planned or not meeting_plan.is_about(notice, check_in):
        return None
    half = turn.half_of(tandem.pairing)
    if half.me.id in check_in.absent:
        return None
    begun = check_in.starts_at <= turn.now
    partner, at = turn.names(half.others), when(check_in, MomentStyle.TIME)
    return Message(
        half.text("checkin.now.begun" if begun else "checkin.now.title", partner=partner, at=at),
        (
            *meeting_card.who_cannot(turn, check_in, half),
            *meeting_card.agenda(turn, tandem.pairing),
        ),
        () if begun else meeting_card.buttons(check_in, half),
        meeting_card.about(check_in),
    )


def changed_notice(turn: Turn, notice: Notice) -> Message | None:
    """Tell the partner that the hour was moved or left out, as it stands at this moment."""
    check_in, tandem = meeting_plan.spoken_of(turn, notice)
    if check_in.state is CheckInState.SKIPPED:
        return skipped_card(turn, tandem, check_in)
    if check_in.state is not CheckInState.PLANNED or check_in.starts_at <= turn.now:
        return None
    title = _with_partner(turn, tandem, check_in, "checkin.moved.partner")
    return planned_card(turn, tandem, check_in, title)


def card_notice(turn: Turn, notice: Notice) -> Message | None:
    """Return the card as it is now, to replace the earlier one without a sound."""
    check_in, tandem = meeting_plan.spoken_of(turn, notice)
    said = turn.store.said_all_about(notice.person, meeting_card.about(check_in))
    mended = next((each for each in said if each.message == notice.message), None)
    # A message that was to come may never have gone out: then what was to be folded is the newest.
    newest = mended is None or mended is said[0]
    mended = mended or next(iter(said), None)
    if mended is None:
        return None
    if mended.kind == beginning.BEGUN:
        return beginning.begun_card(turn, tandem.pairing, check_in, newest=newest)
    if not newest:
        return _folded(turn, tandem, check_in)
    if check_in.state is CheckInState.SKIPPED:
        return skipped_card(turn, tandem, check_in)
    if check_in.starts_at <= turn.now:
        return did_you_meet.answered_card(turn, check_in, tandem)
    title = _with_partner(turn, tandem, check_in, "checkin.card.title")
    return planned_card(turn, tandem, check_in, title)


def _folded(turn: Turn, tandem: Tandem, check_in: CheckIn) -> Message:
    """Return what remains of an earlier card: the hour as it is now, and no buttons."""
    if check_in.state is CheckInState.SKIPPED:
        return replace(skipped_card(turn, tandem, check_in), buttons=())
    title = _with_partner(turn, tandem, check_in, "checkin.card.title")
    return Message(title, about=meeting_card.about(check_in))


def _ahead(turn: Turn, check_in_id: int) -> tuple[CheckIn, Tandem, Half]:
    """Return one's own planned check-in that has not begun; refuses anything else."""
    check_in, pairing, half = turn.my_check_in(check_in_id)
    planned = check_in.state is CheckInState.PLANNED
    if pairing.state is not PairingState.ACTIVE or not planned or check_in.starts_at <= turn.now:
        raise NotAllowed("refusal.no_longer")
    return check_in, tandem_of(turn, pairing), half


def _hers_to_change(check_in: CheckIn, tandem: Tandem, half: Half) -> tuple[CheckIn, Tandem, Half]:
    """Refuse a mentee of a group: its hour is moved or left out for all, by the mentor."""
    if half.in_group and half.seat is Seat.MENTEE:
        raise NotAllowed("refusal.mentor_only")
    return check_in, tandem, half


def _movable(turn: Turn, check_in_id: int) -> tuple[CheckIn, Tandem, Half]:
    """Return one's own check-in that is ahead, or that one of the two left out."""
    check_in, pairing, half = turn.my_check_in(check_in_id)
    if check_in.state is not CheckInState.SKIPPED:
        return _ahead(turn, check_in_id)
    if pairing.state is not PairingState.ACTIVE or not _by_us(check_in):
        raise NotAllowed("refusal.no_longer")
    return check_in, tandem_of(turn, pairing), half


def _by_us(check_in: CheckIn) -> bool:
    return check_in.skip_reason in SKIPPED_BY_ONE


def _moved_to(
    turn: Turn, tandem: Tandem, check_in: CheckIn, half: Half, start: datetime
) -> CheckIn:
    """Move a check-in; who moved it is on, and both are reminded of the new hour only."""
    meeting_plan.silence(turn, check_in)
    state = check_in.state
    if state is CheckInState.SKIPPED:
        state = CHECK_IN_MOVES.check(state, CheckInState.PLANNED)
    moved = replace(
        check_in,
        starts_at=start.astimezone(UTC),
        state=state,
        moved=check_in.moved + 1,
        confirmed=(),
        absent=meeting_plan.resting(turn, tandem.pairing),
        skip_reason="",
    )
    turn.note_down("checkin.move", check_in.id)
    kept = turn.store.save(answers.with_confirmed(moved, half))
    meeting_plan.announce(turn, tandem, kept, just_told=True)
    return kept


def _others(turn: Turn, half: Half) -> tuple[Person, ...]:
    return tuple(map(turn.person_of, half.others))


def _with_partner(turn: Turn, tandem: Tandem, check_in: CheckIn, key: str) -> Text:
    half = turn.half_of(tandem.pairing)
    return half.text(key, when=when(check_in), partner=turn.names(half.others))


def _move_form(
    turn: Turn,
    check_in: CheckIn,
    tandem: Tandem,
    half: Half,
    problems: dict[str, Text] | None = None,
) -> Reply:
    found = choices(turn, tandem, check_in, _others(turn, half), FEW_CHOICES)
    if not found:
        return _nowhere_to_go(check_in, half)
    options = tuple(
        Option(each.isoformat(), text("checkin.move.option", when=Moment(each))) for each in found
    )
    return Form(
        title=text("checkin.move.title"),
        request=MoveCheckIn(check_in.id),
        intro=(Aside(half.text("checkin.move.intro", partner=turn.names(half.others))),),
        asks=(OneOf("when", text("checkin.move.label"), options=options),),
        submit=text("checkin.move.submit"),
        problems=problems or {},
    )


def _nowhere_to_go(check_in: CheckIn, half: Half) -> Message:
    words = Paragraph(half.text("checkin.move.none.body"))
    skip_it = Button(text("checkin.button.skip"), SkipCheckIn(check_in.id))
    planned = check_in.state is CheckInState.PLANNED
    on = Button(text("checkin.button.on"), ConfirmCheckIn(check_in.id))
    return Message(
        half.text("checkin.move.none.title"),
        (words,),
        (on, skip_it) if planned else (),
        meeting_card.about(check_in),
    )


def _moment_in(written: str) -> datetime | None:
    """Return a submitted instant; None for what no form of ours could have sent."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment if moment.utcoffset() is not None else None
