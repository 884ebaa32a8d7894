"""The command line: every command, its help, and how its failures are told."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from app.commands import (
    databases,
    doctor,
    erasing,
    matching,
    people,
    slack,
    teams,
    topic_files,
    topics,
)
from app.demo import plot
from app.demo.server import run as run_demo
from app.refusal import Refusal
from app.serving import Role, serve_until_interrupted
from app.settings import load_settings
from app.simulation.command import simulate

app = typer.Typer(
    name="kehrwert",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help=(
        "Runs a company's reverse-mentoring programme in its chat.\n\n"
        "Try it:            kehrwert demo\n\n"
        "Match a file:      kehrwert people sample people.csv, then "
        "kehrwert match --people people.csv --out round\n\n"
        "Run it:            kehrwert doctor, then kehrwert serve"
    ),
)
app.add_typer(people.app, name="people")
topics.app.command("import")(topic_files.import_)
topics.app.command()(topic_files.export)
topics.app.command()(topic_files.unknown)
app.add_typer(topics.app, name="topics")
app.add_typer(databases.app, name="db")
app.add_typer(slack.app, name="slack")
app.add_typer(teams.app, name="teams")
app.command("match")(matching.match)
app.command("simulate")(simulate)
app.command("doctor")(doctor.doctor)
app.command("erase")(erasing.erase)

console = Console()


@app.command()
def demo(
    people_file: Annotated[
        Path | None, typer.Option("--people", help="your own company as a people file")
    ] = None,
    hr_lead: Annotated[
        str | None, typer.Option(help="with --people: the e-mail of the HR lead to play")
    ] = None,
    port: Annotated[int, typer.Option(help="port of the page", min=0, max=65535)] = 8765,
    folder: Annotated[Path, typer.Option(help="where the try-out keeps its own database")] = Path(
        "var/demo"
    ),
) -> None:
    """Play a programme on this machine: an invented company, a web chat, a clock you can move.

    No accounts, no network: the page listens on this machine only and has a database of its own.
    """
    played = plot.own(people_file, hr_lead) if people_file else plot.invented()
    own_folder = folder / people_file.stem if people_file else folder

    def started(url: str) -> None:
        console.print(f"\n  Kehrwert is running with [bold]{played.company}[/bold].")
        console.print(f"  Open [bold cyan]{url}[/bold cyan] in your browser. Ctrl+C ends it.\n")

    asyncio.run(run_demo(own_folder, played, port, started))


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="address to listen on")] = None,
    port: Annotated[int | None, typer.Option(help="port to listen on", min=0, max=65535)] = None,
    role: Annotated[
        Role, typer.Option(help="what this process does, where several share one database")
    ] = Role.ALL,
) -> None:
    """Run the programme: the clock, the post and HTTP, with the platforms that are connected.

    Any number of processes may work on one database: `--role web` hears and answers, `--role worker`
    does what is due and sends, `all` does both. SIGTERM lets each finish within ten seconds.
    """
    settings = load_settings()
    changes = {"host": host or settings.host, "port": settings.port if port is None else port}
    asyncio.run(serve_until_interrupted(settings.model_copy(update=changes), role))


def main() -> None:
    """Run the command line; an expected failure is one sentence on standard error."""
    try:
        app(standalone_mode=True)
    except Refusal as refusal:
        print(f"kehrwert: {refusal}", file=sys.stderr)  # noqa: T201 the terminal is where it belongs
        sys.exit(refusal.code)


if __name__ == "__main__":
    main()
