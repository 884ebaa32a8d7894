"""Judges by the raw log of a play whether everybody was left in peace, as the product promises.

It knows only what stood on people's screens and what they pressed: no notice, no state, no rule of
the code under test. Long because all promises of quiet are judged here, by one log.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.simulation.chronicle import Arrival, Change, Chronicle, Event
from app.simulation.tandems import TAKES_A_BREAK
from bot import commands
from bot.cadence import next_working_moment
from bot.commands import Request
from bot.flows.meeting_times import working_time
from bot.model import Person
from bot.said import Button, Mention, Moment, every

BEFORE, AFTER = timedelta(hours=1), timedelta(minutes=30)  # "a meeting within the hour"
AT_ONCE = timedelta(minutes=1)  # an answer that comes as a message
# Both have said yes and wait to hear what came of it; HR waits for the round that she asked for.
ANSWERS = frozenset({"pairing.begun.title", "pairing.begun.no_hour_yet", "round.review.title"})
DONE_WITH: tuple[type[Request], ...] = (
    commands.AcceptProposal,
    commands.DeclineProposal,
    commands.AcceptGroup,
    commands.DeclineGroup,
    commands.SayMet,
    commands.ConfirmCheckIn,
    commands.StayAway,
    commands.SkipCheckIn,
)
# What was said of an hour holds for that hour only, not for one to which it is moved.
OF_AN_HOUR = (commands.ConfirmCheckIn, commands.StayAway, commands.SkipCheckIn)
# What somebody may say of an hour after all; where others put it back, it asks her anew.
ELSE = (commands.MoveCheckIn, commands.SkipCheckIn)
TAKEN_BACK_BY: Mapping[type[Request], tuple[type[Request], ...]] = {
    commands.ConfirmCheckIn: (commands.StayAway, *ELSE),
    commands.StayAway: (commands.ComeAfterAll, *ELSE),
    commands.SkipCheckIn: (commands.MoveCheckIn,),
}
PUT_BACK, CLOSED = "checkin.moved.", ".closed.title"
# After two different answers both are taken back; the last of them, where the partner was faster.
ASKED_ONCE_MORE = frozenset(
    {"checkin.asked.again.title", "checkin.asked.partner_no.title", "feedback.first.told"}
)
A_WEEK = timedelta(weeks=1)
BREAK = "resting.told.title"
ENDS = {
    "pairing.resumed.title": "pairing.suspended.title",
    "pairing.suspended.title": "pairing.resumed.title",
    "pairing.returned.title": "pairing.rests.title",
    "pairing.rests.title": "pairing.returned.title",
}
BACK = "participation.back.title"
TANDEM = "pairing.begun."
PUT, ASKED = ("proposal.open.", "forming.open."), "checkin.asked."  # what can be left unanswered
ENOUGH = 3  # matters in a row that somebody leaves unanswered
HEARD_WITHIN = timedelta(days=1)  # of a sign of life nothing counts yet
RUN_OUT = timedelta(weeks=3)  # after which a proposal is surely over


@dataclass(frozen=True)
class Breach:
    """A message that should not have come then: which promise it breaks, and what it said."""

    promise: str
    user: str
    at: datetime
    said: tuple[str, ...]


class QuietJudge:
    """Goes through a log once, person by person, in the order of time."""

    def __init__(self, chronicle: Chronicle, people: dict[str, Person]) -> None:
        self._people = people
        self._arrivals: dict[str, list[Arrival]] = defaultdict(list)
        self._events: dict[str, list[Event]] = defaultdict(list)
        self._changes: dict[str, list[Change]] = defaultdict(list)
        for change in chronicle.changes:
            self._changes[change.user].append(change)
        for arrival in chronicle.arrivals:
            self._arrivals[arrival.user].append(arrival)
        for event in chronicle.events:
            self._events[event.user].append(event)
        # Every message is judged against all earlier ones: their moments are looked for once.
        told: tuple[Arrival | Change, ...] = (*chronicle.arrivals, *chronicle.changes)
        self._moments = {id(each): _moments(each.message) for each in told}
        self._moments |= {id(each): _moments(each.got) for each in chronicle.events}

    def breaches(self) -> Iterator[Breach]:
        """Yield every message that breaks a promise."""
        for user, arrivals in self._arrivals.items():
            yield from self._one_a_day(user, arrivals)
            yield from self._in_working_hours(user, arrivals)
            yield from self._one_matter_one_message(user, arrivals)
            yield from self._nothing_after_an_answer(user, arrivals)
            yield from self._a_break_after_three(user, arrivals)
            yield from self._quiet_on_a_break(user, arrivals)

    def _one_a_day(self, user: str, arrivals: Sequence[Arrival]) -> Iterator[Breach]:
        days = defaultdict(list)
        for arrival in arrivals:
            zone = ZoneInfo(self._person_at(user, arrival.at).hours.time_zone)
            if not self._is_answer(arrival) and not self._within_the_hour(user, arrival):
                days[arrival.at.astimezone(zone).date()].append(arrival)
        for found in days.values():
            if len(found) > 1:
                said = tuple(each.message.title.key for each in found)
                yield Breach("one unasked message a day", user, found[-1].at, said)

    def _in_working_hours(self, user: str, arrivals: Sequence[Arrival]) -> Iterator[Breach]:
        for arrival in arrivals:
            working = working_time(self._person_at(user, arrival.at))
            at_work = next_working_moment(arrival.at, working) == arrival.at
            exempt = self._is_prompt(arrival) or self._within_the_hour(user, arrival)
            if not at_work and not exempt:
                said = (arrival.message.title.key,)
                yield Breach("nothing outside working hours", user, arrival.at, said)

    def _one_matter_one_message(self, user: str, arrivals: Sequence[Arrival]) -> Iterator[Breach]:
        """The same words about the same matter come once, unless they name another moment or person."""
        seen: set[tuple[str, str, tuple[str, ...]]] = set()
        for arrival in arrivals:
            title = arrival.message.title
            named = (*every(Moment, title), *every(Mention, title))
            breaks = [self._breaks_before(user, arrival)] if title.key == BACK else []
            said = (arrival.message.about, title.key, tuple(map(str, (*named, *breaks))))
            if arrival.message.about and said in seen:
                yield Breach("one matter, one message", user, arrival.at, (title.key, *said[2]))
            seen.add(said)
            if title.key.startswith(PUT):
                # Each proposal that comes to nothing is a matter of its own.
                seen = {each for each in seen if not each[0].startswith("waiting:")}
            if title.key in ENDS:
                # And so is each break of a pairing, or of somebody in a group.
                seen = {each for each in seen if each[1] != ENDS[title.key]}

    def _nothing_after_an_answer(self, user: str, arrivals: Sequence[Arrival]) -> Iterator[Breach]:
        for arrival in arrivals:
            if arrival.message.title.key in ASKED_ONCE_MORE:
                continue
            asked = {
                (type(each.request), _subject(each.request))
                for each in every(Button, arrival.message)
                if isinstance(each.request, DONE_WITH)
            }
            before = (each for each in self._events[user] if each.at < arrival.at)
            for event in before:
                done = event.asked
                if event.refused or done is None or (type(done), _subject(done)) not in asked:
                    continue
                if isinstance(done, OF_AN_HOUR) and self._was_moved(user, arrival, event.at):
                    continue
                if self._was_taken_back(user, done, event, arrival):
                    continue
                if isinstance(done, commands.SkipCheckIn) and self._was_put_back(event, arrival):
                    continue
                said = (done.name, arrival.message.title.key)
                yield Breach("nothing after an answer", user, arrival.at, said)

    def _a_break_after_three(self, user: str, arrivals: Sequence[Arrival]) -> Iterator[Breach]:
        """A break is given after three matters without a sign of life; and no fourth one is put."""
        for arrival in arrivals:
            title, since = arrival.message.title.key, self._heard_before(user, arrival.at)
            passed = [each for each in arrivals if since < each.at < arrival.at]
            put = _matters(passed, *PUT, ASKED)
            if title == BREAK and len(put) < ENOUGH:
                yield Breach("a break after three", user, arrival.at, tuple(sorted(put)))
            long_ago = [each for each in passed if each.at < arrival.at - RUN_OUT]
            over = _matters([each for each in long_ago if not self._was_withdrawn(each)], *PUT)
            alone = not any(each.message.title.key.startswith(TANDEM) for each in arrivals)
            if title.startswith(PUT) and alone and len(over) >= ENOUGH:
                yield Breach("no matter after three", user, arrival.at, tuple(sorted(over)))

    def _was_withdrawn(self, put: Arrival) -> bool:
        """Tell whether a matter was over before its time: then nobody let it pass."""
        until = max(self._moments[id(put)], default=put.at)
        return any(
            each.message.about == put.message.about
            and each.message.title.key.endswith(CLOSED)
            and put.at <= each.at < until
            for each in self._changes[put.user]
        )

    def _quiet_on_a_break(self, user: str, arrivals: Sequence[Arrival]) -> Iterator[Breach]:
        """Who was given a break hears nothing until she is heard."""
        for told in arrivals:
            if told.message.title.key == BREAK:
                heard = (each.at for each in self._events[user] if each.at > told.at)
                until = next(heard, datetime.max.replace(tzinfo=UTC))
                for each in arrivals:
                    if told.at < each.at < until:
                        said = (each.message.title.key,)
                        yield Breach("quiet on a break", user, each.at, said)

    def _heard_before(self, user: str, moment: datetime) -> datetime:
        """Return from when on matters count for somebody at a moment: a day after her last word."""
        heard = [each.at for each in self._events[user] if each.at < moment]
        return heard[-1] + HEARD_WITHIN if heard else datetime.min.replace(tzinfo=UTC)

    def _was_moved(self, user: str, arrival: Arrival, since: datetime) -> bool:
        """Tell whether since her answer she was told of another hour, if then of the same again.

        What she was told at the very moment of her answer may have come after it.
        """
        told: tuple[Arrival | Change, ...] = (*self._arrivals[user], *self._changes[user])
        hours = sorted(
            (each.at, self._moments[id(each)][0])
            for each in told
            if each.message.about == arrival.message.about
            and each.at <= arrival.at
            and self._moments[id(each)]
        )
        known = [hour for at, hour in hours if at < since]
        return any(hour not in known[-1:] for at, hour in hours if at >= since)

    def _breaks_before(self, user: str, arrival: Arrival) -> int:
        """Return how many breaks somebody had taken, or chosen to prolong, before a message came."""
        return sum(
            isinstance(each.asked, TAKES_A_BREAK) and each.at < arrival.at
            for each in self._events[user]
        )

    def _was_taken_back(self, user: str, done: Request, event: Event, arrival: Arrival) -> bool:
        """Tell whether somebody said something else of an hour before a message came."""
        return any(
            isinstance(each.asked, TAKEN_BACK_BY.get(type(done), ()))
            and _subject(each.asked) == _subject(done)
            and event.number < each.number
            and each.at <= arrival.at
            and not each.refused
            for each in self._events[user]
        )

    def _was_put_back(self, event: Event, arrival: Arrival) -> bool:
        """Tell whether somebody was told, since she left an hour out, that it takes place."""
        return any(
            each.message.title.key.startswith(PUT_BACK)
            and each.message.about == arrival.message.about
            and event.at < each.at <= arrival.at
            for each in self._arrivals[event.user]
        )

    def _within_the_hour(self, user: str, arrival: Arrival) -> bool:
        """Tell whether a message is about a meeting that begins, or was to begin, within the hour.

        What she knew of it: the moments that earlier messages about an hour named to her, as they
        came or as they were changed, and the same hour in later weeks, because a tandem's hour comes
        every week or every few weeks.
        """
        told: tuple[Arrival | Change, ...] = (*self._arrivals[user], *self._changes[user])
        moments = [
            moment
            for each in told
            if each is arrival
            or (each.at <= arrival.at and each.message.about.startswith("checkin:"))
            for moment in self._moments[id(each)]
        ]
        moments += [
            moment
            for event in self._events[user]
            if event.at <= arrival.at
            for moment in self._moments[id(event)]
        ]
        of_a_meeting = not arrival.message.title.key.startswith(("checkin.asked", "feedback"))
        return of_a_meeting and any(
            (moment - arrival.at + AFTER) % A_WEEK <= AFTER + BEFORE for moment in moments
        )

    def _is_answer(self, arrival: Arrival) -> bool:
        return arrival.message.title.key in ANSWERS or self._is_prompt(arrival)

    def _is_prompt(self, arrival: Arrival) -> bool:
        """Tell whether somebody did something just then to which this is the answer."""
        return any(
            timedelta() <= arrival.at - event.at <= AT_ONCE for event in self._events[arrival.user]
        )

    def _person_at(self, user: str, moment: datetime) -> Person:
        """Return somebody with the working time that she had told the bot by then."""
        person = self._people[user]
        zones = [
            str(each.answers["zone"])
            for each in self._events[user]
            if each.at < moment and "zone" in each.answers and not each.refused
        ]
        hours = replace(person.hours, time_zone=zones[-1]) if zones else person.hours
        return replace(person, hours=hours)


def _matters(arrivals: Sequence[Arrival], *beginnings: str) -> set[str]:
    """Return what messages are about whose titles begin so."""
    begun = (each for each in arrivals if each.message.title.key.startswith(beginnings))
    return {each.message.about for each in begun}


def _moments(said: object) -> tuple[datetime, ...]:
    return tuple(moment.at for moment in every(Moment, said))


def _subject(request: Request) -> object:
    return next(iter(vars(request).values()), None)
