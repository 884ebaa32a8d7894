"""A fake Teams that takes its time, and three kinds of people there: reminded, known, and new."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from aiohttp import web
from sqlalchemy import select

from app.wiring import system_now
from bot.model import (
    Address,
    Notice,
    Organisation,
    Participant,
    ParticipantState,
    Platform,
    Programme,
    Proposal,
    ProposalState,
    Role,
)
from bot.ports import Store
from storage.shelves.owed import NOTICE
from storage.teams import SqlTeamsReferences
from tests.faults.audit import Audit, audited, note_moves
from tests.faults.served import Served
from tests.musterwerk import MAIL, TEAMS, colleague
from tests.teams.fake import FakeTeams, serving

ANSWER_SECONDS = 0.3  # between keeping a message and saying so: kills fall into it
LOST_ANSWERS = 0.1
WORTH = timedelta(days=1)
MATTERS, NUDGES = "proposal.open", "proposal.reminder"
KNOWN, REMINDED, NEW = range(3)  # person n is of kind n % 3


@dataclass
class SlowTeams(FakeTeams):
    """Teams that keeps a message at once and says so later, or never."""

    loses: float = 0.0
    dice: random.Random = field(default_factory=lambda: random.Random(5))  # noqa: S311 seeded

    async def send(self, request: web.Request) -> web.StreamResponse:
        """Take a message of anybody's, as an emulator does."""
        number = f"1:{self.number()}"
        self.messages[request.match_info["conversation"], number] = await request.json()
        await asyncio.sleep(ANSWER_SECONDS)
        if self.dice.random() < self.loses and request.transport is not None:
            request.transport.abort()
        return web.json_response({"id": number}, status=201)


@dataclass
class OnTeams:
    """Everybody of a tenant, each with an open proposal, and the process that tells of it."""

    teams: SlowTeams
    served: Served
    people: Sequence[tuple[int, int]]  # ids of a person and her proposal

    def owes(self, *kinds: int) -> int:
        """Owe everybody of these kinds a message about her proposal; return how many."""
        now = system_now()
        owed = [n for n in range(len(self.people)) if n % 3 in kinds]
        with self.served.books.turn() as store:
            for number in owed:
                person, proposal = self.people[number]
                kind = NUDGES if number % 3 == REMINDED else MATTERS
                once = f"{now.isoformat()}:{number}"
                store.owe(Notice(person, kind, proposal, once, now, now + WORTH, at_latest=now))
        return len(owed)

    async def waits_for(self, arrived: int) -> None:
        """Wait until so many messages have arrived."""
        await self.served.until(lambda: len(self.teams.messages) >= arrived)

    def twice(self, kind: int) -> int:
        """Return how many of a kind got more new messages than are owed her."""
        owed = 2 if kind == KNOWN else 1
        heard = Counter(conversation for conversation, _ in self.teams.messages)
        theirs = range(kind, len(self.people), 3)
        return sum(heard[f"a:u{number}"] > owed for number in theirs)

    def audit(self) -> Audit:
        """Compare what stands in the books with what Teams has; who is new may hear it twice."""
        there = {number for _, number in self.teams.messages}
        with self.served.books.database.reading() as session:
            rows = session.execute(select(NOTICE.c.id, NOTICE.c.message)).all()
        arrived = frozenset(f"kehrwert-{row.id}" for row in rows if row.message in there)
        twice = ["twice"] * (self.twice(KNOWN) + self.twice(REMINDED))
        seen = {"twice": twice, "early": 0, "under_way": 0}
        return audited(self.served.books, seen, arrived, WORTH)


@asynccontextmanager
async def on_teams(url: str, folder: Path, people: int) -> AsyncIterator[OnTeams]:
    """Serve a tenant of an even number of people, of whom each has met the bot."""
    teams = SlowTeams(TEAMS)
    async with serving(teams):
        told = {"KEHRWERT_TEAMS_DEVELOPMENT": "true", "KEHRWERT_TEAMS_TENANTS": f'["{TEAMS}"]'}
        served = Served(url, folder, told)
        try:
            note_moves(served.books)
            employed = _employed(served, people, teams.service_url)
            await served.starts()
            yield OnTeams(teams, served, employed)
        finally:
            await served.ends()


def _employed(served: Served, people: int, service_url: str) -> Sequence[tuple[int, int]]:
    """Employ people, each two of whom have an open proposal; return its id with each."""
    with served.books.turn() as store:
        organisation = store.add(Organisation("Musterwerk", (MAIL,)))
        today = system_now().date()  # what a programme leaves behind would be deleted by night
        programme = store.add(Programme(organisation.id, "2026", today))
        parts = [_takes_part(store, organisation, programme, number) for number in range(people)]
        pairs = list(zip(parts[: people // 2], parts[people // 2 :], strict=True))
        proposals = [_proposed(store, mentor, mentee) for mentor, mentee in pairs]
    kept = SqlTeamsReferences(served.books)
    for number in range(people):
        where = {"tenant": TEAMS, "user": f"u{number}", "account": f"29:u{number}"}
        place = {"conversation": f"a:u{number}", "bot": "28:bot", "service_url": service_url}
        kept.keep({**where, **place, "reachable": True}, system_now())
    return [(part.person, each) for part, each in zip(parts, proposals * 2, strict=True)]


def _takes_part(
    store: Store, organisation: Organisation, programme: Programme, number: int
) -> Participant:
    now = system_now()
    person = store.add(colleague(organisation.id, f"Person {number}"))
    store.link(person.id, Address(Platform.TEAMS, TEAMS, f"u{number}"), now)
    active = ParticipantState.ACTIVE
    return store.add(Participant(programme.id, person.id, active, now, role=Role.BOTH))


def _proposed(store: Store, mentor: Participant, mentee: Participant) -> int:
    now = system_now()
    match = Proposal(mentor.programme, mentor.id, mentee.id, 80, (), ProposalState.OPEN)
    put = replace(match, sent_at=now, expires_at=now + timedelta(days=7))
    return store.add(put).id
