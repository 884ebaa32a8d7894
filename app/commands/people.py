"""kehrwert people: check, import, export and invent people files."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from adapters.directory.csv_file import check_file, entries_of
from adapters.directory.csv_write import save_people
from adapters.directory.intake import Intake, take_in
from adapters.directory.person_row import PeopleFile, PersonRow
from adapters.directory.sample import sample_company
from app.commands.output import AsJson, err, progress, tell
from app.opening import books_in_step, only_organisation, organisation_named
from app.refusal import Refusal
from app.settings import Settings, load_settings
from app.wiring import system_now
from bot.model import Language, Person
from storage.books import SqlBooks

app = typer.Typer(no_args_is_help=True, help="Work with people files (docs/people-file.md).")

PeoplePath = Annotated[Path, typer.Argument(help="the people file, a CSV", metavar="FILE")]
SkipBad = Annotated[bool, typer.Option("--skip-bad", help="leave bad rows out, take the others")]
Full = Annotated[
    bool, typer.Option("--full", help="people missing from the file have left the organisation")
]
NewOrganisation = Annotated[
    bool,
    typer.Option(
        "--new-organisation", help="they are another organisation than those of the database"
    ),
]
MOST_PROBLEMS = 200  # lines; beyond, the count says enough


@app.command()
def check(file: PeoplePath, *, as_json: AsJson = False) -> None:
    """Read a people file and report every bad cell at once; exit code 2 when there is any."""
    people = read(file, skip_bad=False)
    sentence = f"{file}: {len(people.rows)} people, nothing wrong"
    tell(sentence, {"people": len(people.rows), "problems": []}, as_json=as_json)


@app.command("import")
def import_(
    file: PeoplePath,
    *,
    full: Full = False,
    skip_bad: SkipBad = False,
    new_organisation: NewOrganisation = False,
    as_json: AsJson = False,
) -> None:
    """Put a people file into the directory. Nobody takes part before consenting in the chat.

    Who is missing in it is only reported, unless --full says that everybody stands in it.
    """
    if full and skip_bad:
        raise Refusal("--full takes no --skip-bad: whoever stands in a bad row would have left")
    settings = load_settings()
    with books_in_step(settings) as books, progress() as bar:
        people = read(file, skip_bad=skip_bad, known_emails=_known_emails(books, settings))
        bar.add_task(f"importing {len(people.rows)} people", total=None)
        full_at = system_now() if full else None
        taken = _import(books, settings, people, full_at=full_at, another=new_organisation)
    counts = f"{taken.created} new, {taken.updated} changed, {taken.unchanged} unchanged"
    gone = "have left: their programmes end" if full else "are not in the file"
    missing = f"; {len(taken.left)} of the directory {gone}" if taken.left else ""
    tell(counts + missing, asdict(taken), as_json=as_json)
    for email in taken.unknown:
        err.print(f"{file}: {email} is named as manager or partner, but is nobody", markup=False)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="the CSV to write", metavar="FILE")],
    *,
    force: Annotated[bool, typer.Option("--force", help="overwrite the file")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the directory as a people file: organisation facts only, no answers from the chat."""
    _refuse_overwriting(file, force=force)
    with books_in_step(load_settings()) as books, books.read() as store:
        organisation = only_organisation(store)
        rows = rows_of(store.people_of(organisation.id))
    save_people(rows, file)
    tell(f"{file}: {len(rows)} people", {"people": len(rows), "file": str(file)}, as_json=as_json)


@app.command()
def sample(
    file: Annotated[Path, typer.Argument(help="the CSV to write", metavar="FILE")],
    *,
    people: Annotated[int, typer.Option(help="how many people", min=30, max=100_000)] = 60,
    seed: Annotated[int, typer.Option(help="another company for another number")] = 7,
    force: Annotated[bool, typer.Option("--force", help="overwrite the file")] = False,
    as_json: AsJson = False,
) -> None:
    """Invent a company: the same people for the same seed."""
    _refuse_overwriting(file, force=force)
    rows = sample_company(seed, people)
    save_people(rows, file)
    tell(f"{file}: {len(rows)} people", {"people": len(rows), "file": str(file)}, as_json=as_json)


def read(file: Path, *, skip_bad: bool, known_emails: Collection[str] = ()) -> PeopleFile:
    """Read a people file; raises Refusal with every bad cell unless they are to be skipped.

    `known_emails` are people who need not stand in the file to be named as managers in it.
    """
    try:
        people = check_file(file, known_emails)
    except ValueError as unusable:
        raise Refusal(str(unusable)) from None
    for column in people.unknown_columns:
        err.print(f"{file}: column {column!r} is unknown and ignored", markup=False)
    shown = [str(problem) for problem in people.problems[:MOST_PROBLEMS]]
    beyond = len(people.problems) - len(shown)
    if beyond > 0:
        shown.append(f"… and {beyond} more")
    if people.problems and (not skip_bad or not people.rows):
        raise Refusal(f"{file} was not read:\n" + "\n".join(shown))
    for line in shown:
        err.print(f"{file}: left out: {line}", markup=False)
    return people


def rows_of(people: Sequence[Person]) -> list[PersonRow]:
    """Return people of the directory as rows of a people file, managers by their e-mail."""
    emails = {person.id: person.email for person in people}
    return [
        PersonRow(
            email=person.email,
            name=person.name,
            manager_email=emails.get(person.manager, "") if person.manager else "",
            team=person.team,
            site=person.site,
            country=person.country,
            subdivision=person.subdivision,
            time_zone=person.hours.time_zone,
            work_start=person.hours.start,
            work_end=person.hours.end,
            languages=person.languages,
            level=person.level,
            competes_in=person.competes_in,
        )
        for person in people
        if person.email
    ]


def _known_emails(books: SqlBooks, settings: Settings) -> tuple[str, ...]:
    with books.read() as store:
        for organisation in store.organisations():
            if organisation.name == settings.organisation:
                return tuple(person.email for person in store.people_of(organisation.id))
    return ()


def _import(
    books: SqlBooks,
    settings: Settings,
    people: PeopleFile,
    *,
    full_at: datetime | None,
    another: bool,
) -> Intake:
    with books.turn() as store:
        organisation = organisation_named(store, settings, another=another)
        entries = entries_of(people.rows, organisation.id, Language.DE)
        return take_in(store, organisation.id, entries, full_at=full_at)


def _refuse_overwriting(file: Path, *, force: bool) -> None:
    if file.exists() and not force:
        raise Refusal(f"{file} is there already: choose another name or add --force")
