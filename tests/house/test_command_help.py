"""Every command of kehrwert explains itself, and so does each of its options."""

from collections.abc import Iterator

import pytest
import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.testing import CliRunner

from app.cli import app

SHORTEST_HELP = 15  # characters; less explains nothing


Command = TyperCommand | TyperGroup


def commands(
    group: TyperGroup, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Command]]:
    """Yield every command and group of commands with the words that lead to it."""
    yield path, group
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, (*path, name))
        else:
            assert isinstance(command, TyperCommand), name
            yield (*path, name), command


def unexplained(command: Command) -> list[str]:
    """Return what a command leaves unexplained: itself, or one of its options."""
    silent = [] if len(command.help or "") >= SHORTEST_HELP else [f"{command.name} itself"]
    return silent + [
        f"{command.name} {each.opts[0]}"
        for each in command.params
        if isinstance(each, TyperOption) and not each.help
    ]


def tree_of(cli: typer.Typer) -> TyperGroup:
    """Return a command line as its parts."""
    group = typer.main.get_command(cli)
    assert isinstance(group, TyperGroup)
    return group


ALL = dict(commands(tree_of(app)))


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_a_command_and_its_options_explain_themselves(path: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, [*path, "--help"])
    assert shown.exit_code == 0
    assert "Usage" in shown.output
    assert unexplained(ALL[path]) == []


def test_the_commands_are_those_that_are_promised() -> None:
    promised = {"demo", "serve", "match", "doctor", "people check", "people import", "db check"}
    promised |= {"people export", "people sample", "db upgrade"}
    assert promised <= {" ".join(path) for path in ALL}


def test_a_silent_option_is_noticed() -> None:
    cli = typer.Typer()

    @cli.command()
    def brew(*, cup: int = 1) -> None:
        """Brew."""

    @cli.callback()
    def kitchen() -> None:
        """Do what can be done in a kitchen."""

    found = dict(commands(tree_of(cli)))
    assert unexplained(found[("brew",)]) == ["brew itself", "brew --cup"]
