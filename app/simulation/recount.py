"""Counts a play's figures again from what people did and read, without the bot's books or its rules.

It knows nothing of the ledger: who clicked what, when, and what arrived on whose screen is all it
goes by. So it finds out when the bot's own figures are wrong.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from app.simulation.chronicle import Chronicle, Event
from app.simulation.questioned import Questioned
from app.simulation.tally import Tally, mean_of_people, share
from bot import commands
from bot.model import Purpose
from bot.said import Mention, Text, every

# What a proposal says to each of the two: in which seat she would sit, and in which the other.
HALVES = {
    "proposal.open.mentor": ("mentor", "mentee"),
    "proposal.open.mentee": ("mentee", "mentor"),
}
SETTLES = timedelta(weeks=1)  # a week counts a week after its end


@dataclass
class Hour:
    """What became of one check-in, by the answers of its two people."""

    pair: frozenset[str]
    at: datetime
    answers: dict[str, bool]
    asked_anew: bool = False
    met: bool | None = None  # None: nobody knows


class Recount:
    """What a play's chronicle says of the moment `as_of`, counting whom the figures may count."""

    def __init__(self, chronicle: Chronicle, as_of: datetime) -> None:
        self.chronicle = chronicle
        self.as_of = as_of

    def figures(self) -> Mapping[str, Tally]:
        """Return each figure that can be counted from outside, by its name in the status."""
        rated = self._latest(commands.RateUseful)
        exchanged = self._latest(commands.SayExchanged)
        found = {
            **dict(Questioned(self.chronicle, self.as_of, self.counted).figures()),
            "activation": share([user in self.completed for user in self.counted], self.counted),
            "matched_mentors": self._matched("mentor"),
            "matched_mentees": self._matched("mentee"),
            "acceptance": self._acceptance(),
            "usefulness": mean_of_people(rated),
            "exchanged": share(exchanged.values(), (user for user, _ in exchanged)),
        }
        return {key: tally for key, tally in found.items() if tally is not None}

    def hours_in(self, monday: datetime) -> tuple[int, int]:
        """Return (answered, met) of the hours that began in the week of this Monday, midnight."""
        until = monday + timedelta(weeks=1)
        known = [
            hour
            for hour in self.hours.values()
            if monday <= hour.at < until and hour.met is not None and hour.pair <= self.counted
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
    def completed(self) -> Mapping[str, str]:
        """The role of everybody who has completed the questionnaire."""
        roles: dict[str, str] = {}
        done: set[str] = set()
        for event in self.chronicle.did(commands.AnswerQuestions, self.as_of):
            if "role" in event.answers:
                roles[event.user] = str(event.answers["role"])
            if event.title == "join.done.title":
                done.add(event.user)
        return {user: roles[user] for user in done}

    @cached_property
    def proposed(self) -> Mapping[int, Mapping[str, str]]:
        """Who sits where in each proposal, by what those it was put to were told of it.

        Both are in what one of them was told: the other hears nothing when the first says no.
        """
        seats: dict[int, Mapping[str, str]] = {}
        for arrival in self.chronicle.arrivals:
            matter, _, number = arrival.message.about.partition(":")
            if matter == "proposal" and arrival.at <= self.as_of:
                for part in every(Text, arrival.message):
                    if part.key in HALVES:
                        mine, other = HALVES[part.key]
                        seats[int(number)] = {mine: arrival.user, other: _partner_in(part)}
        return seats

    @cached_property
    def accepted(self) -> frozenset[int]:
        """The proposals to which the second of the two said yes, too."""
        return frozenset(
            _number(event, "proposal")
            for event in self.chronicle.did(commands.AcceptProposal, self.as_of)
            if event.title == "proposal.accepted.title"
        )

    @cached_property
    def hours(self) -> Mapping[int, Hour]:
        """What became of every hour that somebody answered about."""
        begun: dict[int, datetime] = {}
        people: dict[int, set[str]] = defaultdict(set)
        for arrival in self.chronicle.arrivals:
            matter, _, number = arrival.message.about.partition(":")
            if matter == "checkin":
                people[int(number)].add(arrival.user)
                if arrival.at <= self.as_of and arrival.names is not None:
                    begun[int(number)] = arrival.names
        hours: dict[int, Hour] = {}
        for event in self.chronicle.did(commands.SayMet, self.as_of):
            check_in = _number(event, "check_in")
            pair, at = frozenset(people[check_in]), begun[check_in]
            _answer(hours.setdefault(check_in, Hour(pair, at, {})), event)
        return hours

    def _matched(self, seat: str) -> Tally | None:
        paired = {self.proposed[number].get(seat) for number in self._counted_in(self.accepted)}
        wanted = [
            user
            for user, role in self.completed.items()
            if role in {seat, "both"} and user in self.counted
        ]
        return share([user in paired for user in wanted], wanted)

    def _acceptance(self) -> Tally | None:
        declined = frozenset(
            _number(event, "proposal")
            for event in self.chronicle.did(commands.DeclineProposal, self.as_of)
            if event.title == "proposal.declined.title"
        )
        decided = self._counted_in(self.accepted | declined)
        people = {user for number in decided for user in self.proposed[number].values()}
        if not decided:
            return None
        return Tally(len(decided & self.accepted) / len(decided), len(people))

    def _counted_in(self, proposals: frozenset[int]) -> frozenset[int]:
        return frozenset(
            number
            for number in proposals
            if frozenset(self.proposed[number].values()) <= self.counted
        )

    def _latest(self, kind: type[commands.Request]) -> dict[tuple[str, int], float]:
        """Return each counted person's last word on each hour that took place."""
        said: dict[tuple[str, int], float] = {}
        for event in self.chronicle.did(kind, self.as_of):
            number = _number(event, "check_in")
            hour = self.hours.get(number)
            if hour is None or not hour.met or not hour.pair <= self.counted:
                continue
            asked = event.asked
            value = asked.useful if isinstance(asked, commands.RateUseful) else None
            value = asked.exchanged if isinstance(asked, commands.SayExchanged) else value
            said[event.user, number] = float(value or 0)
        return said


def _answer(hour: Hour, event: Event) -> None:
    """The first answer counts; when the second differs both are asked anew, and then once only."""
    assert isinstance(event.asked, commands.SayMet)
    hour.answers[event.user] = event.asked.met
    if len(set(hour.answers.values())) == 1:
        hour.met = event.asked.met
        return
    hour.met = None
    if not hour.asked_anew:
        hour.asked_anew = True
        hour.answers.clear()


def _number(event: Event, name: str) -> int:
    return int(getattr(event.asked, name))


def _several(answer: object) -> tuple[str, ...]:
    return answer if isinstance(answer, tuple) else ()


def _partner_in(words: Text) -> str:
    return every(Mention, words)[0].addresses[0].user
