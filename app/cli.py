"""The command line: every command, where it stands, and how its failures are told."""

import sys

import typer

from app.on_demand import group_of
from app.refusal import Refusal

# Where each command stands: imported when it is asked for. All of them together take seconds.
COMMANDS = {
    "demo": "app.demo.command:demo",
    "serve": "app.commands.serve:serve",
    "match": "app.commands.matching:match",
    "simulate": "app.simulation.command:simulate",
    "doctor": "app.commands.doctor:doctor",
    "export": "app.commands.figures:export",
    "erase": "app.commands.erasing:erase",
    "people": "app.commands.people:app",
    "topics": "app.commands.topics:app",
    "texts": "app.commands.texts:app",
    "db": "app.commands.databases:app",
    "slack": "app.commands.slack:app",
    "teams": "app.commands.teams:app",
}

app = typer.Typer(
    name="kehrwert",
    cls=group_of(COMMANDS),
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


@app.callback()
def kehrwert() -> None:
    """Leave everything to the commands."""


def main() -> None:
    """Run the command line; an expected failure is one sentence on standard error."""
    try:
        app(standalone_mode=True)
    except Refusal as refusal:
        print(f"kehrwert: {refusal}", file=sys.stderr)  # noqa: T201 the terminal is where it belongs
        sys.exit(refusal.code)


if __name__ == "__main__":
    main()
