"""Who was in a tandem or a group from when to when, and who rested, by what people did and read."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property

from app.simulation.chronicle import Chronicle, Event
from app.simulation.proposed import TO_A_GROUP, TO_ONE_THAT_RUNS, Proposed
from bot import commands

PARTED, OUT_OF_GROUP = "fit.parted.title", "fit.left.title"
RESTS, BACK = "resting.told.title", "participation.back.title"
ON_A_BREAK = "home.paused.title"
# The bot decides by itself that somebody rests, or is back, and tells her in her working hours.
OF_A_PAIRING = (
    commands.ShowLesson,
    commands.AskReady,
    commands.SayReady,
    commands.SayFit,
    commands.KeepRhythm,
    commands.ProposeGoal,
    commands.ShowGoals,
    commands.SayNext,
)
TAKES_A_BREAK = (commands.Pause, commands.PausePart, commands.ComeLater)
LATER = timedelta(weeks=4)  # as the button says
TOLD_WITHIN = timedelta(days=5)
LAST_HOUR_WITHIN = timedelta(days=8)
SILENT_FOR = timedelta(days=14)  # at least, until three weekly matters are unanswered


@dataclass
class Tandem:
    """A mentor with those who came to her, each since when; `gone` are who left a group that goes on.

    It is to end at `until`; `ended` is when it ended early, `over_told` when somebody was told that
    it ended as planned.
    """

    mentor: str
    began: datetime
    until: datetime
    came: dict[str, datetime] = field(default_factory=dict)
    gone: dict[str, datetime] = field(default_factory=dict)
    ended: datetime | None = None
    over_told: datetime | None = None

    @property
    def everybody(self) -> frozenset[str]:
        """Whoever is or was in it."""
        return frozenset((self.mentor, *self.came))

    @property
    def mentees(self) -> frozenset[str]:
        """Who learns in it now."""
        return frozenset(self.came.keys() - self.gone.keys())

    def since(self, user: str) -> datetime:
        """Return since when somebody is in it."""
        return self.came.get(user, self.began)

    def had(self, user: str, moment: datetime) -> bool:
        """Tell whether somebody was in it at a moment, on a break or not; its planned end is no end."""
        until = [each for each in (self.ended, self.gone.get(user)) if each]
        return self.since(user) <= moment < min(until, default=moment + TOLD_WITHIN)

    def is_over(self, moment: datetime) -> bool | None:
        """Tell whether it had ended as planned; None while its last hour may have been moved on."""
        if moment < self.until or moment >= self.until + LAST_HOUR_WITHIN:
            return moment >= self.until
        return True if self.over_told and moment >= self.over_told else None

    def loses(self, user: str, at: datetime) -> None:
        """Let one of it go: it ends, unless it is a group that goes on without her."""
        if user != self.mentor and self.mentees - {user}:
            self.gone[user] = at
        else:
            self.ended = at


@dataclass(frozen=True)
class Rest:
    """A break of one person: it began and ended between an earliest and a latest moment each."""

    begins: tuple[datetime, datetime]
    ends: tuple[datetime, datetime] | None = None

    def at(self, moment: datetime) -> bool | None:
        """Tell whether she rested at a moment, None where that cannot be seen from outside."""
        if moment < self.begins[0] or (self.ends and moment >= self.ends[1]):
            return False
        sure = moment >= self.begins[1] and (self.ends is None or moment < self.ends[0])
        return True if sure else None


class Tandems:
    """What a chronicle says of tandems, groups and breaks; `proposed` up to the same moment.

    `until` tells when a tandem that begins at a moment is to end: everybody knows the programme.
    """

    def __init__(
        self,
        chronicle: Chronicle,
        as_of: datetime,
        proposed: Proposed,
        until: Callable[[datetime], datetime],
    ) -> None:
        self.chronicle = chronicle
        self.as_of = as_of
        self.proposed = proposed
        self._until = until

    @cached_property
    def all(self) -> tuple[Tandem, ...]:
        """Every tandem and group that has begun, as it stands at the moment."""
        found = self._begun()
        for arrival, number in self.chronicle.sorted.told.get("ending", ()):
            for tandem in found:
                if {arrival.user, *self._seen_in[int(number)]} <= tandem.everybody:
                    tandem.over_told = tandem.over_told or arrival.at
        for at, user, pairing in sorted(self._goings(), key=lambda each: each[:2]):
            for tandem in found:
                hers = pairing is None or self._seen_in[pairing] <= tandem.everybody
                there = user == tandem.mentor or user in tandem.mentees
                if hers and there and tandem.had(user, at) and not tandem.is_over(at):
                    tandem.loses(user, at)
        return tuple(found)

    def of_pairing(self, pairing: int, people: Collection[str] = ()) -> Tandem | None:
        """Return the tandem that a message or a button calls by its number.

        `people` are others known to be in it: a mentor alone may have several.
        """
        seen = {*self._seen_in[pairing], *people}
        return next((each for each in self.all if seen <= each.everybody), None) if seen else None

    def at(self, people: Collection[str], moment: datetime | None) -> int | None:
        """Return the place in `all` of the tandem in which these people had an hour then."""
        return next(
            (
                place
                for place, each in enumerate(self.all)
                if each.everybody.issuperset(people) and moment and each.began <= moment
            ),
            None,
        )

    def rests(self, user: str) -> bool | None:
        """Tell whether somebody is on a break, None where that cannot be seen from outside."""
        said = {each.at(self.as_of) for each in self.breaks.get(user, ())}
        if True in said:
            return True
        return None if None in said or self._may_rest_untold(user) else False

    def _may_rest_untold(self, user: str) -> bool:
        """Tell whether she may be on a break of which she was not told, since all was over by then.

        She had been silent for long when her tandem ended early, about when the programme did or later.
        """
        hers = (each for each in self.all if user in each.everybody)
        ended = max((each.ended for each in hers if each.ended), default=None)
        if ended is None or ended < self._programme_ends - TOLD_WITHIN:
            return False
        return not any(
            each.user == user and ended - SILENT_FOR <= each.at <= ended
            for each in self.chronicle.events
        )

    @cached_property
    def _programme_ends(self) -> datetime:
        """Return when the tandems of the first day end: what goes on after it is late."""
        return min(each.until for each in self.all)

    def rested_until(self, tandem: Tandem) -> datetime | None:
        """Return when the last break of its mentor or of all its mentees was over, at the latest."""
        mentees = tandem.came if tandem.came.keys() <= self.breaks.keys() else ()
        ends = [
            each.ends[1]
            for user in (tandem.mentor, *mentees)
            for each in self.breaks.get(user, ())
            if each.ends and each.begins[0] <= self.as_of and each.ends[1] >= tandem.began
        ]
        return max(ends, default=None)

    @cached_property
    def breaks(self) -> Mapping[str, tuple[Rest, ...]]:
        """Everybody's breaks in their order."""
        begins: dict[str, tuple[datetime, datetime]] = {}
        named: dict[str, date | None] = {}
        found: dict[str, list[Rest]] = defaultdict(list)
        for at, user, word, day in sorted(self._words_of_breaks(), key=lambda each: each[:3]):
            earliest = at - TOLD_WITHIN if word in {RESTS, BACK} else at
            if word in {RESTS, ON_A_BREAK}:
                begins.setdefault(user, (earliest, at))
                named[user] = day
            elif user in begins:
                found[user].append(Rest(begins.pop(user), (earliest, at)))
        for user, since in begins.items():
            found[user].append(Rest(since, _back_by_itself(named[user])))
        return {user: tuple(rests) for user, rests in found.items()}

    def _begun(self) -> list[Tandem]:
        """Return a tandem for each proposal that both accepted; those of a group begin together."""
        found: list[Tandem] = []
        for number, at in sorted(self.proposed.accepted_at.items(), key=lambda each: each[::-1]):
            seats = self.proposed.seats[number]
            tandem = self._entered(found, number, at)
            if tandem is None:
                tandem = Tandem(seats["mentor"], at, self._until(at))
                found.append(tandem)
            tandem.came[seats["mentee"]] = at
        return found

    def _entered(self, found: Collection[Tandem], number: int, at: datetime) -> Tandem | None:
        """Return the group that a mentee begins together with others, or enters while it runs."""
        if number not in self._to_groups:
            return None
        mentor = self.proposed.seats[number]["mentor"]
        hers = [each for each in found if each.mentor == mentor]
        runs = number in self._to_running
        return next((each for each in reversed(hers) if runs or each.began == at), None)

    @cached_property
    def _to_groups(self) -> Collection[int]:
        return self.proposed.to(TO_A_GROUP)

    @cached_property
    def _to_running(self) -> Collection[int]:
        return self.proposed.to(TO_ONE_THAT_RUNS)

    def _goings(self) -> Iterator[tuple[datetime, str, int | None]]:
        """Yield when somebody left the programme or the company, or said that a tandem does not fit."""
        for event in self.chronicle.did(commands.Leave, self.as_of):
            yield event.at, event.user, None
        for user, at in self.chronicle.departures.items():
            if at <= self.as_of:
                yield at, user, None
        for event in self.chronicle.did(commands.SayFit, self.as_of):
            if isinstance(event.asked, commands.SayFit) and event.title in {PARTED, OUT_OF_GROUP}:
                yield event.at, event.user, event.asked.pairing

    @cached_property
    def _seen_in(self) -> Mapping[int, set[str]]:
        """Who did something about each pairing so far, by its number on buttons."""
        seen: dict[int, set[str]] = defaultdict(set)
        for kind in OF_A_PAIRING:
            for event in self.chronicle.did(kind, self.as_of):
                seen[int(getattr(event.asked, "pairing", 0))].add(event.user)
        return seen

    def _words_of_breaks(self) -> Iterator[tuple[datetime, str, str, date | None]]:
        """Yield who was told, or said, what of a break when, and the day until which she named."""
        for arrival, _ in self.chronicle.sorted.told.get("participant", ()):
            if arrival.message.title.key in {RESTS, BACK}:
                yield arrival.at, arrival.user, arrival.message.title.key, None
        for kind in (*TAKES_A_BREAK, commands.Resume, commands.StayIn):
            for event in self.chronicle.sorted.done.get(kind, ()):
                if kind not in TAKES_A_BREAK or event.title == ON_A_BREAK:
                    yield event.at, event.user, event.title, _named(event)


def _named(event: Event) -> date | None:
    """Return until which day somebody wants her break, None where she named none."""
    asked = event.asked
    if isinstance(asked, commands.ComeLater):
        return event.at.date() + LATER
    until = event.answers.get("until") or (asked.until if isinstance(asked, commands.Pause) else "")
    return date.fromisoformat(str(until)) if until else None


def _back_by_itself(day: date | None) -> tuple[datetime, datetime] | None:
    """Return between when a break ends of which nobody is told: that of a programme that is over."""
    if day is None:
        return None
    midnight = datetime.combine(day, time(), UTC)
    return midnight - timedelta(days=1), midnight + TOLD_WITHIN
