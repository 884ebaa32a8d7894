"""Quiet: what can wait goes out on a working day on which nothing else reaches the person unasked."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.flows.working_hours import at_work, next_working_day
from bot.model import Notice, NoticeState, Person, Priority
from bot.turn import Turn

ON_ITS_WAY = (NoticeState.READY, NoticeState.SENDING)


def can_wait(notice: Notice) -> bool:
    """Tell whether a notice may wait for a quieter day; an edit, or one in doubt, does not."""
    fresh = notice.state is NoticeState.READY and not notice.edits
    return fresh and notice.priority is Priority.DIGEST


def later(turn: Turn, notice: Notice) -> datetime | None:
    """Return until when a notice that can wait does so, always a moment at work; None for now."""
    person = turn.store.get(Person, notice.person)
    if person is None:
        return None
    working = at_work(turn, person)
    if working > turn.now:
        return working
    return next_working_day(turn, person) if _busy(turn, person, notice) else None


def _busy(turn: Turn, person: Person, notice: Notice) -> bool:
    """Tell whether something else came, or will come, on this day of the person's."""
    zone = ZoneInfo(person.hours.time_zone)
    today = turn.now.astimezone(zone).date()
    others = (
        each for each in turn.store.notices_to(person.id) if each.id != notice.id and not each.edits
    )
    return any(_falls_on(each, turn.now, zone) == today for each in others if _counts(each))


def _counts(notice: Notice) -> bool:
    """Tell whether a notice has asked for attention, or is going to before the patient ones."""
    coming = notice.state in ON_ITS_WAY and notice.priority is not Priority.DIGEST
    return coming or notice.state is NoticeState.SENT


def _falls_on(notice: Notice, now: datetime, zone: ZoneInfo) -> date:
    moment = notice.settled_at if notice.state is NoticeState.SENT else max(notice.due, now)
    return (moment or notice.due).astimezone(zone).date()
