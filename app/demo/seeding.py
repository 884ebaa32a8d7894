"""An empty database becomes a company with a programme that some colleagues have already joined."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.directory.intake import take_in
from bot.flows import presumed, status
from bot.matching import Catalogue
from bot.model import Address, Organisation, Platform, Programme
from bot.ports import DirectoryEntry, Store
from bot.turn import Turn

JOINED_BEFORE = timedelta(days=3)


@dataclass(frozen=True)
class Plot:
    """What is played: whose company, who leads the programme, and the two who have not joined yet.

    People are named by e-mail; `contact` is the confidential one, empty for nobody; `seats` are the
    first left and right pane. `people` yields the company's directory for the organisation's id.
    """

    company: str
    workspace: str
    programme: str
    hr_lead: str
    contact: str
    seats: tuple[str, str]
    people: Callable[[int], Iterable[DirectoryEntry]]


def seed(store: Store, catalogue: Catalogue, plot: Plot, now: datetime) -> Programme:
    """Fill an empty database; everybody with a role has joined, except who is still undecided."""
    organisation = store.add(Organisation(plot.company))
    store.allow(organisation.id, Platform.WEB, plot.workspace)
    take_in(store, organisation.id, plot.people(organisation.id))
    by_email = {person.email: person for person in store.people_of(organisation.id)}
    contact = by_email.get(plot.contact)
    programme = store.add(
        Programme(
            organisation=organisation.id,
            name=plot.programme,
            starts_on=now.date(),
            hr_leads=(by_email[plot.hr_lead].id,),
            contact=contact.id if contact else None,
        )
    )
    turn = Turn(now, store, catalogue)
    status.expect_figures(turn, programme)
    for person in by_email.values():
        store.link(person.id, Address(Platform.WEB, plot.workspace, str(person.id)), now)
        if person.email not in plot.seats:
            presumed.enrol(turn, programme, person, now - JOINED_BEFORE)
    return programme
