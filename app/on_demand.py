"""Commands whose module is imported when somebody asks for it, so that a small one starts fast."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

Command = TyperCommand | TyperGroup


class OnDemand(MutableMapping[str, Any]):
    """Commands by name; `places` says where each stands, as "module:attribute"."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = dict(places)
        self._there: dict[str, Command] = {}

    def __getitem__(self, name: str) -> Command:
        if name not in self._there:
            self._there[name] = _imported(name, self._places[name])
        return self._there[name]

    def __setitem__(self, name: str, command: Command) -> None:
        self._places.setdefault(name, "")
        self._there[name] = command

    def __delitem__(self, name: str) -> None:
        del self._places[name]
        self._there.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


def group_of(places: Mapping[str, str]) -> type[TyperGroup]:
    """Return the class of a group whose commands are imported on demand."""

    class Group(TyperGroup):
        """Knows the names of its commands, and imports the one that is asked for."""

        def __init__(self, **attributes: Any) -> None:
            super().__init__(**attributes)
            self.commands = OnDemand(places)

    return Group


def _imported(name: str, place: str) -> Command:
    module, _, attribute = place.partition(":")
    found: typer.Typer | Callable[..., None] = getattr(import_module(module), attribute)
    around = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    around.callback()(lambda: None)  # a group, also around one command
    if isinstance(found, typer.Typer):
        around.add_typer(found, name=name)
    else:
        around.command(name)(found)
    group = typer.main.get_command(around)
    assert isinstance(group, TyperGroup)
    command = group.commands[name]
    assert isinstance(command, TyperCommand | TyperGroup)
    return command
