"""kehrwert teams: the app package that a tenant's admin uploads."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

import typer

from adapters.teams.package import App, Describe, package
from app.commands.output import AsJson, tell
from app.refusal import Refusal
from app.settings import load_settings
from bot.grammar import Command
from bot.model import Language
from bot.said import text
from bot.texts import Audience, load_words, worded

LONGEST_COMPANY = 32  # characters, by the manifest's schema

app = typer.Typer(no_args_is_help=True, help="Connect Microsoft Teams (docs/teams.md).")

Page = Annotated[str, typer.Option(help="https address; without it, your public_url")]


@app.callback()
def teams() -> None:
    """Keep `package` a command of its own, whatever else joins it."""


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
    facts = {"file": str(out), "bytes": len(content), "app_id": str(offered.app_id)}
    tell(f"{out}: upload it in the Teams admin center (docs/teams.md)", facts, as_json=as_json)


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        raise Refusal(
            f"--app-id {written or '(empty)'}: expected the bot's app id from Azure, such as "
            "12345678-1234-1234-1234-123456789abc"
        ) from None


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
