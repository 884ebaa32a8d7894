"""Which functions may answer with a form, and what forms are sent with, read from the code."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tests.house.tree import Source, argument, called, calls_in


def submitted_in(modules: Iterable[Source]) -> set[str]:
    """Return the names of the requests with which forms are sent."""
    return {
        called(request).rpartition(".")[2]
        for module in modules
        for call in calls_in(module.tree)
        if _makes_form(call) and isinstance(request := argument(call, "request", 1), ast.Call)
    }


@dataclass
class Openers:
    """Which functions of these modules may answer with a form, as far as their code tells.

    A function does if it makes a Form, or calls one that does; calls are followed within a module
    and into the modules that it imports from.
    """

    modules: Mapping[str, Source]
    seen: set[tuple[str, str]] = field(default_factory=set)

    def opens(self, module: str, function: str) -> bool:
        """Tell whether a function of a module, both by name, may answer with a form."""
        source = self.modules.get(module)
        if source is None or (module, function) in self.seen:
            return False
        self.seen.add((module, function))
        body = source.functions.get(function)
        if body is not None:
            return any(self._call_opens(module, call) for call in calls_in(body))
        origin = source.imports.get(function)
        return origin is not None and self.opens(*origin)

    def _call_opens(self, module: str, call: ast.Call) -> bool:
        if _makes_form(call):
            return True
        owner, _, function = called(call).rpartition(".")
        if not owner:
            return self.opens(module, function)
        origin = self.modules[module].imports.get(owner)
        return origin is not None and self.opens(".".join(origin), function)


def _makes_form(call: ast.Call) -> bool:
    return called(call).rpartition(".")[2] == "Form"
