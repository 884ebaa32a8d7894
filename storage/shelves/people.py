"""The shelf of organisations, people and their addresses."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import (
    and_,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    update,
)

from bot.model import Address, Organisation, Person, Platform, Suggestion
from storage.folding import address_as_kept, folded
from storage.mapping import shape_of
from storage.shelves.shelf import Shelf, given
from storage.tables import (
    AddressRow,
    OrganisationRow,
    PersonRow,
    SuggestionRow,
    TeamsReferenceRow,
    WorkspaceRow,
    table_of,
)

ORGANISATION = table_of(OrganisationRow)
WORKSPACE = table_of(WorkspaceRow)
PERSON = table_of(PersonRow)
ADDRESS = table_of(AddressRow)
SUGGESTION = table_of(SuggestionRow)
REFERENCE = table_of(TeamsReferenceRow)

AT_ONCE = 500  # ids in one question; SQLite takes 32,766: sqlite.org/limits.html
FRESH = timedelta(days=1)  # an address that is used again within it need not be written again


OTHER_ADDRESS = ADDRESS.alias("other")
AT_ADDRESS = and_(given(ADDRESS.c.platform), given(ADDRESS.c.workspace), given(ADDRESS.c.user))
# When whoever has an address used another one last.
USED_ELSEWHERE = (
    select(func.max(OTHER_ADDRESS.c.used_at))
    .where(OTHER_ADDRESS.c.person == ADDRESS.c.person, OTHER_ADDRESS.c.id != ADDRESS.c.id)
    .scalar_subquery()
    .label("elsewhere")
)
ORGANISATIONS = select(*ORGANISATION.c).order_by(ORGANISATION.c.id)
ORGANISATION_OF = (
    select(*ORGANISATION.c)
    .join(WORKSPACE, WORKSPACE.c.organisation == ORGANISATION.c.id)
    .where(given(WORKSPACE.c.platform), given(WORKSPACE.c.workspace))
)
PERSON_AT = select(*PERSON.c).join(ADDRESS, ADDRESS.c.person == PERSON.c.id).where(AT_ADDRESS)
PERSON_BY_EMAIL = select(*PERSON.c).where(
    given(PERSON.c.organisation),
    given(PERSON.c.email),
    # Said literally, this lets SQLite use the index that leaves empty e-mails out.
    PERSON.c.email != literal_column("''"),
)
PEOPLE_BY_ID = select(*PERSON.c).where(PERSON.c.id.in_(bindparam("ids", expanding=True)))
LAST_USED = select(ADDRESS.c.person, ADDRESS.c.used_at, USED_ELSEWHERE).where(AT_ADDRESS)
EMPLOYED = select(*PERSON.c).where(given(PERSON.c.organisation), PERSON.c.employed.is_(True))
PEOPLE_OF = EMPLOYED.order_by(PERSON.c.id)
PEOPLE_NAMED = (
    EMPLOYED.where(PERSON.c.findable.like(bindparam("begins")))
    .order_by(PERSON.c.findable, PERSON.c.id)
    .limit(bindparam("at_most"))
)
LINKING = insert(ADDRESS)
USED_AGAIN = update(ADDRESS).where(
    given(ADDRESS.c.platform, "of_platform"),
    given(ADDRESS.c.workspace, "of_workspace"),
    given(ADDRESS.c.user, "of_user"),
)
ADDRESSES_USED = (
    select(ADDRESS.c.platform, ADDRESS.c.workspace, ADDRESS.c.user, ADDRESS.c.used_at)
    .where(given(ADDRESS.c.person))
    .order_by(ADDRESS.c.used_at.desc(), ADDRESS.c.id.desc())
)
REACHED_THROUGH = (
    select(*REFERENCE.c)
    .join(
        ADDRESS,
        and_(ADDRESS.c.workspace == REFERENCE.c.tenant, ADDRESS.c.user == REFERENCE.c.user),
    )
    .where(given(ADDRESS.c.person), ADDRESS.c.platform == Platform.TEAMS)
    .order_by(REFERENCE.c.tenant, REFERENCE.c.user)
)
SUGGESTION_FOR = select(*SUGGESTION.c).where(given(SUGGESTION.c.person))


class PeopleShelf(Shelf):
    """Who there is, and where they can be reached."""

    def organisations(self) -> tuple[Organisation, ...]:
        """Return every organisation, by id."""
        return self._all(Organisation, ORGANISATIONS)

    def organisation_of(self, platform: Platform, workspace: str) -> Organisation | None:
        """Return the organisation that allowed this workspace or tenant, None for strangers."""
        return self._one(Organisation, ORGANISATION_OF, platform=platform, workspace=workspace)

    def allow(self, organisation: int, platform: Platform, workspace: str) -> None:
        """Let a workspace or tenant talk to the bot for this organisation.

        Raises ValueError when another organisation has allowed it: it cannot speak for two.
        """
        owner = self.organisation_of(platform, workspace)
        if owner is None:
            kept = {"organisation": organisation, "platform": platform, "workspace": workspace}
            self.session.execute(insert(WORKSPACE).values(kept))
            self._forget()
        elif owner.id != organisation:
            raise ValueError(f"{platform} workspace {workspace} belongs to {owner.name}")

    def person_at(self, address: Address) -> Person | None:
        """Return whoever is reached at this address."""
        return self._one(Person, PERSON_AT, **vars(address))

    def person_by_email(self, organisation: int, email: str) -> Person | None:
        """Return the person with this work e-mail, whatever its case."""
        if not address_as_kept(email):
            return None
        kept = address_as_kept(email)
        return self._one(Person, PERSON_BY_EMAIL, organisation=organisation, email=kept)

    def link(self, person: int, address: Address, used_at: datetime) -> None:
        """Remember that this address is the person's, and when she used it last.

        Which one was used last is known at once, when it was to the day.
        """
        found = self._rows(LAST_USED, vars(address))
        if not found:
            kept = {
                "person": person,
                "platform": address.platform,
                "workspace": address.workspace,
                "user": address.user,
                "used_at": used_at,
            }
            self._write(LINKING, kept)
            self._forget()
            return
        ((whose, before, elsewhere),) = found
        if whose != person or is_news(used_at, before, elsewhere):
            where = {f"of_{name}": value for name, value in vars(address).items()}
            self._write(USED_AGAIN, {**where, "person": person, "used_at": used_at})
            self._forget()

    def addresses_of(self, person: int) -> tuple[Address, ...]:
        """Return a person's addresses, the one used last first."""
        return tuple(address for address, _ in self.addresses_used(person))

    def addresses_used(self, person: int) -> tuple[tuple[Address, datetime], ...]:
        """Return a person's addresses and when each was used last, to the day, the latest first."""
        if person not in self._addresses:
            rows = self._rows(ADDRESSES_USED, {"person": person})
            used = tuple((Address(*place), used_at) for *place, used_at in rows)
            self._addresses[person] = used
        return self._addresses[person]

    def reached_through(self, person: int) -> tuple[Mapping[str, object], ...]:
        """Return what platforms keep beside a person's addresses in order to reach her."""
        rows = self._rows(REACHED_THROUGH, {"person": person})
        return tuple(dict(zip(REFERENCE.c.keys(), row, strict=True)) for row in rows)

    def people_of(self, organisation: int) -> tuple[Person, ...]:
        """Return everybody of an organisation who is employed, by id."""
        return self._all(Person, PEOPLE_OF, organisation=organisation)

    def people_by_id(self, ids: Collection[int]) -> Mapping[int, Person]:
        """Return these people by their ids; ids of nobody are left out."""
        wanted = sorted(set(ids))
        found: dict[int, Person] = {}
        for start in range(0, len(wanted), AT_ONCE):
            rows = self._rows(PEOPLE_BY_ID, {"ids": tuple(wanted[start : start + AT_ONCE])})
            people = (shape_of(Person).noun_of(row) for row in rows)
            found.update((person.id, person) for person in people)
        return found

    def people_named(self, organisation: int, words: str, limit: int) -> tuple[Person, ...]:
        """Return employed people whose name or e-mail has a part that begins with these words.

        Case and accents do not matter. By name; nobody for no words.
        """
        if not folded(words):
            return ()
        # Folded words are letters, digits and spaces: no wildcard of LIKE is left in them.
        begins, at_most = f"% {folded(words)}%", limit
        asked = {"organisation": organisation, "begins": begins, "at_most": at_most}
        return self._all(Person, PEOPLE_NAMED, **asked)

    def suggestion_for(self, person: int) -> Suggestion | None:
        """Return what an import proposes for somebody's questionnaire."""
        return self._one(Suggestion, SUGGESTION_FOR, person=person)


def is_news(used_at: datetime, before: datetime, elsewhere: datetime | None) -> bool:
    """Tell whether using an address is to be written down: after another one, or after a day."""
    after_another = elsewhere is not None and before <= elsewhere
    return before < used_at and (after_another or before + FRESH < used_at)
