"""Takes the people of a directory into the store: facts are renewed, nobody becomes a participant."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from adapters.directory.person_row import DEFAULT_TIME_ZONE
from bot.commands import Depart
from bot.model import Person, Suggestion, WorkingHours
from bot.ports import DirectoryEntry, Store

FACTS = ("site", "team", "level", "competes_in", "languages")
NO_HOURS = WorkingHours(DEFAULT_TIME_ZONE)


class _Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Intake:
    """What an intake did: how many people are new, changed, as before; who is gone, who unknown.

    `left` are e-mails of people whom an earlier directory had and this one has not. `unknown` are
    e-mails that were named as a manager or partner and belong to nobody.
    """

    created: int
    updated: int
    unchanged: int
    left: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def take_in(
    store: Store,
    organisation: int,
    entries: Iterable[DirectoryEntry],
    *,
    full_at: datetime | None = None,
) -> Intake:
    """Create and renew an organisation's people by e-mail; return what was done.

    The directory decides on organisation facts and proposals, as far as it tells any: what it
    leaves empty for everybody stays as it was. Hours and languages of somebody who takes part are
    her own by then, and so is the language the bot speaks with her once she has written to it.
    People whom the directory has no longer are reported. When it names everybody who is employed,
    as a full one of the moment `full_at`, they have left: the clock ends their parts then.
    ValueError when the directory names somebody twice or without an e-mail.
    """
    people = _People(store, organisation)
    found = _by_email(entries)
    told = _facts_told(found)
    in_order = _managers_first(found)
    done = {entry.person.email: _take_in_person(people, entry, told) for entry in in_order}
    for entry in in_order:
        _settle_manager(people, entry)
    for entry in in_order if any(map(_proposes, in_order)) else ():
        if _propose(people, entry) and done[entry.person.email] is _Outcome.UNCHANGED:
            done[entry.person.email] = _Outcome.UPDATED
    left = _left(people, found)
    if full_at is not None:
        for person in left:
            store.later(Depart(person.id), full_at)
    outcomes = Counter(done.values())
    return Intake(
        outcomes[_Outcome.CREATED],
        outcomes[_Outcome.UPDATED],
        outcomes[_Outcome.UNCHANGED],
        tuple(person.email for person in left),
        tuple(people.unknown),
    )


class _People:
    """The organisation's people by e-mail, read once, and those who are asked for and unknown."""

    def __init__(self, store: Store, organisation: int) -> None:
        self.store = store
        self.organisation = organisation
        self.before = {
            person.email.lower(): person for person in store.people_of(organisation) if person.email
        }
        self.now: dict[str, Person] = dict(self.before)
        self.created: set[int] = set()
        self.unknown: dict[str, None] = {}

    def find(self, email: str) -> Person | None:
        """Return a person, also one who is employed no longer."""
        if email and email.lower() not in self.now:
            former = self.store.person_by_email(self.organisation, email)
            if former is not None:
                self.now[email.lower()] = former
        return self.now.get(email.lower())

    def keep(self, person: Person) -> _Outcome:
        """Add or save a person where that changes anything."""
        if not person.id:
            person = self.store.add(person)
            self.created.add(person.id)
            outcome = _Outcome.CREATED
        elif person == self.find(person.email):
            outcome = _Outcome.UNCHANGED
        else:
            person = self.store.save(person)
            outcome = _Outcome.UPDATED
        self.now[person.email.lower()] = person
        return outcome

    def ids(self, emails: Iterable[str], besides: int) -> tuple[int, ...]:
        """Return the ids of these people, each once and without one person; note the unknown."""
        ids: dict[int, None] = {}
        for email in emails:
            person = self.find(email)
            if person is None:
                self.unknown[email] = None
            elif person.id != besides:
                ids[person.id] = None
        return tuple(ids)


def _by_email(entries: Iterable[DirectoryEntry]) -> dict[str, DirectoryEntry]:
    found: dict[str, DirectoryEntry] = {}
    for entry in entries:
        email = entry.person.email
        if not email:
            raise ValueError(f"{entry.person.name} has no e-mail: nobody can be taken in without")
        if email.lower() in found:
            raise ValueError(f"{email} stands in the directory more than once")
        found[email.lower()] = entry
    return found


def _facts_told(found: Mapping[str, DirectoryEntry]) -> frozenset[str]:
    """The facts that the directory knows at all: of somebody at least."""
    people = [entry.person for entry in found.values()]
    told = {fact for fact in FACTS if any(getattr(person, fact) for person in people)}
    if any(person.country for person in people):
        told |= {"country", "subdivision"}
    if any(person.hours != NO_HOURS for person in people):
        told.add("hours")
    if "languages" in told:
        told.add("language")
    if any(entry.manager_email for entry in found.values()):
        told.add("manager")
    return frozenset(told)


def _managers_first(found: Mapping[str, DirectoryEntry]) -> list[DirectoryEntry]:
    """Everybody after her manager, so that one write suffices; circles are cut anywhere."""
    ordered: dict[str, DirectoryEntry] = {}
    for start in found:
        line: dict[str, DirectoryEntry] = {}
        email = start
        while email in found and email not in ordered and email not in line:
            line[email] = found[email]
            email = found[email].manager_email.lower()
        for below in reversed(line):
            ordered[below] = line[below]
    return list(ordered.values())


def _take_in_person(people: _People, entry: DirectoryEntry, told: frozenset[str]) -> _Outcome:
    known = people.find(entry.person.email)
    above = people.find(entry.manager_email)
    manager = above.id if above else None
    if known is None:
        person = replace(entry.person, organisation=people.organisation, manager=manager)
    else:
        own = _own_choices(people.store, known, entry.person)
        facts = {fact: getattr(entry.person, fact) for fact in told - own - {"manager"}}
        # Somebody who is named but unknown is no reason to take the manager away.
        if "manager" in told and (above or not entry.manager_email):
            facts["manager"] = manager
        person = replace(known, name=entry.person.name or known.name, **facts)
        # An earlier file may have left her out by mistake.
        people.store.never_mind(Depart(known.id))
    return people.keep(replace(person, in_directory=True, employed=True))


def _own_choices(store: Store, known: Person, told: Person) -> frozenset[str]:
    """What a directory no longer decides about this person; asked only where it would change."""
    theirs = (known.hours, known.languages, known.language)
    if theirs == (told.hours, told.languages, told.language):
        return frozenset()
    if store.participations(known.id):
        return frozenset({"hours", "languages", "language"})
    return frozenset({"language"}) if store.addresses_of(known.id) else frozenset()


def _settle_manager(people: _People, entry: DirectoryEntry) -> None:
    """Name the manager who came after her report: only in a circle. Note one who is unknown."""
    person = people.find(entry.person.email)
    for manager in people.ids([entry.manager_email] if entry.manager_email else [], 0):
        if person and person.manager != manager:
            people.keep(replace(person, manager=manager))


def _proposes(entry: DirectoryEntry) -> bool:
    return bool(entry.suggestion or entry.not_with_emails or entry.earlier_partner_emails)


def _propose(people: _People, entry: DirectoryEntry) -> bool:
    """Keep what pre-fills the questionnaire; tell whether that is new.

    It counts for nothing before consent.
    """
    person = people.now[entry.person.email.lower()]
    store = people.store
    before = None if person.id in people.created else store.suggestion_for(person.id)
    if before is None and not _proposes(entry):
        return False
    suggestion = replace(
        entry.suggestion or Suggestion(person.id),
        id=before.id if before else 0,
        person=person.id,
        not_with=people.ids(entry.not_with_emails, person.id),
        earlier_partners=people.ids(entry.earlier_partner_emails, person.id),
    )
    if before is None:
        store.add(suggestion)
    elif before != suggestion:
        store.save(suggestion)
    return before != suggestion


def _left(people: _People, found: Mapping[str, DirectoryEntry]) -> list[Person]:
    gone = people.before.keys() - found.keys()
    return [
        person for email, person in people.before.items() if email in gone and person.in_directory
    ]
