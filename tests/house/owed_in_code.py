"""Which notices the code owes and which chores it plans, read from the code itself."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tests.house.text_keys import alternatives
from tests.house.tree import (
    Source,
    argument,
    by_name,
    called,
    calls_in,
    handing_on,
    is_handed_on,
)


@dataclass
class Owed:
    """The kinds of notices that are owed, with where, and the places where no kind can be read."""

    kinds: dict[str, str] = field(default_factory=dict)
    unclear: list[str] = field(default_factory=list)


def owed_in(modules: Iterable[Source]) -> Owed:
    """Return the kinds given to `….owe(person, kind, …)`, `….mend(said, kind, …)`, or handed on.

    A kind is a literal, or a constant of a module, perhaps of another one; what hands one on and has
    no underscore may be called from other modules.
    """
    known = by_name(modules)
    found = Owed()
    ways = {name: handing_on(module, "kind", ("owe", "mend")) for name, module in known.items()}
    public = {way: at for each in ways.values() for way, at in each.items() if way[0] != "_"}
    for name, module in known.items():
        places = {"owe": 1, "mend": 1, **public, **ways[name]}
        for call in calls_in(module.tree):
            if (place := places.get(called(call).rpartition(".")[2])) is None:
                continue
            kind = argument(call, "kind", place)
            for each in alternatives(kind) if kind else ():
                _note(each, module, known, found)
    return found


def planned_in(modules: Iterable[Source]) -> set[str]:
    """Return the names of the chores that are made in a call of `….later(chore, …)`."""
    return {
        called(made).rpartition(".")[2]
        for module in modules
        for call in calls_in(module.tree)
        if called(call).endswith(".later") and call.args
        for made in calls_in(call.args[0])
    }


def _note(kind: ast.expr, module: Source, known: dict[str, Source], found: Owed) -> None:
    words = _constant(kind, module, known)
    if words is not None:
        found.kinds.setdefault(words, module.at(kind))
    elif not is_handed_on(kind, module, "kind"):
        found.unclear.append(f"{module.at(kind)}: {ast.unparse(kind)}")


def _constant(expression: ast.expr, module: Source, known: dict[str, Source]) -> str | None:
    """Return the words of a literal or of a constant, None where it is neither."""
    match expression:
        case ast.Constant(value=str(words)):
            return words
        case ast.Name(id=name):
            origin, there = module.imports.get(name, ("", ""))
            if origin in known:
                return _constants(known[origin]).get(there)
            return _constants(module).get(name)
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            origin = ".".join(module.imports.get(owner, (owner, ""))).strip(".")
            return _constants(known[origin]).get(name) if origin in known else None
    return None


def _constants(module: Source) -> dict[str, str]:
    return {
        name.id: value.value
        for node in module.tree.body
        if isinstance(node, ast.Assign)
        for name, value in _assigned(node.targets[0], node.value)
        if isinstance(name, ast.Name)
        and isinstance(value, ast.Constant)
        and isinstance(value.value, str)
    }


def _assigned(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Yield each name with what it gets: `A, B = "a", "b"` as well as `A = "a"`."""
    match target, value:
        case ast.Tuple(elts=targets), ast.Tuple(elts=values):
            yield from zip(targets, values, strict=True)
        case _:
            yield target, value
