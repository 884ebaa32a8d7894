"""The card of a coming hour as one of the two sees it: when, who is on, what for, and its buttons."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cadence import Week, holiday_name, is_working, occurrence, shifted_for
from bot.commands import (
    AskMove,
    ComeAfterAll,
    ConfirmCheckIn,
    ShowLesson,
    SkipCheckIn,
    StayAway,
)
from bot.flows import answers
from bot.flows.meeting_times import MEETING, Tandem, any_day, working_time
from bot.model import (
    MEETING_MINUTES,
    SKIPPED_AS_NOBODY_COMES,
    SKIPPED_BY_ONE,
    CheckIn,
    CheckInState,
    Pairing,
    Person,
    Proposal,
)
from bot.said import (
    Aside,
    Bullets,
    Button,
    Message,
    Moment,
    MomentStyle,
    Paragraph,
    Part,
    Text,
    Weight,
    text,
    verbatim,
)
from bot.turn import Half, Seat, Turn

HOLIDAY = "holiday"
AN_HOUR_MINUTES = 60
TOPICS_THAT_MET = frozenset({"topic.met", "topic.similar"})
WHO_IS_ON = {
    (True, True): "both",
    (True, False): "me",
    (False, True): "partner",
    (False, False): "nobody",
}


def about(check_in: CheckIn) -> str:
    """Return the matter of which all messages on a check-in speak."""
    return f"checkin:{check_in.id}"


def when(check_in: CheckIn, style: MomentStyle = MomentStyle.DAY_AND_TIME) -> Moment:
    """Return a check-in's beginning, said in the reader's zone."""
    return Moment(check_in.starts_at, style)


def planned_card(
    turn: Turn, tandem: Tandem, check_in: CheckIn, title: Text, *, with_agenda: bool = False
) -> Message:
    """Return a planned check-in under this title, with what can be done about it."""
    half = turn.half_of(tandem.pairing)
    parts = _who_is_on(turn, check_in, half)
    parts += [Aside(each) for each in _remarks(turn, tandem, check_in, half)]
    if with_agenda:
        parts += agenda(turn, tandem.pairing)
    return Message(title, tuple(parts), buttons(check_in, half), about(check_in))


def skipped_card(turn: Turn, tandem: Tandem, check_in: CheckIn) -> Message:
    """Return a check-in that was left out, and how to take it back while its week lasts."""
    half = turn.half_of(tandem.pairing)
    reason = _why_skipped(check_in, half)
    words = half.text(f"checkin.skipped.{reason}", partner=turn.names(half.across))
    if check_in.skip_reason == HOLIDAY:
        holiday = holidays_on(turn, tandem, check_in)
        words = half.text("checkin.skipped.some_holiday")
        words = half.text("checkin.skipped.holiday", holiday=holiday) if holiday else words
    title = text("checkin.skipped.title", day=when(check_in, MomentStyle.DAY))
    back = _ways_back(turn, tandem, check_in, half)
    return Message(title, (Paragraph(words),), back, about(check_in))


def buttons(check_in: CheckIn, half: Half) -> tuple[Button, ...]:
    """Return what can be done about a planned check-in that has not begun.

    Whoever has not prepared for her first hour does that before she confirms it. In a group the
    mentor moves or skips it for all; a mentee can stay away.
    """
    other: tuple[Button, ...] = (
        Button(text("checkin.button.move"), AskMove(check_in.id)),
        Button(text("checkin.button.skip"), SkipCheckIn(check_in.id)),
    )
    if half.me.id in check_in.absent:
        return (_back(check_in),)
    if half.in_group and half.seat is Seat.MENTEE:
        other = (Button(text("checkin.button.away"), StayAway(check_in.id)),)
    if answers.confirmed(check_in, half):
        return other
    if half.ready:
        on = Button(text("checkin.button.on"), ConfirmCheckIn(check_in.id), Weight.PRIMARY)
    else:
        prepare = ShowLesson(check_in.pairing, 1)
        on = Button(text("readiness.button.start"), prepare, Weight.PRIMARY)
    return on, *other


def _why_skipped(check_in: CheckIn, half: Half) -> str:
    """Return why an hour was left out, as the reader is told it."""
    reason = check_in.skip_reason
    if reason == SKIPPED_AS_NOBODY_COMES and half.seat is Seat.MENTOR:
        return "nobody_mentor"
    told = {answers.skipped_by(each): "partner" for each in Seat}
    told[answers.skipped_by(half.seat)] = "mine"
    return told.get(reason, reason)


def _ways_back(turn: Turn, tandem: Tandem, check_in: CheckIn, half: Half) -> tuple[Button, ...]:
    """Return how an hour that was left out by one of them can be taken back."""
    ours = check_in.skip_reason in SKIPPED_BY_ONE
    if half.me.id in check_in.absent:
        return (_back(check_in),) if ours and check_in.starts_at > turn.now else ()
    if not ours or check_in.week < str(tandem.week_of(turn.now)):
        return ()
    if half.in_group and half.seat is Seat.MENTEE:
        return ()
    return (Button(text("checkin.button.take_back"), AskMove(check_in.id)),)


def _back(check_in: CheckIn) -> Button:
    return Button(text("checkin.button.back"), ComeAfterAll(check_in.id))


def agenda(turn: Turn, pairing: Pairing) -> list[Part]:
    """Return the shape of the hour: the last next step, and the topics on which the two met."""
    half, step = turn.half_of(pairing), last_step(turn, pairing)
    before = "review" if _may_have_met(turn, pairing) else "first"
    if half.in_group:
        before = "round" if before == "review" else before
        return [Paragraph(text("agenda.title")), Bullets(_together(half, before, step))]
    review = text("agenda.review_step", step=verbatim(step)) if step else text(f"agenda.{before}")
    topics = topics_that_met(turn, pairing)
    topic = text("agenda.topic", topics=topics) if topics else text("agenda.open_topic")
    items = (review, topic, text("agenda.reflect"), text("agenda.next_step"))
    return [Paragraph(text("agenda.title")), Bullets(items)]


def _may_have_met(turn: Turn, pairing: Pairing) -> bool:
    """Tell whether there is an hour to look back on: one that took place, or of which nobody told."""
    none = {CheckInState.MISSED, CheckInState.SKIPPED}
    hours = turn.store.check_ins_of(pairing.id)
    return any(each.state not in none and each.starts_at + MEETING <= turn.now for each in hours)


def _together(half: Half, before: str, step: str) -> tuple[Text, ...]:
    """Return what a group does with its hour, where everybody has a turn."""
    seat = half.seat.value
    begin = text(f"agenda.together.{seat}.{before}")
    if step:
        begin = text(f"agenda.together.{seat}.round_step", step=verbatim(step))
    return (
        begin,
        text(f"agenda.together.{seat}.topic", topic=half.topic),
        text(f"agenda.together.{seat}.practice"),
        text(f"agenda.together.{seat}.next_step"),
    )


def last_step(turn: Turn, pairing: Pairing) -> str:
    """Return what the two set out to do when they met last, "" when they wrote nothing down."""
    met = [
        each
        for each in turn.store.check_ins_of(pairing.id)
        if each.state is CheckInState.MET and each.starts_at < turn.now
    ]
    return met[-1].next_step if met else ""


def next_hour(check_in: CheckIn) -> Paragraph:
    """Return when the two meet next."""
    return Paragraph(text("checkin.coming", when=when(check_in)))


def topics_that_met(turn: Turn, pairing: Pairing) -> tuple[Text, ...]:
    """Return what brought them together, a group its topic, by names in the reader's language."""
    if pairing.proposal is None:
        return (verbatim(turn.topic_of(pairing)),)
    names = []
    for reason in turn.known(Proposal, pairing.proposal).reasons:
        if reason.key in TOPICS_THAT_MET:
            topic, wanted = str(reason.facts.get("topic", "")), str(reason.facts.get("wanted", ""))
            known = topic in turn.catalogue
            names.append(turn.catalogue.topic(topic).name(turn.language) if known else wanted)
    return tuple(verbatim(name) for name in dict.fromkeys(names) if name)


def holidays_on(turn: Turn, tandem: Tandem, check_in: CheckIn) -> Text | None:
    """Return the public holidays that either has on the day of the rule's own hour that week."""
    own = occurrence(tandem.rule, Week.parse(check_in.week))
    names = [_holiday(turn, person, own) for person in tandem.people]
    found = tuple(verbatim(name) for name in dict.fromkeys(names) if name)
    return text("checkin.holiday.named", names=found) if found else None


def who_cannot(turn: Turn, check_in: CheckIn, half: Half) -> list[Part]:
    """Return who of her group cannot come, as the mentor reads it."""
    away = [each for each in half.others if each.id in check_in.absent]
    if not away or half.seat is not Seat.MENTOR:
        return []
    return [Aside(text("checkin.on.cannot", people=turn.names(away)))]


def _who_is_on(turn: Turn, check_in: CheckIn, half: Half) -> list[Part]:
    if half.in_group or half.me.id in check_in.absent:
        return _who_of_a_group_is_on(turn, check_in, half)
    others_on = all(each.id in check_in.confirmed for each in half.others)
    key = WHO_IS_ON[answers.confirmed(check_in, half), others_on]
    return [Paragraph(half.text(f"checkin.on.{key}", partner=turn.names(half.others)))]


def _who_of_a_group_is_on(turn: Turn, check_in: CheckIn, half: Half) -> list[Part]:
    coming = [each for each in half.others if each.id in check_in.confirmed]
    if half.me.id in check_in.absent:
        mine = text("checkin.on.away")
    elif not answers.confirmed(check_in, half):
        mine = text("checkin.on.nobody")
    elif len(coming) == len(half.others):
        return [Paragraph(half.text("checkin.on.both"))]
    else:
        mine = half.text("checkin.on.me", partner=turn.names(half.others))
    parts: list[Part] = [Paragraph(mine)]
    if coming:
        parts.append(Aside(text("checkin.on.some", people=turn.names(coming))))
    return [*parts, *who_cannot(turn, check_in, half)]


def _remarks(turn: Turn, tandem: Tandem, check_in: CheckIn, half: Half) -> list[Text]:
    """Return what is unusual about the hour: another day, another time on the reader's clock."""
    week = Week.parse(check_in.week)
    working = working_time(turn.person)
    remarks = []
    if check_in.starts_at == occurrence(tandem.rule, week):
        before = [each.week for each in turn.store.check_ins_of(check_in.pairing)]
        since = max((each for each in before if each < check_in.week), default=None)
        shift = since and shifted_for(working.zone, tandem.rule, week, since=Week.parse(since))
        if shift:
            remarks.append(_shifted(shift))
    elif not check_in.moved:
        holiday = holidays_on(turn, tandem, check_in)
        remarks.append(
            text("checkin.remark.holiday", holiday=holiday)
            if holiday
            else half.text("checkin.remark.other_hour")
        )
    if not is_working(check_in.starts_at, MEETING_MINUTES, any_day(working)):
        shared = tandem.share_an_hour(week)
        remarks.append(
            half.text("checkin.remark.outside" if shared else "checkin.remark.none_shared")
        )
    return remarks


def _shifted(shift: timedelta) -> Text:
    minutes = int(abs(shift).total_seconds()) // 60
    direction = "later" if shift > timedelta() else "earlier"
    by = text("number.minutes", count=minutes)
    if minutes == AN_HOUR_MINUTES:
        by = text("checkin.remark.an_hour")
    return text(f"checkin.remark.{direction}", by=by)


def _holiday(turn: Turn, person: Person, moment: datetime) -> str | None:
    working = working_time(person)
    day = moment.astimezone(ZoneInfo(working.zone)).date()
    return holiday_name(day, working.country, working.subdivision, turn.language)
