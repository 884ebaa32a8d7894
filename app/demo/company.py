"""The company that the page plays: its people, its movable clock, and colleagues who answer."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from adapters.web.chat import Chat
from adapters.web.company import Colleague, Step
from adapters.web.read import actor
from app.demo.colleagues import Colleagues, Overheard
from app.demo.movable_clock import MovableClock
from app.demo.seeding import Plot, seed
from app.wiring import House
from bot.commands import SpeakLanguage
from bot.grammar import payload_of
from bot.heard import Pressed
from bot.model import Language, Person, Platform
from storage.throwaway import empty

STEPS = {Step.DAY: timedelta(days=1), Step.WEEK: timedelta(weeks=1)}
FURTHEST_EVENT = timedelta(weeks=4)
SEED = 7


class DemoCompany:
    """A Company for the page. Everybody stands in memory; what happens stands in the books."""

    def __init__(
        self, house: House, chat: Chat, overheard: Overheard, clock: MovableClock, plot: Plot
    ) -> None:
        self.house = house
        self.chat = chat
        self.overheard = overheard
        self.clock = clock
        self.plot = plot
        self.colleagues_answer = True
        self.shown: frozenset[str] = frozenset()  # who is in a pane now
        self.played: frozenset[str] = frozenset()  # who has ever been in one
        self._moving = asyncio.Lock()
        self._open()

    @property
    def name(self) -> str:
        """The company's name."""
        return self.plot.company

    @property
    def workspace(self) -> str:
        """The workspace part of everybody's web address."""
        return self.plot.workspace

    def let_colleagues_answer(self, *, answer: bool) -> None:
        """Let colleagues who are not played answer by themselves, or wait for the visitor."""
        self.colleagues_answer = answer

    def people(self) -> Sequence[Colleague]:
        """Return everybody: whom the visitor plays at first, the HR lead, then by name."""
        return tuple(self._people.values())

    def first_seats(self) -> tuple[str, str]:
        """Return the users of the left and the right pane."""
        users = list(self._people)
        return users[0], users[1]

    def play(self, users: Collection[str]) -> None:
        """Nobody answers in the place of these users from now on, even when they are left."""
        self.shown = frozenset(users)
        self.played |= self.shown

    def suggestions(self, user: str) -> Sequence[str]:
        """Return commands worth trying."""
        own = ("/program", "/program join", "/program pair", "/program profile", "/program help")
        hr = ("/program match", "/program status", "/program", "/program help")
        return hr if self._people[user].hr_lead else own

    def set_language(self, user: str, language: Language) -> None:
        """Ask the bot, as the user would, to speak this language."""
        who = self._people[user]
        pressed = Pressed(actor(who, self.workspace), payload_of(SpeakLanguage(language)))
        self.house.bot.hear(pressed, self.clock())
        self._people[user] = replace(who, language=language)

    def now(self) -> datetime:
        """Return the company's moment."""
        return self.clock()

    def time_zone(self) -> str:
        """Return the zone of the programme."""
        return self._programme.time_zone

    def week(self) -> tuple[int, int]:
        """Return (this week, of how many) of the programme, 0 before its start."""
        today = self.clock().astimezone(ZoneInfo(self.time_zone())).date()
        days = (today - self._programme.starts_on).days
        return (max(0, days // 7 + 1), self._programme.weeks)

    def next_event(self) -> datetime | None:
        """Return when the next row is due."""
        return self.house.books.next_due()

    async def advance(self, step: Step) -> None:
        """Move on by a day or a week, or until somebody who is shown hears something."""
        async with self._moving:
            start = self.clock()
            until = start + STEPS.get(step, FURTHEST_EVENT)
            heard = self._heard()
            while step is not Step.EVENT or self._heard() == heard:
                due = self.house.books.next_due()
                if due is None or due > until:
                    break
                self.clock.move_to(due)
                await self.settle()
            if step is not Step.EVENT:
                self.clock.move_to(until)
                await self.settle()

    async def tick(self) -> None:
        """Do what is due at this moment, unless the clock is being moved."""
        if not self._moving.locked():
            async with self._moving:
                await self.settle()

    async def settle(self) -> None:
        """Do what is due now, and let the colleagues answer what they got, until all is quiet."""
        while True:
            done = await self.house.local.tick()
            if not self.colleagues_answer:
                # What arrives while they wait for the visitor stays unanswered.
                self.overheard.received.clear()
            done += await self._colleagues.answer(
                self.overheard.received, self.played, self.clock()
            )
            if not done:
                return

    async def reset(self) -> None:
        """Forget everything and begin again at the first day."""
        async with self._moving:
            await asyncio.to_thread(empty, self.house.books)
            self.clock.start_over()
            self.overheard.received.clear()
            await asyncio.to_thread(self._open)

    def _open(self) -> None:
        """Read who is there; an empty database is filled first."""
        with self.house.books.turn() as store:
            if store.organisation_of(Platform.WEB, self.plot.workspace) is None:
                seed(store, self.house.bot.catalogue, self.plot, self.clock())
        with self.house.books.read() as store:
            organisation = store.organisation_of(Platform.WEB, self.plot.workspace)
            assert organisation is not None
            self._programme = store.programmes_of(organisation.id)[-1]
            people = sorted(store.people_of(organisation.id), key=self._order)
        self._people = {str(each.id): self._colleague(each) for each in people}
        self.played = frozenset(self.first_seats())
        self._colleagues = Colleagues(
            self.house.bot, self.chat, self.plot.workspace, self._people.__getitem__, SEED
        )

    def _order(self, person: Person) -> tuple[int, str]:
        first = (*self.plot.seats, self.plot.hr_lead)
        place = first.index(person.email) if person.email in first else len(first)
        return place, person.name

    def _colleague(self, person: Person) -> Colleague:
        return Colleague(
            user=str(person.id),
            name=person.name,
            email=person.email,
            job=person.team,
            site=person.site,
            language=person.language,
            time_zone=person.hours.time_zone,
            hr_lead=person.id in self._programme.hr_leads,
        )

    def _heard(self) -> tuple[int, ...]:
        """Return a mark that changes when a conversation that is shown does."""
        return tuple(self.chat.version(user) for user in sorted(self.shown))
