"""Microsoft Graph, joined to the books: who works here, what changed since, and who gets the app."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from adapters.directory.graph import SCOPE, Graph, GraphDirectory, GraphInstaller, GraphRefused
from adapters.directory.intake import take_in
from adapters.teams.connected import TeamsSettings
from adapters.teams.tokens import NoToken, asked_for, session
from app.opening import organisation_named
from app.settings import Settings
from app.teams import teams_settings
from bot.commands import Depart
from bot.model import Address, Person, Platform
from bot.ports import Store
from storage.books import SqlBooks
from storage.marks import SqlDirectoryMarks

log = logging.getLogger("kehrwert")


@dataclass(frozen=True)
class Taken:
    """What a look at the tenant has changed, in people."""

    created: int
    updated: int
    unchanged: int
    left: int


class Tenant:
    """The tenant in which the bot is registered, as far as its admin lets Graph tell."""

    def __init__(
        self, settings: Settings, told: TeamsSettings, books: SqlBooks, graph: Graph | None = None
    ) -> None:
        self.settings = settings
        self.told = told
        self.books = books
        self.graph = graph or Graph(_token_of(told), session(), time.sleep)
        self.marks = SqlDirectoryMarks(books)
        self.source = f"graph:{told.tenant}"

    def take_in(self, now: datetime, *, full: bool = False) -> Taken:
        """Take in who changed since the last time, or everybody; raises GraphRefused.

        Whoever's account was disabled or deleted leaves her programmes; the clock ends her parts.
        """
        directory = GraphDirectory(self.graph, with_hours=self.settings.graph_hours)
        mark = "" if full else self.marks.find(self.source)
        listed = directory.changed(mark) if mark else directory.listed()
        with self.books.turn() as store:
            organisation = organisation_named(store, self.settings)
            taken = take_in(store, organisation.id, listed.entries)
            gone = [
                *(store.person_by_email(organisation.id, email) for email in listed.left),
                *(self._person(store, user) for user in listed.removed),
            ]
            left = _let_go(store, gone, now)
        self.marks.keep(self.source, listed.mark, now)
        return Taken(taken.created, taken.updated, taken.unchanged, left)

    def take_in_by_itself(self, now: Callable[[], datetime], tick: str) -> None:
        """Take in who changed, unless another process does; what Graph refuses is logged."""
        moment = now()
        hour = moment.replace(minute=0, second=0, microsecond=0)
        if not self.books.take_tick(tick, hour):
            return
        try:
            taken = self.take_in(moment)
        except GraphRefused as refusal:
            log.warning("the directory was not read", extra={"reason": str(refusal)})
        else:
            told = (taken.created, taken.updated, taken.left)
            log.info("the directory was read: %s new, %s changed, %s left", *told)

    def install(self) -> tuple[int, tuple[str, ...]]:
        """Install the app for participants who have not met it on Teams; raises GraphRefused.

        Returns for how many, and the e-mails that the tenant does not know.
        """
        with self.books.read() as store:
            organisation = organisation_named(store, self.settings)
            emails = [each.email for each in _strangers(store, organisation.id)]
        unknown = GraphInstaller(self.graph, self.told.app_id).install(emails)
        return len(emails) - len(unknown), unknown

    def _person(self, store: Store, user: str) -> Person | None:
        return store.person_at(Address(Platform.TEAMS, self.told.tenant.casefold(), user))


def tenant_of(books: SqlBooks, settings: Settings) -> Tenant | None:
    """Return the tenant whose people are to be read by themselves, None where nobody wants that."""
    told = teams_settings(settings) if settings.graph_directory else None
    return Tenant(settings, told, books) if told is not None and told.app_id else None


def _strangers(store: Store, organisation: int) -> Iterable[Person]:
    """Yield whoever takes part and has no address on Teams."""
    parts = {
        participant.person
        for programme in store.programmes_of(organisation)
        for participant in store.participants_of(programme.id)
        if participant.left_at is None
    }
    for person in store.people_by_id(parts).values():
        met = any(each.platform is Platform.TEAMS for each in store.addresses_of(person.id))
        if person.employed and person.email and not met:
            yield person


def _let_go(store: Store, people: Iterable[Person | None], now: datetime) -> int:
    gone = {each.id: each for each in people if each is not None and each.employed}
    for person in gone:
        store.later(Depart(person), now)
    return len(gone)


def _token_of(told: TeamsSettings) -> Callable[[], str]:
    """Return what gives a token for Graph; msal remembers it for as long as it is good."""
    acquire = told.credentials.acquire(session(), SCOPE)

    def token() -> str:
        try:
            found, _ = asked_for(acquire)
        except NoToken as refusal:
            reason = f"Microsoft gives no token for Graph ({refusal.error}): run kehrwert doctor"
            raise GraphRefused(0, reason) from None
        return found

    return token
