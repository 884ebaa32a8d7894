"""Whose company is played: the invented one, or one's own from a people file."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from adapters.directory.csv_file import entries_of
from adapters.directory.person_row import PersonRow
from adapters.directory.sample import ASHA, BERND, CARLA, COMPANY_NAME, HANA, sample_company
from app.commands.people import read
from app.demo.seeding import Plot
from app.refusal import Refusal
from bot.model import Format, Language, Role
from bot.ports import DirectoryEntry

WORKSPACE = "local"
PROGRAMME = "Lernen andersherum"
# Seeds of companies in which Asha and Bernd find each other; in groups with a few others.
IN_TANDEMS, IN_GROUPS = 7, 50

ProgrammeFormat = Annotated[
    Format, typer.Option("--format", help="whom the programme matches: tandems or groups")
]


def invented(seed: int = IN_TANDEMS, people: int = 60) -> Plot:
    """Return the sample company, in which Asha and Bernd have not joined yet and Hana leads.

    Carla takes no part, so she can listen to whoever does.
    """
    rows = sample_company(seed, people)
    return _plot(COMPANY_NAME, rows, (ASHA, BERND), HANA, CARLA)


def own(file: Path, hr_lead: str | None) -> Plot:
    """Return the company in a people file; raises Refusal with all that is wrong in it.

    The panes are its first mentor and first mentee. Without an `hr_lead` it is led by the first
    person who takes no part; the next one is the confidential contact.
    """
    found = read(file, skip_bad=False)
    mentor = next((row for row in found.rows if row.role is Role.MENTOR), None)
    mentee = next((row for row in found.rows if row.role is Role.MENTEE), None)
    if mentor is None or mentee is None:
        raise Refusal(f"{file}: a try-out needs at least one mentor and one mentee in column role")
    seats = (mentor.email, mentee.email)
    idle = [row.email for row in found.rows if row.role is None]
    lead = hr_lead or next(iter(idle), "")
    if lead not in {row.email for row in found.rows} - set(seats):
        raise Refusal(f"{file}: name an HR lead of the file other than {seats}: --hr-lead E-MAIL")
    contact = next((email for email in idle if email.lower() != lead.lower()), "")
    return _plot(file.stem, found.rows, seats, lead, contact)


def _plot(
    company: str, rows: Iterable[PersonRow], seats: tuple[str, str], lead: str, contact: str
) -> Plot:
    rows = tuple(rows)

    def people(organisation: int) -> Iterable[DirectoryEntry]:
        return entries_of(rows, organisation, Language.DE)

    # The store keeps e-mails in lower case.
    first, second = (email.lower() for email in seats)
    return Plot(
        company, WORKSPACE, PROGRAMME, lead.lower(), contact.lower(), (first, second), people
    )
