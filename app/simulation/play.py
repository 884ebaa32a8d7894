"""Plays a programme from its opening to its last figures, as fast as the machine can."""

import heapq
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from adapters.gateway import Gateway
from app.demo.seeding import Plot, found
from app.simulation.character import MET, Character, Turning
from app.simulation.chronicle import Chronicle
from app.simulation.employee import Employee
from app.wiring import House, build
from bot.cadence import next_working_moment
from bot.commands import Depart, SpeakLanguage
from bot.flows.meeting_times import working_time
from bot.grammar import payload_of
from bot.heard import Actor, Pressed, Typed
from bot.model import Address, Language, Person, Platform, Programme
from bot.said import Message, Reply
from bot.texts import Words
from storage.books import SqlBooks

ROUND_AFTER = timedelta(days=4, hours=2)  # of the opening: HR matches when the first have joined
STARTS_AFTER = timedelta(weeks=1)
SETTLING = timedelta(weeks=2)  # after the end, until the last hours are in the figures
Found = TypeVar("Found")

HR, MENTORING = "/program match", "/program join"
STATUS = "/program status"
WANTS_AFTER, LOOKS_EVERY = timedelta(days=1), timedelta(weeks=1)
# What HR wants to be reached, in percent or in points from 1 to 5: some of it is, some is not.
HR_WANTS = {
    "activation": "90",
    "matched_mentees": "80",
    "completion": "70",
    "usefulness": "4.2",
    "exchanged": "75",
    "goals": "50",
    "retention": "80",
    "satisfaction_end": "4",
    "project_end": "40",
}


@dataclass(order=True)
class Deed:
    """Something that an employee will do: ordered so that every run does it in the same order."""

    at: datetime
    number: int
    ordinal: int
    act: Callable[[datetime], object] = field(compare=False)


class PlayedClock:
    """Tells the moment of the play."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the moment of the play."""
        return self.now


async def at_once(work: Callable[[], Found], /) -> Found:
    """Do some work at once: nobody else waits in a play, and going to a thread costs more."""
    return work()


class Screens:
    """The messenger of the play: what is sent stands on somebody's screen at once."""

    def __init__(self, play: "Play") -> None:
        self.play = play

    async def send(self, address: Address, message: Message, _key: str) -> str:
        """Put a message onto the screen."""
        return self.play.delivered(address.user, message)

    async def update(self, address: Address, provider_id: str, message: Message) -> None:
        """Change a message where it stands."""
        self.play.employees[address.user].sees_changed(provider_id, message, self.play.clock.now)

    async def find(self, _address: Address, _key: str) -> str | None:
        """Nothing gets lost here, so nothing has to be looked for."""
        return None


class Play:
    """One programme with all its people. `careless` books only: a play is thrown away."""

    def __init__(
        self,
        books: SqlBooks,
        plot: Plot,
        opening: datetime,
        seed: int,
        words: Mapping[Language, Words] | None = None,
    ) -> None:
        self.plot = plot
        self.seed = seed
        self.opening = opening
        self.clock = PlayedClock(opening)
        self.chronicle = Chronicle()
        screens = Gateway({Platform.WEB: Screens(self)})
        self.house: House = build(books, screens, self.clock, words=words, beside=at_once)
        self.deeds: list[Deed] = []
        self._ordinals: dict[int, int] = {}
        with books.turn() as store:
            self.programme: Programme = found(store, self.house.bot.catalogue, plot, opening)
        with books.read() as store:
            people = store.people_of(self.programme.organisation)
            self.joining = {
                str(each.id) for each in people if store.suggestion_for(each.id) is not None
            }
        self.people = {str(each.id): each for each in people}
        self.employees = {user: self._employee(each) for user, each in self.people.items()}
        self.lead = str(self.programme.hr_leads[0])

    @property
    def ends(self) -> datetime:
        """When the last figures are frozen."""
        return self.opening + STARTS_AFTER + timedelta(weeks=self.programme.weeks) + SETTLING

    async def run(self, tell: Callable[[float], object]) -> None:
        """Play it to the end; `tell` hears how far it is, 0.0 to 1.0."""
        self._expect_everything()
        while (moment := self._next()) is not None:
            self.clock.now = moment
            tell((moment - self.opening) / (self.ends - self.opening))
            if self.deeds and self.deeds[0].at <= moment:
                self._do_what_is_due()
            else:
                await self.house.local.take_up()
        self.clock.now = self.ends

    def asks_for_status(self, language: SpeakLanguage) -> Reply:
        """Let the HR lead ask how it went, in a language of her choice."""
        lead = self.employees[self.lead]
        self.house.bot.hear(Pressed(lead.actor, payload_of(language)), self.clock.now)
        return self.house.bot.hear(Typed(lead.actor, STATUS), self.clock.now)

    def delivered(self, user: str, message: Message) -> str:
        """Put a message onto somebody's screen; she looks at it when it suits her."""
        employee = self.employees[user]
        line = employee.receives(message, self.clock.now)
        waits = timedelta(minutes=5) if user == self.lead else employee.looks_after(line)
        if waits is not None:
            self._will(user, waits, lambda now: employee.looks(line, now))
        return line

    def took_place(self, check_in: int) -> bool:
        """Tell whether the two of an hour really met."""
        return random.Random(f"{self.seed}:met:{check_in}").random() < MET  # noqa: S311 play

    def _next(self) -> datetime | None:
        due = self.house.books.next_due()
        moments = [each for each in (due, self.deeds[0].at if self.deeds else None) if each]
        first = min(moments, default=None)
        return max(first, self.clock.now) if first and first <= self.ends else None

    def _do_what_is_due(self) -> None:
        while self.deeds and self.deeds[0].at <= self.clock.now:
            deed = heapq.heappop(self.deeds)
            if self.employees[str(deed.number)].employed:
                deed.act(self.clock.now)

    def _expect_everything(self) -> None:
        """Plan what does not answer to a message: joining, HR's week, and what life brings."""
        lead = self.employees[self.lead]
        self._will(self.lead, WANTS_AFTER, lambda now: lead.wants(HR_WANTS, now))
        self._will(self.lead, ROUND_AFTER, lambda now: lead.types(HR, now))
        for week in range(1, (self.ends - self.opening) // LOOKS_EVERY):
            self._will(self.lead, week * LOOKS_EVERY, lambda now: lead.types(STATUS, now))
        for user in sorted(self.joining - {self.lead}, key=int):
            joins_after = self.employees[user].character.joins_after
            if joins_after is not None:
                self._expect_life(user, joins_after)

    def _expect_life(self, user: str, joins_after: timedelta) -> None:
        employee = self.employees[user]
        self._will(user, joins_after, _joins(employee))
        silent_after = employee.character.silent_after
        if silent_after is not None:
            self._will(user, joins_after + silent_after, employee.falls_silent)
        for moment, turning in self._turnings(user, employee):
            self._will(user, moment, self._lives(user, turning))

    def _turnings(self, user: str, employee: Employee) -> Iterator[tuple[timedelta, Turning]]:
        for week in range(2, self.programme.weeks + 1):
            chance = random.Random(f"{self.seed}:{user}:week {week}")  # noqa: S311 play
            turning = employee.character.turning(chance)
            if turning is not None:
                yield timedelta(weeks=week, days=chance.randrange(5)), turning
                if turning in {Turning.LEAVING, Turning.LEAVING_THE_COMPANY}:
                    return

    def _lives(self, user: str, turning: Turning) -> Callable[[datetime], None]:
        employee = self.employees[user]

        def act(now: datetime) -> None:
            employee.lives(turning, now)
            if turning is Turning.LEAVING_THE_COMPANY:
                employee.employed = False
                self.chronicle.departures[user] = now
                with self.house.books.turn() as store:
                    store.later(Depart(self.people[user].id), now)

        return act

    def _will(self, user: str, after: timedelta, act: Callable[[datetime], object]) -> None:
        """Have somebody do something so long from now, in her working hours."""
        number = int(user)
        self._ordinals[number] = ordinal = self._ordinals.get(number, 0) + 1
        at = next_working_moment(self.clock.now + after, working_time(self.people[user]))
        heapq.heappush(self.deeds, Deed(at, number, ordinal, act))

    def _employee(self, person: Person) -> Employee:
        user, hours = str(person.id), person.hours
        address = Address(Platform.WEB, self.plot.workspace, user)
        actor = Actor(address, person.name, person.email, person.language, hours.time_zone)
        chance = random.Random(f"{self.seed}:{user}")  # noqa: S311 play, not secrecy
        seed = str(self.seed)
        return Employee(
            self.house.bot,
            self.chronicle,
            actor,
            Character.drawn(chance, self.programme.format),
            seed,
            self.took_place,
        )


def _joins(employee: Employee) -> Callable[[datetime], object]:
    return lambda now: employee.types(MENTORING, now)
