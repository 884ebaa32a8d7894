"""Quiet: one unasked message a person and day, in working hours; the others wait or expire."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cadence import instant
from bot.flows.working_hours import at_work, next_working_day
from bot.model import Notice, NoticeState, Person, Priority
from bot.turn import Turn

A_MOMENT = timedelta(minutes=1)  # as long as a message may be on its way


def is_unasked(notice: Notice) -> bool:
    """Tell whether a notice may have to wait; an edit, an answer, or one in doubt does not."""
    fresh = notice.state is NoticeState.READY and not notice.edits
    return fresh and notice.priority is not Priority.ANSWER


def later(turn: Turn, notice: Notice, in_hand: Collection[int] = ()) -> datetime | None:
    """Return until when an unasked notice waits, None when it goes now.

    It waits for working hours, and for a day whose one message is not somebody else's: what was
    sent has it, else what is coming that day and is more urgent. `in_hand` are notices whose
    sender asks here too, one after the other. Nothing waits beyond its `at_latest`.
    """
    if notice.at_latest is not None and notice.at_latest <= turn.now:
        return None
    person = turn.store.get(Person, notice.person)
    if person is None:
        return None
    at = _quiet_moment(turn, person, notice, in_hand)
    return min(at, notice.at_latest or at) if at is not None else None


def free_moment(turn: Turn, person: Person) -> datetime:
    """Return when an unasked message, owed now, reaches somebody as things stand."""
    working = at_work(turn, person)
    taken = working == turn.now and any(map(_took_the_day, _others(turn, person)))
    return next_working_day(turn, person) if taken else working


def _quiet_moment(
    turn: Turn, person: Person, notice: Notice, in_hand: Collection[int]
) -> datetime | None:
    working = at_work(turn, person)
    if working > turn.now:
        return working
    others = [each for each in _others(turn, person) if each.id != notice.id]
    tomorrow = next_working_day(turn, person)
    alone = notice.priority is Priority.DIGEST
    sent = [each for each in others if each.state is NoticeState.SENT or each.doubted]
    if any(alone or _took_the_day(each) for each in sent):
        return tomorrow
    on_its_way = (each for each in others if each.state is NoticeState.SENDING)
    if any(not each.doubted and each.id not in in_hand for each in on_its_way):
        return turn.now + A_MOMENT
    coming = (each for each in others if each not in sent and _comes(turn, each, person))
    return tomorrow if any(_is_before(each, notice, tomorrow) for each in coming) else None


def _others(turn: Turn, person: Person) -> tuple[Notice, ...]:
    zone = person.hours.time_zone
    today = turn.now.astimezone(ZoneInfo(zone)).date()
    return turn.store.asking(person.id, instant(today, time(), zone))


def _took_the_day(sent: Notice) -> bool:
    """Tell whether a message was the one of its day: neither an answer nor at a meeting's hour."""
    if sent.state is not NoticeState.SENT and not sent.doubted:
        return False
    told_at = sent.settled_at or sent.due
    last_minute = sent.at_latest is not None and told_at >= sent.at_latest
    return sent.priority is not Priority.ANSWER and not last_minute


def _comes(turn: Turn, other: Notice, person: Person) -> bool:
    """Tell whether something that is owed will be due on this day of the person's."""
    at = max(other.due, other.not_before or other.due, turn.now)
    zone = ZoneInfo(person.hours.time_zone)
    today = turn.now.astimezone(zone).date()
    return at < other.until and at.astimezone(zone).date() == today


def _is_before(other: Notice, notice: Notice, tomorrow: datetime) -> bool:
    """Tell whether what is coming today is more urgent: by priority, else by what cannot wait."""
    if other.priority is not notice.priority:
        return other.priority < notice.priority
    if _of_one_matter(other, notice) and notice.due < other.due:
        return False  # what is told first leaves the other without need
    at_the_hour = other.at_latest is not None and other.at_latest <= other.due
    return (
        not at_the_hour and _is_for_today(other, tomorrow) and not _is_for_today(notice, tomorrow)
    )


def _of_one_matter(one: Notice, other: Notice) -> bool:
    """Tell whether two say different things of one noun, as news of an hour and its reminder do."""
    room = (one.kind.partition(".")[0], one.subject)
    return one.kind != other.kind and room == (other.kind.partition(".")[0], other.subject)


def _is_for_today(notice: Notice, tomorrow: datetime) -> bool:
    """Tell whether tomorrow would be too late: it would be lost, or has to be known before."""
    known_by = notice.at_latest
    return notice.until <= tomorrow or (known_by is not None and known_by < tomorrow)
