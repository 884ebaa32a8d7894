"""The card of a coming hour as one of the two sees it: when, who is on, what for, and its buttons."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cadence import Week, holiday_name, is_working, occurrence, shifted_for
from bot.commands import AskMove, ConfirmCheckIn, ShowLesson, SkipCheckIn
from bot.flows import answers
from bot.flows.meeting_times import Tandem, any_day, working_time
from bot.model import MEETING_MINUTES, CheckIn, CheckInState, Pairing, Person, Proposal
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
    parts: list[Part] = [Paragraph(_who_is_on(turn, check_in, half))]
    parts += [Aside(each) for each in _remarks(turn, tandem, check_in)]
    if with_agenda:
        parts += agenda(turn, tandem.pairing)
    return Message(title, tuple(parts), buttons(check_in, half), about(check_in))


def skipped_card(turn: Turn, tandem: Tandem, check_in: CheckIn) -> Message:
    """Return a check-in that was left out, and how to take it back while its week lasts."""
    half = turn.half_of(tandem.pairing)
    ours = {answers.skipped_by(each): "partner" for each in Seat}
    ours[answers.skipped_by(half.seat)] = "mine"
    words = text(
        f"checkin.skipped.{ours.get(check_in.skip_reason, check_in.skip_reason)}",
        partner=turn.names(half.others),
    )
    if check_in.skip_reason == HOLIDAY:
        holiday = holidays_on(turn, tandem, check_in)
        words = text("checkin.skipped.some_holiday")
        words = text("checkin.skipped.holiday", holiday=holiday) if holiday else words
    back = (Button(text("checkin.button.take_back"), AskMove(check_in.id)),)
    this_week = str(tandem.week_of(turn.now))
    may_return = check_in.skip_reason in ours and check_in.week >= this_week
    title = text("checkin.skipped.title", day=when(check_in, MomentStyle.DAY))
    return Message(title, (Paragraph(words),), back if may_return else (), about(check_in))


def buttons(check_in: CheckIn, half: Half) -> tuple[Button, ...]:
    """Return what can be done about a planned check-in that has not begun.

    Whoever has not prepared for her first hour does that before she confirms it.
    """
    move = Button(text("checkin.button.move"), AskMove(check_in.id))
    skip = Button(text("checkin.button.skip"), SkipCheckIn(check_in.id))
    if answers.confirmed(check_in, half):
        return move, skip
    if half.ready:
        on = Button(text("checkin.button.on"), ConfirmCheckIn(check_in.id), Weight.PRIMARY)
    else:
        prepare = ShowLesson(check_in.pairing, 1)
        on = Button(text("readiness.button.start"), prepare, Weight.PRIMARY)
    return on, move, skip


def agenda(turn: Turn, pairing: Pairing) -> list[Part]:
    """Return the shape of the hour: the last next step, and the topics on which the two met."""
    step = last_step(turn, pairing)
    review = text("agenda.review_step", step=verbatim(step)) if step else text("agenda.review")
    topics = topics_that_met(turn, pairing)
    topic = text("agenda.topic", topics=topics) if topics else text("agenda.open_topic")
    items = (review, topic, text("agenda.reflect"), text("agenda.next_step"))
    return [Paragraph(text("agenda.title")), Bullets(items)]


def last_step(turn: Turn, pairing: Pairing) -> str:
    """Return what the two set out to do when they met last, "" when they wrote nothing down."""
    met = [
        each
        for each in turn.store.check_ins_of(pairing.id)
        if each.state is CheckInState.MET and each.starts_at < turn.now
    ]
    return met[-1].next_step if met else ""


def topics_that_met(turn: Turn, pairing: Pairing) -> tuple[Text, ...]:
    """Return what brought them together, a group its topic, by names in the reader's language."""
    if pairing.proposal is None:
        known = pairing.topic in turn.catalogue
        name = turn.catalogue.topic(pairing.topic).name(turn.language) if known else pairing.topic
        return (verbatim(name),)
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


def _who_is_on(turn: Turn, check_in: CheckIn, half: Half) -> Text:
    others_on = all(each.id in check_in.confirmed for each in half.others)
    key = WHO_IS_ON[answers.confirmed(check_in, half), others_on]
    return text(f"checkin.on.{key}", partner=turn.names(half.others))


def _remarks(turn: Turn, tandem: Tandem, check_in: CheckIn) -> list[Text]:
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
            else text("checkin.remark.other_hour")
        )
    if not is_working(check_in.starts_at, MEETING_MINUTES, any_day(working)):
        shared = tandem.share_an_hour(week)
        remarks.append(text("checkin.remark.outside" if shared else "checkin.remark.none_shared"))
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
