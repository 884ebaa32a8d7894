"""Opens the books for a command, and finds the organisation that it is about."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

import typer

from app.refusal import Refusal
from app.settings import Settings
from bot.model import PACES, Organisation, Platform, PlatformPace, Programme
from bot.ports import Conflict, OnlyReading, Store
from storage import schema
from storage.books import SqlBooks
from storage.journal import Journal
from storage.trouble import trouble_with

PORTS = (Conflict, OnlyReading)  # what a database said is behind them
MOST_NAMES = 5  # of organisations in one sentence

ProgrammeName = Annotated[
    str, typer.Option("--programme", help="its name or number, where there are several")
]


@contextmanager
def reachable() -> Iterator[None]:
    """Tell a database that does not answer, or takes nothing, in one sentence."""
    try:
        yield
    except schema.Unreachable as problem:
        raise Refusal(f"the database does not answer: {problem}", code=1) from problem
    except Exception as problem:
        told = trouble_with(problem.__cause__ if isinstance(problem, PORTS) else problem)
        if told is None:
            raise
        raise Refusal(f"the database cannot be used ({told})", code=1) from problem


def in_step(database_url: str) -> str:
    """Return the database's revision if it is this version's; raises Refusal otherwise."""
    current, head = schema.current(database_url), schema.head()
    if current is None:
        raise Refusal("there is no database yet: run kehrwert db upgrade", code=1)
    if current != head:
        raise Refusal(
            f"the database is at {current}, this version needs {head}: run kehrwert db upgrade",
            code=1,
        )
    return head


def paces_of(settings: Settings) -> Mapping[Platform, PlatformPace]:
    """Return how fast each platform lets the bot write, as the settings say."""
    usual = PACES[Platform.TEAMS]
    between = timedelta(seconds=settings.teams_seconds_between_messages)
    apart = timedelta(seconds=1 / settings.teams_messages_a_second)
    teams = replace(
        usual,
        conversation=replace(usual.conversation, every=between),
        others=replace(usual.others, every=apart),
    )
    return {**PACES, Platform.TEAMS: teams}


@contextmanager
def books_in_step(settings: Settings) -> Iterator[SqlBooks]:
    """Open the books if their tables are those of this version; raises Refusal otherwise."""
    with reachable():
        in_step(settings.database_url)
        books = SqlBooks(
            settings.database_url, journal=journal_of(settings), paces=paces_of(settings)
        )
        try:
            yield books
        finally:
            books.close()


def journal_of(settings: Settings) -> Journal:
    """Return the journal of erasures that the settings name."""
    return Journal(settings.journal, secrets.token_bytes)


def organisation_named(store: Store, settings: Settings, *, another: bool = False) -> Organisation:
    """Return the organisation of the settings; creates it in an empty database, or as `another` one.

    Raises Refusal for a name that the database does not know beside those that it knows.
    """
    found = expected_organisation(store.organisations(), settings, another=another)
    return found or store.add(Organisation(settings.organisation, settings.mail_domains))


def expected_organisation(
    known: Sequence[Organisation], settings: Settings, *, another: bool = False
) -> Organisation | None:
    """Return the one of the settings, None where none is known at all, or where it is `another`.

    Raises Refusal for another name than the known ones: a slip of the pen would begin a second
    organisation without people, and the programme that runs would seem to be gone.
    """
    if not settings.organisation:
        raise Refusal("KEHRWERT_ORGANISATION is not set: name the organisation")
    for organisation in known:
        if organisation.name == settings.organisation:
            return organisation
    if another or not known:
        return None
    names = ", ".join(repr(each.name) for each in known[:MOST_NAMES])
    more = f" and {len(known) - MOST_NAMES} more" if len(known) > MOST_NAMES else ""
    raise Refusal(
        f"KEHRWERT_ORGANISATION is {settings.organisation!r}, the database knows {names}{more}: write "
        "it as it stands there; kehrwert people import FILE --new-organisation begins another one"
    )


def only_organisation(store: Store) -> Organisation:
    """Return the organisation if there is just one; raises Refusal otherwise."""
    organisations = store.organisations()
    if len(organisations) != 1:
        raise Refusal(f"the database holds {len(organisations)} organisations, expected one")
    return organisations[0]


def programme_named(store: Store, wanted: str) -> Programme:
    """Return the programme with this name or number, or the only one; raises Refusal otherwise."""
    everything = [
        programme
        for organisation in store.organisations()
        for programme in store.programmes_of(organisation.id)
    ]
    found = [each for each in everything if wanted in ("", each.name, str(each.id))]
    if len(found) == 1:
        return found[0]
    if not everything:
        raise Refusal("there is no programme yet")
    names = ", ".join(f"{each.name} ({each.id})" for each in everything)
    raise Refusal(f"name one programme with --programme: {names}")
