"""kehrwert demo: plays a programme on this machine."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.demo import plot
from app.demo.server import run as run_demo
from app.own_words import words_of
from app.settings import load_settings
from bot.model import Format

console = Console()


def demo(
    people_file: Annotated[
        Path | None, typer.Option("--people", help="your own company as a people file")
    ] = None,
    hr_lead: Annotated[
        str | None, typer.Option(help="with --people: the e-mail of the HR lead to play")
    ] = None,
    port: Annotated[int, typer.Option(help="port of the page", min=0, max=65535)] = 8765,
    programme_format: plot.ProgrammeFormat = Format.ONE_TO_ONE,
    folder: Annotated[Path, typer.Option(help="where the try-out keeps its own database")] = Path(
        "var/demo"
    ),
) -> None:
    """Play a programme on this machine: an invented company, a web chat, a clock you can move.

    No accounts, no network: the page listens on this machine only and has a database of its own.
    """
    words = words_of(load_settings())
    seed = plot.IN_GROUPS if programme_format is Format.GROUP else plot.IN_TANDEMS
    played = plot.own(people_file, hr_lead) if people_file else plot.invented(seed)
    played = replace(played, format=programme_format)
    own_folder = folder / people_file.stem if people_file else folder
    if programme_format is Format.GROUP:
        own_folder /= "groups"  # what was played in tandems stays as it is

    def started(url: str) -> None:
        console.print(f"\n  Kehrwert is running with [bold]{played.company}[/bold].")
        console.print(f"  Open [bold cyan]{url}[/bold cyan] in your browser. Ctrl+C ends it.\n")

    asyncio.run(run_demo(own_folder, played, port, started, words=words))
