"""Counts a play's figures again from what people did and read, without the bot's books or its rules.

It knows nothing of the ledger: who clicked what, when, and what arrived on whose screen is all it
goes by. So it finds out when the bot's own figures are wrong.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from app.simulation.aims import Aims
from app.simulation.chronicle import Chronicle, Event
from app.simulation.hours import Hour, hours_of
from app.simulation.lasting import Lasting
from app.simulation.proposed import Proposed
from app.simulation.questioned import Questioned
from app.simulation.tally import Tally, mean_of_people, share
from app.simulation.tandems import Tandems
from bot import commands
from bot.model import Purpose

NEVER = datetime.max.replace(tzinfo=UTC) - timedelta(days=30)
SETTLES = timedelta(weeks=1, hours=6)  # a week counts a week after its end, a Monday at six


class Recount:
    """What a play's chronicle says of the moment `as_of`, counting whom the figures may count.

    `until` tells when a tandem that begins at a moment is to end, else none ever does.
    """

    def __init__(
        self,
        chronicle: Chronicle,
        as_of: datetime,
        until: Callable[[datetime], datetime] = lambda _began: NEVER,
    ) -> None:
        self.chronicle = chronicle
        self.as_of = as_of
        self._until = until

    def figures(self) -> Mapping[str, Tally]:
        """Return each figure that can be counted from outside, by its name in the status."""
        rated = self._latest(commands.RateUseful)
        exchanged = self._latest(commands.SayExchanged)
        found = {
            **dict(Questioned(self.chronicle, self.as_of, self.counted).figures()),
            **dict(self._lasting.figures()),
            "activation": share([user in self.completed for user in self.counted], self.counted),
            "matched_mentors": self._matched("mentor"),
            "matched_mentees": self._matched("mentee"),
            "acceptance": self._acceptance(),
            "expired": self._expired(),
            "usefulness": mean_of_people(rated),
            "exchanged": share(exchanged.values(), (user for user, _ in exchanged)),
            "responses": self._responses(),
            "unknown": self._unknown(),
            "skipped": self._skipped(),
            "goals": Aims(self.chronicle, self.tandems, self.counted).reached(),
        }
        return {key: tally for key, tally in found.items() if tally is not None}

    def hours_in(self, monday: datetime) -> tuple[int, int]:
        """Return (answered, met) of the hours that began in the week of this Monday, midnight."""
        until = monday + timedelta(weeks=1)
        known = [
            hour
            for hour in self.hours.values()
            if hour.at and monday <= hour.at < until and hour.met is not None
        ]
        return len(known), sum(bool(hour.met) for hour in known)

    @cached_property
    def counted(self) -> frozenset[str]:
        """Who has opted in, lets the figures count her, and is still there."""
        agreed = {
            event.user
            for event in self.chronicle.did(commands.Join, self.as_of)
            if Purpose.FIGURES in _several(event.answers.get("purposes"))
        }
        left = {event.user for event in self.chronicle.did(commands.Leave, self.as_of)}
        gone = {user for user, at in self.chronicle.departures.items() if at <= self.as_of}
        return frozenset(agreed - left - gone)

    @cached_property
    def completed_at(self) -> Mapping[str, datetime]:
        """When everybody who has completed the questionnaire did so."""
        done = self.chronicle.did(commands.AnswerQuestions, self.as_of)
        return {event.user: event.at for event in done if event.title == "join.done.title"}

    @cached_property
    def completed(self) -> Mapping[str, str]:
        """The role of everybody who has completed the questionnaire."""
        roles: dict[str, str] = {}
        for event in self.chronicle.did(commands.AnswerQuestions, self.as_of):
            if "role" in event.answers:
                roles[event.user] = str(event.answers["role"])
        return {user: roles[user] for user in self.completed_at}

    @cached_property
    def proposed(self) -> Proposed:
        """Who was proposed to whom, and what came of it."""
        return Proposed(self.chronicle, self.as_of)

    @cached_property
    def tandems(self) -> Tandems:
        """Who was in a tandem or a group, and who rested."""
        return Tandems(self.chronicle, self.as_of, self.proposed, self._until)

    @cached_property
    def _lasting(self) -> Lasting:
        done = {user: at for user, at in self.completed_at.items() if user in self.counted}
        return Lasting(self.tandems, self.counted, done, self.hours.values())

    @cached_property
    def hours(self) -> Mapping[int, Hour]:
        """What became of every hour that counts, for its people and for who spoke of it."""
        hours = hours_of(self.chronicle, self.as_of)
        return {number: hour for number, hour in hours.items() if self._counts(hour)}

    @cached_property
    def settled(self) -> tuple[Hour, ...]:
        """The hours of weeks that were over for a week."""
        until = self.as_of - SETTLES
        return tuple(each for each in self.hours.values() if each.at and each.at < until)

    def _counts(self, hour: Hour) -> bool:
        mentor = self._mentor_of(hour)
        mentees = hour.people - {mentor} or self.proposed.mentees_of.get(mentor, frozenset())
        told = not hour.said or bool(hour.said & self.counted)
        return told and mentor in self.counted and bool(mentees & self.counted)

    def _mentor_of(self, hour: Hour) -> str:
        """Return who mentors all others whose hour it was, "" where nobody does.

        She may be the only one who knows of it, or the only one who does not.
        """
        mentees_of = self.proposed.mentees_of
        hers = (each for each in hour.people if each in mentees_of)
        known = next((each for each in hers if hour.people - {each} <= mentees_of[each]), None)
        if known is not None:
            return known
        return next((each for each, theirs in mentees_of.items() if hour.people <= theirs), "")

    def _responses(self) -> Tally | None:
        """Return the share of those who said whether they met, of all whose hour it was."""
        said = [
            (user, user in hour.said)
            for hour in self.settled
            if hour.came
            for user in hour.invited & self.counted
        ]
        return share([each for _, each in said], (user for user, _ in said))

    def _unknown(self) -> Tally | None:
        """Return the share of hours of which nobody knows, of those that came."""
        came = [each for each in self.settled if each.came]
        return share([each.met is None for each in came], self._invited_to(came))

    def _skipped(self) -> Tally | None:
        """Return the share of hours that were left out; some may never hear of such a one."""
        hours = [each for each in self.settled if each.came or each.left_out]
        people = self._invited_to(hours)
        seen = share([each.left_out for each in hours], people)
        mentors = {self._mentor_of(each) for each in hours if each.left_out}
        mentees = {user for each in mentors for user in self.proposed.mentees_of.get(each, ())}
        unheard = ((mentors | mentees) & self.counted) - people
        if seen is None or not unheard:
            return seen
        return replace(seen, at_most=Tally(seen.value, seen.people + len(unheard)))

    def _invited_to(self, hours: Iterable[Hour]) -> set[str]:
        return {user for each in hours for user in each.invited & self.counted}

    def _matched(self, seat: str) -> Tally | None:
        seats = self.proposed.seats
        paired = {seats[number].get(seat) for number in self._counted_in(self.proposed.accepted)}
        wanted = [
            user
            for user, role in self.completed.items()
            if role in {seat, "both"} and user in self.counted
        ]
        return share([user in paired for user in wanted], wanted)

    def _acceptance(self) -> Tally | None:
        """Return the share of yes; a no to a group may count for mentees who never heard of it."""
        yes = self._counted_in(self.proposed.accepted)
        decided = yes | self._counted_in(self.proposed.declined)
        return self._share_of(yes, decided) if decided else None

    def _expired(self) -> Tally | None:
        """Return the share that ran out; of a no to a group not everybody may have heard."""
        ran_out = self._counted_in(self.proposed.expired)
        decided = self._counted_in(self.proposed.accepted | self.proposed.declined)
        return self._share_of(ran_out, ran_out | decided)

    def _share_of(self, part: frozenset[int], whole: frozenset[int]) -> Tally | None:
        """Return the share of some proposals; up to as many more stood on no screen."""
        unread = {
            mentor: several
            for mentor, several in self.proposed.unread.items()
            if mentor in self.counted
        }
        more = sum(unread.values())
        people = {user for number in whole for user in self.proposed.seats[number].values()}
        if not whole and not more:
            return None
        seen = Tally(len(part) / len(whole) if whole else 0.0, len(people))
        everybody = len(people | unread.keys()) + more
        at_most = Tally(len(part) / (len(whole) + more), everybody)
        return replace(seen, at_most=at_most) if more else seen

    def _counted_in(self, proposals: frozenset[int]) -> frozenset[int]:
        seats = self.proposed.seats
        return frozenset(
            number for number in proposals if frozenset(seats[number].values()) <= self.counted
        )

    def _latest(self, kind: type[commands.Request]) -> dict[tuple[str, int], float]:
        """Return each counted person's last word on each hour that took place."""
        said: dict[tuple[str, int], float] = {}
        for event in self.chronicle.did(kind, self.as_of):
            number = _number(event, "check_in")
            hour = self.hours.get(number)
            if hour is None or not hour.met or event.user not in self.counted:
                continue
            asked = event.asked
            value = asked.useful if isinstance(asked, commands.RateUseful) else None
            value = asked.exchanged if isinstance(asked, commands.SayExchanged) else value
            said[event.user, number] = float(value or 0)
        return said


def _number(event: Event, name: str) -> int:
    return int(getattr(event.asked, name))


def _several(answer: object) -> tuple[str, ...]:
    return answer if isinstance(answer, tuple) else ()
