"""An empty database becomes a company with a programme that some colleagues have already joined."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.directory.intake import take_in
from bot.flows import presumed, retention, status
from bot.matching import Catalogue
from bot.model import PROGRAMME_WEEKS, Address, Format, Organisation, Platform, Programme
from bot.ports import DirectoryEntry, Store
from bot.turn import Turn

JOINED_BEFORE = timedelta(days=3)


@dataclass(frozen=True)
class Plot:
    """What is played: whose company, who leads the programme, and the two who have not joined yet.

    People are named by e-mail; `contact` is the confidential one, empty for nobody; `seats` are the
    first left and right pane. `people` yields the company's directory for the organisation's id. The
    programme starts `starts_after` the first moment, and matches tandems or groups.
    """

    company: str
    workspace: str
    programme: str
    hr_lead: str
    contact: str
    seats: tuple[str, str]
    people: Callable[[int], Iterable[DirectoryEntry]]
    starts_after: timedelta = timedelta()
    weeks: int = PROGRAMME_WEEKS
    format: Format = Format.ONE_TO_ONE


def found(store: Store, catalogue: Catalogue, plot: Plot, now: datetime) -> Programme:
    """Fill an empty database with the company's people and a programme that nobody has joined."""
    organisation = store.add(Organisation(plot.company))
    store.allow(organisation.id, Platform.WEB, plot.workspace)
    take_in(store, organisation.id, plot.people(organisation.id))
    by_email = {person.email: person for person in store.people_of(organisation.id)}
    contact = by_email.get(plot.contact)
    programme = store.add(
        Programme(
            organisation=organisation.id,
            name=plot.programme,
            starts_on=now.date() + plot.starts_after,
            weeks=plot.weeks,
            format=plot.format,
            hr_leads=(by_email[plot.hr_lead].id,),
            contact=contact.id if contact else None,
        )
    )
    turn = Turn(now, store, catalogue)
    status.expect_figures(turn, programme)
    retention.expect_retention(turn, programme)
    for person in by_email.values():
        store.link(person.id, Address(Platform.WEB, plot.workspace, str(person.id)), now)
    return programme


def seed(store: Store, catalogue: Catalogue, plot: Plot, now: datetime) -> Programme:
    """Found the company; everybody with a role has joined, except who is still undecided."""
    programme = found(store, catalogue, plot, now)
    turn = Turn(now, store, catalogue)
    for person in store.people_of(programme.organisation):
        if person.email not in plot.seats:
            presumed.enrol(turn, programme, person, now - JOINED_BEFORE)
    return programme
