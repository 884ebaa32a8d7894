"""Checks of what is kept: the database, the organisation and its programme, the journal."""

import os
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from app.beginning import weeks_of
from app.checks.finding import Finding, not_looked_at
from app.opening import books_in_step, expected_organisation, journal_of, reachable
from app.refusal import Refusal
from app.settings import Settings
from bot.model import Organisation, Person, Programme
from bot.ports import Store
from storage import schema

UPGRADE = "run kehrwert db upgrade"
NEAR = 0.75  # difflib ratio of what stands before the @; "hanna.yilmaz" is 0.96 from "hana.yilmaz"


def database(told: Settings) -> Finding:
    """Tell whether there is a database of this version that can be written."""
    url = told.database_url
    kind = url.partition(":")[0]
    if _missing_file(url):
        return Finding(f"{kind}, there is no database yet", UPGRADE)
    with reachable():
        current = schema.current(url)
    if current is None:
        return Finding(f"{kind}, there are no tables yet", UPGRADE)
    if current != schema.head():
        return Finding(f"{kind}, at {current}", UPGRADE)
    if not _writable(url):
        advice = "let this user write to the file and into its folder"
        return Finding(f"{kind}, it cannot be written", advice)
    return Finding(f"{kind}, in step at {current}")


def usable(told: Settings) -> bool:
    """Tell whether the database can be asked about anything else."""
    try:
        return database(told).well
    except Refusal:
        return False


def organisation(told: Settings) -> Finding:
    """Tell how many people are known, and how many of them nobody can be matched with yet."""
    missing = _not_ready(told)
    if missing:
        return missing
    with books_in_step(told) as books, books.read() as store:
        found = expected_organisation(store.organisations(), told)
        people = store.people_of(found.id) if found else ()
    if found is None:
        return Finding("not there yet")
    lacking = sum(each.level is None or not each.team.strip() for each in people)
    rest = f", {lacking} without a level or team: cannot be matched yet" if lacking else ""
    return Finding(f"known, {len(people)} people{rest}")


def programme(told: Settings) -> Finding:
    """Tell who leads the programme and when it goes, or why none would begin."""
    missing = _not_ready(told)
    if missing:
        return missing
    with books_in_step(told) as books, books.read() as store:
        try:
            found = expected_organisation(store.organisations(), told)
        except Refusal:
            return not_looked_at("the organisation is not known")
        running = store.programmes_of(found.id) if found else ()
        return _running(store, running[0]) if running else _beginning(store, found, told)


def journal(told: Settings) -> Finding:
    """Tell whether erasures can be noted outside of the database."""
    kept = journal_of(told)
    problem = kept.problem()
    return Finding("not usable" if problem else f"{len(kept.erased())} erasures noted", problem)


def _not_ready(told: Settings) -> Finding | None:
    """Return why nobody can be looked for, None where it can be done."""
    if not told.organisation:
        return not_looked_at("settings name no organisation")
    return None if usable(told) else not_looked_at("the database is not usable")


def _running(store: Store, newest: Programme) -> Finding:
    leads = store.people_by_id(newest.hr_leads)
    names = [leads[each].name for each in newest.hr_leads if each in leads]
    led = f"{newest.name}, led by {_listed(names) or 'nobody who is still known'}"
    return Finding(f"{led}; {weeks_of(newest)}")


def _beginning(store: Store, found: Organisation | None, told: Settings) -> Finding:
    """Return who would lead the first programme, which begins at the first start of `serve`."""
    if not told.hr_leads:
        advice = "set hr_leads (KEHRWERT_HR_LEADS) to the work e-mails of those who lead it."
        return _none_yet(advice)
    if found is None:
        return _none_yet(
            "take in your people: kehrwert slack people, or kehrwert people import FILE."
        )
    known = {each: store.person_by_email(found.id, each) for each in told.hr_leads}
    strange = [each for each, person in known.items() if person is None]
    if strange:
        return _none_yet(_stranger(strange[0], store.people_of(found.id)))
    names = [person.name for person in known.values() if person is not None]
    weeks = f"its {Programme.weeks} weeks begin on the day of the first kehrwert serve"
    return Finding(f"{told.programme}, led by {_listed(names)}; {weeks}")


def _none_yet(advice: str) -> Finding:
    return Finding("none yet", f"{advice} Then run kehrwert serve")


def _stranger(email: str, people: Sequence[Person]) -> str:
    kept = {person.email.partition("@")[0]: person.email for person in people if person.email}
    near = get_close_matches(email.casefold().partition("@")[0], kept, n=1, cutoff=NEAR)
    what = f"; did you mean {kept[near[0]]}?" if near else ": take that person in, or name another."
    return f"hr_leads names {email}, who is not in the directory{what}"


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _missing_file(url: str) -> bool:
    """Tell whether an SQLite file is missing: opening it would create it, and doctor changes nothing."""
    return url.startswith("sqlite:///") and not Path(url.removeprefix("sqlite:///")).exists()


def _writable(url: str) -> bool:
    """Tell whether an SQLite file and its folder may be written; a server tells when it is asked."""
    file = Path(url.removeprefix("sqlite:///"))
    places = (file, file.parent) if url.startswith("sqlite:///") else ()
    return all(os.access(place, os.W_OK) for place in places)
