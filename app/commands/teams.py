"""kehrwert teams: the app package, the tenant's people, and the app for those who take part."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from adapters.directory.graph import GraphRefused
from adapters.teams.package import App, Describe, package
from app.commands.output import AsJson, err, progress, tell
from app.graph import Tenant
from app.opening import books_in_step
from app.refusal import Refusal
from app.settings import load_settings
from app.teams import teams_settings
from app.wiring import system_now
from bot.grammar import Command
from bot.model import Language
from bot.said import text
from bot.texts import Audience, load_words, worded

NOT_SET_UP = "Teams is not set up: set MicrosoftAppId and its tenant and secret (docs/teams.md)"
AN_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
LONGEST_COMPANY = 32  # characters, by the manifest's schema

app = typer.Typer(no_args_is_help=True, help="Connect Microsoft Teams (docs/teams.md).")

Page = Annotated[str, typer.Option(help="https address; without it, your public_url")]


@app.command("package")
def write_package(
    out: Annotated[Path, typer.Argument(metavar="FILE", help="the zip to write")] = Path(
        "kehrwert-teams.zip"
    ),
    *,
    app_id: Annotated[str, typer.Option(help="the bot's app id; else MicrosoftAppId")] = "",
    company: Annotated[str, typer.Option(help="who offers the app; else organisation")] = "",
    website: Page = "",
    privacy: Page = "",
    terms: Page = "",
    as_json: AsJson = False,
) -> None:
    """Write the app package for Teams: manifest, German words, icons.

    Teams shows the three pages beside the app: what it is, how it treats data, its terms of use.
    """
    settings = load_settings()
    offered = App(
        _id(app_id or settings.microsoft_app_id),
        _company(company or settings.organisation),
        _page(website, settings.public_url, "--website"),
        _page(privacy, settings.public_url, "--privacy"),
        _page(terms, settings.public_url, "--terms"),
    )
    content = package(offered, described())
    try:
        out.write_bytes(content)
    except OSError as problem:
        raise Refusal(f"{out} cannot be written: {problem.strerror}", code=1) from problem
    facts = {"file": str(out), "bytes": len(content), "app_id": offered.app_id}
    tell(f"{out}: upload it in the Teams admin center (docs/teams.md)", facts, as_json=as_json)


@app.command()
def people(
    *,
    full: Annotated[bool, typer.Option("--full", help="everybody, not only who changed")] = False,
    as_json: AsJson = False,
) -> None:
    """Take the tenant's people into the directory: name, mail, manager, department, office, language.

    Nobody takes part before consenting in the chat. Guests and disabled accounts are left out;
    whoever left the company leaves her programmes. Levels come from a people file.
    """
    with _tenant() as tenant, progress() as bar:
        bar.add_task("asking Microsoft Graph for the people", total=None)
        taken = tenant.take_in(system_now(), full=full)
    counts = f"{taken.created} new, {taken.updated} changed, {taken.unchanged} unchanged"
    gone = f"; {taken.left} are there no longer and leave their programmes" if taken.left else ""
    tell(counts + gone, asdict(taken), as_json=as_json)


@app.command()
def install(*, as_json: AsJson = False) -> None:
    """Install the app for everybody who takes part and has not met it on Teams yet."""
    with _tenant() as tenant, progress() as bar:
        bar.add_task("installing the app", total=None)
        installed, unknown = tenant.install()
    for email in unknown:
        err.print(f"{email} is nobody in the tenant", markup=False)
    facts = {"installed": installed, "unknown": list(unknown)}
    tell(f"installed for {installed} people", facts, as_json=as_json)


@contextmanager
def _tenant() -> Iterator[Tenant]:
    """Open the tenant of the settings; what Graph refuses is told in a sentence."""
    settings = load_settings()
    told = teams_settings(settings)
    if told is None or not told.app_id:
        raise Refusal(NOT_SET_UP)
    with books_in_step(settings) as books:
        try:
            yield Tenant(settings, told, books)
        except GraphRefused as refusal:
            raise Refusal(str(refusal), code=1) from None


def _id(written: str) -> str:
    if not AN_ID.fullmatch(written):
        raise Refusal(
            f"--app-id {written or '(empty)'}: expected the bot's app id from Azure, such as "
            "12345678-1234-1234-1234-123456789abc"
        )
    return written.lower()


def _company(name: str) -> str:
    if not 0 < len(name) <= LONGEST_COMPANY:
        raise Refusal(f"--company: expected 1 to {LONGEST_COMPANY} characters, not {len(name)}")
    return name


def _page(address: str, otherwise: str, option: str) -> str:
    page = address or otherwise
    found = urlsplit(page)
    if found.scheme != "https" or not found.hostname:
        raise Refusal(f"{option} {page or '(empty)'}: expected an address with https://")
    return page


def described() -> Describe:
    """Return what says in plain words what a command does."""
    words = load_words()

    def describe(command: Command, language: Language) -> str:
        said = text(f"help.command.{command.key}")
        return worded(said, words, Audience(language, "UTC")).plain

    return describe
