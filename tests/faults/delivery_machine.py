"""A play of delivery in which anything may happen in any order; at its end everything is audited."""

import asyncio
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import select

from bot.core import Bot
from bot.matching import Catalogue
from bot.model import (
    Address,
    Notice,
    NoticeState,
    Organisation,
    Participant,
    ParticipantState,
    Platform,
    Priority,
    Programme,
    Role,
)
from bot.ports import InDoubt, Throttled
from bot.post import Terms
from bot.texts import load_words
from storage.books import SqlBooks
from storage.claims import LONGEST_LEASE
from storage.shelves.owed import NOTICE
from tests.databases import sqlite_url
from tests.faults.audit import ENDED, audited, note_moves
from tests.faults.played import MOODS, Process, Provider, Sending
from tests.musterwerk import MAIL, colleague
from tests.outside import outline

START = datetime(2026, 10, 24, 22, tzinfo=UTC)
WORDS, CATALOGUE = load_words(), Catalogue.load()
PEOPLE, PROCESSES = 3, 2
MESSENGER = Terms().messenger.total_seconds()
LEASE_RUN_OUT_SECONDS = 61
LEASES_UNTIL_TAKEN_OVER = 4  # until the clock is trusted, it is in doubt, and it is looked for
LONGEST_SPIN = 300  # steps of the event loop after which nothing moves any more
processes = st.integers(0, PROCESSES - 1)


class Delivery(RuleBasedStateMachine):
    """Two processes deliver what three people are owed, while everything may go wrong."""

    guards: ClassVar[dict[str, bool]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.books = SqlBooks(self.address(), careless=True)
        note_moves(self.books)
        self.now, self.latest, self.seconds = START, START, 0.0
        self.provider = Provider(lambda: self.seconds)
        self.people = self._employed()
        self.worth = timedelta(days=400)
        self.owed = 0
        self.living = [self._process() for _ in range(PROCESSES)]
        self.dead: list[Process] = []

    def address(self) -> str:
        """Return the address of an empty database."""
        return sqlite_url(Path(self.folder.name))

    def clear_away(self) -> None:
        """Leave nothing of this play behind."""
        self.folder.cleanup()

    def _employed(self) -> list[tuple[int, int]]:
        with self.books.turn() as store:
            organisation = store.add(Organisation("Musterwerk", (MAIL,)))
            programme = store.add(Programme(organisation.id, "2026", date(2026, 1, 5)))
            found = []
            for number in range(PEOPLE):
                person = store.add(colleague(organisation.id, f"Person {number}"))
                store.link(person.id, Address(Platform.TEAMS, "tenant", f"u{number}"), START)
                state = ParticipantState.ACTIVE
                part = Participant(programme.id, person.id, state, START, role=Role.MENTOR)
                found.append((person.id, store.add(part).id))
            return found

    def _process(self) -> Process:
        bot = Bot(self.books, WORDS, CATALOGUE, outline)

        async def built() -> Process:
            return Process(bot, self.provider, lambda: self.now, **self.guards)

        return self.loop.run_until_complete(built())

    def _spins(self) -> None:
        """Let everything go on until it waits for somebody."""

        async def steps() -> None:
            for _ in range(LONGEST_SPIN):
                await asyncio.sleep(0)

        self.loop.run_until_complete(steps())

    @rule(
        person=st.integers(0, PEOPLE - 1),
        seconds=st.sampled_from([20, 4000, 500_000]),
        priority=st.sampled_from(Priority),
    )
    def owe(self, person: int, seconds: int, priority: Priority) -> None:
        self.owed += 1
        number, part = self.people[person]
        until = self.now + timedelta(seconds=seconds)
        once = str(self.owed)
        notice = Notice(
            number, "proposal.none_yet", part, once, self.now, until, priority, at_latest=self.now
        )
        with self.books.turn() as store:
            store.owe(notice)

    @rule(process=processes)
    def tick(self, process: int) -> None:
        if not self.living[process].gate.frozen:
            self.living[process].ticks(self.loop)
            self._spins()

    @rule(which=st.integers(0, 20), mood=st.sampled_from(sorted(MOODS)))
    def answer(self, which: int, mood: str) -> None:
        waiting = self._on_their_way()
        if waiting:
            self._decide(*waiting[which % len(waiting)], mood)

    @rule(process=processes, steps=st.integers(0, 7))
    def freeze(self, process: int, steps: int) -> None:
        gate = self.living[process].gate
        gate.steps_left = steps or None
        if not steps:
            gate.freezes()

    @rule(process=processes, person=st.integers(0, PEOPLE - 1), steps=st.integers(1, 7))
    def freeze_while_another_takes_over(self, process: int, person: int, steps: int) -> None:
        """Stop one that holds a notice for so long that another takes it for given up, and sends.

        By single steps of chance this hardly ever comes to pass.
        """
        self.thaw(process)
        self.owe(person, 500_000, Priority.ANSWER)
        self.freeze(process, steps)
        self.tick(process)
        for _ in range(LEASES_UNTIL_TAKEN_OVER):
            self.tick(PROCESSES - 1 - process)
            self.wait(LEASE_RUN_OUT_SECONDS, arrives=True)
        for whose, sending in self._on_their_way():
            self._decide(whose, sending, "takes it")

    @rule(process=processes)
    def thaw(self, process: int) -> None:
        self.living[process].gate.thaws()
        self._spins()

    @rule(process=processes, arrives=st.booleans())
    def kill(self, process: int, *, arrives: bool) -> None:
        dead = self.living[process]
        for sending in list(dead.line.on_its_way):
            self.provider.kept[sending.key] += arrives
        dead.line.on_its_way.clear()
        dead.dies()
        self._spins()
        self.living[process] = self._process()

    @rule(seconds=st.sampled_from([1, 10, 30, 61, 130, 3700]), arrives=st.booleans())
    def wait(self, seconds: int, *, arrives: bool) -> None:
        """Let time pass; a message that is not decided by then times out, arrived or not."""
        for process, sending in self._on_their_way():
            if self.seconds + seconds - sending.since > MESSENGER:
                mood = "takes it and loses the answer" if arrives else "fails"
                self._decide(process, sending, mood)
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds

    @rule(hours=st.sampled_from([1, -1, 2, 24, -24]))
    def jump(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(problem=st.sampled_from([InDoubt(), Throttled(40)]))
    def look_in_vain(self, problem: Exception) -> None:
        self.provider.looks_fail = [problem]

    @invariant()
    def nothing_is_said_twice(self) -> None:
        assert all(count <= 1 for count in self.provider.kept.values()), self.provider.kept

    @invariant()
    def no_lease_lasts_longer_than_it_may(self) -> None:
        self.latest = max(self.latest, self.now)
        with self.books.database.reading() as session:
            leases = session.execute(select(NOTICE.c.leased_until)).scalars().all()
        assert all(lease is None or lease <= self.latest + LONGEST_LEASE for lease in leases)

    def teardown(self) -> None:
        try:
            self._ends_well()
        finally:
            for process in self.living:
                process.dies()
            self._spins()
            self.loop.close()
            self.books.close()
            self.clear_away()

    def _ends_well(self) -> None:
        """Hold that everything ends by itself once nothing goes wrong any more."""
        self.provider.looks_fail.clear()
        self.now = max(self.now, self.latest)
        for turn in range(400):
            for process in self.living:
                process.gate.thaws()
                process.ticks(self.loop)
            self._spins()
            while waiting := self._on_their_way():
                self._decide(*waiting[0], "takes it")
            if not self._open():
                break
            # Patient notices wait for a quiet day, so a time of small steps is followed by days.
            passing = 31 if turn < 100 else 3600
            self.now += timedelta(seconds=passing)
            self.seconds += passing
        self.nothing_is_said_twice()
        arrived = frozenset(key for key, count in self.provider.kept.items() if count)
        found = audited(self.books, {"twice": [], "early": 0, "under_way": 0}, arrived, self.worth)
        assert found.complaints == {}
        assert found.states.get(NoticeState.SENT, 0) == len(arrived)

    def _open(self) -> int:
        with self.books.database.reading() as session:
            states = session.execute(select(NOTICE.c.state)).scalars().all()
        return sum(state not in ENDED for state in states)

    def _on_their_way(self) -> list[tuple[Process, Sending]]:
        return [(each, sending) for each in self.living for sending in each.line.on_its_way]

    def _decide(self, process: Process, sending: Sending, mood: str) -> None:
        process.line.on_its_way.remove(sending)
        self.provider.becomes(sending, mood)
        self._spins()
